/* SPDX-License-Identifier: MIT */
#include "exact_rejection.h"

#include "../math/numerics.h"
#include "exact.h"
#include "score.h"

#include <math.h>

/* Limits of |statistic| that differ by less than this, relative, are the same. */
static const double SAME = 1e-11;

/* Whether the probability of the region is below alpha. */
static bool is_critical(nps_exact_rejection *self, const nps_exact_region *region)
{
    const double negligible = nps_exact_negligible(&self->search);
    nps_exact_clear(self->search.answers, self->search.sum);
    nps_exact_add_lower_tail(&self->search.mixture, region, self->theta, negligible, self->search.sum);
    nps_exact_add_upper_tail(&self->search.mixture, region, self->theta, negligible, self->search.sum);
    return nps_exact_is_below(self->search.answers, self->search.sum, self->search.limit, &self->search.scratch);
}

/* At theta = 1 only the table of n promoters is possible. */
static void reject_all_but_promoters(nps_exact_region *region, int answers)
{
    int detractors;
    region->answers = answers;
    for (detractors = 0; detractors <= answers; detractors++) {
        region->upper[detractors] = -1;
        region->lower[detractors] = (int16_t)(detractors == 0);
    }
}

/* The limits between which the critical one is, and their regions: that of the larger one is critical. */
struct limits {
    double critical, other;
    nps_exact_region with_critical, with_other;
};

/* The range of the |statistic| of tables. */
struct statistics {
    double smallest, largest;
};

static void add_tables(struct statistics *self, int answers, int line, int detractors, int from, int to)
{
    int passives;
    for (passives = from; passives < to; passives++) {
        const nps_real_counts table = {answers - passives - detractors, passives, detractors};
        const double statistic = fabs(nps_exact_statistic(&table, line));
        self->smallest = fmin(self->smallest, statistic);
        self->largest = fmax(self->largest, statistic);
    }
}

/* Those of the tables that are in one of the regions only. */
static struct statistics between(const struct limits *limits, int line)
{
    const nps_exact_region *in = &limits->with_critical, *out = &limits->with_other;
    struct statistics found = {INFINITY, 0};
    int detractors;
    for (detractors = 0; detractors <= in->answers; detractors++) {
        add_tables(&found, in->answers, line, detractors, in->upper[detractors] + 1, out->upper[detractors] + 1);
        add_tables(&found, in->answers, line, detractors, out->lower[detractors], in->lower[detractors]);
    }
    return found;
}

static void try_limit(nps_exact_rejection *self, struct limits *limits, double least)
{
    const int line = nps_exact_line(self->theta);
    nps_exact_region region;
    bool is_found;
    nps_exact_two_sided_region(&region, self->search.answers, least, line, line);
    is_found = is_critical(self, &region);
    *(is_found ? &limits->critical : &limits->other) = least;
    *(is_found ? &limits->with_critical : &limits->with_other) = region;
}

/* Moves away from the limit of a normal statistic, in growing steps, until one limit is critical and one is not. */
static void enclose(nps_exact_rejection *self, struct limits *limits, double alpha)
{
    static const double first_step = 1.03, last_step = 1e3;
    const double most = limits->critical;
    double limit = nps_normal_two_sided_quantile(alpha), step = first_step;
    while (limit > 0 && limit < most && step < last_step && !(limits->critical < most && limits->other > 0)) {
        try_limit(self, limits, limit);
        limit = limits->critical < most ? limits->critical / step : limits->other * step;
        step *= step;
    }
}

/* The smallest limit with a critical region; there is none between tables that have the same statistic. */
static void find_region(nps_exact_rejection *self, double alpha)
{
    const int answers = self->search.answers, line = nps_exact_line(self->theta);
    /* No statistic is as large: the variance is at least theta (1 - theta), and theta at most 1023 / 1024. */
    struct limits limits = {.critical = 64 * sqrt(answers + 2.0) + 1};
    struct statistics left;
    nps_exact_two_sided_region(&limits.with_critical, answers, limits.critical, line, line);
    nps_exact_two_sided_region(&limits.with_other, answers, 0, line, line);
    enclose(self, &limits, alpha);
    for (left = between(&limits, line); left.largest - left.smallest > SAME * left.largest;
         left = between(&limits, line))
        try_limit(self, &limits, left.smallest + (left.largest - left.smallest) / 2);
    self->region = limits.with_critical;
}

void nps_exact_rejection_init(nps_exact_rejection *self, int answers, double theta, double alpha)
{
    nps_exact_blocks_init(&self->blocks);
    nps_exact_line_results_init(&self->lines);
    self->theta = theta;
    nps_exact_search_begin(&self->search, answers, self->space);
    self->search.limit = nps_exact_limit(alpha);
    self->search.blocks = &self->blocks;
    self->search.lines = &self->lines;
    if (theta == 1)
        reject_all_but_promoters(&self->region, answers);
    else
        find_region(self, alpha);
}

/* Whether a theta is so far above a table that the table may be rejected. */
static bool is_above(double theta, const nps_real_counts *table)
{
    return theta > nps_exact_highest_accepted(table) + NPS_EXACT_REFERENCE_ROUNDING;
}

/* A table below a theta that is not rejected, or with is_mirrored one whose mirror image is below its mirror image; -1:
 * there is none. */
static int find_accepted_above(nps_exact_rejection *self, const nps_real_counts *tables, int count, bool is_mirrored)
{
    nps_exact_span spans[NPS_EXACT_REJECTION_TABLES];
    int numbers[NPS_EXACT_REJECTION_TABLES];
    const double theta = is_mirrored ? -self->theta : self->theta;
    int part, i, found = -1;
    for (part = 0; part < (theta < 0 ? 2 : 1) && found < 0; part++) {
        int below = 0;
        for (i = 0; i < count; i++) {
            const nps_real_counts table = is_mirrored ? nps_mirror(&tables[i]) : tables[i];
            if (is_above(theta, &table)) {
                spans[below] = nps_exact_spans_above(&table, theta).items[part];
                numbers[below++] = i;
            }
        }
        found = nps_exact_find_reached(&self->search, spans, below);
    }
    return found < 0 ? -1 : numbers[found];
}

int nps_exact_rejection_find_accepted(nps_exact_rejection *self, const nps_real_counts *tables, int count)
{
    int found = -1, i;
    for (i = 0; i < count && found < 0; i++) {
        const nps_real_counts mirror = nps_mirror(&tables[i]);
        if (!is_above(self->theta, &tables[i]) && !is_above(-self->theta, &mirror))
            found = i;
    }
    /* At theta = 1 only the table of n promoters is possible. */
    if (found < 0 && self->theta != 1)
        found = find_accepted_above(self, tables, count, false);
    return found < 0 ? find_accepted_above(self, tables, count, true) : found;
}
