/* The error rates of the families of nps/multiplicity.h, by simulation with a fixed seed: six segments, 4000 surveys
 * for each truth. A family keeps its level when its error rate is at most .05 and its coverage at least .95, apart
 * from the standard error of the simulation, .0034.
 *
 *
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <nps/nps.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEGMENTS = 6, PAIRS = SEGMENTS * (SEGMENTS - 1) / 2 };

static const double ALPHA = 0.05;

/* Shares of promoters and detractors. */
struct truth {
    const char *name;
    double promoters[SEGMENTS], detractors[SEGMENTS];
};

static const struct truth TRUTHS[] = {
    {"all alike at 30", {.5, .5, .5, .5, .5, .5}, {.2, .2, .2, .2, .2, .2}},
    {"all alike at 90", {.92, .92, .92, .92, .92, .92}, {.02, .02, .02, .02, .02, .02}},
    {"three at 30, others lower", {.5, .5, .5, .3, .2, .1}, {.2, .2, .2, .3, .4, .5}},
    {"pairs at -30, 30 and 70", {.2, .2, .5, .5, .8, .8}, {.5, .5, .2, .2, .1, .1}},
    {"a staircase, 20 to 45", {.45, .475, .5, .525, .55, .575}, {.25, .225, .2, .175, .15, .125}},
};

static double theta_of(const struct truth *truth, int segment)
{
    return truth->promoters[segment] - truth->detractors[segment];
}

/* xorshift64* (Vigna 2016) */
static double next_share(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * 0x2545F4914F6CDD1D) >> 11) * 0x1p-53;
}

static void survey(const struct truth *truth, int answers, uint64_t *random, nps_counts *counts)
{
    int segment, i;
    for (segment = 0; segment < SEGMENTS; segment++) {
        nps_counts *const one = &counts[segment];
        *one = (nps_counts){0, 0, 0};
        for (i = 0; i < answers; i++) {
            const double share = next_share(random);
            if (share < truth->promoters[segment])
                one->promoters++;
            else if (share < truth->promoters[segment] + truth->detractors[segment])
                one->detractors++;
            else
                one->passives++;
        }
    }
}

/* Errors of one family, summed over surveys. */
struct tally {
    double alone, holm; /* surveys with a false rejection, unadjusted and by Holm */
    double rate;        /* share of false rejections among the rejections, with the adjustment for the false
                         * discovery rate */
    double covered;     /* surveys in which every interval contains its true value */
};

/* Counts the rejections of a family, and the rejections of true hypotheses. */
static void count_rejections(const double *p, const double *truths, size_t size, double *rejected, double *wrongly)
{
    size_t i;
    *rejected = *wrongly = 0;
    for (i = 0; i < size; i++)
        if (p[i] < ALPHA) {
            ++*rejected;
            *wrongly += fabs(truths[i]) < 1e-12;
        }
}

static void add_family(struct tally *tally, const nps_segment_comparison *comparisons, const double *truths,
                       size_t size, nps_adjustment of_rate)
{
    static const nps_adjustment adjustments[] = {NPS_ADJUST_NONE, NPS_ADJUST_HOLM};
    double p[PAIRS], adjusted[PAIRS], rejected, wrongly;
    size_t order[PAIRS], i;
    int a, covered = 1;
    for (i = 0; i < size; i++) {
        p[i] = comparisons[i].comparison.p_value;
        if (comparisons[i].comparison.bounds.lower > 100 * truths[i] + 1e-9 ||
            comparisons[i].comparison.bounds.upper < 100 * truths[i] - 1e-9)
            covered = 0;
    }
    tally->covered += covered;
    for (a = 0; a < 2; a++) {
        if (nps_adjust(p, size, adjustments[a], adjusted, order) != NPS_OK)
            abort();
        count_rejections(adjusted, truths, size, &rejected, &wrongly);
        *(a == 0 ? &tally->alone : &tally->holm) += wrongly > 0;
    }
    if (nps_adjust(p, size, of_rate, adjusted, order) != NPS_OK)
        abort();
    count_rejections(adjusted, truths, size, &rejected, &wrongly);
    tally->rate += rejected > 0 ? wrongly / rejected : 0;
}

/* Whether every interval contains all ranks that its segment shares. */
static int ranks_are_right(const struct truth *truth, const nps_segment_rank *ranks)
{
    int i, j;
    for (i = 0; i < SEGMENTS; i++) {
        uint64_t best = 1, worst = SEGMENTS;
        for (j = 0; j < SEGMENTS; j++) {
            best += theta_of(truth, j) > theta_of(truth, i) + 1e-12;
            worst -= theta_of(truth, j) < theta_of(truth, i) - 1e-12;
        }
        if (best < ranks[i].best || worst > ranks[i].worst)
            return 0;
    }
    return 1;
}

static void print_family(const char *name, const struct tally *tally, int surveys)
{
    printf("  %-10s %.3f  %.3f  %.3f  %.3f\n", name, tally->alone / surveys, tally->holm / surveys,
           tally->rate / surveys, tally->covered / surveys);
}

static void study(const struct truth *truth, int answers, nps_method method, int surveys)
{
    struct tally benchmark = {0, 0, 0, 0}, rest = {0, 0, 0, 0}, pairs = {0, 0, 0, 0};
    double of_benchmark[SEGMENTS], of_rest[SEGMENTS], of_pairs[PAIRS], right = 0, width = 0, sum = 0;
    uint64_t random = 88172645463325252;
    nps_segments_options options;
    int i, j, pair = 0, round;
    nps_segments_options_init(&options);
    options.method = method;
    for (i = 0; i < SEGMENTS; i++)
        sum += theta_of(truth, i);
    for (i = 0; i < SEGMENTS; i++) {
        of_benchmark[i] = theta_of(truth, i) - theta_of(truth, 0);
        of_rest[i] = theta_of(truth, i) - (sum - theta_of(truth, i)) / (SEGMENTS - 1);
        for (j = i + 1; j < SEGMENTS; j++)
            of_pairs[pair++] = theta_of(truth, i) - theta_of(truth, j);
    }
    for (round = 0; round < surveys; round++) {
        nps_counts counts[SEGMENTS];
        nps_segment_comparison out[PAIRS];
        nps_segment_rank ranks[SEGMENTS];
        survey(truth, answers, &random, counts);
        if (nps_segments_compare_benchmark(counts, SEGMENTS, 100 * theta_of(truth, 0), 0, &options, out) != NPS_OK)
            abort();
        add_family(&benchmark, out, of_benchmark, SEGMENTS, NPS_ADJUST_BENJAMINI_HOCHBERG);
        if (nps_segments_compare_rest(counts, SEGMENTS, &options, out) != NPS_OK)
            abort();
        add_family(&rest, out, of_rest, SEGMENTS, NPS_ADJUST_BENJAMINI_YEKUTIELI);
        if (nps_segments_compare_pairs(counts, SEGMENTS, &options, out) != NPS_OK)
            abort();
        add_family(&pairs, out, of_pairs, PAIRS, NPS_ADJUST_BENJAMINI_YEKUTIELI);
        if (nps_segments_rank(counts, SEGMENTS, &options, ranks) != NPS_OK)
            abort();
        right += ranks_are_right(truth, ranks);
        for (i = 0; i < SEGMENTS; i++)
            width += (double)(ranks[i].worst - ranks[i].best + 1) / SEGMENTS;
    }
    printf("%s, %d answers each, %s\n", truth->name, answers, nps_method_string(method));
    print_family("benchmark", &benchmark, surveys);
    print_family("rest", &rest, surveys);
    print_family("pairs", &pairs, surveys);
    printf("  ranks                           %.3f, of %.1f ranks\n", right / surveys, width / surveys);
}

int main(int argc, char **argv)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE};
    static const int sizes[] = {10, 50, 200};
    const int surveys = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 1000;
    size_t m, s, t;
    printf("               alone  Holm   rate   all intervals hold\n");
    for (m = 0; m < sizeof methods / sizeof *methods; m++)
        for (s = 0; s < sizeof sizes / sizeof *sizes; s++)
            for (t = 0; t < sizeof TRUTHS / sizeof *TRUTHS; t++)
                study(&TRUTHS[t], sizes[s], methods[m], surveys);
    return 0;
}
