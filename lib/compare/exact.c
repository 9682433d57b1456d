/* The exact comparison of two samples. The samples are a and the mirrored b, so that the difference of the scores is a
 * sum; the lower bound of a sum is the upper bound of the mirrored samples.
 * SPDX-License-Identifier: MIT */
#include "exact.h"

#include "../math/numerics.h"
#include "../method/exact.h"
#include "exact_line.h"

#include <math.h>
#include <string.h>

/* Probabilities have a relative error below 1e-11 (docs/exact.md). */
static const double ROUNDING = 1e-11;

/* The share of alpha that is spent on leaving out implausible truths. */
static const double SHARE = 0.01;

/* The smallest p-value is 4 to this power, near 1e-6. */
enum { LOWEST_LEVEL = -10 };

/* An upper bound of lines goes half a line beyond the last. */
static double end_of(int line)
{
    return fmin(2, (line + 0.5) / NPS_EXACT_SUM_LINES);
}

/* The level is the largest power of 4 that is not above alpha; alphas of one level leave out the same truths. */
static int level_of(double alpha)
{
    int level = 0;
    while (level > LOWEST_LEVEL && ldexp(1, 2 * level) > alpha)
        level--;
    return level;
}

static double limit_of(double alpha)
{
    return (1 - SHARE) * alpha / (1 + ROUNDING);
}

/* ---- truths that are not implausible ---- */

/* P(at least k of n), each with probability p. */
static double binomial_tail(int n, int k, double p)
{
    double choices = 1, sum = 0;
    int i;
    for (i = 0; i <= n; i++) {
        if (i >= k)
            sum += choices * pow(p, i) * pow(1 - p, n - i);
        choices *= (double)(n - i) / (i + 1);
    }
    return sum;
}

/* A share at which at least k of n are less likely than `probability`, and hardly smaller than necessary. */
static double lowest_share(int n, int k, double probability)
{
    double low = 0, high = 1;
    int step;
    for (step = 0; step < 40; step++) {
        const double middle = 0.5 * (low + high);
        if (binomial_tail(n, k, middle) * (1 + ROUNDING) < probability)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Apart from the caller, so that its memory is gone when the scan needs the stack. */
#ifdef __GNUC__
__attribute__((noinline))
#endif
static void
find_scores(const nps_real_counts *counts, double alpha, nps_bounds *score)
{
    union {
        nps_exact_memory memory;
        unsigned char bytes[NPS_EXACT_MEMORY_SIZE(NPS_EXACT_COMPARE_MAX)];
    } of;
    memset(&of, 0, sizeof of);
    nps_exact_interval(&of.memory, counts, alpha, score); /* cannot fail: the counts are whole and few */
}

static nps_exact_arm make_arm(const nps_real_counts *counts, int level)
{
    const double share = SHARE * ldexp(1, 2 * level) / 4;
    const int n = (int)nps_real_counts_total(counts), passives = (int)counts->passives;
    nps_exact_arm arm = {.counts = *counts};
    find_scores(counts, share, &arm.score);
    arm.decided.lower = passives == n ? 0 : lowest_share(n, n - passives, share / 2);
    arm.decided.upper = passives == 0 ? 1 : 1 - lowest_share(n, passives, share / 2);
    return arm;
}

/* ---- the search ---- */

/* A search among the lines above the centre of two tables. */
struct search {
    nps_exact_tables tables;
    nps_exact_scan scan;
};

/* Whether the tables are in the order in which they are examined; without such an order the result would depend on
 * which sample is first. */
static int is_ordered(const nps_exact_tables *tables)
{
    const nps_real_counts *a = &tables->a, *b = &tables->b;
    const double n_a = nps_real_counts_total(a), n_b = nps_real_counts_total(b);
    if (n_a != n_b)
        return n_a > n_b;
    return a->promoters != b->promoters ? a->promoters > b->promoters : a->passives >= b->passives;
}

static nps_exact_tables ordered(const nps_exact_tables *tables)
{
    return is_ordered(tables) ? *tables : (nps_exact_tables){tables->b, tables->a};
}

static void set_level(struct search *self, int level)
{
    self->scan.a = make_arm(&self->tables.a, level);
    self->scan.b = make_arm(&self->tables.b, level);
    self->scan.witness = NAN;
}

static double below_statistic(const struct search *self, int line)
{
    return -nps_exact_sum_statistic(&self->tables, line) * (1 - ROUNDING);
}

static int is_below(struct search *self, int first, int last)
{
    const nps_exact_lines lines = {first, last, below_statistic(self, first)};
    return nps_exact_lines_are_below(&self->scan, &lines);
}

/* The statistic that is expected where a probability is reached. */
static double expected_deviate(const struct search *self, double probability)
{
    return self->scan.is_one_sided ? nps_normal_upper_quantile(probability)
                                   : nps_normal_two_sided_quantile(probability);
}

/* The last line whose statistic is closer to 0 than `deviate`, a guess of where the limit is reached. */
static int guess_outermost(const struct search *self, int from, int last, double deviate)
{
    int low = from - 1, high = last;
    while (low < high) {
        const int middle = high - (high - low) / 2;
        if (!nps_exact_sum_is_lower(&self->tables, middle, deviate))
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* The outermost line, of those from `from` to `last`, that is not shown to be below the limit; from - 1: none. The
 * lines of a block can be shown to be below it together when the block is no longer than its distance from the line
 * where the limit is reached. */
static int find_outermost(struct search *self, int from, int last)
{
    int reached = guess_outermost(self, from, last, expected_deviate(self, self->scan.limit));
    double share = 0.5; /* of the distance, that a block takes */
    while (last >= from) {
        int first;
        if (reached >= last)
            reached = last - 1;
        first = (int)fmax(from, last - floor(share * (last - reached - 1)));
        if (is_below(self, first, last)) {
            last = first - 1;
            share = fmin(0.5, 1.5 * share);
        } else if (first == last) {
            return last;
        } else {
            share *= 0.5;
        }
    }
    return last;
}

/* Raises the limit until it is above the probability on all lines from `from` upwards. */
static void raise_limit(struct search *self, int from)
{
    int first = from;
    while (first <= NPS_EXACT_SUM_LAST && self->scan.limit < self->scan.most) {
        int last = (int)fmin(NPS_EXACT_SUM_LAST, 2 * first - from - 1);
        while (last > first && !is_below(self, first, last))
            last = first + (last - first) / 2;
        if (last <= first) {
            const nps_exact_lines line = {first, first, below_statistic(self, first)};
            nps_exact_raise_limit_on(&self->scan, &line);
            last = first;
        }
        first = last + 1;
    }
}

/* The line of the highest sum that is accepted without a test: the score, or the sum at which the statistic is 0. */
static int highest_accepted(const nps_exact_tables *tables)
{
    const double score = nps_real_counts_theta(&tables->a) + nps_real_counts_theta(&tables->b);
    return (int)floor(fmax(score, nps_exact_sum_centre(tables)) * NPS_EXACT_SUM_LINES + 0.5 + ROUNDING);
}

/* What is searched for, from the two tables of the samples, and for whom. */
struct question {
    nps_exact_tables tables;
    int is_one_sided;
    nps_exact_caller *caller;
};

static struct question mirrored(const struct question *question)
{
    return (struct question){nps_exact_mirror(&question->tables), question->is_one_sided, question->caller};
}

static void start_search(struct search *self, const struct question *question, int level)
{
    memset(self, 0, sizeof *self);
    self->tables = ordered(&question->tables);
    self->scan.is_one_sided = question->is_one_sided;
    self->scan.caller = question->caller;
    set_level(self, level);
}

/* The upper bound, of the lines from `from` to `last`; from - 1: none of them. */
#ifdef __GNUC__
__attribute__((noinline))
#endif
static int
find_highest(const struct question *question, double alpha, int from, int last)
{
    struct search search;
    if (from > last)
        return from - 1;
    start_search(&search, question, level_of(alpha));
    search.scan.limit = limit_of(alpha);
    return find_outermost(&search, from, last);
}

/* The largest p-value from a line upwards if it belongs to a level; the end of the level beyond which it lies if not.
 */
#ifdef __GNUC__
__attribute__((noinline))
#endif
static double
p_value_at_level(const struct question *question, int line, int level)
{
    const double lowest = ldexp(1, 2 * level), highest = 4 * lowest;
    struct search search;
    start_search(&search, question, level);
    search.scan.limit = limit_of(lowest);
    search.scan.most = limit_of(highest);
    raise_limit(&search, line);
    return fmin(fmax(lowest, search.scan.limit * (1 + ROUNDING) / (1 - SHARE)), highest);
}

/* The p-value of a line and all lines above it: the smallest alpha at which all of them are rejected. */
static double p_value_from(const struct question *question, int line)
{
    const double tail = nps_normal_upper_tail(-nps_exact_sum_statistic(&question->tables, line));
    const double guess = question->is_one_sided ? tail : 2 * tail;
    int level = guess < 0.25 ? level_of(guess) : -1, direction = 0;
    if (line <= highest_accepted(&question->tables))
        return 1;
    for (;;) {
        const double p = p_value_at_level(question, line, level), lowest = ldexp(1, 2 * level);
        if (question->caller->has_stopped)
            return 1;
        if (p <= lowest && direction <= 0 && level > LOWEST_LEVEL)
            direction = -1;
        else if (p >= 4 * lowest && direction >= 0 && level < -1)
            direction = 1;
        else
            return fmin(1, p);
        level += direction;
    }
}

/* The upper bound, and the p-value of a line, which agrees with it. */
struct upper_end {
    double bound, p_value;
};

static struct upper_end find_upper_end(const struct question *question, double alpha, int line)
{
    const int from = highest_accepted(&question->tables) + 1, last = NPS_EXACT_SUM_LAST;
    struct upper_end end = {.p_value = p_value_from(question, line)};
    /* The test has decided about the line and those above it, or about one of them at least. */
    end.bound = end_of(end.p_value < alpha ? find_highest(question, alpha, from, line - 1)
                       : from > line       ? find_highest(question, alpha, from, last)
                                           : (int)fmax(line, find_highest(question, alpha, line + 1, last)));
    return end;
}

static int has_bounds(double alpha)
{
    return alpha >= ldexp(1, 2 * LOWEST_LEVEL);
}

static int is_whole(const nps_real_counts *counts)
{
    return counts->promoters == floor(counts->promoters) && counts->passives == floor(counts->passives) &&
           counts->detractors == floor(counts->detractors);
}

/* Bounds of the sum of which 0 lies above the centre. */
static void compare_below(const nps_exact_tables *tables, double alpha, nps_exact_caller *caller,
                          nps_exact_comparison *out)
{
    const struct question question = {*tables, 0, caller}, mirror = mirrored(&question);
    const int opposite = highest_accepted(&mirror.tables) + 1;
    if (has_bounds(alpha)) {
        const struct upper_end end = find_upper_end(&question, alpha, 0);
        out->p_value = end.p_value;
        out->theta.upper = end.bound;
        out->theta.lower = -end_of(find_highest(&mirror, alpha, opposite, NPS_EXACT_SUM_LAST));
    } else {
        out->p_value = p_value_from(&question, 0);
        out->theta = (nps_bounds){-2, 2};
    }
}

static nps_status check_samples(const nps_real_counts *a, const nps_real_counts *b)
{
    if (!is_whole(a) || !is_whole(b))
        return NPS_ERROR_UNAVAILABLE;
    if (nps_real_counts_total(a) > NPS_EXACT_COMPARE_MAX || nps_real_counts_total(b) > NPS_EXACT_COMPARE_MAX)
        return NPS_ERROR_TOO_MANY;
    return NPS_OK;
}

static nps_exact_tables tables_of(const nps_real_counts *a, const nps_real_counts *b)
{
    return (nps_exact_tables){*a, {b->detractors, b->passives, b->promoters}};
}

nps_status nps_exact_compare(const nps_real_counts *a, const nps_real_counts *b, double alpha,
                             const nps_interrupt *interrupt, nps_exact_comparison *out)
{
    const nps_exact_tables tables = tables_of(a, b), mirror = nps_exact_mirror(&tables);
    const nps_status status = check_samples(a, b);
    nps_exact_caller caller = {*interrupt, 0};
    if (status)
        return status;
    if (nps_exact_sum_centre(&tables) <= 0) {
        compare_below(&tables, alpha, &caller, out);
    } else {
        compare_below(&mirror, alpha, &caller, out);
        out->theta = (nps_bounds){-out->theta.upper, -out->theta.lower};
    }
    return caller.has_stopped ? NPS_ERROR_INTERRUPTED : NPS_OK;
}

/* A margin on the border of two lines belongs to the lower one, so that a bound that equals it is no rejection. */
static int line_of_margin(double margin)
{
    return (int)ceil(margin * NPS_EXACT_SUM_LINES + 0.5) - 1;
}

/* The p-value of the hypothesis that the sum is `margin` or more, and the upper bound. */
static struct upper_end test_margin(const struct question *question, double margin, double alpha)
{
    const int line = line_of_margin(margin);
    if (has_bounds(alpha))
        return find_upper_end(question, alpha, line);
    return (struct upper_end){2, p_value_from(question, line)};
}

nps_status nps_exact_compare_margin(const nps_real_counts *a, const nps_real_counts *b, double margin, double alpha,
                                    const nps_interrupt *interrupt, nps_exact_margin *out)
{
    nps_exact_caller caller = {*interrupt, 0};
    const struct question question = {tables_of(a, b), 1, &caller}, mirror = mirrored(&question);
    const nps_status status = check_samples(a, b);
    struct upper_end above, below;
    if (status)
        return status;
    above = test_margin(&question, margin, alpha);
    below = test_margin(&mirror, margin, alpha);
    *out = (nps_exact_margin){{-below.bound, above.bound}, below.p_value, above.p_value};
    return caller.has_stopped ? NPS_ERROR_INTERRUPTED : NPS_OK;
}

/* Whether all lines from one upwards are rejected. That line, which is rejected last, is examined first, where the two
 * scores are most likely to have that sum. */
static int rejects_all(const struct question *question, double alpha, int line)
{
    const nps_real_counts *a, *b;
    struct search search;
    int first = line, last = line;
    start_search(&search, question, level_of(alpha));
    search.scan.limit = limit_of(alpha);
    a = &search.tables.a;
    b = &search.tables.b;
    search.scan.witness = (b->promoters - b->detractors - a->promoters + a->detractors +
                           nps_real_counts_total(a) * line / NPS_EXACT_SUM_LINES) /
                          (nps_real_counts_total(a) + nps_real_counts_total(b));
    while (first <= NPS_EXACT_SUM_LAST) {
        if (is_below(&search, first, last)) {
            first = last + 1;
            last = (int)fmin(NPS_EXACT_SUM_LAST, 2 * first - line - 1);
        } else if (first == last) {
            return 0;
        } else {
            last = first + (last - first) / 2;
        }
    }
    return 1;
}

int nps_exact_rejects(const nps_real_counts *a, const nps_real_counts *b, double alpha)
{
    nps_exact_caller nobody = {{NULL, NULL}, 0};
    struct question question = {tables_of(a, b), 0, &nobody};
    if (nps_exact_sum_centre(&question.tables) > 0)
        question = mirrored(&question);
    return has_bounds(alpha) && highest_accepted(&question.tables) < 0 && rejects_all(&question, alpha, 0);
}

int nps_exact_rejects_margin(const nps_real_counts *a, const nps_real_counts *b, double margin, double alpha)
{
    nps_exact_caller nobody = {{NULL, NULL}, 0};
    const struct question question = {tables_of(a, b), 1, &nobody}, mirror = mirrored(&question);
    const int line = line_of_margin(margin);
    return has_bounds(alpha) && highest_accepted(&mirror.tables) < line && rejects_all(&mirror, alpha, line);
}
