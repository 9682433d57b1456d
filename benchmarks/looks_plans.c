/* Plans with several looks and reality: what nps_plan_looks_power() says, and the probability that nps_compare()
 * detects a difference at one of the looks. In groups of up to MOST_ENUMERATED respondents the latter is enumerated:
 * the probabilities of all pairs of samples that no look has found significant are followed answer by answer. In larger
 * ones it is simulated, with a fixed seed.
 *
 * usage: looks_plans [DRAWS]     40000 draws take some minutes
 *        looks_plans worst PLANS
 *
 * The second form draws plans of small groups at random, of which some have rare or empty groups, and prints those with
 * the largest errors.
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ENUMERATED = 20 };

/* Pairs of samples with a smaller probability are ignored. */
static const double NEGLIGIBLE = 1e-8;

static void check(nps_status status)
{
    if (status) {
        fprintf(stderr, "looks_plans: %s\n", nps_status_string(status));
        exit(1);
    }
}

struct plan {
    nps_plan_shares first, second;
    uint64_t n, m, looks;
    nps_plan_boundary boundary;
};

static double planned(const struct plan *plan, uint64_t look)
{
    double power;
    check(nps_plan_looks_power(&plan->first, &plan->second, &(nps_plan_sizes){plan->n, plan->m},
                               &(nps_plan_stages){plan->looks, look, plan->boundary}, NULL, &power));
    return power;
}

static uint64_t size_at(uint64_t n, uint64_t look, uint64_t looks)
{
    return (n * look + looks - 1) / looks;
}

static double level_at(const struct plan *plan, uint64_t look)
{
    nps_plan_look found;
    check(nps_plan_looks(plan->looks, look, plan->boundary, NULL, &found));
    return found.level;
}

static int detects(const nps_counts *a, const nps_counts *b, double level)
{
    nps_comparison comparison;
    check(nps_compare(a, b, NPS_METHOD_AUTO, level, &comparison));
    return comparison.p_value < 1 - level;
}

/* ---- enumeration ---- */

/* The probabilities of pairs of samples, by the promoters and the detractors of both. */
struct pairs {
    uint64_t n, m; /* the largest samples */
    double *left, *next;
    size_t size;
};

static size_t place(const struct pairs *pairs, uint64_t p, uint64_t d, uint64_t q, uint64_t e)
{
    return (size_t)(((p * (pairs->n + 1) + d) * (pairs->m + 1) + q) * (pairs->m + 1) + e);
}

/* One more answer, whose promoters and detractors are so many places away. */
static void add_answer(struct pairs *pairs, const nps_plan_shares *shares, size_t promoter, size_t detractor)
{
    double *const before = pairs->left;
    size_t i;
    memset(pairs->next, 0, pairs->size * sizeof *pairs->next);
    for (i = 0; i < pairs->size; i++)
        if (before[i] > 0) {
            pairs->next[i] += before[i] * shares->passives;
            if (shares->promoters > 0)
                pairs->next[i + promoter] += before[i] * shares->promoters;
            if (shares->detractors > 0)
                pairs->next[i + detractor] += before[i] * shares->detractors;
        }
    pairs->left = pairs->next;
    pairs->next = before;
}

/* Takes the pairs that are significant out, and returns their probability. */
static double look_at(struct pairs *pairs, uint64_t n, uint64_t m, double level)
{
    double detected = 0;
    uint64_t p, d, q, e;
    for (p = 0; p <= n; p++)
        for (d = 0; p + d <= n; d++)
            for (q = 0; q <= m; q++)
                for (e = 0; q + e <= m; e++) {
                    const nps_counts a = {p, n - p - d, d}, b = {q, m - q - e, e};
                    double *left = &pairs->left[place(pairs, p, d, q, e)];
                    if (*left > NEGLIGIBLE && detects(&a, &b, level)) {
                        detected += *left;
                        *left = 0;
                    }
                }
    return detected;
}

/* The probability of detecting at each look or before. */
static void enumerate(const struct plan *plan, double *detected)
{
    struct pairs pairs = {.n = plan->n, .m = plan->m};
    uint64_t look, n = 0, m = 0;
    double sum = 0;
    pairs.size = (size_t)((plan->n + 1) * (plan->n + 1) * (plan->m + 1) * (plan->m + 1));
    pairs.left = calloc(pairs.size, sizeof *pairs.left);
    pairs.next = calloc(pairs.size, sizeof *pairs.next);
    if (!pairs.left || !pairs.next)
        abort();
    pairs.left[0] = 1;
    for (look = 1; look <= plan->looks; look++) {
        for (; n < size_at(plan->n, look, plan->looks); n++)
            add_answer(&pairs, &plan->first, place(&pairs, 1, 0, 0, 0), place(&pairs, 0, 1, 0, 0));
        for (; m < size_at(plan->m, look, plan->looks); m++)
            add_answer(&pairs, &plan->second, place(&pairs, 0, 0, 1, 0), place(&pairs, 0, 0, 0, 1));
        sum += look_at(&pairs, n, m, level_at(plan, look));
        detected[look - 1] = sum;
    }
    free(pairs.left);
    free(pairs.next);
}

/* ---- simulation ---- */

static void draw_answers(const nps_plan_shares *shares, uint64_t count, uint64_t *random, nps_counts *into)
{
    uint64_t i;
    for (i = 0; i < count; i++) {
        const double u = next_uniform(random);
        if (u < shares->promoters)
            into->promoters++;
        else if (u < shares->promoters + shares->detractors)
            into->detractors++;
        else
            into->passives++;
    }
}

static void simulate(const struct plan *plan, int draws, double *detected)
{
    double levels[NPS_PLAN_LOOKS_MAX];
    uint64_t random = 3, look;
    int i;
    for (look = 1; look <= plan->looks; look++) {
        levels[look - 1] = level_at(plan, look);
        detected[look - 1] = 0;
    }
    for (i = 0; i < draws; i++) {
        nps_counts a = {0, 0, 0}, b = {0, 0, 0};
        int is_detected = 0;
        for (look = 1; look <= plan->looks; look++) {
            draw_answers(&plan->first, size_at(plan->n, look, plan->looks) - size_at(plan->n, look - 1, plan->looks),
                         &random, &a);
            draw_answers(&plan->second, size_at(plan->m, look, plan->looks) - size_at(plan->m, look - 1, plan->looks),
                         &random, &b);
            is_detected = is_detected || detects(&a, &b, levels[look - 1]);
            detected[look - 1] += is_detected / (double)draws;
        }
    }
}

/* ---- the plans ---- */

static void find_real(const struct plan *plan, int draws, double *detected)
{
    if (plan->n <= MOST_ENUMERATED && plan->m <= MOST_ENUMERATED)
        enumerate(plan, detected);
    else
        simulate(plan, draws, detected);
}

static double print_plan(const struct plan *plan, int draws)
{
    double real[NPS_PLAN_LOOKS_MAX], worst = 0;
    nps_plan_look first, last;
    uint64_t look;
    check(nps_plan_looks(plan->looks, 1, plan->boundary, NULL, &first));
    check(nps_plan_looks(plan->looks, plan->looks, plan->boundary, NULL, &last));
    find_real(plan, draws, real);
    for (look = 1; look <= plan->looks; look++)
        worst = fmax(worst, fabs(planned(plan, look) - real[look - 1]));
    printf("%.4f/%.4f/%.4f %+6.1f  %4d + %4d  %2d %-7s  %.4f %.4f  %.4f %.4f  %.4f  %s\n", plan->first.promoters,
           plan->first.passives, plan->first.detractors,
           100 * (plan->second.promoters - plan->second.detractors - plan->first.promoters + plan->first.detractors),
           (int)plan->n, (int)plan->m, (int)plan->looks, plan->boundary == NPS_PLAN_POCOCK ? "Pocock" : "O'Brien",
           planned(plan, 1), real[0], planned(plan, plan->looks), real[plan->looks - 1], worst,
           plan->n <= MOST_ENUMERATED && plan->m <= MOST_ENUMERATED ? "enumerated" : "simulated");
    fflush(stdout);
    return worst;
}

/* The sizes of one look, times what the looks cost. */
static double study(const nps_plan_shares *first, double change, uint64_t looks, nps_plan_boundary boundary, int draws)
{
    struct plan plan = {.first = *first, .looks = looks, .boundary = boundary};
    nps_plan_sizes sizes;
    nps_plan_look last;
    check(nps_plan_shift(first, change, &plan.second));
    check(nps_plan_comparison(change, first, NULL, &sizes));
    check(nps_plan_looks(looks, looks, boundary, NULL, &last));
    plan.n = (uint64_t)ceil((double)sizes.first * last.inflation);
    plan.m = (uint64_t)ceil((double)sizes.second * last.inflation);
    return print_plan(&plan, draws);
}

static void study_all(int draws)
{
    static const nps_plan_shares pilots[] = {{0.5, 0.3, 0.2}, {0.2, 0.7, 0.1}, {0.7, 0.2, 0.1}, {0.02, 0.5, 0.48}};
    static const double changes[] = {80, 60, 45, 25, 12};
    double worst = 0;
    size_t i, j, k;
    for (i = 0; i < sizeof changes / sizeof *changes; i++)
        for (j = 0; j < sizeof pilots / sizeof *pilots; j++)
            for (k = 0; k < 4; k++) {
                nps_plan_shares after;
                const double up = j == 2 ? -1 : 1;
                if (nps_plan_shift(&pilots[j], up * changes[i], &after) == NPS_OK)
                    worst = fmax(worst, study(&pilots[j], up * changes[i], k < 2 ? 2 : 5,
                                              k % 2 ? NPS_PLAN_OBRIEN_FLEMING : NPS_PLAN_POCOCK, draws));
            }
    printf("largest error %.4f\n", worst);
}

/* Shares of which one may be rare or 0. */
static nps_plan_shares draw_shares(uint64_t *random)
{
    const double rare = next_uniform(random) < 0.2 ? 0 : 0.4 * next_uniform(random) * next_uniform(random);
    const double part = next_uniform(random), which = next_uniform(random);
    const double a = (1 - rare) * part, b = (1 - rare) * (1 - part);
    if (which < 1 / 3.)
        return (nps_plan_shares){rare, a, b};
    return which < 2 / 3. ? (nps_plan_shares){a, rare, b} : (nps_plan_shares){a, b, rare};
}

static void study_worst(int plans)
{
    uint64_t random = 10;
    double worst = 0;
    int i;
    for (i = 0; i < plans; i++) {
        const nps_plan_shares first = draw_shares(&random);
        const double change = 200 * (next_uniform(&random) - 0.5);
        struct plan plan = {.first = first, .n = 2 + (uint64_t)((MOST_ENUMERATED - 1) * next_uniform(&random))};
        plan.m = next_uniform(&random) < 0.5 ? plan.n : 2 + (uint64_t)((MOST_ENUMERATED - 1) * next_uniform(&random));
        plan.looks = 2 + (uint64_t)(5 * next_uniform(&random));
        plan.boundary = next_uniform(&random) < 0.5 ? NPS_PLAN_POCOCK : NPS_PLAN_OBRIEN_FLEMING;
        if (nps_plan_shift(&first, change, &plan.second) == NPS_OK)
            worst = fmax(worst, print_plan(&plan, 0));
    }
    printf("largest error %.4f\n", worst);
}

int main(int argc, char **argv)
{
    printf("first group         change      sizes  looks          first look      all looks       largest\n");
    printf("                                                      planned real    planned real    error\n");
    if (argc == 3 && strcmp(argv[1], "worst") == 0)
        study_worst((int)strtol(argv[2], NULL, 10));
    else
        study_all(argc > 1 ? (int)strtol(argv[1], NULL, 10) : 40000);
    return 0;
}
