/* SPDX-License-Identifier: MIT */
#include "linearized_variance.h"

#include "sum.h"

#include <math.h>
#include <string.h>

/* Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, 5.5: in each stratum (1 - m / M) m / (m - 1)
 * times the sum of squared distances of the m totals from their mean.
 *
 * Small samples (Bell and McCaffrey, Survey Methodology 28:169, 2002): were the means u of the PSUs independent with
 * one variance, the totals would be z = D (I - 1 p') u, where p are the PSUs' shares of the weight and D = diag(p). The
 * variance estimate is z'Cz with C = c (I - J / m) in each stratum. Its expectation tr(CK) and its variance 2 tr(CKCK),
 * K = D^2 - p q' - q p' + A p p', q = p^2, A = sum of p^2, need only the sums of the powers of p in each stratum. The
 * true variance of theta is A. */

/* What is summed over strata. c is the factor of a stratum, i = 1 / m or 0 for one that is not centred, and S1 ... S5
 * are the power sums of its shares. */
enum {
    VARIANCE,         /* c (squares - i sum^2) */
    WITH_REPLACEMENT, /* the same with an infinite population */
    SHARE_SQUARES,    /* S2: A */
    TRUTH,            /* (1 - m / M) S2 */
    D2,               /* tr(C D^2) */
    PP,               /* p'Cp */
    PQ,               /* p'Cq */
    QQ,               /* q'Cq */
    D2D2,             /* tr(C D^2 C D^2) */
    PDDP,             /* p'C D^2 C p */
    PDDQ              /* p'C D^2 C q */
};

_Static_assert(PDDQ + 1 == NPS_LINEARIZED_SUMS, "there is room for every sum");

static void add(uint64_t *sum, double value)
{
    nps_sum_add(&nps_square_format, sum, value, 1);
}

static double value_of(const uint64_t *sum)
{
    return nps_sum_value(&nps_square_format, sum);
}

void nps_linearized_add_unit(nps_linearized_stratum *self, double total, double share)
{
    double power = share;
    int k;
    self->members += share > 0;
    nps_sum_add(&nps_weight_format, self->sum, total, 1);
    add(self->squares, total * total);
    for (k = 0; k < NPS_LINEARIZED_POWERS; k++) {
        add(self->powers[k], power);
        power *= share;
    }
}

void nps_linearized_add_respondents(nps_linearized_stratum *self, uint64_t count, double value, double weights,
                                    double squares)
{
    double power = weights;
    int k;
    if (count == 0)
        return;
    self->members += count;
    nps_sum_add(&nps_weight_format, self->sum, weights * value, 1);
    add(self->squares, squares * value * value);
    /* Higher powers than the second are those of equal weights: sums of them are not kept. */
    for (k = 0; k < NPS_LINEARIZED_POWERS; k++) {
        add(self->powers[k], power);
        power *= squares / weights;
    }
}

void nps_linearized_begin(nps_linearized_variance *self, nps_lonely lonely, nps_degrees_rule rule)
{
    memset(self, 0, sizeof *self);
    self->lonely = lonely;
    self->rule = rule;
}

/* The moments of the working model, for a stratum with factor c and i = 1 / m or 0. */
static void add_moments(nps_linearized_variance *self, const nps_linearized_stratum *stratum, double c, double i)
{
    const double s1 = value_of(stratum->powers[0]), s2 = value_of(stratum->powers[1]);
    const double s3 = value_of(stratum->powers[2]), s4 = value_of(stratum->powers[3]);
    const double s5 = value_of(stratum->powers[4]);
    const double p = i * s1, q = i * s2; /* means */
    add(self->sums[D2], c * (s2 - i * s2));
    add(self->sums[PP], c * (s2 - p * s1));
    add(self->sums[PQ], c * (s3 - p * s2));
    add(self->sums[QQ], c * (s4 - q * s2));
    add(self->sums[D2D2], c * c * (s4 - 2 * i * s4 + q * q));
    add(self->sums[PDDP], c * c * (s4 - 2 * p * s3 + p * p * s2));
    add(self->sums[PDDQ], c * c * (s5 - p * s4 - q * s3 + p * q * s2));
}

void nps_linearized_add_stratum(nps_linearized_variance *self, const nps_linearized_stratum *stratum)
{
    const double m = (double)stratum->units;
    const double left = stratum->population != 0 ? 1 - m / (double)stratum->population : 1;
    const double sum = nps_sum_value(&nps_weight_format, stratum->sum), squares = value_of(stratum->squares);
    /* A stratum of which every PSU was drawn has no variance, and is not lonely. */
    const bool is_lonely = stratum->units == 1 && left > 0;
    double c = left, i = 0, distances = squares;
    if (stratum->units == 0)
        return;
    self->strata++;
    self->units += stratum->units;
    self->members += stratum->members;
    self->lonely_strata += is_lonely;
    if (stratum->units > 1) {
        c = left * m / (m - 1);
        i = 1 / m;
        distances = fmax(0, squares - sum * sum / m);
    } else if (self->lonely != NPS_LONELY_ADJUST) {
        c = distances = 0;
    }
    add(self->sums[VARIANCE], c * distances);
    add(self->sums[WITH_REPLACEMENT], (left > 0 ? c / left : m / fmax(1, m - 1)) * distances);
    if (self->rule == NPS_DEGREES_SATTERTHWAITE) {
        add(self->sums[SHARE_SQUARES], value_of(stratum->powers[1]));
        if (!(is_lonely && self->lonely == NPS_LONELY_CERTAINTY))
            add(self->sums[TRUTH], left * value_of(stratum->powers[1]));
        add_moments(self, stratum, c, i);
    }
}

/* Under the working model: the factor that makes the sum of variances unbiased, and its degrees of freedom. Where no
 * PSU has a share neither changes. */
static void correct(const double sums[NPS_LINEARIZED_SUMS], double *factor, double *degrees)
{
    const double a = sums[SHARE_SQUARES], pp = sums[PP], pq = sums[PQ], qq = sums[QQ];
    const double mean = sums[D2] - 2 * pq + a * pp;
    /* tr((N G)^2), where N = (a, -1; -1, 0) and G = (pp, pq; pq, qq). */
    const double first = a * pp - pq, second = a * pq - qq;
    const double squares =
        sums[D2D2] + 2 * (a * sums[PDDP] - 2 * sums[PDDQ]) + first * first - 2 * second * pp + pq * pq;
    if (!(mean > 0 && squares > 0))
        return;
    *factor = sums[TRUTH] / mean;
    *degrees = fmin(*degrees, fmax(1, mean * mean / squares));
}

nps_linearized_result nps_linearized_finish(const nps_linearized_variance *self)
{
    nps_linearized_result out = {.units = self->units,
                                 .strata = self->strata,
                                 .members = self->members,
                                 .lonely_strata = self->lonely_strata,
                                 .lonely = self->lonely,
                                 .rule = self->rule,
                                 .degrees = (double)(self->units - self->strata)};
    double sums[NPS_LINEARIZED_SUMS], factor = 1, average;
    int k;
    for (k = 0; k < NPS_LINEARIZED_SUMS; k++)
        sums[k] = value_of(self->sums[k]);
    if (self->lonely == NPS_LONELY_AVERAGE && self->strata != self->lonely_strata)
        factor = (double)self->strata / (double)(self->strata - self->lonely_strata);
    average = factor;
    if (self->rule == NPS_DEGREES_SATTERTHWAITE)
        correct(sums, &factor, &out.degrees);
    out.correction = factor / average;
    out.variance = factor * sums[VARIANCE];
    out.with_replacement = factor * sums[WITH_REPLACEMENT];
    return out;
}
