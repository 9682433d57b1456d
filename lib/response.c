/* SPDX-License-Identifier: MIT */
#include <nps/interval.h>
#include <nps/response.h>

#include "counts.h"
#include "math/bounded_mean.h"
#include "math/numerics.h"
#include "method.h"

#include <math.h>

/* Rates that differ by more are no rates of the same survey. */
static const double FARTHEST_RATIO = 1e6;

nps_status nps_response_rate(uint64_t answered, uint64_t asked, double level, nps_proportion_result *out)
{
    const nps_proportion observed = {answered, asked};
    return nps_proportion_interval(&observed, NPS_PROPORTION_AUTO, level, out);
}

/* Whether all waves can be read: a level is wrong for all, and more answers than people were asked for a sum. */
static nps_status check_waves(uint64_t asked, const uint64_t *answered, size_t count, double level)
{
    uint64_t before = 0;
    size_t i;
    if (asked == 0)
        return NPS_ERROR_EMPTY;
    for (i = 0; i < count; i++) {
        if (before == asked)
            return NPS_ERROR_EMPTY;
        if (answered[i] > asked - before)
            return NPS_ERROR_PART;
        before += answered[i];
    }
    return nps_method_check_level(level);
}

/* One wave; `before` is how many answered earlier ones. */
static nps_status read_wave(uint64_t asked, uint64_t before, uint64_t answered, double level, nps_response_wave *wave)
{
    nps_status status;
    wave->asked = asked - before;
    wave->answered = answered;
    status = nps_response_rate(answered, wave->asked, level, &wave->rate);
    return status ? status : nps_response_rate(before + answered, asked, level, &wave->cumulative);
}

nps_status nps_response_waves(uint64_t asked, const uint64_t *answered, size_t count, double level,
                              nps_response_wave *out)
{
    uint64_t before = 0;
    size_t i;
    nps_status status;
    if (!answered || !out)
        return NPS_ERROR_NULL;
    if (count == 0)
        return NPS_ERROR_EMPTY;
    status = check_waves(asked, answered, count, level);
    for (i = 0; !status && i < count; i++) {
        status = read_wave(asked, before, answered[i], level, &out[i]);
        before += answered[i];
    }
    return status;
}

/* Promoters, passives and detractors, and their parts in a score, as a mean of weighted answers. */
typedef struct weighted_counts {
    double counts[3], parts[3], weights[3];
} weighted_counts;

static weighted_counts weigh(const nps_counts *counts, const nps_response_rates *rates)
{
    /* Relative to the largest rate, so that the weights of tiny rates are finite. */
    const double largest = fmax(rates->promoters, fmax(rates->passives, rates->detractors));
    const double weights[] = {largest / rates->promoters, largest / rates->passives, largest / rates->detractors};
    return (weighted_counts){{(double)counts->promoters, (double)counts->passives, (double)counts->detractors},
                             {weights[0], 0, -weights[2]},
                             {weights[0], weights[1], weights[2]}};
}

static nps_bounded_mean mean_of(const weighted_counts *self)
{
    return (nps_bounded_mean){self->counts, self->parts, self->weights, 3};
}

static double clip(double score)
{
    return fmax(-100, fmin(100, score));
}

static nps_response_score reweigh(const nps_counts *counts, const nps_response_rates *rates, double alpha)
{
    const weighted_counts weighted = weigh(counts, rates);
    const nps_bounded_mean mean = mean_of(&weighted);
    const double score = clip(100 * nps_bounded_mean_estimate(&mean));
    const double lower = clip(100 * nps_bounded_mean_bound(&mean, alpha / 2, 1));
    const double upper = clip(100 * nps_bounded_mean_bound(&mean, alpha / 2, -1));
    return (nps_response_score){score, {fmin(lower, score), fmax(upper, score)}};
}

static nps_status read_score(const nps_counts *counts, double level, nps_response_score *out)
{
    const nps_status status = nps_interval(counts, NPS_METHOD_AUTO, level, &out->bounds);
    return status ? status : nps_score(counts, &out->score);
}

/* The number of people who did not answer. */
static nps_status count_others(const nps_counts *counts, uint64_t asked, uint64_t *others)
{
    uint64_t n;
    const nps_status status = nps_counts_total(counts, &n);
    if (status)
        return status;
    if (n > asked)
        return NPS_ERROR_PART;
    *others = asked - n;
    return NPS_OK;
}

static nps_status check_rates(const nps_response_rates *rates)
{
    const double all[] = {rates->promoters, rates->passives, rates->detractors};
    const double largest = fmax(all[0], fmax(all[1], all[2]));
    int i;
    for (i = 0; i < 3; i++)
        if (!(all[i] > 0 && all[i] <= 1 && all[i] >= largest / FARTHEST_RATIO))
            return NPS_ERROR_SHARES;
    return NPS_OK;
}

nps_status nps_nonresponse(const nps_counts *counts, uint64_t asked, const nps_response_rates *rates, double level,
                           nps_nonresponse_result *out)
{
    uint64_t others = 0;
    nps_counts worst, best;
    nps_nonresponse_result result;
    nps_status status = out ? count_others(counts, asked, &others) : NPS_ERROR_NULL;
    if (!status && rates)
        status = check_rates(rates);
    if (status)
        return status;
    worst = best = *counts;
    worst.detractors += others;
    best.promoters += others;
    status = nps_response_rate(asked - others, asked, level, &result.rate);
    if (!status)
        status = read_score(counts, level, &result.observed);
    if (!status)
        status = read_score(&worst, level, &result.worst);
    if (!status)
        status = read_score(&best, level, &result.best);
    if (status)
        return status;
    result.reweighted = rates ? reweigh(counts, rates, 1 - level) : result.observed;
    *out = result;
    return NPS_OK;
}

/* A conclusion, and what it depends on. */
typedef struct concluded {
    const nps_counts *counts;
    double theta, alpha;
    int sign;
} concluded;

/* The logarithm of the p-value of the benchmark over that of the bound, with promoters who answer exp(log_ratio) times
 * as often as detractors. */
static double excess_at(double log_ratio, const void *context)
{
    const concluded *const self = context;
    const nps_response_rates rates = {exp(log_ratio), exp(0.5 * log_ratio), 1};
    const weighted_counts weighted = weigh(self->counts, &rates);
    const nps_bounded_mean mean = mean_of(&weighted);
    return log(nps_bounded_mean_p_value(&mean, self->theta, self->sign) / (0.5 * self->alpha));
}

static double ratio_of(const concluded *self)
{
    const double end = self->sign * log(FARTHEST_RATIO);
    if (excess_at(0, self) >= 0)
        return 1;
    if (!(excess_at(end, self) > 0))
        return NAN;
    return exp(nps_find_root(excess_at, self, 0, end));
}

/* The score of the others that brings the bound of all to the benchmark. */
static double others_score(double bound, double benchmark, uint64_t others, uint64_t asked)
{
    const double part = (double)others / (double)asked;
    const double score = (benchmark - bound * (1 - part)) / part;
    return score >= -100 && score <= 100 ? score : NAN;
}

nps_status nps_nonresponse_limit(const nps_counts *counts, uint64_t asked, double benchmark, double level,
                                 nps_nonresponse_limits *out)
{
    uint64_t others = 0;
    nps_bounds bounds;
    nps_status status = out ? count_others(counts, asked, &others) : NPS_ERROR_NULL;
    if (!status)
        status = nps_method_check_reference(benchmark);
    if (!status)
        status = nps_interval(counts, NPS_METHOD_AUTO, level, &bounds);
    if (status)
        return status;
    out->conclusion = (bounds.lower > benchmark) - (bounds.upper < benchmark);
    out->others_score = out->rate_ratio = NAN;
    if (out->conclusion != 0) {
        const concluded about = {counts, benchmark / 100, 1 - level, out->conclusion};
        out->others_score = others_score(out->conclusion > 0 ? bounds.lower : bounds.upper, benchmark, others, asked);
        out->rate_ratio = ratio_of(&about);
    }
    return NPS_OK;
}
