/* SPDX-License-Identifier: MIT */
#include "exact_rejection.h"

#include "exact.h"
#include "score.h"

#include <math.h>

/* Limits of |statistic| that differ by less than this, relative, are the same. */
static const double SAME = 1e-11;

/* The region whose |statistic| is at least `least`, and whether its probability is below alpha. */
static bool is_critical(nps_exact_rejection *self, double least)
{
    const int line = nps_exact_line(self->theta);
    const double negligible = nps_exact_negligible(&self->search);
    nps_exact_two_sided_region(&self->region, self->search.answers, least, line, line);
    nps_exact_clear(self->search.answers, self->search.sum);
    nps_exact_add_lower_tail(&self->search.mixture, &self->region, self->theta, negligible, self->search.sum);
    nps_exact_add_upper_tail(&self->search.mixture, &self->region, self->theta, negligible, self->search.sum);
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

void nps_exact_rejection_init(nps_exact_rejection *self, int answers, double theta, double alpha)
{
    /* No statistic is as large: the variance is at least theta (1 - theta), and theta at most 1023 / 1024. */
    double critical = 64 * sqrt(answers + 2.0) + 1, other = 0;
    nps_exact_blocks_init(&self->blocks);
    nps_exact_line_results_init(&self->lines);
    self->theta = theta;
    nps_exact_search_begin(&self->search, answers, self->space);
    self->search.limit = nps_exact_limit(alpha);
    self->search.blocks = &self->blocks;
    self->search.lines = &self->lines;
    if (theta == 1) {
        reject_all_but_promoters(&self->region, answers);
        return;
    }
    while (critical - other > SAME * critical) {
        const double middle = other + (critical - other) / 2;
        *(is_critical(self, middle) ? &critical : &other) = middle;
    }
    is_critical(self, critical);
}

/* Whether no theta above a given one has a p-value that reaches alpha. */
static bool is_rejected_above(nps_exact_rejection *self, const nps_real_counts *table, double theta)
{
    const nps_exact_spans spans = nps_exact_spans_above(table, theta);
    double found;
    int i;
    if (theta <= nps_exact_highest_accepted(table) + NPS_EXACT_REFERENCE_ROUNDING)
        return false;
    if (theta == 1)
        return true;
    for (i = 0; i < spans.count; i++)
        if (nps_exact_find_outermost(&self->search, &spans.items[i], &found))
            return false;
    return true;
}

bool nps_exact_rejection_holds(nps_exact_rejection *self, const nps_real_counts *table)
{
    const nps_real_counts mirror = nps_mirror(table);
    return is_rejected_above(self, table, self->theta) || is_rejected_above(self, &mirror, -self->theta);
}
