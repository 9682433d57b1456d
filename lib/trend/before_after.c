/* All answers before a moment against all after it.
 * SPDX-License-Identifier: MIT */
#include "../status.h"
#include "series.h"

#include <math.h>

/* What one side has together: exact counts while no period is weighted, and sums over the estimates of all periods. */
struct side {
    nps_counts counts;
    bool is_weighted;
    double weight, promoters, passives, detractors; /* the sum of the weights, and of the weights times the shares */
    double squares;                                 /* of the weights, each over its effective respondents */
    double squares_by_degrees;
};

static nps_status add_period(struct side *side, const nps_trend_period *period, const nps_point *point)
{
    const nps_weighted_estimate *weighted = &period->weighted;
    const double weight = !period->is_weighted        ? point->n
                          : weighted->weight > 0      ? weighted->weight
                          : weighted->respondents > 0 ? (double)weighted->respondents
                                                      : point->n;
    const double part = weight * weight / point->n;
    if (period->is_weighted)
        side->is_weighted = true;
    else if (!nps_counts_add(&side->counts, &period->counts))
        return NPS_ERROR_OVERFLOW;
    side->weight += weight;
    side->promoters += weight * (point->counts.promoters / point->n);
    side->passives += weight * (point->counts.passives / point->n);
    side->detractors += weight * (point->counts.detractors / point->n);
    side->squares += part;
    side->squares_by_degrees += part * part / point->degrees;
    return NPS_OK;
}

/* The side as one period. */
static nps_trend_period joined(const struct side *side)
{
    nps_trend_period period = {.counts = side->counts};
    if (side->is_weighted) {
        period.is_weighted = 1;
        period.weighted.score = 100 * (side->promoters - side->detractors) / side->weight;
        period.weighted.promoters = side->promoters / side->weight;
        period.weighted.passives = side->passives / side->weight;
        period.weighted.detractors = side->detractors / side->weight;
        period.weighted.effective = fmin(0x1p64, side->weight * side->weight / side->squares);
        period.weighted.degrees = nps_joined_degrees(side->squares, side->squares_by_degrees);
        period.weighted.weight = side->weight;
    }
    return period;
}

/* Whether a period is after the moment, or NPS_ERROR_PERIOD if the moment is inside of it. */
static nps_status find_side(const nps_series *series, size_t place, double moment, bool *is_after)
{
    const nps_trend_period *period = &series->periods[place];
    if (series->clock != NPS_CLOCK_DAYS) {
        *is_after = 2 * nps_half_time(period, place, series->clock) >= moment;
        return NPS_OK;
    }
    *is_after = (double)period->days.first >= moment;
    return *is_after || (double)period->days.last < moment ? NPS_OK : NPS_ERROR_PERIOD;
}

static nps_status gather(nps_series *series, double moment, struct side sides[2], nps_error_detail *detail)
{
    size_t place;
    series->is_mirrored = false;
    for (place = 0; place < series->count; place++) {
        nps_point point;
        bool is_after;
        if (find_side(series, place, moment, &is_after))
            return nps_explain(detail, NPS_ERROR_PERIOD, "the moment is inside of period %zu, from %s to %s", place,
                               nps_date_text_of(series->periods[place].days.first).text,
                               nps_date_text_of(series->periods[place].days.last).text);
        if (nps_series_point(series, place, &point) && add_period(&sides[is_after], &series->periods[place], &point))
            return nps_explain(detail, NPS_ERROR_OVERFLOW, "there are more than 2^64 - 1 answers on one side");
    }
    if (!(sides[0].weight > 0 && sides[1].weight > 0))
        return nps_explain(detail, NPS_ERROR_EMPTY, "there are no answers %s the moment",
                           sides[0].weight > 0 ? "after" : "before");
    return NPS_OK;
}

nps_status nps_compare_before_after(const nps_trend_period *periods, size_t count, double moment,
                                    const nps_trend_options *options, nps_comparison *out, nps_error_detail *detail)
{
    struct side sides[2] = {{.weight = 0}, {.weight = 0}};
    nps_trend_period before, after;
    nps_trend_options read;
    nps_series series;
    nps_status status = nps_trend_read_options(&read, options, detail);
    if (!status && !out)
        status = nps_explain_status(detail, NPS_ERROR_NULL);
    if (!status && isnan(moment))
        status = nps_explain(detail, NPS_ERROR_PERIOD, "the moment is not a number");
    if (!status)
        status = nps_series_read(&series, periods, count, &read, detail);
    if (!status)
        status = gather(&series, moment, sides, detail);
    if (status)
        return status;
    before = joined(&sides[0]);
    after = joined(&sides[1]);
    /* Counts beside weighted periods of the same side are in its sums. */
    return nps_explain_status(detail, nps_period_compare(&after, &before, NPS_METHOD_AUTO, read.level, NULL, out));
}
