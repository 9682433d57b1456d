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
#include "score.h"

#include <math.h>

/* The search stops at steps shorter than this part of the bracket; the bracket is not much wider than the region in
 * which the smaller product lies. */
static const double SHORTEST = 1e-7;
/* The factor from one step downhill to the next. */
static const double GROWTH = 8;
static const double NEXT = 1e-15;
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
static double find_minimum(nps_root_function function, const void *context, double lower, double upper)
{
    const double shortest = SHORTEST * (upper - lower), start = lower + GOLDEN * (upper - lower);
    const double at_lower = function(lower, context), at_upper = function(upper, context);
    struct brent_state s = {lower, upper, start, start, start, 0, 0, 0};
    double before_last = 0, last = 0;
    int steps;
    /* A convex function that rises from an end is smallest there. */
    if (at_lower < INFINITY && function(lower + shortest, context) >= at_lower)
        return at_lower;
    if (at_upper < INFINITY && function(upper - shortest, context) >= at_upper)
        return at_upper;
    s.fx = s.fw = s.fv = function(start, context);
    for (steps = 0; steps < 200 && fmax(s.upper - s.x, s.x - s.lower) > 2 * shortest; steps++) {
        const double u = s.x + next_step(&s, shortest, &before_last, &last);
        remember(&s, u, function(u, context));
    }
    return fmin(s.fx, fmin(at_lower, at_upper));
}

/* Two streams, and a difference of their truths. The truth of the fine stream, whose wealth changes fastest with its
 * truth, is searched; both streams are mirrored, if necessary, so that its score is not below 0. An offset
 * is 1 - theta less that of its score. Truths are computed from theta near the middle of the scale and from 1 - theta
 * near the end, so that they keep their precision next to the score however many answers there are. */
struct streams {
    nps_real_counts fine, other;
    double theta, rest; /* of the score of the fine stream; rest is 1 - theta */
    double scale;       /* the distance over which the wealth of the fine stream grows */
    double sign;        /* the fine stream's theta minus the other's is this times the difference of a and b */
    double log_alpha, difference;
};

static double rest_of(const nps_real_counts *counts)
{
    return (counts->passives + 2 * counts->detractors) / nps_real_counts_total(counts);
}

/* The standard error of theta, and that of a stream in which hardly anybody is not a promoter. */
static double scale_of(const nps_real_counts *counts)
{
    const double n = nps_real_counts_total(counts), theta = nps_real_counts_theta(counts);
    const double share = theta >= 0 ? counts->detractors / n : counts->promoters / n;
    const nps_real_counts mirror = nps_mirror(counts);
    const double rest = theta >= 0 ? rest_of(counts) : rest_of(&mirror);
    return sqrt((2 * share + fabs(theta) * rest) / n) + 1 / n;
}

static struct streams streams_of(const nps_real_counts *a, const nps_real_counts *b)
{
    const int is_a_fine = scale_of(a) <= scale_of(b);
    struct streams s = {.fine = is_a_fine ? *a : *b, .other = is_a_fine ? *b : *a, .sign = is_a_fine ? 1 : -1};
    if (nps_real_counts_theta(&s.fine) < 0) {
        s.fine = nps_mirror(&s.fine);
        s.other = nps_mirror(&s.other);
        s.sign = -s.sign;
    }
    s.theta = nps_real_counts_theta(&s.fine);
    s.rest = rest_of(&s.fine);
    s.scale = scale_of(&s.fine);
    return s;
}

static nps_truth truth_of(double theta, double below, double above)
{
    return (nps_truth){fmax(-1, fmin(1, theta)), fmax(0, fmin(2, below)), fmax(0, fmin(2, above))};
}

static double product_at(double offset, const void *context)
{
    const struct streams *s = context;
    const int is_middle = s->theta < 0.5;
    const double theta = is_middle ? s->theta - offset : 1 - (s->rest + offset);
    const double rest = is_middle ? 1 - theta : s->rest + offset;
    const nps_truth fine = truth_of(theta, is_middle ? 1 + theta : 2 - rest, rest);
    const nps_truth other =
        is_middle ? truth_of(theta - s->difference, (1 - s->difference) + theta, (1 + s->difference) - theta)
                  : truth_of((1 - s->difference) - rest, (2 - s->difference) - rest, s->difference + rest);
    return nps_anytime_log_wealth_at(&s->fine, &fine) + nps_anytime_log_wealth_at(&s->other, &other);
}

/* The log of the smallest product, in steps of growing length from the score of the fine stream downhill. */
static double smallest_product(const struct streams *streams, double difference)
{
    struct streams at = *streams;
    double lowest, highest, here, at_here, next, step, first;
    at.difference = at.sign * difference;
    lowest = fmax(0, 0 - at.difference) - at.rest;
    highest = fmin(2, 2 - at.difference) - at.rest;
    here = fmax(lowest, fmin(highest, 0));
    at_here = product_at(here, &at);
    step = here < highest && !(product_at(fmin(highest, here + at.scale), &at) > at_here) ? at.scale : -at.scale;
    first = here - step;
    for (;;) {
        double at_next;
        next = fmax(lowest, fmin(highest, here + step));
        at_next = product_at(next, &at);
        if (at_next > at_here || next == here)
            break;
        first = here;
        here = next;
        at_here = at_next;
        step *= GROWTH;
    }
    first = fmax(lowest, fmin(highest, first));
    return first == next ? at_here : find_minimum(product_at, &at, fmin(first, next), fmax(first, next));
}

static double excess(double difference, const void *context)
{
    const struct streams *streams = context;
    return smallest_product(streams, difference) + streams->log_alpha;
}

/* At the difference of the scores the product is at most 1. Next to the end of the scale the nearest double may be an
 * impossible difference, so the search begins a few doubles further on. */
static double bound_towards(double end, double estimate, const struct streams *streams)
{
    const double near = estimate + NEXT * (end - estimate);
    if (excess(end, streams) <= 0)
        return end;
    return excess(near, streams) >= 0 ? estimate : nps_find_root(excess, streams, end, near);
}

nps_bounds nps_anytime_difference_bounds(const nps_real_counts *a, const nps_real_counts *b, double alpha)
{
    struct streams streams = streams_of(a, b);
    const double estimate = nps_real_counts_theta(a) - nps_real_counts_theta(b);
    streams.log_alpha = log(alpha);
    return (nps_bounds){bound_towards(-2, estimate, &streams), bound_towards(2, estimate, &streams)};
}

double nps_anytime_difference_p_value(const nps_real_counts *a, const nps_real_counts *b, double difference,
                                      nps_alternative alternative)
{
    const struct streams streams = streams_of(a, b);
    (void)alternative;
    return fmin(1, exp(-smallest_product(&streams, difference)));
}
