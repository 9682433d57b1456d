/* How often nps_drivers_key() finds at level .05 that a key explains a change, where it explains nothing: the score
 * falls by 8 points in every segment and no share changes. By simulation with a fixed seed. A table in CSV.
 *
 * Segments are alike, differ in their scores in the same way in both periods, or are many small ones with a low score
 * beside large ones with a high score. Shares are equal, or fall by a fifth from one segment to the next.
 *
 * usage: driver_key_errors [SIMULATIONS], such as 4000
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEGMENTS = 100, CATEGORIES = 3, KINDS = 3 };

static const double LEVEL = 0.05;

/* The share of promoters that become detractors in the second period. */
static const double LOST = 0.04;

/* The smallest share of a segment, before shares are made to add up to 1. */
static const double SMALLEST = 0.002;

static const char *const NAMES[KINDS] = {"alike", "different scores", "small ones low"};
static const int SEGMENTS[] = {2, 5, 20, 100};
static const int ANSWERS[][2] = {{100, 100}, {300, 150}, {2000, 1000}};
static const double RATIOS[] = {1, 0.8};

struct setting {
    int segments;
    double shares[MOST_SEGMENTS], promoters[MOST_SEGMENTS], detractors[MOST_SEGMENTS];
};

static void set_scores(struct setting *setting, int kind, int segment)
{
    const double place = (double)segment / (setting->segments - 1);
    double promoters = 0.5, detractors = 0.2;
    if (kind == 1) {
        promoters = 0.3 + 0.4 * place;
        detractors = 0.3 - 0.2 * place;
    } else if (kind == 2) {
        promoters = place < 0.5 ? 0.6 : 0.2;
        detractors = place < 0.5 ? 0.05 : 0.6;
    }
    setting->promoters[segment] = promoters;
    setting->detractors[segment] = detractors;
}

static struct setting make(int kind, int segments, double ratio)
{
    struct setting setting;
    double share = 1, sum = 0;
    int i;
    setting.segments = segments;
    for (i = 0; i < segments; i++) {
        setting.shares[i] = share > SMALLEST ? share : SMALLEST;
        sum += setting.shares[i];
        share *= ratio;
        set_scores(&setting, kind, i);
    }
    for (i = 0; i < segments; i++)
        setting.shares[i] /= sum;
    return setting;
}

static void draw(uint64_t *state, const struct setting *setting, int answers, double lost, nps_counts *counts,
                 size_t stride)
{
    int i;
    for (i = 0; i < answers; i++) {
        const int segment = next_category(state, setting->shares, setting->segments);
        nps_counts *const at = (nps_counts *)(void *)((char *)counts + (size_t)segment * stride);
        const double answer[CATEGORIES] = {setting->promoters[segment] - lost, setting->detractors[segment] + lost, 0};
        uint64_t *const places[CATEGORIES] = {&at->promoters, &at->detractors, &at->passives};
        ++*places[next_category(state, answer, CATEGORIES)];
    }
}

static double error_of(const struct setting *setting, const int *answers, uint64_t state, long simulations)
{
    long i, found = 0;
    for (i = 0; i < simulations; i++) {
        nps_driver_segment segments[MOST_SEGMENTS];
        nps_driver_key key;
        memset(segments, 0, sizeof segments);
        draw(&state, setting, answers[0], 0, &segments[0].before, sizeof *segments);
        draw(&state, setting, answers[1], LOST, &segments[0].after, sizeof *segments);
        if (nps_drivers_key(segments, (size_t)setting->segments, &key, NULL))
            exit(1);
        found += key.p_value < LEVEL;
    }
    return (double)found / (double)simulations;
}

int main(int argc, char **argv)
{
    const long simulations = argc > 1 ? strtol(argv[1], NULL, 10) : 4000;
    uint64_t seed = 0;
    int kind;
    size_t size, segments, ratio;
    printf("segments,kind,ratio,before,after,error\n");
    for (segments = 0; segments < sizeof SEGMENTS / sizeof *SEGMENTS; segments++)
        for (kind = 0; kind < KINDS; kind++)
            for (ratio = 0; ratio < 2; ratio++)
                for (size = 0; size < sizeof ANSWERS / sizeof *ANSWERS; size++) {
                    const struct setting setting = make(kind, SEGMENTS[segments], RATIOS[ratio]);
                    printf("%d,%s,%g,%d,%d,%.3f\n", SEGMENTS[segments], NAMES[kind], RATIOS[ratio], ANSWERS[size][0],
                           ANSWERS[size][1], error_of(&setting, ANSWERS[size], seed++, simulations));
                    (void)fflush(stdout);
                }
    return 0;
}
