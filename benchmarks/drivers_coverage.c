/* What the intervals and tests of nps_drivers(), or with weights of nps_weighted_drivers(), keep of the level 0.95, by
 * simulation with a fixed seed. Two tables in CSV:
 *
 *     coverage  how often the interval of a rate, a mix and a total has the true effect inside: the mean over segments,
 *               and the worst segment; and how often a test finds an effect where the true one is 0
 *     families  how often anything is found among all segments of a survey in which nothing changed, adjusted by Holm
 *
 * Rates and mixes are counted where the segment has answers in both periods, and segments where at least 5 are expected
 * in each. Comparisons are those of
 * NPS_METHOD_SKEWNESS_SCORE, which is that of NPS_METHOD_AUTO above 5 answers in a period.
 *
 * usage: drivers_coverage [SIMULATIONS [weighted]], such as 4000
 *
 * Weights are lognormal with sigma .7, and do not depend on the answers; the effective respondents are about three
 * fifths of all.
 *
 * SPDX-License-Identifier: MIT */
#include "effect_tally.h"
#include "random.h"

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEGMENTS = 20, EFFECTS = 3, PERIODS = 2 };

/* Segments with fewer expected answers in a period are not counted: that they have any is a selection. */
static const double FEWEST = 5;

/* What is true of a segment in a period. */
struct truth {
    double share, promoters, detractors;
};

/* Segments whose answers are drawn. */
struct setting {
    const char *name;
    int segments;
    int answers[PERIODS];
    struct truth truths[PERIODS][MOST_SEGMENTS];
};

static double score_of(const struct truth *truth)
{
    return 100 * (truth->promoters - truth->detractors);
}

static double score_of_all(const struct truth *truths, int segments)
{
    double score = 0;
    int i;
    for (i = 0; i < segments; i++)
        score += truths[i].share * score_of(&truths[i]);
    return score;
}

/* The true rate, mix and total of a segment. */
static void true_effects(const struct setting *setting, int segment, double *effects)
{
    const struct truth *first = &setting->truths[0][segment], *second = &setting->truths[1][segment];
    const double reference =
        (score_of_all(setting->truths[0], setting->segments) + score_of_all(setting->truths[1], setting->segments)) / 2;
    effects[0] = (first->share + second->share) / 2 * (score_of(second) - score_of(first));
    effects[1] = (second->share - first->share) * ((score_of(first) + score_of(second)) / 2 - reference);
    effects[2] = effects[0] + effects[1];
}

static void must(nps_status status)
{
    if (status == NPS_OK)
        return;
    (void)fprintf(stderr, "%s\n", nps_status_string(status));
    exit(1);
}

/* A survey: counts by segment, or the same with weights. */
struct survey {
    bool is_weighted;
    nps_driver_segment counted[MOST_SEGMENTS];
    nps_weighted weighted[PERIODS][MOST_SEGMENTS];
};

static void draw_answer(uint64_t *state, const struct truth *truth, int period, int segment, struct survey *survey)
{
    static const int64_t ANSWERS[] = {10, 3, 8};
    const double shares[] = {truth->promoters, truth->detractors, 0};
    const int category = next_category(state, shares, 3);
    nps_counts *counts = period == 0 ? &survey->counted[segment].before : &survey->counted[segment].after;
    uint64_t *const places[] = {&counts->promoters, &counts->detractors, &counts->passives};
    if (survey->is_weighted)
        must(nps_weighted_add(&survey->weighted[period][segment], ANSWERS[category], exp(0.7 * next_normal(state))));
    else
        ++*places[category];
}

static void draw(uint64_t *state, const struct setting *setting, struct survey *survey)
{
    int period, i;
    memset(survey->counted, 0, sizeof survey->counted);
    memset(survey->weighted, 0, sizeof survey->weighted);
    for (period = 0; period < PERIODS; period++) {
        const struct truth *truths = setting->truths[period];
        double shares[MOST_SEGMENTS];
        for (i = 0; i < setting->segments; i++)
            shares[i] = truths[i].share;
        for (i = 0; i < setting->answers[period]; i++) {
            const int segment = next_category(state, shares, setting->segments);
            draw_answer(state, &truths[segment], period, segment, survey);
        }
    }
}

static nps_status split_weighted(const struct survey *survey, int count, const nps_segments_options *options,
                                 nps_driver *drivers, nps_comparison *change)
{
    nps_weighted_driver_segment segments[MOST_SEGMENTS];
    int i;
    for (i = 0; i < count; i++)
        segments[i] = (nps_weighted_driver_segment){&survey->weighted[0][i], &survey->weighted[1][i]};
    return nps_weighted_drivers(&(nps_weighted_driver_periods){segments, (size_t)count, NULL}, options, drivers, change,
                                NULL, NULL);
}

static void split(const struct survey *survey, int count, nps_adjustment adjustment, nps_driver *drivers)
{
    nps_segments_options options;
    nps_comparison change;
    nps_segments_options_init(&options);
    options.method = NPS_METHOD_SKEWNESS_SCORE;
    options.level = LEVEL;
    options.adjustment = adjustment;
    must(survey->is_weighted ? split_weighted(survey, count, &options, drivers, &change)
                             : nps_drivers(survey->counted, (size_t)count, &options, drivers, &change, NULL));
}

/* The expected number of answers in the period with fewer. */
static double expected_answers(const struct setting *setting, int segment)
{
    return fmin(setting->truths[0][segment].share * setting->answers[0],
                setting->truths[1][segment].share * setting->answers[1]);
}

/* The mean over segments, the lowest coverage, and the error of the test where the truth is 0 (-1: nowhere). */
static void print_tallies(const struct setting *setting, int which, const effect_tally (*tallies)[EFFECTS])
{
    double mean = 0, lowest = 1, highest = -1;
    int i, counted = 0;
    for (i = 0; i < setting->segments; i++) {
        const effect_tally *tally = &tallies[i][which];
        double truths[EFFECTS], covered;
        if (tally->cases == 0 || expected_answers(setting, i) < FEWEST)
            continue;
        true_effects(setting, i, truths);
        covered = (double)tally->covered / (double)tally->cases;
        mean += covered;
        counted++;
        lowest = fmin(lowest, covered);
        if (fabs(truths[which]) < NOTHING)
            highest = fmax(highest, (double)tally->found / (double)tally->cases);
    }
    printf(",%.3f,%.3f,", mean / counted, lowest);
    if (highest >= 0)
        printf("%.3f", highest);
}

static void measure(const struct setting *setting, struct survey *survey, long simulations, uint64_t seed)
{
    effect_tally tallies[MOST_SEGMENTS][EFFECTS];
    long i;
    int j, which;
    memset(tallies, 0, sizeof tallies);
    for (i = 0; i < simulations; i++) {
        nps_driver drivers[MOST_SEGMENTS];
        draw(&seed, setting, survey);
        split(survey, setting->segments, NPS_ADJUST_NONE, drivers);
        for (j = 0; j < setting->segments; j++) {
            double truths[EFFECTS];
            true_effects(setting, j, truths);
            if (drivers[j].presence == NPS_DRIVER_STAYED) {
                effect_tally_add(&tallies[j][0], &drivers[j].rate, truths[0]);
                effect_tally_add(&tallies[j][1], &drivers[j].mix, truths[1]);
            }
            effect_tally_add(&tallies[j][2], &drivers[j].total, truths[2]);
        }
    }
    printf("%s,%d,%d,%d", setting->name, setting->segments, setting->answers[0], setting->answers[1]);
    for (which = 0; which < EFFECTS; which++)
        print_tallies(setting, which, (const effect_tally(*)[EFFECTS])tallies);
    printf("\n");
    (void)fflush(stdout);
}

/* How often a family of effects has an adjusted p-value below 1 - level. */
static void measure_families(const struct setting *setting, struct survey *survey, long simulations, uint64_t seed)
{
    long found[EFFECTS] = {0, 0, 0}, i;
    int j;
    for (i = 0; i < simulations; i++) {
        nps_driver drivers[MOST_SEGMENTS];
        double smallest[EFFECTS] = {1, 1, 1};
        draw(&seed, setting, survey);
        split(survey, setting->segments, NPS_ADJUST_HOLM, drivers);
        for (j = 0; j < setting->segments; j++) {
            smallest[0] = fmin(smallest[0], drivers[j].rate.adjusted);
            smallest[1] = fmin(smallest[1], drivers[j].mix.adjusted);
            smallest[2] = fmin(smallest[2], drivers[j].total.adjusted);
        }
        for (j = 0; j < EFFECTS; j++)
            found[j] += smallest[j] < 1 - LEVEL;
    }
    printf("%s,%d,%d,%d,%.3f,%.3f,%.3f\n", setting->name, setting->segments, setting->answers[0], setting->answers[1],
           (double)found[0] / (double)simulations, (double)found[1] / (double)simulations,
           (double)found[2] / (double)simulations);
    (void)fflush(stdout);
}

/* ---- the settings ---- */

/* Equal shares, or shares that fall by `ratio` from one segment to the next. */
static void set_shares(struct truth *truths, int segments, double ratio)
{
    double sum = 0, share = 1;
    int i;
    for (i = 0; i < segments; i++) {
        truths[i].share = share;
        sum += share;
        share *= ratio;
    }
    for (i = 0; i < segments; i++)
        truths[i].share /= sum;
}

/* A kind of settings. `spread` is the range of the shares of promoters over segments. */
struct kind {
    const char *name;
    double promoters, detractors, spread;
    double ratio[PERIODS];
    double moved; /* the share of promoters that every second segment gains */
};

static const struct kind KINDS[] = {
    {"nothing changed", 0.5, 0.2, 0.2, {0.9, 0.9}, 0},    {"segments alike", 0.5, 0.2, 0, {0.9, 0.9}, 0},
    {"shares changed", 0.5, 0.2, 0.3, {0.95, 0.8}, 0},    {"scores changed", 0.5, 0.2, 0.2, {0.9, 0.9}, 0.15},
    {"both changed", 0.45, 0.25, 0.3, {0.8, 0.95}, 0.2},  {"few detractors", 0.8, 0.03, 0.1, {0.85, 0.9}, 0.05},
    {"few passives", 0.6, 0.35, 0.05, {0.9, 0.85}, -0.1}, {"a rare segment", 0.5, 0.2, 0.2, {0.5, 0.55}, 0.1},
};

static void make_setting(const struct kind *kind, int segments, int before, int after, struct setting *out)
{
    int period, i;
    out->name = kind->name;
    out->segments = segments;
    out->answers[0] = before;
    out->answers[1] = after;
    for (period = 0; period < PERIODS; period++) {
        set_shares(out->truths[period], segments, kind->ratio[period]);
        for (i = 0; i < segments; i++) {
            struct truth *truth = &out->truths[period][i];
            truth->promoters = kind->promoters + kind->spread * ((double)i / (segments - 1) - 0.5);
            if (period == 1 && i % 2 == 1)
                truth->promoters += kind->moved;
            truth->detractors = fmin(kind->detractors, 1 - truth->promoters);
        }
    }
}

/* Segments and answers before and after. */
static const struct size {
    int segments, before, after;
} SIZES[] = {{2, 40, 40}, {2, 200, 100}, {5, 60, 60}, {5, 300, 150}, {5, 2000, 2000}, {20, 300, 300}, {20, 2000, 1000}};

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS, SIZE_COUNT = sizeof SIZES / sizeof *SIZES };

int main(int argc, char **argv)
{
    const long simulations = argc > 1 ? strtol(argv[1], NULL, 10) : 4000;
    static struct survey survey;
    struct setting setting;
    int kind, size;
    survey.is_weighted = argc > 2 && strcmp(argv[2], "weighted") == 0;
    printf("coverage,segments,before,after,rate,worst,error,mix,worst,error,total,worst,error\n");
    for (kind = 0; kind < KIND_COUNT; kind++)
        for (size = 0; size < SIZE_COUNT; size++) {
            make_setting(&KINDS[kind], SIZES[size].segments, SIZES[size].before, SIZES[size].after, &setting);
            measure(&setting, &survey, simulations, (uint64_t)kind * SIZE_COUNT + (uint64_t)size);
        }
    printf("families,segments,before,after,rate,mix,total\n");
    for (kind = 0; kind < 2; kind++)
        for (size = 0; size < SIZE_COUNT; size++) {
            make_setting(&KINDS[kind], SIZES[size].segments, SIZES[size].before, SIZES[size].after, &setting);
            measure_families(&setting, &survey, simulations, 1000 + (uint64_t)kind * SIZE_COUNT + (uint64_t)size);
        }
    return 0;
}
