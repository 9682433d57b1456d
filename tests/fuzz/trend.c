/* Trends of any periods, against what must hold: errors change nothing and say which period, the estimate is that of
 * least squares, test and interval agree, mirrors in time and in score change signs alone.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

enum { MOST = 9 };

/* Periods and what is asked of them. */
struct request {
    nps_trend_period periods[MOST];
    size_t count;
    nps_trend_options options;
};

static nps_weighted_estimate any_estimate(fuzz_input *input)
{
    nps_weighted_estimate estimate;
    const nps_counts counts = fuzz_counts(input, 30);
    if (nps_weighted_read_counts(&counts, &estimate) != NPS_OK)
        memset(&estimate, 0, sizeof estimate);
    if (fuzz_bool(input))
        estimate.degrees = fuzz_within(input, 0, 40);
    if (fuzz_bool(input))
        estimate.effective = fuzz_within(input, 0, 90);
    if (fuzz_seldom(input, 20))
        estimate.passives = fuzz_double(input);
    return estimate;
}

static nps_trend_period any_period(fuzz_input *input, int32_t *day)
{
    nps_trend_period period;
    const uint8_t manner = fuzz_byte(input);
    memset(&period, 0, sizeof period);
    if (manner < 220)
        period.counts = fuzz_counts(input, manner < 160 ? 9 : manner < 200 ? 400 : 0);
    period.time = fuzz_within(input, 0, 100);
    if (manner % 4 == 0) {
        period.is_weighted = 1;
        period.weighted = any_estimate(input);
    }
    if (manner % 3 == 0) {
        period.has_days = 1;
        period.days.first = *day + fuzz_byte(input) % 20;
        period.days.last = period.days.first + (int8_t)fuzz_byte(input) % 40 + 36;
        *day = period.days.last + 1 - fuzz_seldom(input, 30);
    }
    return period;
}

static void read_request(fuzz_input *input, struct request *request)
{
    int32_t day = fuzz_seldom(input, 20) ? (int32_t)fuzz_bits(input, 4) : (int32_t)fuzz_below(input, 20000);
    size_t i;
    request->count = fuzz_below(input, MOST + 1);
    for (i = 0; i < request->count; i++)
        request->periods[i] = any_period(input, &day);
    nps_trend_options_init(&request->options);
    request->options.clock = (nps_clock)(fuzz_byte(input) % 32 ? fuzz_byte(input) % 2 : fuzz_byte(input) % 4);
    request->options.level = fuzz_level(input);
    request->options.season = fuzz_seldom(input, 4) ? fuzz_byte(input) % 5 : 0;
    if (fuzz_seldom(input, 8))
        request->options.per = fuzz_double(input);
}

static bool is_expected(nps_status status)
{
    switch (status) {
    case NPS_ERROR_EMPTY:
    case NPS_ERROR_LEVEL:
    case NPS_ERROR_OVERFLOW:
    case NPS_ERROR_WEIGHT:
    case NPS_ERROR_DAY:
    case NPS_ERROR_PERIOD:
    case NPS_ERROR_OVERLAP: return true;
    default: return false;
    }
}

static void exchange(nps_trend_period *period)
{
    const double promoters = period->weighted.promoters;
    period->counts = fuzz_mirror(&period->counts);
    period->weighted.promoters = period->weighted.detractors;
    period->weighted.detractors = promoters;
    period->weighted.score = -period->weighted.score;
}

/* Everybody's answer is mirrored. */
static void check_mirror(const struct request *request, const nps_trend_result *trend)
{
    struct request mirrored = *request;
    nps_trend_result out, usual;
    double width;
    size_t i;
    for (i = 0; i < request->count; i++)
        exchange(&mirrored.periods[i]);
    MUST_OK(nps_trend_test(mirrored.periods, mirrored.count, &mirrored.options, &out, NULL));
    mirrored.options.level = 0.95;
    MUST_OK(nps_trend_test(mirrored.periods, mirrored.count, &mirrored.options, &usual, NULL));
    width = usual.bounds.upper - usual.bounds.lower;
    MUST(fabs(out.slope + trend->slope) <= 1e-9 * (width + fabs(trend->slope)));
    MUST(fabs(out.p_value - trend->p_value) <= 1e-6);
    MUST(out.periods == trend->periods);
}

/* An error must not be an error of the other function when the options are right. */
static void check_homogeneity(const struct request *request, nps_status of_trend)
{
    nps_homogeneity_result out, untouched;
    nps_error_detail detail;
    nps_status status;
    memset(&untouched, 0x5A, sizeof untouched);
    out = untouched;
    memset(&detail, 0, sizeof detail);
    status = nps_homogeneity(request->periods, request->count, &out, &detail);
    if (status != NPS_OK) {
        MUST(is_expected(status) && strlen(detail.text) > 5);
        MUST_EQUAL(out, untouched);
        MUST(of_trend != NPS_OK);
        return;
    }
    MUST(out.p_value >= 0 && out.p_value <= 1 && out.statistic >= 0);
    MUST(out.degrees == (double)out.periods - 1);
}

static void check_trend(const struct request *request)
{
    nps_trend_result trend, untouched;
    nps_error_detail detail;
    nps_status status;
    memset(&untouched, 0x5A, sizeof untouched);
    trend = untouched;
    memset(&detail, 0, sizeof detail);
    status = nps_trend_test(request->periods, request->count, &request->options, &trend, &detail);
    check_homogeneity(request, status);
    if (status != NPS_OK) {
        MUST(is_expected(status) && strlen(detail.text) > 5);
        MUST_EQUAL(trend, untouched);
        return;
    }
    MUST(fuzz_is_level(request->options.level));
    MUST(isfinite(trend.slope) && isfinite(trend.bounds.lower) && isfinite(trend.bounds.upper));
    MUST(trend.bounds.lower <= trend.bounds.upper);
    MUST(trend.p_value >= 0 && trend.p_value <= 1 && fabs(trend.score) <= 100 + 1e-9);
    MUST(trend.degrees > 0 && trend.periods >= 2 && trend.periods <= request->count);
    check_mirror(request, &trend);
}

/* Each comparison that can be made is that of the two periods. */
static void check_changes(fuzz_input *input, const struct request *request)
{
    const size_t before = fuzz_byte(input) % 4;
    nps_segments_options options;
    nps_period_change changes[MOST];
    nps_error_detail detail;
    nps_status status;
    size_t i;
    nps_segments_options_init(&options);
    options.level = fuzz_level(input);
    options.adjustment = (nps_adjustment)(fuzz_byte(input) % 6);
    options.method = NPS_METHOD_SCORE;
    status = nps_compare_periods(request->periods, request->count, before, &options, changes, &detail);
    if (status != NPS_OK) {
        MUST(is_expected(status) || status == NPS_ERROR_UNAVAILABLE);
        return;
    }
    for (i = 0; i < request->count; i++) {
        MUST(before == NPS_YEAR_BEFORE || changes[i].earlier == (i >= before ? i - before : UINT64_MAX));
        MUST(changes[i].earlier == UINT64_MAX || changes[i].earlier < i);
        MUST((changes[i].status == NPS_ERROR_NOT_FOUND) == (changes[i].earlier == UINT64_MAX));
        MUST(changes[i].status != NPS_OK || changes[i].adjusted >= changes[i].comparison.p_value);
    }
}

static void check_before_after(fuzz_input *input, const struct request *request)
{
    const double moment = fuzz_bool(input) ? (double)(fuzz_byte(input) % 10) : fuzz_within(input, 0, 20000);
    nps_comparison found;
    nps_error_detail detail;
    const nps_status status =
        nps_compare_before_after(request->periods, request->count, moment, &request->options, &found, &detail);
    MUST(status == NPS_OK || is_expected(status));
    if (status == NPS_OK)
        MUST(found.bounds.lower <= found.bounds.upper && found.p_value >= 0 && found.p_value <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct request request;
    read_request(&input, &request);
    check_trend(&request);
    check_changes(&input, &request);
    check_before_after(&input, &request);
    MUST(nps_trend_test(NULL, 1, NULL, NULL, NULL) == NPS_ERROR_NULL);
    return 0;
}
