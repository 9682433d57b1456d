/* SPDX-License-Identifier: MIT */
#include "benchmark/standings.h"

#include <nps/interval.h>

static nps_status compare(const void *sample, const nps_benchmark *benchmark, double level, nps_comparison *out)
{
    return nps_compare_benchmark(sample, benchmark->score, benchmark->respondents, NPS_METHOD_AUTO, level, out);
}

nps_status nps_standing(const nps_counts *counts, const nps_benchmark *benchmarks, size_t count, double level,
                        nps_standing_result *out, nps_standing_rank *rank)
{
    const nps_compared_sample sample = {counts, compare};
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

nps_status nps_three_questions(const nps_counts *counts, const nps_benchmark *competitors, size_t count,
                               const nps_counts *before, double level, nps_three_questions_result *out)
{
    const nps_compared_sample sample = {counts, compare};
    nps_three_questions_result found;
    nps_standings standings;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_standings_make(&standings, &sample, competitors, count, level);
    if (!status)
        status = nps_score(counts, &found.score);
    if (!status)
        status = nps_interval(counts, NPS_METHOD_AUTO, level, &found.bounds);
    if (!status && before)
        status = nps_compare(counts, before, NPS_METHOD_AUTO, level, &found.change);
    if (!status) {
        nps_standings_answer_change(before != NULL, level, &found);
        nps_standings_answer(&standings, level, &found);
        *out = found;
    }
    nps_standings_release(&standings);
    return status;
}

nps_status nps_band(const nps_counts *counts, nps_band_convention convention, double level, nps_band_result *out)
{
    nps_bounds bounds;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    if ((unsigned)convention > NPS_BAND_LADDER)
        return NPS_ERROR_METHOD;
    status = nps_interval(counts, NPS_METHOD_AUTO, level, &bounds);
    return status ? status : nps_band_of_bounds(&bounds, convention, out);
}
