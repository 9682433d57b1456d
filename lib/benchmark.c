/* SPDX-License-Identifier: MIT */
#include "benchmark/standings.h"

#include <nps/interval.h>

static nps_status stand(const void *sample, const nps_benchmark *benchmark, double level, nps_comparison *out)
{
    return nps_compare_benchmark(sample, benchmark->score, benchmark->respondents, NPS_METHOD_AUTO, level, out);
}

static nps_status change(const void *sample, const void *before, double level, nps_comparison *out)
{
    return nps_compare(sample, before, NPS_METHOD_AUTO, level, out);
}

static nps_status read_sample(const void *sample, double level, double *score, nps_bounds *bounds)
{
    const nps_status status = nps_interval(sample, NPS_METHOD_AUTO, level, bounds);
    return status ? status : nps_score(sample, score);
}

static const nps_sample_kind kind = {stand, change, read_sample};

nps_status nps_standing(const nps_counts *counts, const nps_benchmark *benchmarks, size_t count, double level,
                        nps_standing_result *out, nps_standing_rank *rank)
{
    return nps_sample_standing(&kind, counts, benchmarks, count, level, out, rank);
}

nps_status nps_three_questions(const nps_counts *counts, const nps_benchmark *competitors, size_t count,
                               const nps_counts *before, double level, nps_three_questions_result *out)
{
    return nps_sample_questions(&kind, counts, competitors, count, before, level, out);
}

nps_status nps_band(const nps_counts *counts, nps_band_convention convention, double level, nps_band_result *out)
{
    return nps_sample_band(&kind, counts, convention, level, out);
}
