/* What a small device does with answers: counts them by day, stores the state, reads the score with its interval, and
 * watches it. The same program runs on the host; both must print the same.
 *
 * With ONLY_STATE it does no more than counting, the calendar and the score.
 *
 * SPDX-License-Identifier: MIT */
#include <nps/accumulator.h>
#include <nps/calendar.h>
#include <nps/codec.h>
#include <nps/interval.h>
#include <nps/watch.h>
#include <stdio.h>

enum { DAYS = 3, ANSWERS = 200 };

static void must(nps_status status)
{
    if (status != NPS_OK)
        printf("%s\n", nps_status_string(status));
}

#ifndef ONLY_STATE
static void print_bytes(const unsigned char *bytes, size_t length)
{
    size_t i;
    for (i = 0; i < length; i++)
        printf("%02x", bytes[i]);
    printf("\n");
}

static void print_more(const nps_accumulator *state, const nps_counts *counts)
{
    unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t length = 0;
    nps_bounds bounds = {0, 0};
    must(nps_interval_closed(counts, NPS_METHOD_SCORE, 0.95, &bounds));
    must(nps_accumulator_encode(state, bytes, sizeof bytes, &length));
    printf("%.6f to %.6f\n", bounds.lower, bounds.upper);
    print_bytes(bytes, length);
}

static void watch_all(const uint8_t *answers, size_t count)
{
    static nps_watch watch;
    double evidence = 0;
    size_t i;
    must(nps_watch_init(&watch, 30, NULL));
    for (i = 0; i < count; i++)
        must(nps_watch_add(&watch, answers[i]));
    must(nps_watch_evidence(&watch, &evidence));
    printf("watch: %d answers, %d invalid, alarm at %d, evidence %.9g\n", (int)watch.answers, (int)watch.invalid,
           (int)watch.alarm_at, evidence);
}
#endif

static void print_day(const nps_accumulator *state, int32_t day)
{
    nps_counts counts = {0, 0, 0};
    nps_date date = {0, 0, 0};
    double score = 0;
    must(nps_date_from_day(day, &date));
    must(nps_accumulator_counts(state, NULL, &counts, NULL));
    must(nps_score(&counts, &score));
    printf("%04d-%02d-%02d %.3f\n", (int)date.year, (int)date.month, (int)date.day, score);
#ifndef ONLY_STATE
    print_more(state, &counts);
#endif
}

int main(void)
{
    static nps_accumulator days[DAYS], all;
    static uint8_t answers[ANSWERS];
    const int64_t begin = 1772146800; /* 2026-02-27 00:00, an hour east of UTC */
    uint32_t random = 1;
    int32_t first = 0, day = 0;
    int i;
    must(nps_day_from_seconds(begin, 3600, &first));
    for (i = 0; i < ANSWERS; i++) {
        random = random * 1664525U + 1013904223U;
        answers[i] = (uint8_t)((random >> 16) % 12); /* 11 is not an answer */
        must(nps_day_from_seconds(begin + (int64_t)i * (DAYS * 86400 / ANSWERS), 3600, &day));
        must(nps_accumulator_add(&days[day - first], answers[i]));
    }
    for (i = 0; i < DAYS; i++) {
        print_day(&days[i], first + i);
        must(nps_accumulator_merge(&all, &days[i]));
    }
    print_day(&all, day);
#ifndef ONLY_STATE
    watch_all(answers, ANSWERS);
#endif
    return 0;
}
