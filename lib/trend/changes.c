/* Every period against an earlier one.
 * SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../interrupt.h"
#include "../method.h"
#include "../multiplicity/adjust.h"
#include "../multiplicity/options.h"
#include "../status.h"
#include "series.h"

#include <math.h>
#include <string.h>

enum { FEBRUARY = 2, DAYS_IN_A_YEAR_OF_WEEKS = 364, DAYS_IN_A_WEEK = 7 };

/* The same date of the year before. What has no 29th of February has a 1st of March in its place, as the day after the
 * last of a period, but no first day. */
static bool year_before(int32_t day, bool is_after_last, int32_t *out)
{
    nps_date date;
    if (nps_date_from_day(day, &date) || date.year == 1)
        return false;
    date.year--;
    if (nps_day_from_date(&date, out) == NPS_OK)
        return true;
    date = (nps_date){date.year, FEBRUARY + 1, 1};
    return is_after_last && nps_day_from_date(&date, out) == NPS_OK;
}

/* The place of the period with these days before another; `place` if there is none. */
static size_t find_days(const nps_series *series, size_t place, const nps_period *days)
{
    size_t at;
    for (at = place; at > 0 && series->periods[at - 1].days.first >= days->first; at--)
        if (series->periods[at - 1].days.first == days->first && series->periods[at - 1].days.last == days->last)
            return at - 1;
    return place;
}

static size_t find_year_before(const nps_series *series, size_t place)
{
    const nps_period *days = &series->periods[place].days;
    const int32_t length = days->last - days->first + 1;
    nps_period sought;
    size_t found = place;
    if (days->last < NPS_DAY_MAX && year_before(days->first, false, &sought.first) &&
        year_before(days->last + 1, true, &sought.last)) {
        sought.last--;
        found = find_days(series, place, &sought);
    }
    if (found == place && length % DAYS_IN_A_WEEK == 0) {
        sought = (nps_period){days->first - DAYS_IN_A_YEAR_OF_WEEKS, days->last - DAYS_IN_A_YEAR_OF_WEEKS};
        found = find_days(series, place, &sought);
    }
    return found;
}

/* What is compared, and the results, kept out of the caller's memory, which must not change if the call is interrupted.
 */
struct change_family {
    nps_series series;
    size_t before;
    nps_segments_options options;
    nps_allocator memory;
    nps_period_change *results;
    double *p_values; /* those of the comparisons that could be made, at the same places as the results */
    size_t *order;
};

/* The earlier period, and whether there can be a comparison. */
static nps_status find_earlier(const struct change_family *family, size_t place, size_t *earlier)
{
    nps_point point;
    if (family->before == NPS_YEAR_BEFORE)
        *earlier = find_year_before(&family->series, place);
    else
        *earlier = place >= family->before ? place - family->before : place;
    if (*earlier == place)
        return NPS_ERROR_NOT_FOUND;
    return nps_series_point(&family->series, place, &point) && nps_series_point(&family->series, *earlier, &point)
               ? NPS_OK
               : NPS_ERROR_EMPTY;
}

static const nps_period_change NO_CHANGE = {{NAN, {NAN, NAN}, NAN, NPS_METHOD_AUTO}, NAN, UINT64_MAX, NPS_OK};

/* Finds all earlier periods, and returns the number of comparisons. */
static size_t find_all(const struct change_family *family)
{
    size_t place, members = 0;
    for (place = 0; place < family->series.count; place++) {
        nps_period_change *result = &family->results[place];
        size_t earlier;
        *result = NO_CHANGE;
        result->status = find_earlier(family, place, &earlier);
        if (result->status != NPS_ERROR_NOT_FOUND)
            result->earlier = earlier;
        members += result->status == NPS_OK;
    }
    return members;
}

static nps_status compare_all(const struct change_family *family)
{
    const size_t members = find_all(family);
    const bool is_simultaneous = family->options.adjustment != NPS_ADJUST_NONE && members > 1;
    const double alpha = (1 - family->options.level) / (is_simultaneous ? (double)members : 1);
    size_t place, done = 0;
    nps_status status = nps_method_check_level(1 - alpha);
    for (place = 0; !status && place < family->series.count; place++) {
        nps_period_change *result = &family->results[place];
        status = nps_interrupt_check(&family->options.interrupt);
        if (status || result->status)
            continue;
        result->status = nps_period_compare(&family->series.periods[place], &family->series.periods[result->earlier],
                                            family->options.method, is_simultaneous ? 1 - alpha : family->options.level,
                                            &family->options.interrupt, &result->comparison);
        if (result->status == NPS_ERROR_INTERRUPTED)
            return NPS_ERROR_INTERRUPTED;
        if (result->status)
            continue;
        family->p_values[place] = result->comparison.p_value;
        family->order[done++] = place;
    }
    if (status)
        return status;
    nps_adjust_places(family->p_values, done, family->options.adjustment, family->p_values, family->order);
    while (done-- > 0)
        family->results[family->order[done]].adjusted = family->p_values[family->order[done]];
    return NPS_OK;
}

static nps_status compare_apart(struct change_family *family, nps_period_change *out)
{
    const nps_allocator *memory = &family->memory;
    const size_t count = family->series.count;
    nps_status status = NPS_ERROR_MEMORY;
    family->results = nps_allocator_array(memory, count, sizeof *family->results);
    family->p_values = nps_allocator_array(memory, count, sizeof *family->p_values);
    family->order = nps_allocator_array(memory, count, sizeof *family->order);
    if (family->results && family->p_values && family->order)
        status = compare_all(family);
    if (!status)
        memcpy(out, family->results, count * sizeof *out);
    nps_allocator_release(memory, family->results, count, sizeof *family->results);
    nps_allocator_release(memory, family->p_values, count, sizeof *family->p_values);
    nps_allocator_release(memory, family->order, count, sizeof *family->order);
    return status;
}

nps_status nps_compare_periods(const nps_trend_period *periods, size_t count, size_t before,
                               const nps_segments_options *options, nps_period_change *out, nps_error_detail *detail)
{
    struct change_family family = {.before = before};
    nps_trend_options clock;
    nps_status status = nps_segments_read_dependent(&family.options, &family.memory, options);
    if (!status && !out && count != 0)
        status = NPS_ERROR_NULL;
    if (status)
        return nps_explain_status(detail, status);
    nps_trend_options_init(&clock);
    clock.clock = before == NPS_YEAR_BEFORE ? NPS_CLOCK_DAYS : NPS_CLOCK_PLACES;
    status = nps_series_read(&family.series, periods, count, &clock, detail);
    if (status || count == 0)
        return status;
    return nps_explain_status(detail, compare_apart(&family, out));
}
