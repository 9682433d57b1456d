/* SPDX-License-Identifier: MIT */
#include "exact_search.h"

#include <math.h>
#include <stddef.h>

/* The smallest length of a cell in theta; shorter cells are not divided. */
static const double SMALLEST_CELL = 0x1p-36;

/* The relative error of maxima over the nuisance parameter. */
static const double ERROR = 1e-10;

/* The part of the limit that left out probabilities may amount to; and how many times as much where the bound is
 * guessed to be below the limit by the factor EASY. */
static const double NEGLIGIBLE = 1e-13, COARSE = 1e12, EASY = 0.5;

/* A bound is not computed if it is guessed to be above the limit by this factor. */
static const double HOPELESS = 1.2;

static const double HALF_ROOT = 0.70710678118654752440; /* of 2 */

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
    int outer_end;           /* which of the two ends that are kept is the outer one of the current cell */
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

void nps_exact_search_begin(nps_exact_search *self, int answers, double *space)
{
    double *rest = space + NPS_EXACT_MIXTURE_SIZE(answers);
    int i;
    self->answers = answers;
    self->mixture = nps_exact_mixture_in(space, answers);
    self->scratch = (nps_exact_scratch){0, rest};
    rest += NPS_EXACT_SCRATCH_SIZE(answers);
    for (i = 0; i < 2; i++) {
        self->ends[i].lower = rest;
        self->ends[i].upper = rest + answers + 1;
        rest = self->ends[i].upper + answers + 1;
    }
    self->sum = rest;
}

static int is_below(const struct scan *scan, const double *polynomial, double limit)
{
    return nps_exact_is_below(scan->search->answers, polynomial, limit, &scan->search->scratch);
}

static double maximum(const struct scan *scan, const double *polynomial)
{
    return nps_exact_maximum(scan->search->answers, polynomial, ERROR, &scan->search->scratch);
}

/* An upper bound of the probability of a region for theta in [low, high]: the lower tail is most likely at the low
 * end, the upper tail at the high end. */
static void find_bound(nps_exact_search *search, const nps_exact_region *region, double low, double high,
                       double negligible, double *bound)
{
    nps_exact_clear(region->answers, bound);
    nps_exact_add_lower_tail(&search->mixture, region, low, negligible, bound);
    nps_exact_add_upper_tail(&search->mixture, region, high, negligible, bound);
}

/* The probability that two opposite tails of a normal distribution have beyond a deviate; beyond 0 or less, 1. */
static double two_tails(double deviate)
{
    return deviate > 0 ? erfc(deviate * HALF_ROOT) : 1;
}

/* The smallest |statistic| of the table on the lines of a block; not positive when the centre of the table lies in
 * the block. */
static double least_statistic(const struct scan *scan, const struct line_block *block)
{
    const nps_real_counts *counts = &scan->span->counts;
    return scan->upward ? -nps_exact_statistic(counts, block->first)
                        : nps_exact_statistic(counts, block->first + block->count - 1);
}

/* About the bound of a block: from one end to the other the statistic changes by its length in standard errors. */
static double guess_of_block(const struct scan *scan, const struct line_block *block, double least)
{
    const double middle = nps_exact_line_theta(block->first) + 0.5 * block->count / NPS_EXACT_LINES;
    const double length = (double)block->count / NPS_EXACT_LINES, variance = 1 - middle * middle;
    return two_tails(least - length * sqrt(scan->search->answers / variance));
}

static int compute_block(const struct scan *scan, const struct line_block *block, double least)
{
    nps_exact_search *const search = scan->search;
    const int end = block->first + block->count;
    const double guess = guess_of_block(scan, block, least), limit = search->limit;
    const double negligible = nps_exact_negligible(search);
    nps_exact_region region;
    if (guess > HOPELESS * limit)
        return 0;
    nps_exact_two_sided_region(&region, search->answers, least, block->first, end - 1);
    find_bound(search, &region, nps_exact_line_theta(block->first), nps_exact_line_theta(end),
               guess < EASY * limit ? COARSE * negligible : negligible, search->sum);
    return is_below(scan, search->sum, limit);
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

/* The second derivative in theta is at most n (n - 1) times the probability that the last two of n answers decide
 * whether the table is in a tail; the coefficients bound that probability (docs/exact.md). */
static double rise_above_chord(int n, double low, double high, double lower, double upper)
{
    const double down = 2 / (1 - high), up = 2 / (1 + low);
    const double decisive = down * down * lower + up * up * upper;
    return (double)n * (n - 1) * decisive * (high - low) * (high - low) / 8;
}

static nps_exact_end *outer_of(const struct scan *scan)
{
    return &scan->search->ends[scan->outer_end];
}

static nps_exact_end *inner_of(const struct scan *scan)
{
    return &scan->search->ends[!scan->outer_end];
}

static void set_end(nps_exact_end *end, double theta)
{
    if (end->theta == theta)
        return;
    end->theta = theta;
    end->has_lower = end->has_upper = 0;
    end->maximum = -1;
}

/* Keeps what is known of ends that the cell shares with the one before. */
static void set_ends(struct scan *scan, const struct cell *cell)
{
    if (inner_of(scan)->theta == cell->outer)
        scan->outer_end = !scan->outer_end;
    set_end(outer_of(scan), cell->outer);
    set_end(inner_of(scan), cell->inner);
}

static const double *lower_at(const struct scan *scan, nps_exact_end *end)
{
    nps_exact_search *const search = scan->search;
    if (!end->has_lower) {
        nps_exact_clear(search->answers, end->lower);
        end->lower_height = nps_exact_add_lower_tail(&search->mixture, &scan->region, end->theta,
                                                     nps_exact_negligible(search), end->lower);
        end->has_lower = 1;
    }
    return end->lower;
}

static const double *upper_at(const struct scan *scan, nps_exact_end *end)
{
    nps_exact_search *const search = scan->search;
    if (!end->has_upper) {
        nps_exact_clear(search->answers, end->upper);
        end->upper_height = nps_exact_add_upper_tail(&search->mixture, &scan->region, end->theta,
                                                     nps_exact_negligible(search), end->upper);
        end->has_upper = 1;
    }
    return end->upper;
}

/* The probability of the region when each tail has a theta of its own. */
static const double *sum_at(const struct scan *scan, nps_exact_end *of_lower, nps_exact_end *of_upper)
{
    const double *const lower = lower_at(scan, of_lower);
    const double *const upper = upper_at(scan, of_upper);
    double *const sum = scan->search->sum;
    int k;
    for (k = 0; k <= scan->search->answers; k++)
        sum[k] = lower[k] + upper[k];
    return sum;
}

static double maximum_at(const struct scan *scan, nps_exact_end *end)
{
    if (end->maximum < 0)
        end->maximum = maximum(scan, sum_at(scan, end, end));
    return end->maximum;
}

/* Whether the p-value at an end is below a limit. */
static int end_is_below(const struct scan *scan, nps_exact_end *end, double limit)
{
    if (end->maximum >= 0)
        return end->maximum < limit;
    return is_below(scan, sum_at(scan, end, end), limit);
}

/* A p-value reached the limit: stop the scan, or raise the limit and go on unless it cannot be raised further. */
static enum verdict reach(const struct scan *scan, double p)
{
    scan->search->limit = fmax(scan->search->limit, p);
    return scan->search->limit < 1 ? BELOW : REACHED;
}

/* The conclusion of the chord bound for the current cell. */
static enum verdict examine_chord(const struct scan *scan, double rise)
{
    const double *limit = &scan->search->limit;
    nps_exact_end *const outer = outer_of(scan), *const inner = inner_of(scan);
    if (!end_is_below(scan, outer, *limit) && (!scan->raising || reach(scan, maximum_at(scan, outer)) == REACHED))
        return REACHED;
    if (scan->raising && !end_is_below(scan, inner, *limit) && reach(scan, maximum_at(scan, inner)) == REACHED)
        return REACHED;
    return end_is_below(scan, outer, *limit - rise) && end_is_below(scan, inner, *limit - rise) ? BELOW : UNDECIDED;
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
static void divide_at_crossing(struct scan *scan, const struct cell *cell, double rise)
{
    const double limit = scan->search->limit;
    const double from = maximum_at(scan, outer_of(scan)), to = maximum_at(scan, inner_of(scan));
    const double crossing = (limit - from) / (to - from);
    const double margin =
        (2 * rise + 4 * ERROR * limit) / (to - from) + SMALLEST_CELL / 2 / fabs(cell->outer - cell->inner);
    if (cell->halve || !(from < limit && limit < to))
        divide_cell(scan, cell, 0.5, 0);
    else if (crossing > 2 * margin)
        divide_cell(scan, cell, crossing - margin, 1);
    else
        divide_cell(scan, cell, fmin(crossing + margin, 0.5), 0);
}

static enum verdict examine_cell(struct scan *scan, const struct cell *cell)
{
    nps_exact_search *const search = scan->search;
    const double low = fmin(cell->outer, cell->inner), high = fmax(cell->outer, cell->inner);
    nps_exact_end *at_low, *at_high;
    const double *bound;
    enum verdict verdict;
    double rise;
    set_ends(scan, cell);
    at_low = scan->upward ? inner_of(scan) : outer_of(scan);
    at_high = scan->upward ? outer_of(scan) : inner_of(scan);
    bound = sum_at(scan, at_low, at_high);
    if (is_below(scan, bound, search->limit))
        return BELOW;
    if (high - low <= SMALLEST_CELL)
        return scan->raising ? reach(scan, maximum(scan, bound)) : REACHED;
    rise = rise_above_chord(search->answers, low, high, at_low->lower_height, at_high->upper_height);
    verdict = examine_chord(scan, rise);
    if (verdict == UNDECIDED)
        divide_at_crossing(scan, cell, rise);
    return verdict;
}

/* Scans one line from its outer end; returns 1 when the limit is reached there, at *theta. */
static int scan_line(struct scan *scan, int line, double low, double high, double *theta)
{
    const double least = fabs(nps_exact_statistic(&scan->span->counts, line));
    nps_exact_two_sided_region(&scan->region, scan->search->answers, least, line, line);
    scan->search->ends[0].theta = scan->search->ends[1].theta = -1;
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

/* The span whose table has the smallest |statistic| in a block: what is shown for it there is shown for the others. */
static const nps_exact_span *least_extreme(struct scan *scan, const nps_exact_span *spans, int count,
                                           const struct line_block *block)
{
    const nps_exact_span *found = spans;
    double least = INFINITY;
    int i;
    for (i = 0; count > 1 && i < count; i++) {
        double statistic;
        scan->span = &spans[i];
        statistic = least_statistic(scan, block);
        if (statistic < least) {
            least = statistic;
            found = &spans[i];
        }
    }
    return found;
}

/* The span that reaches the limit, at *theta; NULL: none. */
static const nps_exact_span *scan_spans(nps_exact_search *search, const nps_exact_span *spans, int count, int raising,
                                        double *theta)
{
    const double span_low = fmin(spans->outer, spans->inner), span_high = fmax(spans->outer, spans->inner);
    struct scan scan;
    scan.search = search;
    scan.raising = raising;
    scan.upward = spans->outer > spans->inner;
    scan.block_count = scan.cell_count = scan.outer_end = 0;
    push_block(&scan, 0, NPS_EXACT_LINES);
    while (scan.block_count > 0) {
        const struct line_block block = scan.blocks[--scan.block_count];
        const double low = fmax(span_low, nps_exact_line_theta(block.first));
        const double high = fmin(span_high, nps_exact_line_theta(block.first + block.count));
        if (low >= high)
            continue;
        scan.span = least_extreme(&scan, spans, count, &block);
        if (block.count == 1) {
            if (line_is_reached(&scan, block.first, low, high, theta))
                return scan.span;
        } else if (!block_is_below(&scan, &block)) {
            divide_block(&scan, &block);
        }
    }
    return NULL;
}

int nps_exact_find_reached(nps_exact_search *self, const nps_exact_span *spans, int count)
{
    double unused;
    const nps_exact_span *found = count > 0 ? scan_spans(self, spans, count, 0, &unused) : NULL;
    return found ? (int)(found - spans) : -1;
}

int nps_exact_find_outermost(nps_exact_search *self, const nps_exact_span *span, double *theta)
{
    return scan_spans(self, span, 1, 0, theta) != NULL;
}

void nps_exact_raise_limit(nps_exact_search *self, const nps_exact_span *span)
{
    double unused;
    scan_spans(self, span, 1, 1, &unused);
}

double nps_exact_negligible(const nps_exact_search *self)
{
    /* What is left out of a p-value must not depend on where the search for it begins. */
    if (!self->blocks)
        return NPS_EXACT_LEAST_NEGLIGIBLE;
    return fmax(NPS_EXACT_LEAST_NEGLIGIBLE, NEGLIGIBLE / (4 * (self->answers + 1.0)) * self->limit);
}

double nps_exact_point(nps_exact_search *self, const nps_real_counts *counts, double theta)
{
    const int line = nps_exact_line(theta);
    nps_exact_region region;
    nps_exact_two_sided_region(&region, self->answers, fabs(nps_exact_statistic(counts, line)), line, line);
    find_bound(self, &region, theta, theta, NPS_EXACT_LEAST_NEGLIGIBLE, self->sum);
    return nps_exact_maximum(self->answers, self->sum, ERROR, &self->scratch);
}
