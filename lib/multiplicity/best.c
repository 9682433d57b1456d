/* How probable it is that a segment is the best: the integral of its density times the probabilities that each other is
 * below. Every posterior is known by the probability F(x) of a score below x, which is computed at Chebyshev's points
 * of panels that are halved until all F and their product are smooth there; the density is the slope.
 *
 * SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../counts.h"
#include "../interrupt.h"
#include "../method/bayes.h"
#include "../multiplicity.h"
#include "chebyshev.h"

#include <math.h>
#include <stdbool.h>

enum { LAST = NPS_CHEBYSHEV_LAST, POINTS = NPS_CHEBYSHEV_POINTS, MOST_HALVINGS = 64 };

/* Smaller probabilities are neglected. */
static const double NEGLIGIBLE = 1e-13;
/* With every other point left out the error of a smooth function is about the root of what it is with all. */
static const double SURPRISING = 1e-4;
/* Panels that are narrower than this, relative to where they are, have points that rounding moves too much. */
static const double NARROWEST = 1e-12;
/* At 0 there is no such end. */
static const double NARROWEST_AT_ZERO = 0x1p-64;

/* A segment that may be the best. */
struct contender {
    size_t place;
    nps_real_counts posterior;
    double below[POINTS]; /* F at the points of a panel */
    double others;        /* the probability that all others are below, at one point */
    double best;
};

/* All of them, the one first that is likely to be ahead. */
struct contest {
    nps_chebyshev rule;
    struct contender *contenders;
    size_t count;
    nps_interrupt interrupt;
};

/* A part of [-1, 1]. */
struct panel {
    double from, to;
};

static double point_of(const struct contest *contest, const struct panel *panel, int point)
{
    const double half = 0.5 * (panel->to - panel->from);
    if (point == 0)
        return panel->from;
    return point == LAST ? panel->to : panel->from + half + half * contest->rule.points[point];
}

static void evaluate(struct contest *contest, struct contender *contender, const struct panel *panel, int point)
{
    const double above = exp(nps_bayes_log_above(&contender->posterior, point_of(contest, panel, point)));
    contender->below[point] = above > NEGLIGIBLE ? 1 - above : 1;
}

/* Computes every F; none of it `matters` when one of them is still negligible at the right end, where then nobody can
 * be the best. */
static nps_status fill(struct contest *contest, const struct panel *panel, bool *matters)
{
    nps_status status = NPS_OK;
    size_t i;
    int point;
    *matters = false;
    for (i = 0; i < contest->count; i++) {
        evaluate(contest, &contest->contenders[i], panel, LAST);
        if (contest->contenders[i].below[LAST] < NEGLIGIBLE)
            return nps_interrupt_check(&contest->interrupt);
    }
    *matters = true;
    for (i = 0; !status && i < contest->count; i++) {
        struct contender *const contender = &contest->contenders[i];
        status = nps_interrupt_check(&contest->interrupt);
        evaluate(contest, contender, panel, 0);
        for (point = 1; point < LAST; point++)
            if (contender->below[0] < 1)
                evaluate(contest, contender, panel, point);
            else
                contender->below[point] = 1;
    }
    return status;
}

/* Sets `others` at a point, without dividing by what may be 0, and gives the product of all. */
static double multiply(struct contest *contest, int point)
{
    double product = 1;
    size_t i;
    for (i = 0; i < contest->count; i++) {
        contest->contenders[i].others = product;
        product *= contest->contenders[i].below[point];
    }
    product = 1;
    for (i = contest->count; i-- > 0;) {
        contest->contenders[i].others *= product;
        product *= contest->contenders[i].below[point];
    }
    return product;
}

/* Whether 17 points are enough for every F, as far as it matters, and for the product. */
static bool is_smooth(struct contest *contest)
{
    double product[POINTS];
    size_t i;
    int point;
    for (point = 0; point < POINTS; point++)
        product[point] = multiply(contest, point);
    if (nps_chebyshev_surprise(&contest->rule, product) > SURPRISING)
        return false;
    /* `others` is now that of the right end, where it is largest. */
    for (i = 0; i < contest->count; i++) {
        const struct contender *contender = &contest->contenders[i];
        if (nps_chebyshev_surprise(&contest->rule, contender->below) * contender->others > SURPRISING)
            return false;
    }
    return true;
}

static void integrate(struct contest *contest)
{
    size_t i;
    int point;
    for (point = 0; point < POINTS; point++) {
        multiply(contest, point);
        for (i = 0; i < contest->count; i++) {
            struct contender *const contender = &contest->contenders[i];
            contender->best += contest->rule.weights[point] *
                               nps_chebyshev_slope(&contest->rule, contender->below, point) * contender->others;
        }
    }
}

static bool can_be_halved(const struct panel *panel)
{
    const double width = panel->to - panel->from;
    return width > NARROWEST_AT_ZERO && width > NARROWEST * fmax(fabs(panel->from), fabs(panel->to));
}

/* One side of 0, where a density may have a peak that is not smooth. */
static nps_status integrate_side(struct contest *contest, double from, double to)
{
    double ends[MOST_HALVINGS + 1];
    int waiting = 0;
    ends[waiting++] = to;
    while (waiting > 0) {
        const struct panel panel = {from, ends[waiting - 1]};
        bool matters;
        const nps_status status = fill(contest, &panel, &matters);
        if (status)
            return status;
        if (matters && can_be_halved(&panel) && !is_smooth(contest)) {
            ends[waiting++] = panel.from + 0.5 * (panel.to - panel.from);
            continue;
        }
        if (matters)
            integrate(contest);
        from = ends[--waiting];
    }
    return NPS_OK;
}

/* The score that a segment is almost certain to exceed, roughly. */
static double floor_of(const struct contender *contender)
{
    const nps_real_counts *posterior = &contender->posterior;
    const double n = nps_real_counts_total(posterior), theta = nps_real_counts_theta(posterior);
    const double variance = (posterior->promoters + posterior->detractors) / n - theta * theta;
    return theta - 7 * sqrt(fmax(0, variance) / n);
}

/* Most panels are done with when the first contender is found to be above them. */
static void put_leader_first(struct contest *contest)
{
    struct contender *const contenders = contest->contenders, other = contenders[0];
    size_t leader = 0, i;
    for (i = 1; i < contest->count; i++)
        if (floor_of(&contenders[i]) > floor_of(&contenders[leader]))
            leader = i;
    contenders[0] = contenders[leader];
    contenders[leader] = other;
}

static void enter(struct contest *contest, const nps_counts *counts, size_t count, const nps_real_counts *prior)
{
    struct contender *contender = contest->contenders;
    uint64_t n;
    size_t i;
    for (i = 0; i < count; i++)
        if (nps_counts_total(&counts[i], &n) == NPS_OK) {
            const nps_real_counts real = nps_counts_to_real(&counts[i]);
            contender->place = i;
            contender->posterior = nps_bayes_posterior(&real, prior);
            contender->best = 0;
            contender++;
        }
}

/* The sum is 1 but for rounding, and where points are too close for posteriors to be told apart. */
static void publish(const struct contest *contest, nps_segment_best *out)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < contest->count; i++)
        sum += fmax(0, contest->contenders[i].best);
    for (i = 0; i < contest->count; i++)
        out[contest->contenders[i].place] = (nps_segment_best){fmax(0, contest->contenders[i].best) / sum, NPS_OK};
}

static nps_status hold(struct contest *contest, const nps_counts *counts, size_t count, const nps_real_counts *prior,
                       const nps_allocator *allocator, nps_segment_best *out)
{
    nps_status status;
    if (contest->count == 0)
        return NPS_OK;
    contest->contenders = nps_allocator_array(allocator, contest->count, sizeof *contest->contenders);
    if (!contest->contenders)
        return NPS_ERROR_MEMORY;
    nps_chebyshev_init(&contest->rule);
    enter(contest, counts, count, prior);
    put_leader_first(contest);
    status = integrate_side(contest, -1, 0);
    if (!status)
        status = integrate_side(contest, 0, 1);
    if (!status)
        publish(contest, out);
    nps_allocator_release(allocator, contest->contenders, contest->count, sizeof *contest->contenders);
    return status;
}

nps_status nps_segments_best(const nps_counts *counts, size_t count, const nps_segments_options *options,
                             nps_segment_best *out)
{
    nps_segments_options read;
    nps_real_counts prior;
    nps_allocator memory;
    struct contest contest;
    uint64_t n;
    size_t i;
    nps_status status = nps_segments_read_options(&read, options);
    if (!status)
        status = nps_bayes_read_prior(&prior, read.prior);
    if (!status && ((count != 0 && (!counts || !out)) || !nps_allocator_read(&memory, read.allocator)))
        status = NPS_ERROR_NULL;
    if (status)
        return status;
    contest.interrupt = read.interrupt;
    contest.count = 0;
    for (i = 0; i < count; i++)
        contest.count += !nps_counts_total(&counts[i], &n);
    status = hold(&contest, counts, count, &prior, &memory, out);
    for (i = 0; !status && i < count; i++) {
        const nps_status of_one = nps_counts_total(&counts[i], &n);
        if (of_one)
            out[i] = (nps_segment_best){NAN, of_one};
    }
    return status;
}
