/* SPDX-License-Identifier: MIT */
#include <nps/interval.h>
#include <nps/metrics.h>

#include "math/bounded_mean.h"
#include "math/numerics.h"
#include "method.h"
#include "scale.h"

#include <math.h>
#include <stddef.h>

/* The answers of a scale of which those up to `low` are detractors, and those from `high` on promoters. */
static nps_status count_on(const nps_accumulator *self, const nps_scale *scale, uint8_t low, uint8_t high,
                           nps_counts *out, uint64_t *outside)
{
    const nps_scale divided = {scale->lowest, scale->highest, low, high};
    return nps_accumulator_counts(self, &divided, out, outside);
}

/* The usual box of a number of points, 0 for none. */
static uint32_t usual_top(uint32_t points)
{
    return points <= 3 ? 1 : points <= 7 ? 2 : points >= 10 ? 3 : 0;
}

static nps_status find_box(const nps_scale *scale, uint32_t top, nps_csat_result *result)
{
    result->points = (uint32_t)(scale->highest - scale->lowest + 1);
    result->top = top > 0 ? top : usual_top(result->points);
    if (result->top == 0)
        return NPS_ERROR_UNAVAILABLE;
    return result->top < result->points ? NPS_OK : NPS_ERROR_SCALE;
}

nps_status nps_csat(const nps_accumulator *self, const nps_scale *scale, uint32_t top, double level,
                    nps_csat_result *out, uint64_t *outside)
{
    nps_csat_result result;
    nps_counts counts;
    uint64_t off = 0;
    nps_status status = self && out ? nps_scale_read(&scale) : NPS_ERROR_NULL;
    if (!status)
        status = find_box(scale, top, &result);
    if (!status) {
        const uint8_t first = (uint8_t)(scale->highest - result.top + 1);
        status = count_on(self, scale, (uint8_t)(first - 1), first, &counts, outside ? &off : NULL);
    }
    if (status)
        return status;
    if (counts.promoters > UINT64_MAX - counts.detractors)
        return NPS_ERROR_OVERFLOW;
    result.counts = (nps_proportion){counts.promoters, counts.promoters + counts.detractors};
    status = nps_proportion_interval(&result.counts, NPS_PROPORTION_AUTO, level, &result.satisfied);
    if (status)
        return status;
    *out = result;
    if (outside)
        *outside = off;
    return NPS_OK;
}

nps_status nps_ces_counts(const nps_accumulator *self, const nps_scale *scale, nps_counts *out, uint64_t *outside)
{
    const nps_status status = nps_scale_read(&scale);
    int both;
    if (status)
        return status;
    both = scale->lowest + scale->highest;
    return count_on(self, scale, (uint8_t)((both - 1) / 2), (uint8_t)(both / 2 + 1), out, outside);
}

/* Answers on a scale, and their values. */
typedef struct answers_on {
    double counts[NPS_ANSWERS], values[NPS_ANSWERS], ones[NPS_ANSWERS];
    uint64_t n;
    int points;
} answers_on;

static nps_status read_answers(const nps_accumulator *self, const nps_scale *scale, answers_on *out, uint64_t *outside)
{
    nps_counts counts;
    const nps_status status = count_on(self, scale, scale->lowest, scale->highest, &counts, outside);
    int i;
    if (status)
        return status;
    out->points = scale->highest - scale->lowest + 1;
    out->n = 0;
    for (i = 0; i < out->points; i++) {
        const uint64_t times = self->answers[scale->lowest + i];
        if (times > UINT64_MAX - out->n)
            return NPS_ERROR_OVERFLOW;
        out->n += times;
        out->counts[i] = (double)times;
        out->values[i] = scale->lowest + i;
        out->ones[i] = 1;
    }
    return out->n > 0 ? NPS_OK : NPS_ERROR_EMPTY;
}

static nps_bounded_mean mean_of(const answers_on *self)
{
    return (nps_bounded_mean){self->counts, self->values, self->ones, self->points};
}

static double bound_of(const answers_on *self, double alpha, int sign)
{
    const nps_bounded_mean mean = mean_of(self);
    return nps_bounded_mean_bound(&mean, 0.5 * alpha, sign);
}

static double estimate_of(const answers_on *self)
{
    const nps_bounded_mean mean = mean_of(self);
    return nps_bounded_mean_estimate(&mean);
}

nps_status nps_ces_mean(const nps_accumulator *self, const nps_scale *scale, double level, nps_mean_result *out,
                        uint64_t *outside)
{
    answers_on answers;
    uint64_t off = 0;
    nps_status status = self && out ? nps_scale_read(&scale) : NPS_ERROR_NULL;
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = read_answers(self, scale, &answers, outside ? &off : NULL);
    if (status)
        return status;
    out->mean = estimate_of(&answers);
    out->lower = fmin(out->mean, bound_of(&answers, 1 - level, 1));
    out->upper = fmax(out->mean, bound_of(&answers, 1 - level, -1));
    out->n = answers.n;
    if (outside)
        *outside = off;
    return NPS_OK;
}

/* Two samples, the first of them with the higher mean where a p-value is computed. */
typedef struct two_samples {
    const answers_on *a, *b;
    double difference;
} two_samples;

/* How far the bound below the difference is from it. */
static double reach(const answers_on *a, const answers_on *b, double alpha)
{
    return hypot(estimate_of(a) - bound_of(a, alpha, 1), bound_of(b, alpha, -1) - estimate_of(b));
}

static double rest_at(double z, const void *context)
{
    const two_samples *const self = context;
    return self->difference - reach(self->a, self->b, fmin(1, 2 * nps_normal_upper_tail(z)));
}

static double p_value_of(const answers_on *a, const answers_on *b, double difference)
{
    const two_samples higher = {difference > 0 ? a : b, difference > 0 ? b : a, fabs(difference)};
    return nps_normal_p_value_of_root(rest_at, &higher);
}

nps_status nps_mean_compare(const nps_accumulator *a, const nps_accumulator *b, const nps_scale *scale, double level,
                            nps_mean_difference *out)
{
    answers_on first, second;
    double widest;
    nps_status status = a && b && out ? nps_scale_read(&scale) : NPS_ERROR_NULL;
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = read_answers(a, scale, &first, NULL);
    if (!status)
        status = read_answers(b, scale, &second, NULL);
    if (status)
        return status;
    widest = scale->highest - scale->lowest;
    out->difference = estimate_of(&first) - estimate_of(&second);
    out->lower = fmax(-widest, out->difference - reach(&first, &second, 1 - level));
    out->upper = fmin(widest, out->difference + reach(&second, &first, 1 - level));
    out->p_value = p_value_of(&first, &second, out->difference);
    return NPS_OK;
}

nps_status nps_retention(uint64_t start, uint64_t end, uint64_t gained, double level, nps_proportion_result *out)
{
    const nps_proportion stayed = {end - gained, start};
    return end < gained ? NPS_ERROR_PART : nps_proportion_interval(&stayed, NPS_PROPORTION_AUTO, level, out);
}

nps_status nps_enps(const nps_accumulator *self, const nps_summary_options *options, uint64_t minimum, nps_summary *out)
{
    nps_summary summary;
    const nps_status status = out ? nps_accumulator_read(self, options, &summary) : NPS_ERROR_NULL;
    if (status == NPS_ERROR_EMPTY)
        return minimum > 0 ? NPS_ERROR_UNAVAILABLE : status;
    if (status)
        return status;
    if (summary.n < minimum)
        return NPS_ERROR_UNAVAILABLE;
    *out = summary;
    return NPS_OK;
}
