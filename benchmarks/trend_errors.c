/* The errors of nps_trend_test() and nps_homogeneity() at level 0.95, by simulation with a fixed seed, beside what
 * spreadsheets and dashboards do: the slope of least squares through the scores of the periods, weighted by answers and
 * tested by the residuals (t with k - 2 degrees), the one weighted by the periods' own variances, and the chi-square
 * test with the variance of all periods together. Three tables in CSV:
 *
 *     errors   the probability of a finding where all periods have the same shares
 *     power    the probability of finding a slope, and the coverage of its interval
 *     worst    what a search over sizes, shares, shares of passives that change, and slopes found, the largest first:
 *              the error of the trend test, that of the homogeneity test, and the miss of the interval at a slope. A
 *              search may miss the largest; each figure is measured again with another seed, ten times as long.
 *
 * usage: trend_errors [SIMULATIONS [TRIES]], such as 10000 1000
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PERIODS = 36, TOP = 20, SHOWN = 3 };

static const double ALPHA = 0.05;

/* Periods to be drawn. */
struct truth {
    int count;
    int sizes[MOST_PERIODS];
    double promoters[MOST_PERIODS], detractors[MOST_PERIODS];
    double slope; /* in points a period */
};

/* How often each test finds something, and how often the interval misses the slope. */
struct rates {
    double trend, homogeneity, residuals, own_variances, chi_square, misses;
};

/* ---- what others do ---- */

/* Quantiles for 4, 6, 12, 24 and 36 periods: t with k - 2 degrees of freedom at .975, and chi-square with k - 1 at .95.
 */
static const struct quantiles {
    int periods;
    double t, chi_square;
} QUANTILES[] = {{4, 4.30265, 7.81473},
                 {6, 2.77645, 11.0705},
                 {12, 2.22814, 19.6751},
                 {24, 2.07387, 35.1725},
                 {36, 2.03224, 49.8018}};

static struct quantiles quantiles_for(int periods)
{
    size_t i;
    for (i = 0; i < sizeof QUANTILES / sizeof *QUANTILES; i++)
        if (QUANTILES[i].periods == periods)
            return QUANTILES[i];
    return (struct quantiles){periods, INFINITY, INFINITY};
}

static double theta_of(const nps_counts *counts)
{
    const double n = (double)(counts->promoters + counts->passives + counts->detractors);
    return ((double)counts->promoters - (double)counts->detractors) / n;
}

/* The variance of an answer. */
static double variance_of(const nps_counts *counts)
{
    const double n = (double)(counts->promoters + counts->passives + counts->detractors), theta = theta_of(counts);
    return (double)(counts->promoters + counts->detractors) / n - theta * theta;
}

/* A line of weighted least squares. */
struct line {
    double slope, spread, residuals, squares;
};

static struct line fit(const nps_trend_period *periods, const double *weights, int count)
{
    double weight = 0, time = 0, theta = 0;
    struct line line = {0, 0, 0, 0};
    int i;
    for (i = 0; i < count; i++) {
        weight += weights[i];
        time += weights[i] * i;
        theta += weights[i] * theta_of(&periods[i].counts);
    }
    for (i = 0; i < count; i++) {
        const double away = i - time / weight, above = theta_of(&periods[i].counts) - theta / weight;
        line.slope += weights[i] * away * above;
        line.spread += weights[i] * away * away;
        line.squares += weights[i] * above * above;
    }
    line.slope /= line.spread;
    line.residuals = line.squares - line.slope * line.slope * line.spread;
    return line;
}

static void add_others(const nps_trend_period *periods, int count, struct rates *rates)
{
    const struct quantiles quantiles = quantiles_for(count);
    double sizes[MOST_PERIODS], inverse[MOST_PERIODS];
    nps_counts all = {0, 0, 0};
    struct line by_size, by_variance;
    int i, known = 0;
    for (i = 0; i < count; i++) {
        const nps_counts *counts = &periods[i].counts;
        const double variance = variance_of(counts);
        sizes[i] = (double)(counts->promoters + counts->passives + counts->detractors);
        inverse[i] = variance > 1e-12 ? sizes[i] / variance : 0;
        known += inverse[i] > 0;
        all.promoters += counts->promoters;
        all.passives += counts->passives;
        all.detractors += counts->detractors;
    }
    by_size = fit(periods, sizes, count);
    rates->residuals +=
        by_size.slope * by_size.slope * by_size.spread * (count - 2) > quantiles.t * quantiles.t * by_size.residuals;
    rates->chi_square += variance_of(&all) > 0 && by_size.squares / variance_of(&all) > quantiles.chi_square;
    if (known > 2) {
        by_variance = fit(periods, inverse, count);
        rates->own_variances += by_variance.slope * by_variance.slope * by_variance.spread > 1.959964 * 1.959964;
    }
}

/* ---- simulation ---- */

static void draw(const struct truth *truth, int period, uint64_t *random, nps_counts *out)
{
    const double promoters = truth->promoters[period], detractors = truth->detractors[period];
    int i;
    *out = (nps_counts){0, 0, 0};
    for (i = 0; i < truth->sizes[period]; i++) {
        const double share = next_uniform(random);
        if (share < promoters)
            out->promoters++;
        else if (share >= 1 - detractors)
            out->detractors++;
        else
            out->passives++;
    }
}

static struct rates measure(const struct truth *truth, int simulations, uint64_t seed)
{
    nps_trend_period periods[MOST_PERIODS];
    struct rates rates = {0, 0, 0, 0, 0, 0};
    uint64_t random = seed;
    int round, i;
    memset(periods, 0, sizeof periods);
    for (round = 0; round < simulations; round++) {
        nps_trend_result trend;
        nps_homogeneity_result homogeneity;
        for (i = 0; i < truth->count; i++)
            draw(truth, i, &random, &periods[i].counts);
        if (nps_trend_test(periods, (size_t)truth->count, NULL, &trend, NULL) ||
            nps_homogeneity(periods, (size_t)truth->count, &homogeneity, NULL))
            abort();
        rates.trend += trend.p_value < ALPHA;
        rates.homogeneity += homogeneity.p_value < ALPHA;
        rates.misses += trend.bounds.lower > truth->slope + 1e-9 || trend.bounds.upper < truth->slope - 1e-9;
        add_others(periods, truth->count, &rates);
    }
    rates.trend /= simulations;
    rates.homogeneity /= simulations;
    rates.residuals /= simulations;
    rates.own_variances /= simulations;
    rates.chi_square /= simulations;
    rates.misses /= simulations;
    return rates;
}

/* ---- truths ---- */

enum pattern { EQUAL, ALTERNATING, GROWING, LARGE_FIRST, SMALL_FIRST, SMALL_ENDS, PATTERNS };
static const char *const PATTERN_NAMES[] = {"equal",       "alternating", "growing",
                                            "large first", "small first", "small ends"};

static void set_sizes(struct truth *truth, enum pattern pattern, int small, int large)
{
    int i;
    for (i = 0; i < truth->count; i++) {
        const double along = (double)i / (truth->count - 1);
        const int is_end = i == 0 || i == truth->count - 1;
        truth->sizes[i] = pattern == EQUAL         ? small
                          : pattern == ALTERNATING ? (i % 2 ? large : small)
                          : pattern == GROWING     ? (int)(small * pow((double)large / small, along) + 0.5)
                          : pattern == LARGE_FIRST ? (i == 0 ? large : small)
                          : pattern == SMALL_FIRST ? (i == 0 ? small : large)
                                                   : (is_end ? small : large);
    }
}

/* The shares of a period with a score of which a part of what theta leaves open is passive. */
static void set_shares(struct truth *truth, int period, double theta, double passive)
{
    const double open = 1 - fabs(theta), rest = open * (1 - passive) / 2;
    truth->promoters[period] = fmax(0, theta) + rest;
    truth->detractors[period] = fmax(0, -theta) + rest;
}

static void print_errors(int simulations)
{
    static const int counts[] = {4, 12, 36};
    static const int sizes[][2] = {{5, 50}, {20, 200}, {50, 500}, {500, 500}};
    static const struct {
        const char *name;
        double promoters, detractors;
    } truths[] = {
        {"50/30/20", .5, .2}, {"50/0/50", .5, .5}, {"80/0/20", .8, .2}, {"98/0/2", .98, .02}, {"90/10/0", .9, 0}};
    size_t c, s, t;
    int pattern, i;
    puts("errors\npattern,sizes,periods,shares,trend,residuals,own_variances,homogeneity,chi_square");
    for (pattern = EQUAL; pattern < PATTERNS; pattern++)
        for (s = 0; s < (pattern == EQUAL ? 4U : 3U); s++)
            for (c = 0; c < 3; c++)
                for (t = 0; t < sizeof truths / sizeof *truths; t++) {
                    struct truth truth = {.count = counts[c]};
                    struct rates rates;
                    set_sizes(&truth, (enum pattern)pattern, sizes[s][0], sizes[s][1]);
                    for (i = 0; i < truth.count; i++) {
                        truth.promoters[i] = truths[t].promoters;
                        truth.detractors[i] = truths[t].detractors;
                    }
                    rates = measure(&truth, simulations, 1);
                    printf("%s,%d-%d,%d,%s,%.4f,%.4f,%.4f,%.4f,%.4f\n", PATTERN_NAMES[pattern], sizes[s][0],
                           pattern == EQUAL ? sizes[s][0] : sizes[s][1], counts[c], truths[t].name, rates.trend,
                           rates.residuals, rates.own_variances, rates.homogeneity, rates.chi_square);
                }
}

static void print_power(int simulations)
{
    static const struct {
        int periods, size;
        double from, to, passive;
    } cases[] = {{4, 20, .1, .6, .3},    {6, 10, .1, .7, .3},   {6, 50, .8, .9, 1},      {12, 10, .1, .5, .3},
                 {12, 50, .2, .4, .3},   {12, 20, .8, .95, .5}, {12, 100, .95, .98, 0},  {12, 20, .9, .98, 1},
                 {24, 20, .2, .5, .3},   {36, 5, .1, .4, .3},   {36, 200, .30, .36, .3}, {4, 500, .3, .36, .3},
                 {12, 500, .3, .36, .3}, {12, 500, .97, .99, 0}};
    size_t c;
    int i;
    puts("power\nperiods,answers,from,to,passive,trend,residuals,coverage");
    for (c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct truth truth = {.count = cases[c].periods};
        struct rates rates;
        truth.slope = 100 * (cases[c].to - cases[c].from) / (truth.count - 1);
        set_sizes(&truth, EQUAL, cases[c].size, cases[c].size);
        for (i = 0; i < truth.count; i++)
            set_shares(&truth, i, cases[c].from + truth.slope / 100 * i, cases[c].passive);
        rates = measure(&truth, simulations, 1);
        printf("%d,%d,%g,%g,%g,%.3f,%.3f,%.4f\n", cases[c].periods, cases[c].size, 100 * cases[c].from,
               100 * cases[c].to, cases[c].passive, rates.trend, rates.residuals, 1 - rates.misses);
    }
}

/* ---- search ---- */

static int any_of(uint64_t *random, const int *numbers, size_t count)
{
    return numbers[next_random(random) % count];
}

/* A score anywhere, or so near to 100 that only a few answers are no promoters. */
static double any_theta(uint64_t *random)
{
    const double share = next_uniform(random);
    return next_random(random) % 2 ? share : 1 - exp(-7 * share);
}

static struct truth any_truth(uint64_t *random, int is_sloped)
{
    static const int sizes[] = {3, 5, 6, 8, 10, 15, 20, 30, 50, 80, 100, 200, 500};
    static const int counts[] = {3, 4, 5, 6, 8, 12, 24, 36};
    static const double passives[] = {0, 0, .1, .3, .6, .9, 1, 1};
    struct truth truth = {.count = any_of(random, counts, next_random(random) % 4 ? 6 : 8)};
    const int small = any_of(random, sizes, 13), large = any_of(random, sizes, 13);
    const double passive[] = {passives[next_random(random) % 8], passives[next_random(random) % 8]};
    const int which = (int)(next_random(random) % 6), is_mixed = next_random(random) % 4 == 0;
    const double from = any_theta(random),
                 to = is_sloped ? any_theta(random) * (next_random(random) % 3 ? 1 : -1) : from;
    int i;
    set_sizes(&truth, (enum pattern)(next_random(random) % PATTERNS), small, large);
    truth.slope = 100 * (to - from) / (truth.count - 1);
    for (i = 0; i < truth.count; i++) {
        const int other = which == 0   ? 0
                          : which == 1 ? i == 0
                          : which == 2 ? i == 0 || i == truth.count - 1
                          : which == 3 ? i % 2
                          : which == 4 ? i >= truth.count / 2
                                       : (int)(next_random(random) % 2);
        if (is_mixed)
            truth.sizes[i] = any_of(random, sizes, 13);
        set_shares(&truth, i, from + (to - from) * i / (truth.count - 1), passive[other]);
    }
    return truth;
}

struct candidate {
    struct truth truth;
    double error;
};

static int compare_candidates(const void *left, const void *right)
{
    const double l = ((const struct candidate *)left)->error, r = ((const struct candidate *)right)->error;
    return (l < r) - (l > r);
}

enum aim { TREND, HOMOGENEITY, MISS };
static const char *const AIM_NAMES[] = {"trend", "homogeneity", "interval"};

static double error_of(const struct truth *truth, enum aim aim, int simulations, uint64_t seed)
{
    const struct rates rates = measure(truth, simulations, seed);
    return aim == TREND ? rates.trend : aim == HOMOGENEITY ? rates.homogeneity : rates.misses;
}

static void search(enum aim aim, int simulations, int tries)
{
    struct candidate *candidates = malloc((size_t)tries * sizeof *candidates);
    uint64_t random = 7;
    int i, j;
    if (!candidates)
        abort();
    for (i = 0; i < tries; i++) {
        candidates[i].truth = any_truth(&random, aim == MISS);
        candidates[i].error = error_of(&candidates[i].truth, aim, simulations / 10, 1);
    }
    qsort(candidates, (size_t)tries, sizeof *candidates, compare_candidates);
    for (i = 0; i < TOP && i < tries; i++)
        candidates[i].error = error_of(&candidates[i].truth, aim, simulations, 2);
    qsort(candidates, i < tries ? (size_t)i : (size_t)tries, sizeof *candidates, compare_candidates);
    for (i = 0; i < SHOWN && i < tries; i++) {
        const struct truth *truth = &candidates[i].truth;
        printf("%s,%.4f,%d,%.3g", AIM_NAMES[aim], candidates[i].error, truth->count, truth->slope);
        for (j = 0; j < truth->count; j++)
            printf("%s%d of %.3g/%.3g", j == 0 ? "," : "; ", truth->sizes[j], 100 * truth->promoters[j],
                   100 * truth->detractors[j]);
        puts("");
    }
    free(candidates);
}

int main(int argc, char **argv)
{
    const int simulations = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 10000;
    const int tries = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1000;
    int aim;
    if (simulations < 10 || tries < 1) {
        fprintf(stderr, "usage: trend_errors [SIMULATIONS [TRIES]], such as 10000 1000\n");
        return 2;
    }
    print_errors(simulations);
    print_power(simulations);
    puts("worst\naim,error,periods,slope,answers of promoters/detractors in per cent");
    for (aim = TREND; aim <= MISS; aim++)
        search((enum aim)aim, simulations, tries);
    return 0;
}
