/* Weighted samples against published scores.
 * SPDX-License-Identifier: MIT */
#include "standings.h"

static nps_status stand(const void *sample, const nps_benchmark *benchmark, double level, nps_comparison *out)
{
    return nps_weighted_compare_benchmark(sample, benchmark->score, benchmark->respondents, NPS_METHOD_AUTO, level,
                                          out);
}

static nps_status change(const void *sample, const void *before, double level, nps_comparison *out)
{
    return nps_weighted_compare(sample, before, NPS_METHOD_AUTO, level, out);
}

static nps_status read_sample(const void *sample, double level, double *score, nps_bounds *bounds)
{
    const nps_weighted_estimate *estimate = sample;
    nps_interval_result interval;
    const nps_status status = nps_weighted_interval(estimate, NPS_METHOD_AUTO, level, &interval);
    if (status)
        return status;
    *score = estimate->score;
    *bounds = interval.bounds;
    return NPS_OK;
}

static const nps_sample_kind kind = {stand, change, read_sample};

nps_status nps_weighted_standing(const nps_weighted_estimate *estimate, const nps_benchmark *benchmarks, size_t count,
                                 double level, nps_standing_result *out, nps_standing_rank *rank)
{
    return nps_sample_standing(&kind, estimate, benchmarks, count, level, out, rank);
}

nps_status nps_weighted_three_questions(const nps_weighted_estimate *estimate, const nps_benchmark *competitors,
                                        size_t count, const nps_weighted_estimate *before, double level,
                                        nps_three_questions_result *out)
{
    return nps_sample_questions(&kind, estimate, competitors, count, before, level, out);
}

nps_status nps_weighted_band(const nps_weighted_estimate *estimate, nps_band_convention convention, double level,
                             nps_band_result *out)
{
    return nps_sample_band(&kind, estimate, convention, level, out);
}
