/* What the intervals and tests of nps_themes() and nps_themes_change() keep of the level 0.95, by simulation with a
 * fixed seed. A table in CSV: how often the interval of the impact of a label, and that of its change between two
 * periods, has the true impact inside: the mean over labels and the worst label; and how often a test finds an impact,
 * or a change of one, where there is none (nothing: nowhere).
 *
 * An answer has each label with a probability that depends on whether it is a promoter, a passive or a detractor, so
 * that labels overlap. Labels of which at least 5 answers are expected are counted.
 *
 * usage: themes_coverage [SIMULATIONS], such as 4000
 *
 * SPDX-License-Identifier: MIT */
#include "effect_tally.h"
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS = 4, CATEGORIES = 3, PERIODS = 2, INTERVALS = 2 };

/* Labels with fewer expected answers in a period are not counted. */
static const double FEWEST = 5;

/* The shares of promoters, passives and detractors, and how many of each have a label. */
struct truth {
    double answers[CATEGORIES], labelled[LABELS][CATEGORIES];
};

struct setting {
    const char *name;
    struct truth truths[PERIODS];
};

static const struct setting SETTINGS[] = {
    {"labels say nothing",
     {{{0.5, 0.3, 0.2}, {{0.3, 0.3, 0.3}, {0.1, 0.1, 0.1}, {0.05, 0.05, 0.05}, {0.02, 0.02, 0.02}}},
      {{0.5, 0.3, 0.2}, {{0.3, 0.3, 0.3}, {0.1, 0.1, 0.1}, {0.05, 0.05, 0.05}, {0.02, 0.02, 0.02}}}}},
    {"complaints and praise",
     {{{0.5, 0.3, 0.2}, {{0.05, 0.2, 0.5}, {0.3, 0.1, 0.02}, {0.02, 0.1, 0.3}, {0.01, 0.02, 0.06}}},
      {{0.5, 0.3, 0.2}, {{0.05, 0.2, 0.5}, {0.3, 0.1, 0.02}, {0.02, 0.1, 0.3}, {0.01, 0.02, 0.06}}}}},
    {"more complaints",
     {{{0.5, 0.3, 0.2}, {{0.05, 0.2, 0.5}, {0.3, 0.1, 0.02}, {0.02, 0.1, 0.3}, {0.01, 0.02, 0.06}}},
      {{0.45, 0.3, 0.25}, {{0.1, 0.3, 0.6}, {0.2, 0.1, 0.05}, {0.02, 0.2, 0.4}, {0.01, 0.04, 0.15}}}}},
    {"few detractors",
     {{{0.8, 0.17, 0.03}, {{0.05, 0.2, 0.6}, {0.3, 0.1, 0.1}, {0.05, 0.1, 0.4}, {0.02, 0.02, 0.1}}},
      {{0.82, 0.15, 0.03}, {{0.05, 0.3, 0.6}, {0.4, 0.1, 0.1}, {0.05, 0.1, 0.2}, {0.02, 0.02, 0.2}}}}},
    {"a label on most",
     {{{0.4, 0.3, 0.3}, {{0.9, 0.8, 0.7}, {0.95, 0.95, 0.95}, {0.6, 0.5, 0.4}, {0.1, 0.2, 0.3}}},
      {{0.4, 0.3, 0.3}, {{0.9, 0.8, 0.8}, {0.95, 0.95, 0.9}, {0.5, 0.5, 0.5}, {0.1, 0.2, 0.2}}}}},
};

static const int ANSWERS[][PERIODS] = {{50, 50}, {100, 200}, {300, 300}, {1000, 500}};

enum { SETTING_COUNT = sizeof SETTINGS / sizeof *SETTINGS, SIZE_COUNT = sizeof ANSWERS / sizeof *ANSWERS };

static double score_of(const double *cells)
{
    return 100 * (cells[0] - cells[2]) / (cells[0] + cells[1] + cells[2]);
}

static double share_of(const struct truth *truth, int label)
{
    double share = 0;
    int i;
    for (i = 0; i < CATEGORIES; i++)
        share += truth->answers[i] * truth->labelled[label][i];
    return share;
}

static double impact_of(const struct truth *truth, int label)
{
    double rest[CATEGORIES];
    int i;
    for (i = 0; i < CATEGORIES; i++)
        rest[i] = truth->answers[i] * (1 - truth->labelled[label][i]);
    return score_of(truth->answers) - score_of(rest);
}

static void draw(uint64_t *state, const struct truth *truth, int answers, nps_counts *total, nps_counts *labels)
{
    int i, label;
    *total = (nps_counts){0, 0, 0};
    for (label = 0; label < LABELS; label++)
        labels[label] = (nps_counts){0, 0, 0};
    for (i = 0; i < answers; i++) {
        const int category = next_category(state, truth->answers, CATEGORIES);
        uint64_t *const places[] = {&total->promoters, &total->passives, &total->detractors};
        ++*places[category];
        for (label = 0; label < LABELS; label++) {
            const double labelled[] = {truth->labelled[label][category], 1 - truth->labelled[label][category]};
            uint64_t *const of_label[] = {&labels[label].promoters, &labels[label].passives, &labels[label].detractors};
            if (next_category(state, labelled, 2) == 0)
                ++*of_label[category];
        }
    }
}

static void check(nps_status status)
{
    if (status) {
        (void)fprintf(stderr, "%s\n", nps_status_string(status));
        exit(1);
    }
}

/* The true impact of a label in the first period, and its change. */
static void true_figures(const struct setting *setting, int label, double *figures)
{
    figures[0] = impact_of(&setting->truths[0], label);
    figures[1] = impact_of(&setting->truths[1], label) - figures[0];
}

static void simulate(uint64_t *state, const struct setting *setting, const int *answers,
                     effect_tally (*tallies)[INTERVALS])
{
    nps_counts counts[PERIODS][LABELS];
    nps_driver_segment total, labels[LABELS];
    nps_theme themes[LABELS];
    nps_theme_change changes[LABELS];
    nps_segments_options options;
    int label;
    draw(state, &setting->truths[0], answers[0], &total.before, counts[0]);
    draw(state, &setting->truths[1], answers[1], &total.after, counts[1]);
    for (label = 0; label < LABELS; label++)
        labels[label] = (nps_driver_segment){counts[0][label], counts[1][label]};
    nps_segments_options_init(&options);
    options.method = NPS_METHOD_SKEWNESS_SCORE;
    options.level = LEVEL;
    options.adjustment = NPS_ADJUST_NONE;
    check(nps_themes(&(nps_theme_sample){counts[0], LABELS, &total.before, 0}, &options, themes, NULL));
    check(nps_themes_change(&(nps_theme_periods){labels, LABELS, &total, 0}, &options, changes, NULL));
    for (label = 0; label < LABELS; label++) {
        double figures[2];
        true_figures(setting, label, figures);
        effect_tally_add(&tallies[label][0], &themes[label].impact, figures[0]);
        effect_tally_add(&tallies[label][1], &changes[label].impact, figures[1]);
    }
}

static void print_tallies(const struct setting *setting, const int *answers, int which,
                          const effect_tally (*tallies)[INTERVALS])
{
    double mean = 0, lowest = 1, highest = -1;
    int label, counted = 0;
    for (label = 0; label < LABELS; label++) {
        const effect_tally *tally = &tallies[label][which];
        const double covered = (double)tally->covered / (double)tally->cases;
        const double first = share_of(&setting->truths[0], label), second = share_of(&setting->truths[1], label);
        double figures[2];
        if (answers[0] * fmin(first, 1 - first) < FEWEST || answers[1] * fmin(second, 1 - second) < FEWEST)
            continue;
        true_figures(setting, label, figures);
        mean += covered;
        counted++;
        lowest = fmin(lowest, covered);
        if (fabs(figures[which]) < NOTHING)
            highest = fmax(highest, (double)tally->found / (double)tally->cases);
    }
    if (counted == 0)
        printf(",,,");
    else
        printf(",%.3f,%.3f,", mean / counted, lowest);
    if (highest >= 0)
        printf("%.3f", highest);
}

int main(int argc, char **argv)
{
    const long simulations = argc > 1 ? strtol(argv[1], NULL, 10) : 4000;
    int setting, size;
    printf("setting,before,after,impact,worst,error,change,worst,error\n");
    for (setting = 0; setting < SETTING_COUNT; setting++)
        for (size = 0; size < SIZE_COUNT; size++) {
            effect_tally tallies[LABELS][INTERVALS];
            uint64_t state = (uint64_t)setting * SIZE_COUNT + (uint64_t)size;
            long i;
            memset(tallies, 0, sizeof tallies);
            for (i = 0; i < simulations; i++)
                simulate(&state, &SETTINGS[setting], ANSWERS[size], tallies);
            printf("%s,%d,%d", SETTINGS[setting].name, ANSWERS[size][0], ANSWERS[size][1]);
            print_tallies(&SETTINGS[setting], ANSWERS[size], 0, (const effect_tally(*)[INTERVALS])tallies);
            print_tallies(&SETTINGS[setting], ANSWERS[size], 1, (const effect_tally(*)[INTERVALS])tallies);
            printf("\n");
            (void)fflush(stdout);
        }
    return 0;
}
