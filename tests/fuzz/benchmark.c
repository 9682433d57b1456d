/* Samples against any published scores, against what must hold: errors change nothing, the rank is that of the adjusted
 * p-values, questions and bands agree with the intervals.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

enum { MOST = 3, FEW = 12 };

struct request {
    nps_counts counts, before;
    nps_benchmark benchmarks[MOST];
    size_t count;
    double level;
};

static void read_request(fuzz_input *input, struct request *request)
{
    size_t i;
    memset(request, 0, sizeof *request);
    request->counts = fuzz_counts(input, fuzz_bool(input) ? FEW : 0);
    request->before = fuzz_counts(input, FEW);
    request->level = fuzz_level(input);
    request->count = fuzz_byte(input) % (MOST + 1);
    for (i = 0; i < request->count; i++) {
        request->benchmarks[i].score = fuzz_within(input, -100, 100);
        request->benchmarks[i].respondents = fuzz_bool(input) ? fuzz_number(input) : 0;
    }
}

static bool is_expected(nps_status status)
{
    return status == NPS_ERROR_EMPTY || status == NPS_ERROR_OVERFLOW || status == NPS_ERROR_REFERENCE ||
           status == NPS_ERROR_LEVEL;
}

static void check_standing(const struct request *request, nps_standing_rank *rank)
{
    nps_standing_result found[MOST], untouched[MOST];
    uint64_t higher = 0, lower = 0;
    nps_status status;
    size_t i;
    memset(found, 0x5A, sizeof found);
    memcpy(untouched, found, sizeof found);
    *rank = (nps_standing_rank){0, 0};
    status = nps_standing(&request->counts, request->benchmarks, request->count, request->level, found, rank);
    if (status != NPS_OK) {
        MUST(is_expected(status) && rank->best == 0 && memcmp(found, untouched, sizeof found) == 0);
        return;
    }
    for (i = 0; i < request->count; i++) {
        const nps_comparison *const one = &found[i].comparison;
        const bool differs = found[i].adjusted < 1 - request->level;
        MUST(found[i].adjusted >= one->p_value && found[i].adjusted <= 1);
        MUST(one->bounds.lower <= one->bounds.upper);
        higher += differs && one->difference < 0;
        lower += differs && one->difference > 0;
    }
    MUST(rank->best == 1 + higher && rank->worst == 1 + request->count - lower);
}

static void check_questions(fuzz_input *input, const struct request *request, const nps_standing_rank *rank)
{
    const nps_counts *const before = fuzz_bool(input) ? &request->before : NULL;
    nps_three_questions_result found, untouched;
    nps_status status;
    memset(&found, 0x5A, sizeof found);
    untouched = found;
    status = nps_three_questions(&request->counts, request->benchmarks, request->count, before, request->level, &found);
    if (status != NPS_OK) {
        MUST(is_expected(status));
        MUST_EQUAL(found, untouched);
        return;
    }
    MUST(found.rank.best == rank->best && found.rank.worst == rank->worst);
    MUST(found.is_higher != NPS_VERDICT_NO || rank->best > 1);
    MUST(found.is_higher != NPS_VERDICT_YES || (rank->best == 1 && request->count > 0));
    MUST((found.is_above_zero == NPS_VERDICT_YES) == (found.bounds.lower > 0));
    MUST(before || (found.is_rising == NPS_VERDICT_NOT_KNOWN && isnan(found.change.p_value)));
    MUST(!before || found.is_rising == NPS_VERDICT_NOT_KNOWN ||
         (found.is_rising == NPS_VERDICT_YES) == (found.change.difference > 0));
}

static void check_band(fuzz_input *input, const struct request *request)
{
    const nps_band_convention convention = (nps_band_convention)(fuzz_byte(input) % 3);
    nps_band_result band, untouched;
    nps_status status;
    memset(&band, 0x5A, sizeof band);
    untouched = band;
    status = nps_band(&request->counts, convention, request->level, &band);
    if (status != NPS_OK) {
        MUST(is_expected(status) || convention > NPS_BAND_LADDER);
        MUST_EQUAL(band, untouched);
        return;
    }
    MUST(band.bounds.lower <= band.bounds.upper);
    MUST(strcmp(nps_label_text(band.lowest, NPS_LANGUAGE_ENGLISH), "unknown label") != 0);
    MUST(band.bounds.lower < band.bounds.upper || band.lowest == band.highest);
}

/* A weighted sample without weights is as the sample: the same differences and verdicts but for those at the limit. */
static void check_weighted(const struct request *request)
{
    nps_weighted_estimate estimate, before;
    nps_three_questions_result questions;
    nps_standing_result found[MOST];
    nps_standing_rank rank = {0, 0};
    nps_band_result band;
    nps_status status;
    if (nps_weighted_read_counts(&request->counts, &estimate) != NPS_OK)
        return;
    status = nps_weighted_standing(&estimate, request->benchmarks, request->count, request->level, found, &rank);
    MUST(status == NPS_OK ? rank.best >= 1 && rank.worst <= request->count + 1 : is_expected(status));
    status = nps_weighted_band(&estimate, NPS_BAND_LADDER, request->level, &band);
    MUST(status == NPS_OK ? band.bounds.lower <= band.bounds.upper : is_expected(status));
    if (nps_weighted_read_counts(&request->before, &before) != NPS_OK)
        return;
    status = nps_weighted_three_questions(&estimate, request->benchmarks, request->count, &before, request->level,
                                          &questions);
    MUST(status == NPS_OK ? questions.rank.best == rank.best : is_expected(status));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct request request;
    nps_standing_rank rank;
    const nps_benchmark *published;
    read_request(&input, &request);
    check_standing(&request, &rank);
    check_questions(&input, &request, &rank);
    check_band(&input, &request);
    check_weighted(&request);
    published = nps_benchmark_published(fuzz_byte(&input));
    MUST(!published || (published->name && published->source));
    return 0;
}
