/* The probability that a segment is the best: the integral of its density times the probabilities that all others are
 * below. A posterior is represented by its distribution function F, computed at the Chebyshev points of a panel; the
 * density is the derivative of F. Panels are halved until all F and their product are smooth on each of them.
 *
 * SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../counts.h"
#include "../interrupt.h"
#include "../method/bayes.h"
#include "chebyshev.h"
#include "family.h"
#include "options.h"

#include <math.h>
#include <stdbool.h>

enum { LAST = NPS_CHEBYSHEV_LAST, POINTS = NPS_CHEBYSHEV_POINTS, MOST_HALVINGS = 64 };

/* Smaller probabilities are treated as 0. */
static const double NEGLIGIBLE = 1e-13;
/* The largest interpolation error from every other point for a function that is smooth enough; the error with all
 * points is then about its square. */
static const double SURPRISING = 1e-4;
/* The smallest width of a panel relative to its position; in narrower panels rounding moves the points too much. */
static const double NARROWEST = 1e-12;
/* The smallest width of a panel that begins or ends at 0. */
static const double NARROWEST_AT_ZERO = 0x1p-64;

/* A segment that may be the best. */
struct contender {
    size_t place;
    nps_real_counts posterior;
    double below[POINTS]; /* F at the points of the present panel */
    double others;        /* the product of the F of all others at one point */
    double best;
};

/* All contenders; the first is likely to be the best. */
struct contest {
    nps_chebyshev rule;
    struct contender *contenders;
    size_t count;
    nps_interrupt interrupt;
};

/* A subinterval of [-1, 1]. */
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

/* Computes all F on a panel. If one is negligible even at the right end, some segment is almost certainly above the
 * panel; then `matters` is false, because no segment can be the best with a score there. */
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

/* Sets `others` of all contenders for a point, without a division, because F may be 0; returns the product of all F. */
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

/* Whether the points are enough for the product, and for every F weighted by the probability of the others. */
static bool is_smooth(struct contest *contest)
{
    double product[POINTS];
    size_t i;
    int point;
    for (point = 0; point < POINTS; point++)
        product[point] = multiply(contest, point);
    if (nps_chebyshev_surprise(&contest->rule, product) > SURPRISING)
        return false;
    /* `others` is that of the last point, the right end, where it is the largest. */
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

/* Integrates over one side of 0, because a density may have a sharp peak at 0. */
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

/* A score that the segment almost certainly exceeds, roughly. */
static double floor_of(const struct contender *contender)
{
    const nps_real_counts *posterior = &contender->posterior;
    const double n = nps_real_counts_total(posterior), theta = nps_real_counts_theta(posterior);
    const double variance = (posterior->promoters + posterior->detractors) / n - theta * theta;
    return theta - 7 * sqrt(fmax(0, variance) / n);
}

/* Panels below a contender are skipped early if it comes first. */
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

/* The deviate for which counts are made: that of a 95 % interval of the posterior. */
static const double DEVIATE = 1.959963984540054;

static nps_status counts_at(const nps_segment_source *source, size_t place, nps_real_counts *out)
{
    return source->counts(source->context, place, &nps_bayes_procedure, DEVIATE, out);
}

static void enter(struct contest *contest, const nps_segment_source *source, const nps_real_counts *prior)
{
    struct contender *contender = contest->contenders;
    nps_real_counts counts;
    size_t i;
    for (i = 0; i < source->count; i++)
        if (!counts_at(source, i, &counts)) {
            contender->place = i;
            contender->posterior = nps_bayes_posterior(&counts, prior);
            contender->best = 0;
            contender++;
        }
}

/* Divides by the sum, which differs from 1 only by rounding, or if posteriors are too close together to be resolved. */
static void publish(const struct contest *contest, nps_segment_best *out)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < contest->count; i++)
        sum += fmax(0, contest->contenders[i].best);
    for (i = 0; i < contest->count; i++)
        out[contest->contenders[i].place] = (nps_segment_best){fmax(0, contest->contenders[i].best) / sum, NPS_OK};
}

static nps_status hold(struct contest *contest, const nps_segment_source *source, const nps_real_counts *prior,
                       const nps_allocator *allocator, nps_segment_best *out)
{
    nps_status status;
    if (contest->count == 0)
        return NPS_OK;
    contest->contenders = nps_allocator_array(allocator, contest->count, sizeof *contest->contenders);
    if (!contest->contenders)
        return NPS_ERROR_MEMORY;
    nps_chebyshev_init(&contest->rule);
    enter(contest, source, prior);
    put_leader_first(contest);
    status = integrate_side(contest, -1, 0);
    if (!status)
        status = integrate_side(contest, 0, 1);
    if (!status)
        publish(contest, out);
    nps_allocator_release(allocator, contest->contenders, contest->count, sizeof *contest->contenders);
    return status;
}

nps_status nps_find_best_segments(const nps_segment_source *source, const nps_segments_options *options,
                                  nps_segment_best *out)
{
    nps_real_counts prior, counts;
    nps_allocator memory;
    struct contest contest;
    size_t i;
    nps_status status = nps_bayes_read_prior(&prior, options->prior);
    if (!status &&
        ((source->count != 0 && (!source->segments || !out)) || !nps_allocator_read(&memory, options->allocator)))
        status = NPS_ERROR_NULL;
    if (status)
        return status;
    contest.interrupt = options->interrupt;
    contest.count = 0;
    for (i = 0; i < source->count; i++)
        contest.count += !counts_at(source, i, &counts);
    status = hold(&contest, source, &prior, &memory, out);
    for (i = 0; !status && i < source->count; i++) {
        const nps_status of_one = counts_at(source, i, &counts);
        if (of_one)
            out[i] = (nps_segment_best){NAN, of_one};
    }
    return status;
}

static nps_status counts_of(const void *context, size_t place, const nps_procedure *procedure, double z,
                            nps_real_counts *out)
{
    const nps_counts *counts = (const nps_counts *)context + place;
    uint64_t n;
    const nps_status status = nps_counts_total(counts, &n);
    (void)procedure;
    (void)z;
    if (!status)
        *out = nps_counts_to_real(counts);
    return status;
}

nps_status nps_segments_best(const nps_counts *counts, size_t count, const nps_segments_options *options,
                             nps_segment_best *out)
{
    const nps_segment_source source = {counts, count, counts, counts_of};
    nps_segments_options read;
    const nps_status status = nps_segments_read_options(&read, options);
    return status ? status : nps_find_best_segments(&source, &read, out);
}
