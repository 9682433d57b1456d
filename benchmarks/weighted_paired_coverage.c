/* The coverage of 95 % intervals for the change of weighted waves, and their mean width beside those of the people in
 * both waves alone, by simulation with a fixed seed. Weights are lognormal (sigma .5) times a factor of the group, as
 * if detractors had been drawn half as often as promoters. A person gives the same answer again with the probability
 * `same`, and otherwise an independent one.
 *
 * usage: weighted_paired_coverage [SIMULATIONS], such as 10000
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>

enum { GROUPS = 3, CELLS = GROUPS * GROUPS };

static const double FACTORS[GROUPS] = {1, 1.5, 2};
static const int64_t ANSWERS[GROUPS] = {10, 8, 3};

/* Promoters, passives and detractors of the first wave, and of those who answer anew in the second. */
struct truth {
    double first[GROUPS], anew[GROUPS], same;
};

struct sizes {
    int both, first_only, second_only;
};

static double score_of(const double *shares)
{
    return 100 * (shares[0] - shares[2]);
}

static void second_shares(const struct truth *truth, double *shares)
{
    for (int group = 0; group < GROUPS; group++)
        shares[group] = truth->same * truth->first[group] + (1 - truth->same) * truth->anew[group];
}

/* What is drawn if each is drawn the less often, the larger its factor. */
static void thin(const double *shares, int count, double *drawn)
{
    double sum = 0;
    for (int cell = 0; cell < count; cell++)
        sum += drawn[cell] = shares[cell] / FACTORS[count == CELLS ? cell / GROUPS : cell];
    for (int cell = 0; cell < count; cell++)
        drawn[cell] /= sum;
}

static double next_weight(uint64_t *state, int group)
{
    const double u = next_uniform(state), v = next_uniform(state);
    return FACTORS[group] * exp(0.5 * sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v));
}

static void add(nps_weighted_paired *waves, int64_t first, int64_t second, double weight)
{
    if (nps_weighted_paired_add(waves, first, second, weight, 1, NULL))
        abort();
}

static void draw(uint64_t *state, const struct truth *truth, struct sizes sizes, nps_weighted_paired *waves)
{
    double cells[CELLS], both[CELLS], first[GROUPS], second[GROUPS], shares[GROUPS];
    for (int cell = 0; cell < CELLS; cell++)
        cells[cell] = truth->first[cell / GROUPS] * ((cell / GROUPS == cell % GROUPS ? truth->same : 0) +
                                                     (1 - truth->same) * truth->anew[cell % GROUPS]);
    second_shares(truth, shares);
    thin(cells, CELLS, both);
    thin(truth->first, GROUPS, first);
    thin(shares, GROUPS, second);
    *waves = (nps_weighted_paired){.both = {.weightless = 0}};
    for (int i = 0; i < sizes.both; i++) {
        const int cell = next_category(state, both, CELLS);
        add(waves, ANSWERS[cell / GROUPS], ANSWERS[cell % GROUPS], next_weight(state, cell / GROUPS));
    }
    for (int i = 0; i < sizes.first_only; i++) {
        const int group = next_category(state, first, GROUPS);
        add(waves, ANSWERS[group], -1, next_weight(state, group));
    }
    for (int i = 0; i < sizes.second_only; i++) {
        const int group = next_category(state, second, GROUPS);
        add(waves, -1, ANSWERS[group], next_weight(state, group));
    }
}

static nps_comparison compare(const nps_weighted_paired *waves)
{
    nps_paired_change change;
    if (nps_weighted_paired_compare(waves, NULL, &change))
        abort();
    return change.comparison;
}

static void simulate(const struct truth *truth, struct sizes sizes, long simulations)
{
    uint64_t state = 20260303;
    double shares[GROUPS], change, covered = 0, width = 0, width_of_both = 0;
    second_shares(truth, shares);
    change = score_of(shares) - score_of(truth->first);
    for (long simulation = 0; simulation < simulations; simulation++) {
        static nps_weighted_paired waves, both;
        nps_comparison found;
        draw(&state, truth, sizes, &waves);
        found = compare(&waves);
        covered += found.bounds.lower <= change && change <= found.bounds.upper;
        width += found.bounds.upper - found.bounds.lower;
        both = (nps_weighted_paired){.both = waves.both};
        found = compare(&both);
        width_of_both += found.bounds.upper - found.bounds.lower;
    }
    printf("%d,%d,%d,%.1f,%.2f,%.1f,%.4f,%.2f,%.2f\n", sizes.both, sizes.first_only, sizes.second_only, truth->same,
           truth->first[0], change, covered / (double)simulations, width / (double)simulations,
           width_of_both / (double)simulations);
}

int main(int argc, char **argv)
{
    static const struct sizes sizes[] = {{50, 0, 0}, {200, 0, 0}, {50, 50, 50}, {100, 300, 300}, {300, 100, 50}};
    static const double same[] = {0, 0.3, 0.8};
    static const double truths[][2][GROUPS] = {{{0.5, 0.3, 0.2}, {0.4, 0.35, 0.25}},
                                               {{0.85, 0.1, 0.05}, {0.8, 0.15, 0.05}}};
    const long simulations = argc > 1 ? strtol(argv[1], NULL, 10) : 10000;
    printf("both,first_only,second_only,same,promoters,change,coverage,width,width_of_both\n");
    for (size_t t = 0; t < sizeof truths / sizeof *truths; t++)
        for (size_t r = 0; r < sizeof same / sizeof *same; r++)
            for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
                struct truth truth = {{0}, {0}, same[r]};
                for (int group = 0; group < GROUPS; group++) {
                    truth.first[group] = truths[t][0][group];
                    truth.anew[group] = truths[t][1][group];
                }
                simulate(&truth, sizes[s], simulations);
            }
    return 0;
}
