/* Weighted samples against published scores.
 * SPDX-License-Identifier: MIT */
#include "standings.h"

static nps_status compare(const void *sample, const nps_benchmark *benchmark, double level, nps_comparison *out)
{
    return nps_weighted_compare_benchmark(sample, benchmark->score, benchmark->respondents, NPS_METHOD_AUTO, level,
                                          out);
}

nps_status nps_weighted_standing(const nps_weighted_estimate *estimate, const nps_benchmark *benchmarks, size_t count,
                                 double level, nps_standing_result *out, nps_standing_rank *rank)
{
    const nps_compared_sample sample = {estimate, compare};
    nps_standings standings;
    nps_status status;
    if (!rank || (!out && count != 0))
        return NPS_ERROR_NULL;
    status = nps_standings_make(&standings, &sample, benchmarks, count, level);
    if (!status) {
        *rank = nps_standings_rank(&standings, level);
        nps_standings_give(&standings, out);
    }
    nps_standings_release(&standings);
    return status;
}

nps_status nps_weighted_three_questions(const nps_weighted_estimate *estimate, const nps_benchmark *competitors,
                                        size_t count, const nps_weighted_estimate *before, double level,
                                        nps_three_questions_result *out)
{
    const nps_compared_sample sample = {estimate, compare};
    nps_three_questions_result found;
    nps_interval_result interval;
    nps_standings standings;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_standings_make(&standings, &sample, competitors, count, level);
    if (!status)
        status = nps_weighted_interval(estimate, NPS_METHOD_AUTO, level, &interval);
    if (!status && before)
        status = nps_weighted_compare(estimate, before, NPS_METHOD_AUTO, level, &found.change);
    if (!status) {
        found.score = estimate->score;
        found.bounds = interval.bounds;
        nps_standings_answer_change(before != NULL, level, &found);
        nps_standings_answer(&standings, level, &found);
        *out = found;
    }
    nps_standings_release(&standings);
    return status;
}

nps_status nps_weighted_band(const nps_weighted_estimate *estimate, nps_band_convention convention, double level,
                             nps_band_result *out)
{
    nps_interval_result interval;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    if ((unsigned)convention > NPS_BAND_LADDER)
        return NPS_ERROR_METHOD;
    status = nps_weighted_interval(estimate, NPS_METHOD_AUTO, level, &interval);
    return status ? status : nps_band_of_bounds(&interval.bounds, convention, out);
}
