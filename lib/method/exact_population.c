/* SPDX-License-Identifier: MIT */
#include "exact_population.h"

#include "score.h"

#include <math.h>

/* The rounding error of a score of N people that was converted to points and back: N times the score is whole up to
 * this. */
static const double LATTICE_ROUNDING = 1e-9;

/* Probabilities below this, of a number drawn of one group, are left out; those of the three groups together cannot
 * exceed 3 (n + 1) times this, which is added to probabilities that are not 0. */
static const double NEGLIGIBLE = 1e-30;

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static void prepare_people(nps_exact_population *self, int people)
{
    int k;
    self->people = people;
    self->log_factorial[0] = 0;
    for (k = 1; k <= people + 1; k++) {
        self->reciprocal[k] = 1.0 / k;
        if (k <= people)
            self->log_factorial[k] = self->log_factorial[k - 1] + log(k);
    }
}

static void prepare(nps_exact_population *self, int people, const nps_real_counts *counts)
{
    const int answers = (int)nps_real_counts_total(counts);
    if (self->people == people && self->answers == answers)
        return;
    if (self->people != people)
        prepare_people(self, people);
    self->answers = answers;
    self->promoters.probability = self->space;
    self->passives.probability = self->space + answers + 1;
    self->detractors.probability = self->passives.probability + answers + 1;
    self->share = (double)answers / people;
    self->log_share = log(self->share);
    self->log_other_share = log1p(-self->share);
    self->probability_of_size =
        exp(self->log_factorial[people] - self->log_factorial[answers] - self->log_factorial[people - answers] +
            answers * self->log_share + (people - answers) * self->log_other_share);
}

/* The binomial probabilities that up to `answers` of `members` are drawn when each is drawn with the same
 * probability f. Given that n are drawn in all, the numbers drawn of each group are multivariate hypergeometric for
 * every f; f = n / N avoids overflow and underflow. */
static void fill_drawn(const nps_exact_population *self, int members, double negligible, nps_exact_drawn *drawn)
{
    const double share = self->share, odds = share / (1 - share);
    const int answers = self->answers;
    const int most = answers < members ? answers : members, likely = (int)((members + 1) * share);
    const int start = likely < most ? likely : most;
    double *const p = drawn->probability;
    int i;
    p[start] = exp(self->log_factorial[members] - self->log_factorial[start] - self->log_factorial[members - start] +
                   start * self->log_share + (members - start) * self->log_other_share);
    for (i = start; i < most && p[i] >= negligible; i++)
        p[i + 1] = p[i] * (odds * (members - i)) * self->reciprocal[i + 1];
    drawn->last = i;
    for (i = start; i > 0 && p[i] >= negligible; i--)
        p[i - 1] = p[i] * (i / odds) * self->reciprocal[members - i + 1];
    drawn->first = i;
}

static void fill_population(nps_exact_population *self, int score, int detractors, double negligible)
{
    fill_drawn(self, detractors + score, negligible, &self->promoters);
    fill_drawn(self, self->people - score - 2 * detractors, negligible, &self->passives);
    fill_drawn(self, detractors, negligible, &self->detractors);
}

/* Of `rest` promoters and passives drawn, the probability of `first` to `last` passives. */
static double sum_row(const nps_exact_population *self, int rest, int first, int last)
{
    const nps_exact_drawn *passives = &self->passives, *promoters = &self->promoters;
    double sum = 0;
    int m;
    first = larger(first, larger(passives->first, rest - promoters->last));
    last = smaller(last, smaller(passives->last, rest - promoters->first));
    for (m = first; m <= last; m++)
        sum += passives->probability[m] * promoters->probability[rest - m];
    return sum;
}

enum tail { UPPER = 1, LOWER = 2, BOTH = UPPER | LOWER };

/* The probability of the region, or of one of its tails, for the population that is filled in, when n are drawn. */
static double sum_of(const nps_exact_population *self, enum tail tail)
{
    const nps_exact_region *region = &self->region;
    const int n = region->answers;
    double sum = 0;
    int c;
    for (c = self->detractors.first; c <= self->detractors.last; c++) {
        const int rest = n - c, upper = tail & UPPER ? region->upper[c] : -1;
        const int lower = tail & LOWER ? region->lower[c] : rest + 1;
        sum += self->detractors.probability[c] *
               (sum_row(self, rest, 0, upper) + sum_row(self, rest, larger(lower, upper + 1), rest));
    }
    return sum;
}

/* The probability of the region, or of one of its tails, for a population; 0 only if it is impossible. */
static double probability(nps_exact_population *self, int score, int detractors, enum tail tail)
{
    double sum;
    fill_population(self, score, detractors, NEGLIGIBLE);
    sum = sum_of(self, tail);
    if (sum > 0) {
        sum += 3 * (self->answers + 1.0) * NEGLIGIBLE;
    } else {
        fill_population(self, score, detractors, 0);
        sum = sum_of(self, tail);
    }
    return sum / self->probability_of_size; /* independent draws with the same probability need not sum to n */
}

/* The largest probability of a tail over all populations with a score; stops at any value that reaches `enough`. */
static double worst(nps_exact_population *self, int score, enum tail tail, double enough)
{
    double highest = 0;
    int detractors;
    for (detractors = 0; 2 * detractors <= self->people - score && highest < enough; detractors++) {
        highest = fmax(highest, probability(self, score, detractors, tail));
    }
    return highest;
}

/* A table and the scores k in [first, last], 0 <= first, for which it is tested. */
struct score_block {
    const nps_real_counts *counts;
    int first, last;
};

static int line_of(const nps_exact_population *self, int score)
{
    return nps_exact_line((double)score / self->people);
}

/* The tables that are at least as extreme as this one for some score of the block. */
static void fill_region(nps_exact_population *self, const struct score_block *block)
{
    const int first = line_of(self, block->first), last = line_of(self, block->last);
    const double at_first = nps_exact_statistic(block->counts, first),
                 at_last = nps_exact_statistic(block->counts, last);
    const double least = (at_first > 0) == (at_last > 0) ? fmin(fabs(at_first), fabs(at_last)) : 0;
    nps_exact_two_sided_region(&self->region, (int)nps_real_counts_total(block->counts), least, first, last);
}

/* The upper tail becomes more likely when a person of the population becomes better, so it is largest at the highest
 * score, and the lower tail at the lowest score. */
static double bound_of_block(nps_exact_population *self, const struct score_block *block, double enough)
{
    double upper;
    fill_region(self, block);
    upper = worst(self, block->last, UPPER, enough);
    return upper < enough ? upper + worst(self, block->first, LOWER, enough) : upper;
}

/* The p-value of one score: the largest over the populations with this score that could have given the sample. */
static double p_value_of(nps_exact_population *self, const nps_real_counts *counts, int score, double enough)
{
    const struct score_block block = {counts, score, score};
    double highest = 0;
    int detractors;
    fill_region(self, &block);
    for (detractors = (int)counts->detractors;
         self->people - score - 2 * detractors >= counts->passives && highest < enough; detractors++) {
        if (detractors + score < counts->promoters)
            continue;
        highest = fmax(highest, probability(self, score, detractors, BOTH));
    }
    return highest;
}

/* A range of scores to be searched from one end to the other, by halving. */
struct range {
    nps_real_counts counts;
    int sign;       /* -1: counts and scores are mirrored */
    int begin, end; /* the ends in the order of the search, both included; both >= 0 */
};

static struct score_block block_of(const struct range *range)
{
    return range->begin < range->end ? (struct score_block){&range->counts, range->begin, range->end}
                                     : (struct score_block){&range->counts, range->end, range->begin};
}

/* Splits off the half that is searched first. */
static struct range first_half(struct range *range)
{
    struct range half = *range;
    half.end = range->begin + (range->end - range->begin) / 2;
    range->begin = half.end + (range->begin < range->end ? 1 : -1);
    return half;
}

/* The goal of a search: the first score whose p-value reaches the limit, or the largest p-value above it. */
enum goal { FIRST, LARGEST };

/* Returns the first score, or -1. In a search for the largest p-value, p-values raise the limit. */
static int search_range(nps_exact_population *self, const struct range *range, enum goal goal, double *limit)
{
    /* Halving 1001 scores takes ten steps. */
    struct range left[16] = {*range};
    int top = 0;
    while (top >= 0) {
        struct range *const here = &left[top];
        const struct score_block block = block_of(here);
        if (here->begin == here->end) {
            const double p = p_value_of(self, &here->counts, here->begin, goal == FIRST ? *limit : 1);
            if (p >= *limit && goal == FIRST)
                return here->begin;
            *limit = fmax(*limit, p);
            top--;
        } else if (bound_of_block(self, &block, *limit) < *limit) {
            top--;
        } else {
            left[top + 1] = first_half(here);
            top++;
        }
    }
    return -1;
}

/* The highest score of a population that could have given the sample. */
static int highest_possible(const nps_real_counts *counts, int people)
{
    return people - (int)counts->passives - 2 * (int)counts->detractors;
}

/* The lowest score of a population of this size that is theta or more. */
static int lowest_from(double theta, int people)
{
    return (int)ceil(theta * people - LATTICE_ROUNDING);
}

/* All possible scores from theta upwards, from the top down; scores below 0 are mirrored. */
struct ranges {
    struct range items[2];
    int count;
};

static struct ranges ranges_above(const nps_real_counts *counts, int people, double theta)
{
    const int highest = highest_possible(counts, people), lowest = lowest_from(theta, people);
    struct ranges ranges = {.count = 0};
    if (highest >= 0 && highest >= lowest)
        ranges.items[ranges.count++] = (struct range){*counts, 1, highest, lowest > 0 ? lowest : 0};
    if (lowest < 0 && highest >= lowest)
        ranges.items[ranges.count++] = (struct range){nps_mirror(counts), -1, highest < 0 ? -highest : 1, -lowest};
    return ranges;
}

double nps_exact_population_upper(nps_exact_population *self, int people, const nps_real_counts *counts, double start,
                                  double limit)
{
    const struct ranges ranges = ranges_above(counts, people, start);
    int i;
    prepare(self, people, counts);
    for (i = 0; i < ranges.count; i++) {
        const int found = search_range(self, &ranges.items[i], FIRST, &limit);
        if (found >= 0)
            return fmax(start, (double)(ranges.items[i].sign * found) / people);
    }
    return start;
}

double nps_exact_population_above(nps_exact_population *self, int people, const nps_real_counts *counts, double theta,
                                  double least)
{
    struct ranges ranges = ranges_above(counts, people, theta);
    double highest = ranges.count == 0 ? 0 : least;
    prepare(self, people, counts);
    /* The search goes from theta outwards, because the largest p-values are near theta. */
    while (ranges.count-- > 0) {
        struct range *const range = &ranges.items[ranges.count];
        const int begin = range->begin;
        range->begin = range->end;
        range->end = begin;
        search_range(self, range, LARGEST, &highest);
    }
    return highest;
}

double nps_exact_population_greater(nps_exact_population *self, int people, const nps_real_counts *counts, double theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    const int n = (int)nps_real_counts_total(counts), highest = -lowest_from(-theta, people);
    const int line = nps_exact_line(fabs(theta));
    /* The lowest score that is possible given the sample is above theta. */
    if (highest < -highest_possible(&mirror, people))
        return 0;
    prepare(self, people, counts);
    if (highest >= 0) {
        nps_exact_upper_region(&self->region, n, nps_exact_statistic(counts, line), line);
        return worst(self, highest, UPPER, 1);
    }
    /* Every table is at most as high as the table of n promoters. */
    if (counts->detractors == n)
        return 1;
    nps_exact_lower_region(&self->region, n, nps_exact_statistic(&mirror, line), line);
    return worst(self, -highest, LOWER, 1);
}
