/* SPDX-License-Identifier: MIT */
#include "exact_search.h"

#include <math.h>

/* The smallest length of a cell in theta; shorter cells are not divided. */
static const double SMALLEST_CELL = 0x1p-36;

/* The relative error of maxima over the nuisance parameter. */
static const double ERROR = 1e-10;

enum { MOST_BLOCKS = 16, MOST_CELLS = 96 };

/* A range of theta still to be examined, within one line. */
struct cell {
    double outer, inner;
    int halve; /* divide the cell in the middle, because a cut at the chord has failed */
};

/* Lines still to be examined; `count` is a power of 2 that divides `first`. */
struct line_block {
    int first, count;
};

/* The state of a scan. */
struct scan {
    nps_exact_search *search;
    const nps_exact_span *span;
    int raising; /* raise the limit where it is reached, instead of stopping */
    int upward;  /* whether the outer end is the higher one */
    struct line_block blocks[MOST_BLOCKS];
    int block_count;
    struct cell cells[MOST_CELLS];
    int cell_count;
    nps_exact_region region; /* of the current line */
};

/* The largest coefficients of the two tails. */
struct heights {
    double lower, upper;
};

/* The probability of the region at both ends of a cell, and how far it may exceed its chord in between. */
struct chord {
    nps_exact_polynomial outer, inner;
    double rise;
};

enum verdict { BELOW, REACHED, UNDECIDED };

void nps_exact_blocks_init(nps_exact_blocks *self)
{
    int i;
    for (i = 0; i < NPS_EXACT_BLOCKS; i++) {
        self->below[i] = INFINITY;
        self->reached[i] = 0;
    }
}

void nps_exact_line_results_init(nps_exact_line_results *self)
{
    int i;
    for (i = 0; i < NPS_EXACT_LINES; i++)
        self->below[0][i] = self->below[1][i] = INFINITY;
}

static int is_below(const struct scan *scan, const nps_exact_polynomial *polynomial, double limit)
{
    return nps_exact_is_below(scan->search->answers, polynomial, limit, &scan->search->scratch);
}

static double maximum(const struct scan *scan, const nps_exact_polynomial *polynomial)
{
    return nps_exact_maximum(scan->search->answers, polynomial, ERROR, &scan->search->scratch);
}

/* An upper bound of the probability of a region for theta in [low, high]: the lower tail is most likely at the low
 * end, the upper tail at the high end. */
static struct heights find_bound(const nps_exact_region *region, double low, double high, nps_exact_polynomial *bound)
{
    struct heights heights;
    nps_exact_clear(region->answers, bound);
    heights.lower = nps_exact_add_lower_tail(region, low, bound);
    heights.upper = nps_exact_add_upper_tail(region, high, bound);
    return heights;
}

/* The smallest |statistic| of the table on the lines of a block; not positive when the centre of the table lies in
 * the block. */
static double least_statistic(const struct scan *scan, const struct line_block *block)
{
    const nps_real_counts *counts = &scan->span->counts;
    return scan->upward ? -nps_exact_statistic(counts, block->first)
                        : nps_exact_statistic(counts, block->first + block->count - 1);
}

static int compute_block(const struct scan *scan, const struct line_block *block, double least)
{
    const int end = block->first + block->count;
    nps_exact_region region;
    nps_exact_polynomial bound;
    nps_exact_two_sided_region(&region, scan->search->answers, least, block->first, end - 1);
    find_bound(&region, nps_exact_line_theta(block->first), nps_exact_line_theta(end), &bound);
    return is_below(scan, &bound, scan->search->limit);
}

/* Whether all p-values of a block are below the limit, as far as one bound for the whole block shows it. */
static int block_is_below(const struct scan *scan, const struct line_block *block)
{
    nps_exact_blocks *blocks = scan->search->blocks;
    const int index = (NPS_EXACT_LINES + block->first) / block->count;
    const double least = least_statistic(scan, block);
    int below;
    if (least <= 0)
        return 0;
    if (!blocks || index >= NPS_EXACT_BLOCKS)
        return compute_block(scan, block, least);
    if (least >= blocks->below[index])
        return 1;
    if (least <= blocks->reached[index])
        return 0;
    below = compute_block(scan, block, least);
    (below ? blocks->below : blocks->reached)[index] = least;
    return below;
}

/* A p-value reached the limit: stop the scan, or raise the limit and go on unless it cannot be raised further. */
static enum verdict reach(const struct scan *scan, const nps_exact_polynomial *polynomial)
{
    if (!scan->raising)
        return REACHED;
    scan->search->limit = fmax(scan->search->limit, maximum(scan, polynomial));
    return scan->search->limit < 1 ? BELOW : REACHED;
}

/* The second derivative in theta is at most n (n - 1) times the probability that the last two of n answers decide
 * whether the table is in a tail; the coefficients bound that probability (docs/exact.md). */
static double rise_above_chord(int n, double low, double high, struct heights heights)
{
    const double down = 2 / (1 - high), up = 2 / (1 + low);
    const double decisive = down * down * heights.lower + up * up * heights.upper;
    return (double)n * (n - 1) * decisive * (high - low) * (high - low) / 8;
}

static void make_chord(const struct scan *scan, const struct cell *cell, struct heights heights, struct chord *chord)
{
    find_bound(&scan->region, cell->outer, cell->outer, &chord->outer);
    find_bound(&scan->region, cell->inner, cell->inner, &chord->inner);
    chord->rise = rise_above_chord(scan->search->answers, fmin(cell->outer, cell->inner),
                                   fmax(cell->outer, cell->inner), heights);
}

/* The conclusion of the chord bound for its cell. */
static enum verdict examine_chord(const struct scan *scan, const struct chord *chord)
{
    const double *limit = &scan->search->limit;
    if (!is_below(scan, &chord->outer, *limit) && reach(scan, &chord->outer) == REACHED)
        return REACHED;
    if (scan->raising && !is_below(scan, &chord->inner, *limit) && reach(scan, &chord->inner) == REACHED)
        return REACHED;
    return is_below(scan, &chord->outer, *limit - chord->rise) && is_below(scan, &chord->inner, *limit - chord->rise)
               ? BELOW
               : UNDECIDED;
}

static void push_cell(struct scan *scan, double outer, double inner, int halve)
{
    scan->cells[scan->cell_count++] = (struct cell){outer, inner, halve};
}

static void divide_cell(struct scan *scan, const struct cell *cell, double fraction, int halve)
{
    const double cut = cell->outer + fraction * (cell->inner - cell->outer);
    push_cell(scan, cut, cell->inner, 0);
    push_cell(scan, cell->outer, cut, halve);
}

/* Where the probability crosses the limit. The cut is just outside, so that the outer part will be shown to be below
 * the limit; or just inside, so that the crossing is enclosed in a narrow cell. */
static void divide_at_crossing(struct scan *scan, const struct cell *cell, const struct chord *chord)
{
    const double limit = scan->search->limit, from = maximum(scan, &chord->outer), to = maximum(scan, &chord->inner);
    const double crossing = (limit - from) / (to - from);
    const double margin =
        (2 * chord->rise + 4 * ERROR * limit) / (to - from) + SMALLEST_CELL / 2 / fabs(cell->outer - cell->inner);
    if (cell->halve || !(from < limit && limit < to))
        divide_cell(scan, cell, 0.5, 0);
    else if (crossing > 2 * margin)
        divide_cell(scan, cell, crossing - margin, 1);
    else
        divide_cell(scan, cell, fmin(crossing + margin, 0.5), 0);
}

static enum verdict examine_cell(struct scan *scan, const struct cell *cell)
{
    const double low = fmin(cell->outer, cell->inner), high = fmax(cell->outer, cell->inner);
    struct chord chord;
    nps_exact_polynomial *bound = &chord.outer;
    const struct heights heights = find_bound(&scan->region, low, high, bound);
    enum verdict verdict;
    if (is_below(scan, bound, scan->search->limit))
        return BELOW;
    if (high - low <= SMALLEST_CELL)
        return reach(scan, bound);
    make_chord(scan, cell, heights, &chord);
    verdict = examine_chord(scan, &chord);
    if (verdict == UNDECIDED)
        divide_at_crossing(scan, cell, &chord);
    return verdict;
}

/* Scans one line from its outer end; returns 1 when the limit is reached there, at *theta. */
static int scan_line(struct scan *scan, int line, double low, double high, double *theta)
{
    const double least = fabs(nps_exact_statistic(&scan->span->counts, line));
    nps_exact_two_sided_region(&scan->region, scan->search->answers, least, line, line);
    push_cell(scan, scan->upward ? high : low, scan->upward ? low : high, 0);
    while (scan->cell_count > 0) {
        const struct cell cell = scan->cells[--scan->cell_count];
        if (examine_cell(scan, &cell) == REACHED) {
            *theta = cell.outer;
            return 1;
        }
    }
    return 0;
}

/* The same, with results about lines. */
static int line_is_reached(struct scan *scan, int line, double low, double high, double *theta)
{
    nps_exact_line_results *lines = scan->search->lines;
    const double least = fabs(nps_exact_statistic(&scan->span->counts, line));
    if (lines && least >= lines->below[scan->upward][line])
        return 0;
    if (scan_line(scan, line, low, high, theta))
        return 1;
    if (lines)
        lines->below[scan->upward][line] = least;
    return 0;
}

static void push_block(struct scan *scan, int first, int count)
{
    scan->blocks[scan->block_count++] = (struct line_block){first, count};
}

/* The outer half is scanned first. */
static void divide_block(struct scan *scan, const struct line_block *block)
{
    const int half = block->count / 2, middle = block->first + half;
    push_block(scan, scan->upward ? block->first : middle, half);
    push_block(scan, scan->upward ? middle : block->first, half);
}

static int scan_span(nps_exact_search *search, const nps_exact_span *span, int raising, double *theta)
{
    const double span_low = fmin(span->outer, span->inner), span_high = fmax(span->outer, span->inner);
    struct scan scan;
    scan.search = search;
    scan.span = span;
    scan.raising = raising;
    scan.upward = span->outer > span->inner;
    scan.block_count = scan.cell_count = 0;
    push_block(&scan, 0, NPS_EXACT_LINES);
    while (scan.block_count > 0) {
        const struct line_block block = scan.blocks[--scan.block_count];
        const double low = fmax(span_low, nps_exact_line_theta(block.first));
        const double high = fmin(span_high, nps_exact_line_theta(block.first + block.count));
        if (low >= high)
            continue;
        if (block.count == 1) {
            if (line_is_reached(&scan, block.first, low, high, theta))
                return 1;
        } else if (!block_is_below(&scan, &block)) {
            divide_block(&scan, &block);
        }
    }
    return 0;
}

int nps_exact_find_outermost(nps_exact_search *self, const nps_exact_span *span, double *theta)
{
    return scan_span(self, span, 0, theta);
}

void nps_exact_raise_limit(nps_exact_search *self, const nps_exact_span *span)
{
    double unused;
    scan_span(self, span, 1, &unused);
}

double nps_exact_point(nps_exact_search *self, const nps_real_counts *counts, double theta)
{
    const int line = nps_exact_line(theta);
    nps_exact_region region;
    nps_exact_polynomial polynomial;
    nps_exact_two_sided_region(&region, self->answers, fabs(nps_exact_statistic(counts, line)), line, line);
    find_bound(&region, theta, theta, &polynomial);
    return nps_exact_maximum(self->answers, &polynomial, ERROR, &self->scratch);
}
