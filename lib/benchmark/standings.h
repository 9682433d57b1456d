/* Comparisons of a sample, of any kind, with published scores, and what follows from them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_BENCHMARK_STANDINGS_H
#define NPS_BENCHMARK_STANDINGS_H

#include <nps/allocator.h>
#include <nps/benchmark.h>
#include <stdbool.h>

/** Comparisons, before anything is written to the caller. The members are private, except `results` and `count`. */
typedef struct nps_standings {
    nps_allocator memory;
    size_t count;
    nps_standing_result *results;
    double *p_values;
    size_t *order;
} nps_standings;

/** A sample, and what is asked about it. */
typedef struct nps_compared_sample {
    const void *sample;
    /** As nps_compare_benchmark() with NPS_METHOD_AUTO. */
    nps_status (*compare)(const void *sample, const nps_benchmark *benchmark, double level, nps_comparison *out);
} nps_compared_sample;

/** Makes the comparisons with their adjusted p-values. The caller gives them to nps_standings_release(), whatever is
 * returned: NPS_OK, NPS_ERROR_NULL, NPS_ERROR_MEMORY, or what the comparison returns. */
nps_status nps_standings_make(nps_standings *self, const nps_compared_sample *sample, const nps_benchmark *benchmarks,
                              size_t count, double level);

/** Releases all memory. */
void nps_standings_release(nps_standings *self);

/** The ranks of the sample. */
nps_standing_rank nps_standings_rank(const nps_standings *self, double level);

/** Sets the answers of the first question, whether the sample is higher than all of the published scores, and of the
 * third, from the bounds. */
void nps_standings_answer(const nps_standings *self, double level, nps_three_questions_result *found);

/** Sets the answer of the second question from the change; `before` says whether there is one. */
void nps_standings_answer_change(bool before, double level, nps_three_questions_result *found);

/** Copies the results to the caller. */
void nps_standings_give(nps_standings *self, nps_standing_result *out);

/** The bands of bounds; NPS_OK or NPS_ERROR_METHOD for an unknown convention. */
nps_status nps_band_of_bounds(const nps_bounds *bounds, nps_band_convention convention, nps_band_result *out);

#endif
