/* How often the anytime interval of a stream ever misses the truth when it is checked after every answer, and how
 * wide it is. Simulated with a fixed seed. No miss is overlooked: a check is skipped only where the interval cannot
 * miss. Prints CSV: the shares of the truth in per cent; the shares of the streams that missed by n = 100, by n =
 * 1000 and ever, in per cent; and the mean widths of a subset of the streams at n = 20, 100, 1000 and 10000, in
 * points.
 *
 * usage: anytime_misses [STREAMS [ANSWERS]]; the defaults are 10000 and 10000
 *
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const double LEVEL = 0.95;

/* Shares of the groups, in per cent. */
struct truth {
    unsigned promoters, passives, detractors;
};

static const struct truth TRUTHS[] = {{50, 30, 20}, {34, 33, 33}, {5, 90, 5}, {90, 8, 2},
                                      {50, 0, 50},  {10, 20, 70}, {99, 0, 1}, {70, 20, 10}};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static double score_of(const struct truth *truth)
{
    return (double)truth->promoters - (double)truth->detractors;
}

static void add_answers(nps_counts *counts, uint64_t *random, const struct truth *truth, uint64_t times)
{
    for (; times > 0; times--) {
        const unsigned drawn = (unsigned)((next_random(random) >> 32) * 100 >> 32);
        *(drawn < truth->promoters                     ? &counts->promoters
          : drawn < truth->promoters + truth->passives ? &counts->passives
                                                       : &counts->detractors) += 1;
    }
}

/* Whether the interval would miss the score after this number of additional promoters and detractors. */
static int misses(const nps_counts *counts, uint64_t promoters, uint64_t detractors, double score)
{
    const nps_counts later = {counts->promoters + promoters, counts->passives, counts->detractors + detractors};
    double log_e;
    if (later.promoters + later.passives + later.detractors == 0)
        return 0;
    if (nps_evalue(&later, score, &log_e) != NPS_OK)
        abort();
    return log_e >= -log(1 - LEVEL);
}

/* The first moment of a miss, or 0. If the wealth against the truth stays small when all of the next k answers are
 * promoters, and when all are detractors, the next k answers need no check: the wealth of every mixture lies below. */
static uint64_t first_miss(uint64_t *random, const struct truth *truth, uint64_t answers)
{
    const double score = score_of(truth);
    nps_counts counts = {0, 0, 0};
    uint64_t seen = 0, safe = 1;
    while (seen < answers) {
        uint64_t step;
        safe *= 2;
        while (safe > 0 && (misses(&counts, safe, 0, score) || misses(&counts, 0, safe, score)))
            safe /= 2;
        step = safe + 1 < answers - seen ? safe + 1 : answers - seen;
        add_answers(&counts, random, truth, step);
        seen += step;
        if (misses(&counts, 0, 0, score))
            return seen;
        safe += safe == 0;
    }
    return 0;
}

static void print_misses(const struct truth *truth, uint64_t streams, uint64_t answers, uint64_t seed)
{
    uint64_t random = seed, by_100 = 0, by_1000 = 0, ever = 0, i;
    for (i = 0; i < streams; i++) {
        const uint64_t missed = first_miss(&random, truth, answers);
        by_100 += missed != 0 && missed <= 100;
        by_1000 += missed != 0 && missed <= 1000;
        ever += missed != 0;
    }
    printf("%u,%u,%u,%.2f,%.2f,%.2f", truth->promoters, truth->passives, truth->detractors,
           100 * (double)by_100 / (double)streams, 100 * (double)by_1000 / (double)streams,
           100 * (double)ever / (double)streams);
}

static double width_of(const nps_counts *counts)
{
    nps_bounds bounds;
    if (nps_interval(counts, NPS_METHOD_ANYTIME, LEVEL, &bounds) != NPS_OK)
        abort();
    return bounds.upper - bounds.lower;
}

static double mean_width(const struct truth *truth, uint64_t answers, int streams, uint64_t seed)
{
    uint64_t random = seed;
    double sum = 0;
    int i;
    for (i = 0; i < streams; i++) {
        nps_counts counts = {0, 0, 0};
        add_answers(&counts, &random, truth, answers);
        sum += width_of(&counts);
    }
    return sum / streams;
}

static void print_widths(const struct truth *truth)
{
    printf(",%.2f,%.2f,%.3f,%.3f\n", mean_width(truth, 20, 4000, 20), mean_width(truth, 100, 2000, 100),
           mean_width(truth, 1000, 400, 1000), mean_width(truth, 10000, 200, 10000));
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const uint64_t streams = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000;
    const uint64_t answers = argc > 2 ? strtoull(argv[2], NULL, 10) : 10000;
    int i;
    if (streams == 0 || answers == 0) {
        fprintf(stderr, "usage: anytime_misses [STREAMS [ANSWERS]]\n");
        return 2;
    }
    puts("promoters,passives,detractors,missed_by_100,missed_by_1000,missed_ever,width_20,width_100,width_1000,"
         "width_10000");
    for (i = 0; i < TRUTH_COUNT; i++) {
        print_misses(&TRUTHS[i], streams, answers, (uint64_t)i + 1);
        print_widths(&TRUTHS[i]);
    }
    return 0;
}
