/* What a sample of any kind is beside published scores.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_BENCHMARK_STANDINGS_H
#define NPS_BENCHMARK_STANDINGS_H

#include <nps/benchmark.h>

/** A kind of sample. All methods are NPS_METHOD_AUTO. */
typedef struct nps_sample_kind {
    /** As nps_compare_benchmark(). */
    nps_status (*stand)(const void *sample, const nps_benchmark *benchmark, double level, nps_comparison *out);
    /** As nps_compare(): the sample minus the one before. */
    nps_status (*change)(const void *sample, const void *before, double level, nps_comparison *out);
    /** As nps_score() and nps_interval(). */
    nps_status (*read)(const void *sample, double level, double *score, nps_bounds *bounds);
} nps_sample_kind;

/** As nps_standing(). */
nps_status nps_sample_standing(const nps_sample_kind *kind, const void *sample, const nps_benchmark *benchmarks,
                               size_t count, double level, nps_standing_result *out, nps_standing_rank *rank);

/** As nps_three_questions(). */
nps_status nps_sample_questions(const nps_sample_kind *kind, const void *sample, const nps_benchmark *competitors,
                                size_t count, const void *before, double level, nps_three_questions_result *out);

/** As nps_band(). */
nps_status nps_sample_band(const nps_sample_kind *kind, const void *sample, nps_band_convention convention,
                           double level, nps_band_result *out);

#endif
