/* Answers by day over ten years. The naive loop counts into an array that has all days, and checks nothing. The naive
 * rolling window adds up each window anew, from an array without gaps.
 * SPDX-License-Identifier: MIT */
#include "timeline.h"

#include <nps/nps.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_DAY = 18000, DAYS = 3652, WINDOW = 90, BYTES_A_ROW = 32 };

enum { SORTED = 1, WIDE = 2, NULLS = 4 };

struct timeline_case {
    const char *name;
    unsigned features;
    struct speed_target target;
};

static const struct timeline_case CASES[] = {
    {"timeline, i32 days", 0, {0, 0}},
    {"timeline, i32 days in order", SORTED, {0, 0}},
    {"timeline, i64 days", WIDE, {0, 0}},
    {"timeline, i64 days, missing code", WIDE | NULLS, {0, 0}},
};

struct rows {
    unsigned features;
    nps_column days, answers;
    nps_timeline *counted;
    nps_accumulator expected[DAYS], undated;
    nps_accumulator naive[DAYS];
    volatile uint64_t read;
};

static void fill(struct rows *rows, void *days, uint8_t *answers)
{
    uint64_t random = 5;
    size_t i;
    for (i = 0; i < rows->days.length; i++) {
        const int64_t place = rows->features & SORTED ? (int64_t)(i * DAYS / rows->days.length)
                                                      : (int64_t)((speed_random(&random) >> 32) % DAYS);
        const bool is_null = rows->features & NULLS && (speed_random(&random) >> 32) % 64 == 0;
        const int64_t day = is_null ? INT64_MIN : FIRST_DAY + place;
        answers[i] = (uint8_t)((speed_random(&random) >> 32) % NPS_ANSWERS);
        if (rows->features & WIDE)
            ((int64_t *)days)[i] = day;
        else
            ((int32_t *)days)[i] = (int32_t)day;
        if (nps_accumulator_add(is_null ? &rows->undated : &rows->expected[place], answers[i]))
            abort();
    }
}

static void read_rows(void *context)
{
    struct rows *const rows = context;
    rows->read = speed_read(rows->days.data, speed_column_bytes(&rows->days)) ^
                 speed_read(rows->answers.data, speed_column_bytes(&rows->answers));
}

static void count_rows(void *context)
{
    struct rows *const rows = context;
    nps_timeline_destroy(rows->counted);
    if (nps_timeline_create(NULL, &rows->counted) ||
        nps_timeline_add_column(rows->counted, &rows->days, &rows->answers, NULL))
        abort();
}

static void count_naively(void *context)
{
    struct rows *const rows = context;
    const int32_t *const narrow = rows->days.data;
    const int64_t *const wide = rows->days.data;
    const uint8_t *const answers = rows->answers.data;
    size_t i;
    if (rows->features & NULLS) {
        for (i = 0; i < rows->days.length; i++)
            if (wide[i] != INT64_MIN)
                rows->naive[wide[i] - FIRST_DAY].answers[answers[i]]++;
    } else if (rows->features & WIDE) {
        for (i = 0; i < rows->days.length; i++)
            rows->naive[wide[i] - FIRST_DAY].answers[answers[i]]++;
    } else {
        for (i = 0; i < rows->days.length; i++)
            rows->naive[narrow[i] - FIRST_DAY].answers[answers[i]]++;
    }
}

static bool is_right(const void *context)
{
    const struct rows *const rows = context;
    nps_timeline_rest rest;
    int32_t i;
    for (i = 0; i < DAYS; i++) {
        nps_accumulator day;
        if (nps_timeline_read_between(rows->counted, FIRST_DAY + i, FIRST_DAY + i, &day) ||
            memcmp(&day, &rows->expected[i], sizeof day) != 0)
            return false;
    }
    return nps_timeline_read_rest(rows->counted, &rest) == NPS_OK &&
           memcmp(&rest.undated, &rows->undated, sizeof rest.undated) == 0;
}

static void run_case(const struct timeline_case *self, const struct speed_options *options)
{
    static struct rows rows;
    const size_t length = options->large / BYTES_A_ROW;
    const size_t day_bytes = length * (self->features & WIDE ? sizeof(int64_t) : sizeof(int32_t));
    static const int64_t no_day = INT64_MIN;
    struct speed_row row = {0};
    void *const days = speed_map(day_bytes);
    uint8_t *const answers = speed_map(length);
    memset(&rows, 0, sizeof rows);
    rows.features = self->features;
    nps_column_init(&rows.days, self->features & WIDE ? NPS_COLUMN_I64 : NPS_COLUMN_I32, days, length);
    nps_column_init(&rows.answers, NPS_COLUMN_U8, answers, length);
    if (self->features & NULLS) {
        rows.days.missing_codes = &no_day;
        rows.days.missing_code_count = 1;
    }
    fill(&rows, days, answers);
    row = (struct speed_row){.name = self->name,
                             .bytes = day_bytes + length,
                             .rows = length,
                             .threads = 1,
                             .target = self->target,
                             .limit = {read_rows, &rows},
                             .count = {count_rows, &rows},
                             .naive = {count_naively, &rows},
                             .is_right = is_right};
    speed_measure(&row, options);
    nps_timeline_destroy(rows.counted);
    speed_unmap(days, day_bytes);
    speed_unmap(answers, length);
}

/* ---- rolling windows ---- */

struct windows {
    nps_timeline *timeline;
    nps_accumulator days[WINDOW - 1 + DAYS];
    nps_accumulator sums[DAYS], expected[DAYS];
    volatile uint64_t read;
};

static const nps_period RANGE = {FIRST_DAY, FIRST_DAY + DAYS - 1};

static void read_days(void *context)
{
    struct windows *const windows = context;
    windows->read = speed_read(windows->days, sizeof windows->days);
}

static void roll(void *context)
{
    struct windows *const windows = context;
    if (nps_timeline_read_rolling(windows->timeline, WINDOW, &RANGE, DAYS, windows->sums))
        abort();
}

/* One sum per window, with the function that adds two accumulators. */
static void add_each_window(void *context)
{
    struct windows *const windows = context;
    int i, day;
    memset(windows->expected, 0, sizeof windows->expected);
    for (i = 0; i < DAYS; i++)
        for (day = i; day < i + WINDOW; day++)
            if (nps_accumulator_merge(&windows->expected[i], &windows->days[day]))
                abort();
}

static bool are_same(const void *context)
{
    const struct windows *const windows = context;
    return memcmp(windows->sums, windows->expected, sizeof windows->sums) == 0;
}

static void run_rolling(const char *name, const struct speed_options *options)
{
    static struct windows windows;
    struct speed_row row;
    uint64_t random = 6;
    size_t i;
    memset(&windows, 0, sizeof windows);
    if (nps_timeline_create(NULL, &windows.timeline))
        abort();
    for (i = 0; i < WINDOW - 1 + DAYS; i++) {
        nps_accumulator *day = &windows.days[i];
        int answer;
        for (answer = 0; answer < NPS_ANSWERS; answer++)
            day->answers[answer] = (speed_random(&random) >> 32) % 100;
        if (nps_timeline_merge_day(windows.timeline, FIRST_DAY - WINDOW + 1 + (int32_t)i, day))
            abort();
    }
    add_each_window(&windows);
    row = (struct speed_row){.name = name,
                             .bytes = sizeof windows.days,
                             .rows = DAYS,
                             .threads = 1,
                             .target = {0, 50},
                             .limit = {read_days, &windows},
                             .count = {roll, &windows},
                             .naive = {add_each_window, &windows},
                             .is_right = are_same};
    speed_measure(&row, options);
    nps_timeline_destroy(windows.timeline);
}

void speed_timeline(const struct speed_options *options)
{
    static const char *const rolling = "rolling 90 days, ten years";
    size_t i;
    for (i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (speed_is_chosen(options, CASES[i].name))
            run_case(&CASES[i], options);
    if (speed_is_chosen(options, rolling))
        run_rolling(rolling, options);
}
