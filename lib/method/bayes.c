/* The exact Dirichlet posterior. theta = psi (2 w - 1), where psi, the share of promoters and detractors together,
 * is Beta(a + c, m), and w, the share of promoters among them, is Beta(a, c) and independent of psi; a, m, c are the
 * sums of counts and prior. So a tail of theta is an integral over psi of a tail of w.
 *
 * Quadrature cannot find a posterior that is narrower than the distance of two doubles. But such a posterior is nearly
 * normal: theta > t means (1 - t) A > t M + (1 + t) C for independent gamma variables A, M and C of the shapes a, m and
 * c, and the saddlepoint gives the probability of that.
 *
 *
 * SPDX-License-Identifier: MIT */
#include "bayes.h"

#include "../math/gamma_saddle.h"
#include "../math/numerics.h"
#include "../math/special.h"
#include "score.h"

#include <float.h>
#include <math.h>

static int is_usable(double part)
{
    return part >= 1e-100 && part <= 1e15;
}

static int is_default(const nps_real_counts *prior)
{
    return prior->promoters == 0 && prior->passives == 0 && prior->detractors == 0;
}

nps_status nps_bayes_read_prior(nps_real_counts *into, const double from[3])
{
    *into = from ? (nps_real_counts){from[0], from[1], from[2]} : (nps_real_counts){0, 0, 0};
    if (is_default(into) || (is_usable(into->promoters) && is_usable(into->passives) && is_usable(into->detractors)))
        return NPS_OK;
    return NPS_ERROR_PRIOR;
}

nps_real_counts nps_bayes_posterior(const nps_real_counts *counts, const nps_real_counts *prior)
{
    const nps_real_counts jeffreys = {0.5, 0.5, 0.5}, *added = is_default(prior) ? &jeffreys : prior;
    return (nps_real_counts){counts->promoters + added->promoters, counts->passives + added->passives,
                             counts->detractors + added->detractors};
}

/* A tail of theta at x > 0: above x, or below x. */
struct score_tail {
    nps_real_counts posterior;
    double x;
    int above;
};

/* The log of the probability that psi (2 w - 1) lies in the tail, given psi. The arguments are psi - x and psi, for
 * precision. */
static double log_tail_given(const struct score_tail *tail, double psi, double gap)
{
    const double a = tail->posterior.promoters, c = tail->posterior.detractors;
    const double w = 0.5 * (1 + tail->x / psi), v = 0.5 * gap / psi;
    return tail->above ? nps_log_beta_below(c, a, v, w) : nps_log_beta_below(a, c, w, v);
}

/* A point between x and 1, given the logit s of its relative position. */
static double share(double s)
{
    return 1 / (1 + exp(-s));
}

/* The integrand in s, where psi = x + (1 - x) share(s), so that the integrand falls exponentially at both ends. */
static double log_integrand(double s, const void *context)
{
    const struct score_tail *tail = context;
    const nps_real_counts *posterior = &tail->posterior;
    const double gap = (1 - tail->x) * share(s), rest = (1 - tail->x) * share(-s), psi = tail->x + gap;
    return nps_log_beta_density(posterior->promoters + posterior->detractors, posterior->passives, psi, rest) +
           log(share(s) / psi) + log_tail_given(tail, psi, gap);
}

/* The largest value between two points, if there is only one peak between them. */
static double climb(const struct score_tail *tail, double from, double to)
{
    double best = -INFINITY;
    int step;
    for (step = 0; step < 60; step++) {
        const double third = (to - from) / 3;
        const double left = log_integrand(from + third, tail), right = log_integrand(to - third, tail);
        *(left < right ? &from : &to) = left < right ? from + third : to - third;
        best = fmax(best, fmax(left, right));
    }
    return best;
}

enum { CELLS = 16 };

/* The integrand at the ends of equal cells; returns the index of the highest. */
static int sample(const struct score_tail *tail, double from, double width, double values[CELLS + 1])
{
    int i, highest = 0;
    for (i = 0; i <= CELLS; i++) {
        values[i] = log_integrand(from + i * width, tail);
        if (values[i] > values[highest])
            highest = i;
    }
    return highest;
}

/* Narrows the ends to the range where the integrand is not negligible, and returns its largest value. With many
 * answers the integrand is a steep peak on a long slope; the peak may lie between two points and exceed them by
 * hundreds in logarithms. Therefore the peak is located first, and points that are negligible compared with it are
 * ignored. */
static double narrow(const struct score_tail *tail, double *lower, double *upper)
{
    enum { ENOUGH = 5, MOST_ROUNDS = 60 };
    double values[CELLS + 1], best = -INFINITY;
    int round, first, last;
    for (round = 0; round < MOST_ROUNDS; round++) {
        const double from = *lower, width = (*upper - *lower) / CELLS;
        const int highest = sample(tail, from, width, values);
        if (round == 0)
            best = climb(tail, from + (highest > 0 ? highest - 1 : 0) * width,
                         from + (highest < CELLS ? highest + 1 : CELLS) * width);
        best = fmax(best, values[highest]);
        for (first = 0; first < highest && !(values[first] >= best - NPS_LOG_NEGLIGIBLE);)
            first++;
        for (last = CELLS; last > highest && !(values[last] >= best - NPS_LOG_NEGLIGIBLE);)
            last--;
        *lower = from + (first > 0 ? first - 1 : 0) * width;
        *upper = from + (last < CELLS ? last + 1 : CELLS) * width;
        if (last - first >= ENOUGH)
            break;
    }
    return best;
}

/* The integral up to where psi is practically 1, plus the remainder, which matters if there are hardly any passives;
 * below x, everything. */
static double log_tail(const struct score_tail *tail)
{
    const nps_real_counts *posterior = &tail->posterior;
    const double a_c = posterior->promoters + posterior->detractors, n = a_c + posterior->passives, x = tail->x;
    const double end = 40 + log1p(n), rest = (1 - x) * share(-end);
    double lower = log(x) - log1p(n) - 45, upper = end, peak, sum;
    peak = narrow(tail, &lower, &upper);
    sum = nps_log_integral(log_integrand, tail, lower, upper, peak, 64 * DBL_EPSILON * (sqrt(n) + fabs(peak)));
    sum =
        nps_log_sum(sum, nps_log_beta_below(posterior->passives, a_c, rest, 1 - rest) + log_tail_given(tail, 1, 1 - x));
    return fmin(0, tail->above ? sum : nps_log_sum(sum, nps_log_beta_below(a_c, posterior->passives, x, 1 - x)));
}

/* The mean of (1 - x) A - x M - (1 + x) C, in which differences are taken first. */
static double mean_excess(const nps_real_counts *posterior, double x)
{
    const double a = posterior->promoters, m = posterior->passives, c = posterior->detractors;
    return x < 0.5 ? a - c - x * (a + m + c) : (1 - x) * a - x * m - (1 + x) * c;
}

/* NaN unless the posterior is so narrow that it is nearly normal. */
static double log_narrow(const struct score_tail *tail)
{
    const double x = tail->x, sign = tail->above ? 1 : -1;
    return nps_log_gamma_saddle(&(struct nps_gamma_triple){
        .shapes = {tail->posterior.promoters, tail->posterior.passives, tail->posterior.detractors},
        .coefficients = {sign * (1 - x), -sign * x, -sign * (1 + x)},
        .mean = sign * mean_excess(&tail->posterior, x)});
}

/* A tail that holds nearly everything is one minus the other, which is small and has relative precision. The mean only
 * tells where to look first: a tail with the mean may still be the smaller one. */
static double log_wide(const struct score_tail *tail)
{
    static const double LOG_MOST = -0.1;
    const struct score_tail rest = {tail->posterior, tail->x, !tail->above};
    if ((nps_real_counts_theta(&tail->posterior) > tail->x) == (tail->above != 0)) {
        const double log_rest = log_tail(&rest);
        if (log_rest < LOG_MOST)
            return log1p(-exp(log_rest));
    }
    return log_tail(tail);
}

double nps_bayes_log_above(const nps_real_counts *posterior, double theta)
{
    const struct score_tail tail = {theta > 0 ? *posterior : nps_mirror(posterior), fabs(theta), theta > 0};
    double narrow_tail;
    if (theta >= 1)
        return -INFINITY;
    if (theta <= -1)
        return 0;
    narrow_tail = log_narrow(&tail);
    if (!isnan(narrow_tail))
        return narrow_tail;
    if (theta == 0)
        return nps_log_beta_below(posterior->detractors, posterior->promoters, 0.5, 0.5);
    return log_wide(&tail);
}

/* A function that is zero at an upper bound. */
struct tail_equation {
    const nps_real_counts *posterior;
    double log_tail;
};

static double excess(double theta, const void *context)
{
    const struct tail_equation *bound = context;
    return nps_bayes_log_above(bound->posterior, theta) - bound->log_tail;
}

nps_bounds nps_bayes_interval(const nps_real_counts *posterior, double alpha)
{
    const nps_real_counts mirror = nps_mirror(posterior);
    const double log_half = log(alpha / 2);
    return (nps_bounds){-nps_find_root(excess, &(struct tail_equation){&mirror, log_half}, -1, 1),
                        nps_find_root(excess, &(struct tail_equation){posterior, log_half}, -1, 1)};
}

double nps_bayes_p_value(const nps_real_counts *posterior, double theta, nps_alternative alternative)
{
    const nps_real_counts mirror = nps_mirror(posterior);
    const double above = exp(nps_bayes_log_above(posterior, theta));
    const double below = exp(nps_bayes_log_above(&mirror, -theta));
    switch (alternative) {
    case NPS_GREATER: return below;
    case NPS_LESS: return above;
    case NPS_TWO_SIDED: break;
    }
    return fmin(1, 2 * fmin(above, below));
}

static double center(const nps_real_counts *counts)
{
    const nps_real_counts posterior = nps_bayes_posterior(counts, &(nps_real_counts){0, 0, 0});
    return nps_real_counts_theta(&posterior);
}

static nps_status bounds(const nps_setting *setting, const nps_real_counts *counts, double alpha, nps_bounds *theta)
{
    const nps_real_counts posterior = nps_bayes_posterior(counts, &setting->prior);
    *theta = nps_bayes_interval(&posterior, alpha);
    return NPS_OK;
}

static nps_status p_value(const nps_setting *setting, const nps_real_counts *counts, double theta,
                          nps_alternative alternative, double *p)
{
    const nps_real_counts posterior = nps_bayes_posterior(counts, &setting->prior);
    *p = nps_bayes_p_value(&posterior, theta, alternative);
    return NPS_OK;
}

static double log_beyond(const nps_setting *setting, const nps_real_counts *counts, double theta, int above)
{
    const nps_real_counts posterior = nps_bayes_posterior(counts, &setting->prior), mirror = nps_mirror(&posterior);
    return above ? nps_bayes_log_above(&posterior, theta) : nps_bayes_log_above(&mirror, -theta);
}

const nps_procedure nps_bayes_procedure = {
    .center = center, .bounds_with = bounds, .p_value_with = p_value, .log_beyond = log_beyond};
