/* SPDX-License-Identifier: MIT */
#include "series.h"

#include "../compare/until.h"
#include "../method.h"
#include "../method/score.h"
#include "../status.h"
#include "../support/options.h"
#include "../weighted/effective.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

nps_status nps_trend_read_options(nps_trend_options *into, const nps_trend_options *from, nps_error_detail *detail)
{
    nps_status status;
    nps_trend_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, from);
    if (!status)
        status = nps_method_check_level(into->level);
    if (status)
        return nps_explain_status(detail, status);
    if (!(into->per > 0 && isfinite(into->per)))
        return nps_explain(detail, NPS_ERROR_PERIOD, "the unit of the slope must be a positive, finite number");
    return NPS_OK;
}

nps_date_text nps_date_text_of(int32_t day)
{
    nps_date date = {0, 0, 0};
    nps_date_text out;
    (void)nps_date_from_day(day, &date);
    (void)snprintf(out.text, sizeof out.text, "%04u-%02u-%02u", (unsigned)date.year % 10000U,
                   (unsigned)date.month % 100U, (unsigned)date.day % 100U);
    return out;
}

static nps_status check_days(const nps_trend_period *period, size_t place, nps_error_detail *detail)
{
    const nps_period *days = &period->days;
    if (days->first < NPS_DAY_MIN || days->first > NPS_DAY_MAX || days->last < NPS_DAY_MIN || days->last > NPS_DAY_MAX)
        return nps_explain(detail, NPS_ERROR_DAY, "period %zu: its days, %d to %d, are not all in the years 1 to 9999",
                           place, (int)days->first, (int)days->last);
    if (days->first > days->last)
        return nps_explain(detail, NPS_ERROR_PERIOD, "period %zu: its first day, %s, is after its last day, %s", place,
                           nps_date_text_of(days->first).text, nps_date_text_of(days->last).text);
    return NPS_OK;
}

/* `before` is the place of the last period before it that has days; `count` if there is none. The days exist. */
static nps_status check_order(const nps_trend_period *periods, size_t place, size_t before, nps_error_detail *detail)
{
    if (periods[place].days.first <= periods[before].days.last)
        return nps_explain(detail, NPS_ERROR_OVERLAP,
                           "period %zu begins on %s, but period %zu ends on %s: periods must be in order and share no "
                           "day",
                           place, nps_date_text_of(periods[place].days.first).text, before,
                           nps_date_text_of(periods[before].days.last).text);
    return NPS_OK;
}

static nps_status check_all_days(const nps_trend_period *periods, size_t count, nps_error_detail *detail)
{
    size_t place, before = count;
    for (place = 0; place < count; place++) {
        nps_status status;
        if (!periods[place].has_days)
            continue;
        status = check_days(&periods[place], place, detail);
        if (!status && before < count)
            status = check_order(periods, place, before, detail);
        if (status)
            return status;
        before = place;
    }
    return NPS_OK;
}

static nps_status check_time(const nps_trend_period *period, size_t place, nps_clock clock, nps_error_detail *detail)
{
    if (clock == NPS_CLOCK_TIMES && !isfinite(period->time))
        return nps_explain(detail, NPS_ERROR_PERIOD, "period %zu: its time is not a finite number", place);
    if (clock == NPS_CLOCK_DAYS && !period->has_days)
        return nps_explain(detail, NPS_ERROR_PERIOD, "period %zu has no days", place);
    return NPS_OK;
}

static nps_status check_answers(const nps_trend_period *period, size_t place, nps_error_detail *detail)
{
    uint64_t total;
    nps_status status;
    if (period->is_weighted) {
        if (nps_weighted_check(&period->weighted))
            return nps_explain(detail, NPS_ERROR_WEIGHT, "period %zu: its estimate has impossible values", place);
        return NPS_OK;
    }
    status = nps_counts_total(&period->counts, &total);
    if (status == NPS_ERROR_OVERFLOW)
        return nps_explain(detail, status, "period %zu has more than 2^64 - 1 answers", place);
    return NPS_OK;
}

double nps_half_time(const nps_trend_period *period, size_t place, nps_clock clock)
{
    if (clock == NPS_CLOCK_TIMES)
        return period->time / 2;
    if (clock == NPS_CLOCK_DAYS)
        return ((double)period->days.first + (double)period->days.last) / 4;
    return (double)place / 2;
}

/* A period with answers, without its time. */
static bool read_answers(const nps_trend_period *period, nps_point *out)
{
    const nps_weighted_estimate *weighted = &period->weighted;
    if (!period->is_weighted) {
        out->counts = nps_counts_to_real(&period->counts);
        out->n = nps_real_counts_total(&out->counts);
        out->degrees = INFINITY;
        return out->n > 0;
    }
    out->n = weighted->effective;
    out->counts =
        (nps_real_counts){out->n * weighted->promoters, out->n * weighted->passives, out->n * weighted->detractors};
    out->degrees = weighted->degrees;
    return out->n > 0 && out->degrees > 0;
}

static void measure(nps_series *self)
{
    double latest = -INFINITY, balance = 0;
    size_t place;
    self->earliest = INFINITY;
    for (place = 0; place < self->count; place++) {
        const double half = nps_half_time(&self->periods[place], place, self->clock);
        nps_point point;
        if (!read_answers(&self->periods[place], &point))
            continue;
        self->earliest = fmin(self->earliest, half);
        latest = fmax(latest, half);
        balance += point.counts.promoters - point.counts.detractors;
        self->filled++;
    }
    self->is_mirrored = balance < 0;
    self->range = self->filled > 0 ? latest - self->earliest : 0;
}

nps_status nps_series_read(nps_series *into, const nps_trend_period *periods, size_t count,
                           const nps_trend_options *options, nps_error_detail *detail)
{
    const nps_clock clock = options->clock;
    nps_status status;
    size_t place;
    if (!periods && count != 0)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (clock != NPS_CLOCK_PLACES && clock != NPS_CLOCK_TIMES && clock != NPS_CLOCK_DAYS)
        return nps_explain(detail, NPS_ERROR_PERIOD, "there is no clock %d", (int)clock);
    status = check_all_days(periods, count, detail);
    for (place = 0; !status && place < count; place++) {
        status = check_time(&periods[place], place, clock, detail);
        if (!status)
            status = check_answers(&periods[place], place, detail);
    }
    if (status)
        return status;
    *into = (nps_series){
        .periods = periods, .count = count, .clock = clock, .season = options->season > 1 ? options->season : 1};
    measure(into);
    return NPS_OK;
}

bool nps_series_point(const nps_series *self, size_t place, nps_point *out)
{
    const nps_trend_period *period = &self->periods[place];
    if (!read_answers(period, out))
        return false;
    if (self->is_mirrored)
        out->counts = nps_mirror(&out->counts);
    out->time = (nps_half_time(period, place, self->clock) - self->earliest) / self->range;
    return true;
}

double nps_joined_degrees(double sum, double squares_by_degrees)
{
    return squares_by_degrees > 0 ? fmax(DBL_MIN, sum * sum / squares_by_degrees) : INFINITY;
}

void nps_series_ends(const nps_series *self, size_t *earliest, size_t *latest)
{
    double first = INFINITY, last = -INFINITY;
    size_t place;
    *earliest = *latest = 0;
    for (place = 0; place < self->count; place++) {
        nps_point point;
        if (!nps_series_point(self, place, &point))
            continue;
        if (point.time < first) {
            first = point.time;
            *earliest = place;
        }
        if (point.time > last) {
            last = point.time;
            *latest = place;
        }
    }
}

static nps_status estimate_of(const nps_trend_period *period, nps_weighted_estimate *out)
{
    if (!period->is_weighted)
        return nps_weighted_read_counts(&period->counts, out);
    *out = period->weighted;
    return NPS_OK;
}

nps_status nps_period_compare(const nps_trend_period *later, const nps_trend_period *earlier, nps_method method,
                              double level, const nps_interrupt *interrupt, nps_comparison *out)
{
    static const nps_interrupt never = {NULL, NULL};
    nps_weighted_estimate a, b;
    nps_status status;
    if (!later->is_weighted && !earlier->is_weighted)
        return nps_compare_until(&later->counts, &earlier->counts, method, level, interrupt ? interrupt : &never, out);
    status = estimate_of(later, &a);
    if (!status)
        status = estimate_of(earlier, &b);
    return status ? status : nps_weighted_compare(&a, &b, method, level, out);
}
