/* SPDX-License-Identifier: MIT */
#include "exact_line.h"

#include "../interrupt.h"
#include "exact_probability.h"

#include <math.h>
#include <string.h>

enum { MOST_CELLS = 64, ELLIPSES = 18 };

/* The error of a polynomial, relative to the limit, up to which it is worth being computed. */
static const double USABLE = 0.1;

/* Rounding scores and nuisances to doubles changes a probability by less than this. */
static const double ROUNDED_SCORES = 1e-13;

/* Cells of scores shorter than this are not halved. */
static const double SMALLEST_CELL = 1e-9;

/* In cells shorter than this the range of the nuisances is hardly wider than at one score. */
static const double NARROW_CELL = 1e-3;

static double clamp(double x, const nps_bounds *range)
{
    return fmin(fmax(x, range->lower), range->upper);
}

/* The scores of a for a score of b: the lowest and the highest on the lines. */
static nps_bounds opposite(const nps_exact_scan *scan, double score)
{
    return (nps_bounds){clamp(scan->sums.lower - score, &scan->a.score),
                        clamp(scan->sums.upper - score, &scan->a.score)};
}

/* The lower tail is most likely at the lowest sum, the upper tail at the highest. */
static void evaluate(nps_exact_scan *scan, const nps_exact_lanes *scores, nps_exact_layers layers)
{
    const nps_exact_surface *surface = &scan->surface;
    const nps_exact_lanes mirrored = -*scores;
    nps_exact_lanes highest, lowest;
    int lane;
    for (lane = 0; lane < NPS_EXACT_LANES; lane++) {
        const nps_bounds others = opposite(scan, (*scores)[lane]);
        highest[lane] = others.upper;
        lowest[lane] = -others.lower;
    }
    memset(layers, 0, (size_t)((surface->degree_a + 1) * (surface->degree_b + 1)) * sizeof *layers);
    if (!scan->is_one_sided)
        nps_exact_add_probability(&scan->high, &highest, scores, layers);
    nps_exact_add_probability(&scan->low, &lowest, &mirrored, layers);
}

static double power(double x, int n)
{
    double product = 1;
    for (; n > 0; n--)
        product *= x;
    return product;
}

/* The sum of the distances from 0 and 1, for a complex number. */
static double distances(double x, double y)
{
    return sqrt(x * x + y * y) + sqrt((1 - x) * (1 - x) + y * y);
}

/* A bound of the probability of any set when a real score moves to the complex ones of an ellipse with these half axes
 * around the middle of a range that does not contain 0. */
static double growth(const nps_real_counts *counts, double from, double to, double across, double up)
{
    const double middle = fabs(0.5 * (from + to));
    if (from == to)
        return 1;
    return power(fmax(distances(middle - across, up), distances(middle + across, up)),
                 (int)nps_real_counts_total(counts));
}

/* The error of the polynomial through Chebyshev points on a cell, by the best of some ellipses. */
static double interpolation_error(const nps_exact_scan *scan, const nps_bounds *cell)
{
    const double half = 0.5 * (cell->upper - cell->lower);
    const nps_bounds start = opposite(scan, cell->lower), end = opposite(scan, cell->upper);
    double best = INFINITY, ratio = 1.5;
    int step;
    for (step = 0; step < ELLIPSES; step++) {
        const double across = half * (ratio + 1 / ratio) / 2, up = half * (ratio - 1 / ratio) / 2;
        const double of_a = growth(&scan->a.counts, start.lower, end.lower, across, up) +
                            growth(&scan->a.counts, start.upper, end.upper, across, up);
        const double most = of_a * growth(&scan->b.counts, cell->lower, cell->upper, across, up);
        const double error = 4 * most / (power(ratio, NPS_EXACT_DEGREE) * (ratio - 1));
        if (error > best)
            break;
        best = error;
        ratio *= 1.4;
    }
    return best;
}

/* The nuisances for which the share of the decided is in its range, for |scores| in [from, to]; 0 when there are none.
 */
static int find_nuisances(const nps_bounds *decided, double from, double to, double *low, double *high)
{
    *low = to < 1 ? fmax(0, (decided->lower - to) / (1 - to)) : 0;
    *high = from < 1 ? fmin(1, (decided->upper - from) / (1 - from)) : 1;
    return from <= decided->upper;
}

static int find_box(const nps_exact_scan *scan, const nps_bounds *cell, nps_exact_box *box)
{
    const nps_bounds start = opposite(scan, cell->lower), end = opposite(scan, cell->upper);
    const double from = fabs(cell->lower), to = fabs(cell->upper);
    const double lowest = end.lower, highest = start.upper;
    const double nearest = lowest > 0 ? lowest : highest < 0 ? -highest : 0;
    box->low[0] = 0;
    box->high[0] = 1;
    return find_nuisances(&scan->a.decided, nearest, fmax(fabs(lowest), fabs(highest)), &box->low[1], &box->high[1]) &&
           find_nuisances(&scan->b.decided, fmin(from, to), fmax(from, to), &box->low[2], &box->high[2]);
}

/* Cells still to be examined. */
struct cells {
    nps_bounds items[MOST_CELLS];
    int count;
};

/* The ranges of the score of b between the points where a score changes its sign, or a range of scores ends. */
static void cut(const nps_exact_scan *scan, const nps_bounds *range, struct cells *cells)
{
    const nps_bounds *sums = &scan->sums, *scores = &scan->a.score;
    const double points[] = {0, sums->lower, sums->upper, sums->lower - scores->lower, sums->upper - scores->upper};
    double from = range->lower;
    size_t i;
    cells->count = 0;
    for (;;) {
        double to = range->upper;
        for (i = 0; i < sizeof points / sizeof *points; i++)
            if (points[i] > from && points[i] < to)
                to = points[i];
        cells->items[cells->count++] = (nps_bounds){from, to};
        if (!(to < range->upper))
            return;
        from = to;
    }
}

/* The cell with the witness is examined first. */
static void put_witness_last(const nps_exact_scan *scan, struct cells *cells)
{
    nps_bounds *const last = &cells->items[cells->count - 1];
    int i;
    for (i = 0; i < cells->count; i++) {
        nps_bounds *const cell = &cells->items[i];
        if (cell->lower <= scan->witness && scan->witness <= cell->upper) {
            const nps_bounds other = *last;
            *last = *cell;
            *cell = other;
            return;
        }
    }
}

static void approximate(nps_exact_scan *scan, const nps_bounds *cell, double error)
{
    nps_exact_surface *surface = &scan->surface;
    int half, lane;
    surface->is_flat = 0;
    surface->error = error + ROUNDED_SCORES;
    for (half = 0; half < 2; half++) {
        nps_exact_lanes scores;
        for (lane = 0; lane < NPS_EXACT_LANES; lane++) {
            const double node = nps_exact_node(half * NPS_EXACT_LANES + lane);
            scores[lane] = clamp(cell->lower + node * (cell->upper - cell->lower), cell);
        }
        evaluate(scan, &scores, surface->halves[half]);
    }
    nps_exact_interpolate(surface);
}

/* Whether the limit is reached at the witness. */
static int witness_reaches(nps_exact_scan *scan, const nps_bounds *range)
{
    const double score = clamp(scan->witness, range);
    nps_exact_lanes scores;
    nps_exact_box box;
    double s_end;
    int lane;
    if (isnan(scan->witness) || !find_box(scan, &(nps_bounds){score, score}, &box))
        return 0;
    for (lane = 0; lane < NPS_EXACT_LANES; lane++)
        scores[lane] = score;
    scan->surface.is_flat = 1;
    scan->surface.error = 0;
    evaluate(scan, &scores, scan->surface.halves[0]);
    return nps_exact_compare_with(&scan->surface, &box, scan->limit, &s_end) == NPS_EXACT_REACHED;
}

static nps_exact_verdict examine(nps_exact_scan *scan, const nps_bounds *cell, int raising)
{
    const double length = cell->upper - cell->lower, error = interpolation_error(scan, cell);
    nps_exact_verdict verdict;
    nps_exact_box box;
    double s_end;
    if (!find_box(scan, cell, &box))
        return NPS_EXACT_BELOW;
    if (error > USABLE * scan->limit && length > SMALLEST_CELL)
        return NPS_EXACT_UNDECIDED;
    approximate(scan, cell, error);
    if (raising)
        return nps_exact_raise_to(&scan->surface, &box, &scan->limit, scan->most);
    verdict = nps_exact_compare_with(&scan->surface, &box, scan->limit, &s_end);
    if (verdict != NPS_EXACT_REACHED)
        return verdict;
    scan->witness = cell->lower + s_end * length;
    /* In the cell the nuisances have their widest range; at the witness itself the limit may not be reached. */
    return length <= NARROW_CELL || witness_reaches(scan, cell) ? NPS_EXACT_REACHED : NPS_EXACT_UNDECIDED;
}

/* Sets the tails of the lines, and finds the scores of b on them; 0 when there are none. */
static int start(nps_exact_scan *scan, const nps_exact_lines *lines, nps_bounds *range)
{
    const int n_a = (int)nps_real_counts_total(&scan->a.counts), n_b = (int)nps_real_counts_total(&scan->b.counts);
    const nps_bounds *scores = &scan->a.score;
    scan->sums.lower = (lines->first - 0.5) / NPS_EXACT_SUM_LINES;
    scan->sums.upper = fmin(2, (lines->last + 0.5) / NPS_EXACT_SUM_LINES);
    range->lower = fmax(scan->b.score.lower, scan->sums.lower - scores->upper);
    range->upper = fmin(scan->b.score.upper, scan->sums.upper - scores->lower);
    if (range->lower > range->upper)
        return 0;
    scan->surface.degree_a = n_a;
    scan->surface.degree_b = n_b;
    if (!scan->is_one_sided)
        nps_exact_find_tail(&scan->high, n_a, n_b, lines->least, lines->first);
    nps_exact_find_tail(&scan->low, n_a, n_b, lines->least, -lines->last);
    return 1;
}

/* Asked before each cell, which takes a millisecond at most. */
static int has_stopped(nps_exact_caller *caller)
{
    if (!caller->has_stopped && nps_interrupt_check(&caller->interrupt))
        caller->has_stopped = 1;
    return caller->has_stopped;
}

static nps_exact_verdict examine_all(nps_exact_scan *scan, const nps_bounds *range, int raising)
{
    struct cells cells;
    cut(scan, range, &cells);
    put_witness_last(scan, &cells);
    while (cells.count > 0) {
        const nps_bounds cell = cells.items[--cells.count];
        const double middle = 0.5 * (cell.lower + cell.upper);
        nps_exact_verdict verdict;
        if (has_stopped(scan->caller))
            return NPS_EXACT_REACHED;
        verdict = examine(scan, &cell, raising);
        if (verdict == NPS_EXACT_BELOW)
            continue;
        if (verdict == NPS_EXACT_REACHED || cell.upper - cell.lower <= SMALLEST_CELL || cells.count + 2 > MOST_CELLS)
            return NPS_EXACT_REACHED;
        cells.items[cells.count++] = (nps_bounds){cell.lower, middle};
        cells.items[cells.count++] = (nps_bounds){middle, cell.upper};
    }
    return NPS_EXACT_BELOW;
}

int nps_exact_lines_are_below(nps_exact_scan *scan, const nps_exact_lines *lines)
{
    nps_bounds range;
    if (!start(scan, lines, &range))
        return 1;
    return !witness_reaches(scan, &range) && examine_all(scan, &range, 0) == NPS_EXACT_BELOW;
}

void nps_exact_raise_limit_on(nps_exact_scan *scan, const nps_exact_lines *lines)
{
    nps_bounds range;
    if (start(scan, lines, &range) && examine_all(scan, &range, 1) != NPS_EXACT_BELOW)
        scan->limit = scan->most;
}
