/* SPDX-License-Identifier: MIT */
#include "exact_region.h"

#include "score.h"

#include <math.h>

/* The number of passives added. Any order of the tables is valid; two added passives make the intervals narrow
 * (docs/exact.md). */
enum { MORE_PASSIVES = 2 };

/* Statistics that differ by less than this, relative and absolute, are ties. Rounding errors are below a hundredth
 * of it. */
static const double TIE = 0x1p-40;

double nps_exact_line_theta(int line)
{
    return (double)line / NPS_EXACT_LINES;
}

int nps_exact_line(double theta)
{
    const int line = (int)floor(theta * NPS_EXACT_LINES);
    return line < NPS_EXACT_LINES ? line : NPS_EXACT_LINES - 1;
}

double nps_exact_statistic(const nps_real_counts *counts, int line)
{
    const nps_real_counts shifted = {counts->promoters, counts->passives + MORE_PASSIVES, counts->detractors};
    return nps_score_deviate(&shifted, nps_exact_line_theta(line));
}

double nps_exact_centre(const nps_real_counts *counts)
{
    return (counts->promoters - counts->detractors) / (nps_real_counts_total(counts) + MORE_PASSIVES);
}

/* The condition for a table to be in a tail. */
struct criterion {
    int answers;
    double sign;          /* 1: the upper tail, -1: the lower */
    double total;         /* the number of answers including the added passives */
    double theta, spread; /* spread is theta (1 - theta) */
    double least;         /* the tail contains the tables whose sign times statistic is at least this */
    double scale;         /* 1 / (total least^2) */
};

static struct criterion make_criterion(int answers, double sign, double least, int line)
{
    struct criterion self;
    self.answers = answers;
    self.sign = sign;
    self.total = answers + MORE_PASSIVES;
    self.theta = nps_exact_line_theta(line);
    self.spread = self.theta * (1 - self.theta);
    self.least = least - TIE * (1 + fabs(least));
    self.scale = 1 / (self.total * self.least * self.least);
    return self;
}

/* Whether sign * statistic >= least, without a root or a division. The statistic is distance / sqrt(total * (2 q +
 * spread)), where q is the larger root of 2 total q^2 + linear q - product. So the squares are compared by the sign
 * of this polynomial at the q that would make them equal. distance and linear are exact on the lines. */
static int is_met(const struct criterion *self, int passives, int detractors)
{
    const int n = self->answers;
    const double distance = self->sign * (n - passives - 2 * detractors - self->total * self->theta);
    const double linear = (self->total + passives + MORE_PASSIVES + 2 * detractors) * self->theta - (n - passives);
    const double q = 0.5 * (distance * distance * self->scale - self->spread);
    const int is_beyond = q >= 0 && q * (2 * self->total * q + linear) >= detractors * self->spread;
    return self->least > 0 ? distance > 0 && is_beyond : distance >= 0 || !is_beyond;
}

/* Both walks follow a staircase: because of the order of the tables, each further detractor reduces the limit on the
 * passives by at least one. */
static void walk_upper(nps_exact_region *region, const struct criterion *criterion)
{
    const int n = region->answers;
    int passives = n, detractors;
    for (detractors = 0; detractors <= n; detractors++) {
        if (passives > n - detractors)
            passives = n - detractors;
        while (passives >= 0 && !is_met(criterion, passives, detractors))
            passives--;
        region->upper[detractors] = (int16_t)passives;
        passives -= passives >= 0;
    }
}

static void walk_lower(nps_exact_region *region, const struct criterion *criterion)
{
    const int n = region->answers;
    int passives = n, detractors; /* the most passives outside the tail */
    for (detractors = 0; detractors <= n; detractors++) {
        if (passives > n - detractors)
            passives = n - detractors;
        while (passives >= 0 && is_met(criterion, passives, detractors))
            passives--;
        region->lower[detractors] = (int16_t)(passives + 1);
        passives -= passives >= 0;
    }
    if (region->lower[0] == 0)
        region->lower[0] = 1;
}

static void empty_upper(nps_exact_region *region)
{
    int detractors;
    for (detractors = 0; detractors <= region->answers; detractors++)
        region->upper[detractors] = -1;
}

static void empty_lower(nps_exact_region *region)
{
    int detractors;
    for (detractors = 0; detractors <= region->answers; detractors++)
        region->lower[detractors] = (int16_t)(region->answers - detractors + 1);
}

void nps_exact_two_sided_region(nps_exact_region *region, int answers, double least, int first, int last)
{
    const struct criterion above = make_criterion(answers, 1, least, first);
    const struct criterion below = make_criterion(answers, -1, least, last);
    region->answers = answers;
    walk_upper(region, &above);
    walk_lower(region, &below);
}

void nps_exact_upper_region(nps_exact_region *region, int answers, double least, int line)
{
    const struct criterion above = make_criterion(answers, 1, least, line);
    region->answers = answers;
    walk_upper(region, &above);
    empty_lower(region);
}

void nps_exact_lower_region(nps_exact_region *region, int answers, double most, int line)
{
    const struct criterion below = make_criterion(answers, -1, -most, line);
    region->answers = answers;
    empty_upper(region);
    walk_lower(region, &below);
}
