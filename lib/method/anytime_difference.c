/* Sequential comparison of two independent streams. The wealth of bets on both streams is multiplied. At the true
 * pair (theta_a, theta_b) the product is a fair game too, in whatever order the answers of the two streams arrive. A
 * difference is possible while some pair with that difference is: while the smallest product along it is below 1 /
 * alpha. The log of the product is convex in the pair, so its smallest value along a difference is convex in the
 * difference, and the possible differences are an interval.
 *
 *
 * SPDX-License-Identifier: MIT */
#include "anytime_difference.h"
#include "../math/numerics.h"
#include "anytime_wealth.h"

#include <math.h>

/* The search stops at steps shorter than this part of the bracket. */
static const double SHORTEST = 1e-10;
static const double GOLDEN = 0.38196601125010515180;

/* The state of Brent's search: the best point, the second and the third best, and the bracket. */
struct brent_state {
    double lower, upper, x, w, v, fx, fw, fv;
};

/* The vertex of the parabola through the three points, if it is a safe step; otherwise a golden section step. */
static double next_step(const struct brent_state *s, double shortest, double *before_last, double *last)
{
    const double r = (s->x - s->w) * (s->fx - s->fv), q = (s->x - s->v) * (s->fx - s->fw);
    const double vertex = -((s->x - s->v) * q - (s->x - s->w) * r) / (2 * (q - r));
    const double allowed = 0.5 * fabs(*before_last), middle = 0.5 * (s->lower + s->upper);
    double step;
    *before_last = *last;
    if (fabs(vertex) < allowed && s->x + vertex > s->lower && s->x + vertex < s->upper) {
        const int at_end = fmin(s->x + vertex - s->lower, s->upper - s->x - vertex) < 2 * shortest;
        step = at_end ? copysign(shortest, middle - s->x) : vertex;
    } else {
        *before_last = (s->x < middle ? s->upper : s->lower) - s->x;
        step = GOLDEN * *before_last;
    }
    *last = step;
    return fabs(step) >= shortest ? step : copysign(shortest, step);
}

static void remember(struct brent_state *s, double u, double fu)
{
    if (fu <= s->fx) {
        *(u < s->x ? &s->upper : &s->lower) = s->x;
        s->v = s->w, s->fv = s->fw;
        s->w = s->x, s->fw = s->fx;
        s->x = u, s->fx = fu;
        return;
    }
    *(u < s->x ? &s->lower : &s->upper) = u;
    if (fu <= s->fw || s->w == s->x) {
        s->v = s->w, s->fv = s->fw;
        s->w = u, s->fw = fu;
    } else if (fu <= s->fv || s->v == s->x || s->v == s->w) {
        s->v = u, s->fv = fu;
    }
}

/* The minimum of a convex function on an interval, ends included (Brent, Algorithms for Minimization without
 * Derivatives, 1973). */
static double find_minimum(nps_root_function function, const void *context, double lower, double upper, double *value)
{
    const double shortest = SHORTEST * (upper - lower), start = lower + GOLDEN * (upper - lower);
    const double at_start = function(start, context);
    const double at_lower = function(lower, context), at_upper = function(upper, context);
    struct brent_state s = {lower, upper, start, start, start, at_start, at_start, at_start};
    double before_last = 0, last = 0;
    int steps;
    for (steps = 0; steps < 200 && fmax(s.upper - s.x, s.x - s.lower) > 2 * shortest; steps++) {
        const double u = s.x + next_step(&s, shortest, &before_last, &last);
        remember(&s, u, function(u, context));
    }
    *value = fmin(s.fx, fmin(at_lower, at_upper));
    return *value == s.fx ? s.x : *value == at_lower ? lower : upper;
}

static double log_wealth(double theta, const void *context)
{
    return nps_anytime_log_wealth(context, theta);
}

/* Two streams, the truths at which the wealth of each stream alone is smallest, and a difference. */
struct streams {
    const nps_real_counts *a, *b;
    double best_a, best_b, log_alpha, difference;
};

static double product_at(double theta_a, const void *context)
{
    const struct streams *streams = context;
    const double theta_b = fmax(-1, fmin(1, theta_a - streams->difference));
    return nps_anytime_log_wealth(streams->a, theta_a) + nps_anytime_log_wealth(streams->b, theta_b);
}

/* The log of the smallest product; theta_a need only be searched between the minima of the two streams. */
static double smallest_product(const struct streams *streams, double difference)
{
    const double lowest = fmax(-1, difference - 1), highest = fmin(1, difference + 1);
    const double one = fmax(lowest, fmin(highest, streams->best_a));
    const double other = fmax(lowest, fmin(highest, streams->best_b + difference));
    const struct streams at = {streams->a, streams->b, 0, 0, 0, difference};
    double smallest;
    find_minimum(product_at, &at, fmin(one, other), fmax(one, other), &smallest);
    return smallest;
}

static double excess(double difference, const void *context)
{
    const struct streams *streams = context;
    return smallest_product(streams, difference) + streams->log_alpha;
}

static double bound_towards(double end, const struct streams *streams)
{
    const double best = streams->best_a - streams->best_b;
    if (excess(end, streams) <= 0)
        return end;
    return excess(best, streams) >= 0 ? best : nps_find_root(excess, streams, end, best);
}

static struct streams streams_of(const nps_real_counts *a, const nps_real_counts *b)
{
    double unused;
    return (struct streams){
        a, b, find_minimum(log_wealth, a, -1, 1, &unused), find_minimum(log_wealth, b, -1, 1, &unused), 0, 0};
}

nps_bounds nps_anytime_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha)
{
    struct streams streams = streams_of(a, b);
    const double estimate = nps_real_counts_theta(a) - nps_real_counts_theta(b);
    streams.log_alpha = log(alpha);
    /* With huge counts the interval is shorter than the steps of the search. */
    return (nps_bounds){fmin(estimate, bound_towards(-2, &streams)), fmax(estimate, bound_towards(2, &streams))};
}

double nps_anytime_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                      nps_alternative alternative)
{
    const struct streams streams = streams_of(a, b);
    (void)alternative;
    return fmin(1, exp(-smallest_product(&streams, difference)));
}
