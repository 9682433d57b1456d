/* Timelines against a plain array of days.
 * SPDX-License-Identifier: MIT */
#include "column_values.h"
#include "cpu_paths.h"
#include "failing_allocator.h"
#include "interrupts.h"
#include "test.h"

/* The days of the model begin here, so that pages and tables are cut at odd places. */
enum { FIRST_DAY = 17989, DAYS = 3000 };

static const nps_accumulator EMPTY = {{0}, 0, 0};

/* What a timeline of these days should hold. */
struct model {
    nps_accumulator days[DAYS], older, undated;
};

static nps_timeline *made(int32_t horizon, nps_older older)
{
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_timeline_options_init(&options);
    options.horizon = horizon;
    options.older = older;
    assert_ok(nps_timeline_create(&options, &timeline));
    return timeline;
}

static nps_timeline *made_empty(void)
{
    return made(NPS_DAY_MIN, NPS_OLDER_REFUSED);
}

static void add_to(nps_accumulator *sum, const nps_accumulator *from)
{
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        sum->answers[i] += from->answers[i];
    sum->missing += from->missing;
    sum->invalid += from->invalid;
}

/* The sum of days of the model, which has none before and after. */
static nps_accumulator model_between(const struct model *model, int64_t first, int64_t last)
{
    nps_accumulator sum = EMPTY;
    int64_t day;
    for (day = first > FIRST_DAY ? first : FIRST_DAY; day <= last && day < FIRST_DAY + DAYS; day++)
        add_to(&sum, &model->days[day - FIRST_DAY]);
    return sum;
}

static void assert_between(const nps_timeline *timeline, const struct model *model, int32_t first, int32_t last)
{
    const nps_accumulator expected = model_between(model, first, last);
    nps_accumulator sum;
    assert_ok(nps_timeline_read_between(timeline, first, last, &sum));
    assert_accumulator_equal(&sum, &expected);
}

static void assert_held(const nps_timeline *timeline, const struct model *model)
{
    nps_timeline_rest rest;
    int32_t day;
    assert_ok(nps_timeline_read_rest(timeline, &rest));
    assert_accumulator_equal(&rest.older, &model->older);
    assert_accumulator_equal(&rest.undated, &model->undated);
    for (day = FIRST_DAY; day < FIRST_DAY + DAYS; day++) {
        nps_accumulator sum;
        if (nps_timeline_read_between(timeline, day, day, &sum) == NPS_OK)
            assert_accumulator_equal(&sum, &model->days[day - FIRST_DAY]);
        else
            assert_accumulator_equal(&model->days[day - FIRST_DAY], &EMPTY);
    }
}

static void assert_same(const nps_timeline *a, const nps_timeline *b)
{
    static unsigned char bytes[2][1 << 20];
    size_t length[2];
    assert_ok(nps_timeline_encode(a, bytes[0], sizeof bytes[0], &length[0]));
    assert_ok(nps_timeline_encode(b, bytes[1], sizeof bytes[1], &length[1]));
    assert_int_equal(length[0], length[1]);
    assert_memory_equal(bytes[0], bytes[1], length[0]);
}

/* Answers on random days, in no order. */
static void fill(nps_timeline *timeline, struct model *model, size_t answers, uint64_t *random)
{
    size_t i;
    for (i = 0; i < answers; i++) {
        const int32_t place = (int32_t)next_below(random, DAYS);
        const int64_t answer = (int64_t)next_below(random, 13) - 1;
        const uint64_t times = next_below(random, 4);
        nps_accumulator *day = &model->days[place];
        if (answer < 0) {
            assert_ok(nps_timeline_add_missing(timeline, FIRST_DAY + place, times));
            day->missing += times;
        } else {
            assert_ok(nps_timeline_add(timeline, FIRST_DAY + place, answer, times));
            *(answer <= 10 ? &day->answers[answer] : &day->invalid) += times;
        }
    }
}

static void days_in_any_order(void **state)
{
    static struct model model;
    uint64_t random = 1;
    nps_timeline *timeline = made_empty();
    nps_period span;
    int i;
    (void)state;
    assert_status(nps_timeline_read_span(timeline, &span), NPS_ERROR_EMPTY);
    fill(timeline, &model, 5000, &random);
    assert_held(timeline, &model);
    for (i = 0; i < 500; i++) {
        const int32_t first = FIRST_DAY - 50 + (int32_t)next_below(&random, DAYS + 100);
        assert_between(timeline, &model, first, first + (int32_t)next_below(&random, DAYS));
    }
    assert_between(timeline, &model, NPS_DAY_MIN, NPS_DAY_MAX);
    assert_ok(nps_timeline_merge_day(timeline, FIRST_DAY - 70, &(nps_accumulator){{0}, 1, 0}));
    assert_ok(nps_timeline_merge_day(timeline, FIRST_DAY + 9000, &(nps_accumulator){{0}, 0, 1}));
    assert_ok(nps_timeline_merge_day(timeline, FIRST_DAY + 9999, &EMPTY));
    assert_ok(nps_timeline_read_span(timeline, &span));
    assert_int_equal(span.first, FIRST_DAY - 70);
    assert_int_equal(span.last, FIRST_DAY + 9000);
    nps_timeline_destroy(timeline);
}

/* One answer in year 1 and one in year 9999 take two pages, not 380 MB. */
static void the_ends_of_the_calendar_are_far_apart_and_take_no_memory(void **state)
{
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_accumulator sum;
    (void)state;
    nps_timeline_options_init(&options);
    options.memory_budget = 8192;
    assert_ok(nps_timeline_create(&options, &timeline));
    assert_ok(nps_timeline_add(timeline, NPS_DAY_MAX, 9, 2));
    assert_ok(nps_timeline_add(timeline, NPS_DAY_MIN, 9, 1));
    assert_ok(nps_timeline_read_between(timeline, NPS_DAY_MIN, NPS_DAY_MAX, &sum));
    assert_int_equal(sum.answers[9], 3);
    assert_ok(nps_timeline_read_between(timeline, NPS_DAY_MIN + 1, NPS_DAY_MAX - 1, &sum));
    assert_accumulator_equal(&sum, &EMPTY);
    assert_status(nps_timeline_add(timeline, NPS_DAY_MIN - 1, 9, 1), NPS_ERROR_DAY);
    assert_status(nps_timeline_add(timeline, NPS_DAY_MAX + 1, 9, 1), NPS_ERROR_DAY);
    nps_timeline_destroy(timeline);
}

static void assert_periods(const nps_timeline *timeline, const struct model *model, const nps_periods *periods)
{
    const nps_period range = {FIRST_DAY - 40, FIRST_DAY + DAYS + 7};
    nps_timeline_period *found;
    nps_period period;
    size_t count, i;
    assert_ok(nps_periods_count(periods, range.first, range.last, &count));
    found = calloc(count + 1, sizeof *found);
    assert_non_null(found);
    assert_status(nps_timeline_read_periods(timeline, periods, &range, count - 1, found), NPS_ERROR_SPACE);
    assert_status(nps_timeline_read_periods(timeline, periods, &range, count + 1, found), NPS_ERROR_SPACE);
    assert_ok(nps_timeline_read_periods(timeline, periods, &range, count, found));
    assert_ok(nps_periods_find(periods, range.first, &period));
    for (i = 0; i < count; i++) {
        const nps_accumulator expected = model_between(model, period.first, period.last);
        assert_memory_equal(&found[i].days, &period, sizeof period);
        assert_accumulator_equal(&found[i].accumulator, &expected);
        if (i + 1 < count)
            assert_ok(nps_periods_next(periods, &period, &period));
    }
    assert_true(period.last >= range.last);
    assert_accumulator_equal(&found[count].accumulator, &EMPTY);
    free(found);
}

static void periods_are_sums_of_their_days(void **state)
{
    static struct model model;
    uint64_t random = 2;
    nps_timeline *timeline = made_empty();
    int unit;
    (void)state;
    fill(timeline, &model, 3000, &random);
    for (unit = NPS_PERIOD_DAY; unit <= NPS_PERIOD_YEAR; unit++)
        assert_periods(timeline, &model, &(nps_periods){(nps_period_unit)unit, 0, 0});
    assert_periods(timeline, &model, &(nps_periods){NPS_PERIOD_DAYS, 10, 3});
    assert_periods(timeline, &model, &(nps_periods){NPS_PERIOD_DAYS, 100000, 3});
    nps_timeline_destroy(timeline);
}

static void assert_rolling(const nps_timeline *timeline, const struct model *model, int32_t window, nps_period range)
{
    const size_t count = (size_t)(range.last - range.first) + 1;
    nps_accumulator *sums = calloc(count + 1, sizeof *sums);
    size_t i;
    assert_non_null(sums);
    assert_status(nps_timeline_read_rolling(timeline, window, &range, count + 1, sums), NPS_ERROR_SPACE);
    assert_ok(nps_timeline_read_rolling(timeline, window, &range, count, sums));
    for (i = 0; i < count; i++) {
        const int64_t last = range.first + (int64_t)i;
        const nps_accumulator expected = model_between(model, last - window + 1, last);
        assert_accumulator_equal(&sums[i], &expected);
    }
    assert_accumulator_equal(&sums[count], &EMPTY);
    free(sums);
}

static void rolling_sums_are_sums_of_their_windows(void **state)
{
    static const int32_t windows[] = {1, 2, 7, 8, 9, 90, 365, 2999, 100000, INT32_MAX};
    static struct model model;
    uint64_t random = 3;
    nps_timeline *timeline = made_empty();
    size_t i;
    (void)state;
    fill(timeline, &model, 300, &random); /* many days, and pages, have no answers */
    for (i = 0; i < sizeof windows / sizeof *windows; i++) {
        assert_rolling(timeline, &model, windows[i], (nps_period){FIRST_DAY - 20, FIRST_DAY + 700});
        assert_rolling(timeline, &model, windows[i], (nps_period){FIRST_DAY + 2500, FIRST_DAY + DAYS + 400});
        assert_rolling(timeline, &model, windows[i], (nps_period){FIRST_DAY + 40, FIRST_DAY + 40});
        assert_rolling(timeline, &model, windows[i], (nps_period){NPS_DAY_MIN, NPS_DAY_MIN + 20});
        assert_rolling(timeline, &model, windows[i], (nps_period){NPS_DAY_MAX - 20, NPS_DAY_MAX});
    }
    nps_timeline_destroy(timeline);
}

/* ---- the horizon ---- */

static void older_answers_are_refused(void **state)
{
    nps_timeline *timeline = made(1000, NPS_OLDER_REFUSED);
    nps_timeline_rest rest;
    nps_accumulator sum;
    int32_t horizon;
    (void)state;
    assert_status(nps_timeline_add(timeline, 999, 9, 1), NPS_ERROR_DAY);
    assert_status(nps_timeline_add_missing(timeline, 999, 1), NPS_ERROR_DAY);
    assert_ok(nps_timeline_add(timeline, 1000, 9, 1));
    assert_ok(nps_timeline_add(timeline, 1010, 8, 1));
    assert_ok(nps_timeline_read_between(timeline, 0, 2000, &sum)); /* nothing was gathered */
    assert_ok(nps_timeline_advance(timeline, 1005));
    assert_ok(nps_timeline_advance(timeline, 900));
    assert_ok(nps_timeline_horizon(timeline, &horizon));
    assert_int_equal(horizon, 1005);
    assert_ok(nps_timeline_read_rest(timeline, &rest));
    assert_int_equal(rest.older.answers[9], 1);
    assert_status(nps_timeline_read_between(timeline, 1004, 2000, &sum), NPS_ERROR_DAY);
    assert_ok(nps_timeline_read_between(timeline, 1005, 2000, &sum));
    assert_int_equal(sum.answers[8], 1);
    assert_status(nps_timeline_add(timeline, 1004, 9, 1), NPS_ERROR_DAY);
    assert_status(nps_timeline_advance(timeline, NPS_DAY_MAX + 1), NPS_ERROR_DAY);
    nps_timeline_destroy(timeline);
}

static void older_answers_are_gathered(void **state)
{
    const nps_periods weeks = {NPS_PERIOD_WEEK, 0, 0};
    const nps_period range = {1001, 1010};
    nps_timeline *timeline = made(1000, NPS_OLDER_GATHERED);
    nps_timeline_period found[3];
    nps_timeline_rest rest;
    nps_accumulator sums[10];
    (void)state;
    assert_ok(nps_timeline_add(timeline, 999, 9, 5));
    assert_ok(nps_timeline_add(timeline, NPS_DAY_MIN, 9, 5));
    assert_ok(nps_timeline_read_rest(timeline, &rest));
    assert_int_equal(rest.older.answers[9], 10);
    assert_status(nps_timeline_read_rolling(timeline, 3, &range, 10, sums), NPS_ERROR_DAY);
    assert_ok(nps_timeline_read_rolling(timeline, 2, &range, 10, sums));
    /* 998 and 1005 are Mondays */
    assert_status(nps_timeline_read_periods(timeline, &weeks, &range, 2, found), NPS_ERROR_DAY);
    assert_ok(nps_timeline_read_periods(timeline, &weeks, &(nps_period){1005, 1010}, 1, found));
    nps_timeline_destroy(timeline);
}

/* A timeline that advances with its data keeps its memory. */
static void a_horizon_bounds_memory(void **state)
{
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_timeline_rest rest;
    nps_accumulator sum;
    int32_t day;
    (void)state;
    nps_timeline_options_init(&options);
    options.allocator = &allocator;
    assert_ok(nps_timeline_create(&options, &timeline));
    for (day = 0; day < 20000; day++) {
        assert_ok(nps_timeline_add(timeline, day, 9, 1));
        assert_ok(nps_timeline_advance(timeline, day - 89 > 0 ? day - 89 : 0));
    }
    assert_true(failing.peak < 16384);
    assert_ok(nps_timeline_read_between(timeline, 19910, 19999, &sum));
    assert_int_equal(sum.answers[9], 90);
    assert_ok(nps_timeline_read_rest(timeline, &rest));
    assert_int_equal(rest.older.answers[9], 20000 - 90);
    nps_timeline_destroy(timeline);
    assert_int_equal(failing.bytes, 0);
}

/* ---- merging ---- */

enum { PARTS = 4 };

/* Parts with horizons of their own, each with all days after it. */
static void make_parts(nps_timeline *parts[PARTS])
{
    static const int32_t horizons[PARTS] = {NPS_DAY_MIN, FIRST_DAY + 100, FIRST_DAY + 1500, FIRST_DAY + 101};
    uint64_t random = 4;
    int i;
    for (i = 0; i < PARTS; i++) {
        static struct model ignored;
        const nps_accumulator undated = {{1, 2}, 3, (uint64_t)i};
        parts[i] = made(horizons[i], NPS_OLDER_GATHERED);
        fill(parts[i], &ignored, 500, &random);
        assert_ok(nps_timeline_merge_undated(parts[i], &undated));
    }
}

static nps_timeline *merged_in_order(nps_timeline *const parts[PARTS], unsigned order)
{
    nps_timeline *sum = made(NPS_DAY_MIN, NPS_OLDER_GATHERED);
    int left[PARTS] = {0, 1, 2, 3}, count;
    for (count = PARTS; count > 0; order /= (unsigned)count, count--) {
        const int place = (int)(order % (unsigned)count);
        assert_ok(nps_timeline_merge(sum, parts[left[place]]));
        left[place] = left[count - 1];
    }
    return sum;
}

static void merging_in_any_order_gives_the_same(void **state)
{
    nps_timeline *parts[PARTS], *first, *pairs[2];
    unsigned order;
    int i;
    (void)state;
    make_parts(parts);
    first = merged_in_order(parts, 0);
    for (order = 1; order < 24; order++) {
        nps_timeline *again = merged_in_order(parts, order);
        assert_same(first, again);
        nps_timeline_destroy(again);
    }
    for (i = 0; i < 2; i++) {
        pairs[i] = made(NPS_DAY_MIN, NPS_OLDER_GATHERED);
        assert_ok(nps_timeline_merge(pairs[i], parts[i]));
        assert_ok(nps_timeline_merge(pairs[i], parts[i + 2]));
    }
    assert_ok(nps_timeline_merge(pairs[1], pairs[0]));
    assert_same(first, pairs[1]);
    for (i = 0; i < PARTS; i++)
        nps_timeline_destroy(parts[i]);
    nps_timeline_destroy(pairs[0]);
    nps_timeline_destroy(pairs[1]);
    nps_timeline_destroy(first);
}

static void a_timeline_that_refuses_does_so_in_merges_of_either_order(void **state)
{
    nps_timeline *early = made_empty(), *late = made(100, NPS_OLDER_REFUSED), *before = made_empty();
    nps_accumulator sum;
    int32_t horizon;
    (void)state;
    assert_ok(nps_timeline_add(early, 99, 9, 1));
    assert_ok(nps_timeline_add(before, 99, 9, 1));
    assert_status(nps_timeline_merge(late, early), NPS_ERROR_DAY);
    assert_status(nps_timeline_merge(early, late), NPS_ERROR_DAY);
    assert_same(early, before);
    assert_ok(nps_timeline_advance(early, 100));
    assert_ok(nps_timeline_merge(late, early));
    assert_same(late, early);
    nps_timeline_destroy(early);
    early = made_empty();
    assert_ok(nps_timeline_add(early, 100, 9, 1));
    assert_ok(nps_timeline_merge(early, late));
    assert_ok(nps_timeline_horizon(early, &horizon));
    assert_int_equal(horizon, 100);
    assert_ok(nps_timeline_read_between(early, 100, 100, &sum));
    assert_int_equal(sum.answers[9], 1);
    nps_timeline_destroy(early);
    nps_timeline_destroy(late);
    nps_timeline_destroy(before);
}

static void subtracting_reverses_merging(void **state)
{
    static struct model model;
    uint64_t random = 5;
    nps_timeline *whole = made_empty(), *part = made_empty(), *before = made_empty();
    const nps_accumulator undated = {{5}, 0, 0};
    (void)state;
    fill(whole, &model, 900, &random);
    assert_ok(nps_timeline_merge(before, whole));
    fill(part, &model, 900, &random);
    assert_ok(nps_timeline_merge_undated(part, &undated));
    assert_status(nps_timeline_subtract(whole, part), NPS_ERROR_UNDERFLOW);
    assert_same(whole, before);
    assert_ok(nps_timeline_merge(whole, part));
    add_to(&model.undated, &undated);
    assert_held(whole, &model);
    assert_ok(nps_timeline_subtract(whole, part));
    assert_same(whole, before);
    assert_ok(nps_timeline_merge(whole, whole));
    assert_ok(nps_timeline_subtract(whole, before));
    assert_same(whole, before);
    assert_ok(nps_timeline_subtract(whole, whole));
    nps_timeline_destroy(before);
    before = made_empty();
    assert_same(whole, before);
    nps_timeline_destroy(whole);
    nps_timeline_destroy(part);
    nps_timeline_destroy(before);
}

static void subtracting_across_horizons(void **state)
{
    nps_timeline *whole = made(100, NPS_OLDER_GATHERED), *part = made_empty(), *later = made(200, NPS_OLDER_GATHERED);
    nps_timeline_rest rest;
    (void)state;
    assert_ok(nps_timeline_add(whole, 50, 9, 3));
    assert_ok(nps_timeline_add(whole, 150, 9, 3));
    assert_ok(nps_timeline_add(part, 50, 9, 2));
    assert_ok(nps_timeline_add(part, 150, 9, 1));
    assert_ok(nps_timeline_subtract(whole, part));
    assert_ok(nps_timeline_read_rest(whole, &rest));
    assert_int_equal(rest.older.answers[9], 1);
    assert_status(nps_timeline_subtract(whole, part), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_timeline_subtract(whole, later)); /* it has gathered nothing */
    assert_ok(nps_timeline_add(later, 150, 9, 1));
    assert_status(nps_timeline_subtract(whole, later), NPS_ERROR_RULE);
    nps_timeline_destroy(whole);
    nps_timeline_destroy(part);
    nps_timeline_destroy(later);
}

/* ---- columns ---- */

enum { ROWS = 1500 };

/* A column of days and one of answers, of any layout. */
struct rows {
    unsigned char days[ROWS * 24], answers[ROWS * 24], validity[2][ROWS / 8 + 8];
    nps_column day_column, answer_column;
};

static void describe(nps_column *column, nps_column_type type, unsigned char *data, const uint8_t *validity,
                     uint64_t *random)
{
    static const int64_t codes[] = {12345, -1};
    const ptrdiff_t strides[] = {0, 0, (ptrdiff_t)width_of(type) + 3, 24};
    nps_column_init(column, type, data + 1, ROWS); /* not aligned */
    column->stride = strides[next_below(random, 4)];
    if (next_below(random, 3) == 0) {
        column->validity = validity;
        column->validity_offset = next_below(random, 9);
    }
    if (next_below(random, 3) == 0) {
        column->missing_codes = codes;
        column->missing_code_count = 2;
    }
}

/* Days around `middle`, as far as `spread`, as far as the type has them. */
static void make_rows(struct rows *rows, nps_column_type type, int64_t middle, uint64_t spread, uint64_t *random)
{
    size_t i;
    for (i = 0; i < sizeof rows->validity; i++)
        rows->validity[i % 2][i / 2] = (uint8_t)(next_random(random) | next_random(random));
    describe(&rows->day_column, type, rows->days, rows->validity[0], random);
    describe(&rows->answer_column, TYPES[next_below(random, TYPE_COUNT)], rows->answers, rows->validity[1], random);
    for (i = 0; i < ROWS; i++) {
        const nps_column *const columns[] = {&rows->day_column, &rows->answer_column};
        const int64_t values[] = {middle + (int64_t)next_below(random, spread), (int64_t)next_below(random, 13)};
        int which;
        for (which = 0; which < 2; which++) {
            const ptrdiff_t stride =
                columns[which]->stride ? columns[which]->stride : (ptrdiff_t)width_of(columns[which]->type);
            store((which ? rows->answers : rows->days) + 1 + (ptrdiff_t)i * stride, columns[which]->type,
                  values[which]);
        }
    }
    rows->day_column.length = rows->answer_column.length = ROWS - next_below(random, 600);
}

/* Adds the rows one by one. */
static void add_rows(nps_timeline *timeline, const struct rows *rows)
{
    size_t row;
    for (row = 0; row < rows->day_column.length; row++) {
        nps_accumulator one = EMPTY;
        count_row(&one, &rows->answer_column, row);
        if (is_missing(&rows->day_column, row))
            assert_ok(nps_timeline_merge_undated(timeline, &one));
        else
            assert_ok(nps_timeline_merge_day(timeline, (int32_t)value_at(&rows->day_column, row), &one));
    }
}

static void assert_column(const struct rows *rows, int32_t horizon)
{
    nps_timeline *expected = made(horizon, NPS_OLDER_GATHERED);
    int path;
    add_rows(expected, rows);
    for (path = -1; next_path(&path);) {
        nps_timeline *timeline = made(horizon, NPS_OLDER_GATHERED);
        assert_ok(nps_timeline_add_column(timeline, &rows->day_column, &rows->answer_column, NULL));
        assert_same(timeline, expected);
        nps_timeline_destroy(timeline);
    }
    nps_timeline_destroy(expected);
}

static void columns_of_every_type(void **state)
{
    static const struct {
        int64_t middle;
        uint64_t spread;
    } ranges[] = {{0, 20},      {-20, 40},     {60, 66},
                  {100, 100},   {-128, 256},   {20000, 3},
                  {12340, 600}, {-900, 20000}, {NPS_DAY_MIN, (uint64_t)(NPS_DAY_MAX - NPS_DAY_MIN) + 1}};
    static struct rows rows;
    uint64_t random = 6;
    size_t type, range;
    int i;
    (void)state;
    for (type = 0; type < TYPE_COUNT; type++)
        for (range = 0; !is_floating(TYPES[type]) && range < sizeof ranges / sizeof *ranges; range++)
            for (i = 0; i < 4; i++) {
                const int32_t horizons[] = {NPS_DAY_MIN, (int32_t)ranges[range].middle + 10, NPS_DAY_MAX, 0};
                const bool is_wide =
                    width_of(TYPES[type]) >= 4 && TYPES[type] != NPS_COLUMN_U32 && TYPES[type] != NPS_COLUMN_U64;
                if (!is_wide && (ranges[range].middle < 0 || ranges[range].spread > 60000) &&
                    TYPES[type] != NPS_COLUMN_I8 && TYPES[type] != NPS_COLUMN_I16)
                    continue; /* the type has no such days */
                make_rows(&rows, TYPES[type], ranges[range].middle, ranges[range].spread, &random);
                assert_column(&rows, horizons[i]);
            }
}

/* More rows than are counted at a time, of two regions and with a far day among them. */
static void long_columns(void **state)
{
    enum { MANY = (1 << 20) + 70000 };
    int32_t *days = malloc(MANY * sizeof *days);
    uint8_t *answers = malloc(MANY), *validity = malloc(MANY / 8 + 1);
    nps_timeline *timeline = made_empty(), *expected = made_empty();
    nps_column day_column, answer_column;
    uint64_t random = 7;
    size_t i;
    (void)state;
    assert_true(days && answers && validity);
    for (i = 0; i <= MANY / 8; i++)
        validity[i] = (uint8_t)(next_random(&random) | next_random(&random));
    for (i = 0; i < MANY; i++) {
        days[i] = (i < MANY / 2 ? -400 : 10000) + (int32_t)next_below(&random, 900);
        answers[i] = (uint8_t)next_below(&random, 12);
        if (i == 1 << 20)
            days[i] = NPS_DAY_MAX;
        if (validity[i / 8] >> i % 8 & 1) {
            assert_ok(nps_timeline_add(expected, days[i], answers[i], 1));
        } else {
            nps_accumulator one = EMPTY;
            assert_ok(nps_accumulator_add(&one, answers[i]));
            assert_ok(nps_timeline_merge_undated(expected, &one));
        }
    }
    nps_column_init(&day_column, NPS_COLUMN_I32, days, MANY);
    nps_column_init(&answer_column, NPS_COLUMN_U8, answers, MANY);
    day_column.validity = validity;
    assert_ok(nps_timeline_add_column(timeline, &day_column, &answer_column, NULL));
    assert_same(timeline, expected);
    nps_timeline_destroy(timeline);
    nps_timeline_destroy(expected);
    free(days);
    free(answers);
    free(validity);
}

static void assert_refused_days(nps_column_type type, const void *days, size_t rows, int32_t horizon, const char *said)
{
    static const uint8_t answers[600] = {0};
    nps_timeline *timeline = made(horizon, NPS_OLDER_REFUSED), *before = made(horizon, NPS_OLDER_REFUSED);
    nps_column day_column, answer_column;
    nps_error_detail detail;
    nps_column_init(&day_column, type, days, rows);
    nps_column_init(&answer_column, NPS_COLUMN_U8, answers, rows);
    assert_status(nps_timeline_add_column(timeline, &day_column, &answer_column, &detail), NPS_ERROR_DAY);
    assert_string_equal(detail.text, said);
    assert_same(timeline, before);
    nps_timeline_destroy(timeline);
    nps_timeline_destroy(before);
}

static void impossible_days_are_refused_and_named(void **state)
{
    static int32_t days[600];
    static const int64_t far[] = {1, 2, INT64_MAX}, before[] = {1, INT64_MIN, 3};
    static const uint64_t wraps[] = {1, UINT64_MAX - 4};
    (void)state;
    days[555] = NPS_DAY_MAX + 1;
    assert_refused_days(NPS_COLUMN_I32, days, 600, NPS_DAY_MIN,
                        "row 555: expected a day from -719162 to 2932896, got 2932897");
    days[555] = 3;
    days[20] = -1;
    assert_refused_days(NPS_COLUMN_I32, days, 600, 0, "row 20: expected a day from 0 to 2932896, got -1");
    assert_refused_days(NPS_COLUMN_I64, far, 3, NPS_DAY_MIN,
                        "row 2: expected a day from -719162 to 2932896, got 9223372036854775807");
    assert_refused_days(NPS_COLUMN_I64, before, 3, NPS_DAY_MIN,
                        "row 1: expected a day from -719162 to 2932896, got -9223372036854775808");
    assert_refused_days(NPS_COLUMN_U64, wraps, 2, NPS_DAY_MIN,
                        "row 1: expected a day from -719162 to 2932896, got 18446744073709551611");
}

static void columns_that_are_none(void **state)
{
    static const double floats[] = {1, 2};
    static const int32_t days[] = {1, 2};
    static const uint8_t answers[] = {1, 2};
    nps_timeline *timeline = made_empty();
    nps_column day_column, answer_column;
    nps_error_detail detail;
    (void)state;
    nps_column_init(&day_column, NPS_COLUMN_F64, floats, 2);
    nps_column_init(&answer_column, NPS_COLUMN_U8, answers, 2);
    assert_status(nps_timeline_add_column(timeline, &day_column, &answer_column, &detail), NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, "expected days that are integers, got floating-point numbers");
    nps_column_init(&day_column, NPS_COLUMN_I32, days, 1);
    assert_status(nps_timeline_add_column(timeline, &day_column, &answer_column, &detail), NPS_ERROR_COLUMN);
    assert_string_equal(detail.text, "expected as many answers as days, 1, got 2");
    assert_status(nps_timeline_add_column(NULL, &day_column, &answer_column, &detail), NPS_ERROR_NULL);
    assert_status(nps_timeline_add_column(timeline, NULL, &answer_column, &detail), NPS_ERROR_NULL);
    assert_status(nps_timeline_add_column(timeline, &day_column, NULL, &detail), NPS_ERROR_NULL);
    day_column.size = 3;
    assert_status(nps_timeline_add_column(timeline, &day_column, &answer_column, &detail), NPS_ERROR_SIZE);
    nps_column_init(&day_column, NPS_COLUMN_I32, NULL, 0);
    nps_column_init(&answer_column, NPS_COLUMN_U8, NULL, 0);
    assert_ok(nps_timeline_add_column(timeline, &day_column, &answer_column, &detail));
    nps_timeline_destroy(timeline);
}

/* ---- memory, overflow, interruption ---- */

/* Whatever allocation fails, nothing changes; and everything is released. */
static void lack_of_memory_changes_nothing(void **state)
{
    static struct rows rows;
    static struct model model;
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_timeline_options options;
    nps_timeline *timeline, *before = made_empty(), *more = made_empty();
    uint64_t random = 8;
    size_t fail_at;
    int spread;
    (void)state;
    nps_timeline_options_init(&options);
    options.allocator = &allocator;
    failing.fail_at = 1;
    assert_status(nps_timeline_create(&options, &timeline), NPS_ERROR_MEMORY);
    fill(more, &model, 200, &random);
    assert_ok(nps_timeline_add(before, 3, 9, 1));
    for (spread = 200; spread < 2000000; spread *= 100) {
        nps_status status = NPS_ERROR_MEMORY;
        make_rows(&rows, NPS_COLUMN_I32, 15000, (uint64_t)spread, &random);
        for (fail_at = 1; status == NPS_ERROR_MEMORY; fail_at += spread > 200 ? 37 : 1) {
            failing = (struct failing){0, 0, false, 0, 0};
            assert_ok(nps_timeline_create(&options, &timeline));
            assert_ok(nps_timeline_add(timeline, 3, 9, 1));
            failing.fail_at = failing.calls + fail_at;
            failing.for_good = true;
            status = nps_timeline_add_column(timeline, &rows.day_column, &rows.answer_column, NULL);
            if (status)
                assert_same(timeline, before);
            if (nps_timeline_merge(timeline, more) == NPS_ERROR_MEMORY && status)
                assert_same(timeline, before);
            nps_timeline_destroy(timeline);
            assert_int_equal(failing.bytes, 0);
        }
        assert_ok(status);
        assert_true(fail_at > 3);
    }
    nps_timeline_destroy(before);
    nps_timeline_destroy(more);
}

static void a_budget_is_never_exceeded(void **state)
{
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_accumulator sum;
    nps_status status = NPS_OK;
    uint64_t counted = 0;
    int32_t day;
    (void)state;
    nps_timeline_options_init(&options);
    options.allocator = &allocator;
    options.memory_budget = 100000;
    assert_ok(nps_timeline_create(&options, &timeline));
    for (day = NPS_DAY_MIN; !status; day += 500) {
        status = nps_timeline_add(timeline, day, 9, 1);
        counted += !status;
    }
    assert_status(status, NPS_ERROR_MEMORY);
    assert_ok(nps_timeline_read_between(timeline, NPS_DAY_MIN, NPS_DAY_MAX, &sum));
    assert_true(sum.answers[9] == counted && counted > 50);
    assert_true(failing.peak <= options.memory_budget);
    nps_timeline_destroy(timeline);
}

static void overflow_changes_nothing(void **state)
{
    nps_timeline *timeline = made(0, NPS_OLDER_GATHERED), *more = made(0, NPS_OLDER_GATHERED), *before;
    const nps_period range = {5, 6};
    const nps_periods days = {NPS_PERIOD_DAY, 0, 0};
    nps_timeline_period periods[2] = {{{1, 2}, {{3}, 4, 5}}};
    nps_accumulator sums[2] = {{{1}, 2, 3}};
    (void)state;
    assert_ok(nps_timeline_add(timeline, 5, 9, UINT64_MAX));
    assert_status(nps_timeline_add(timeline, 5, 9, 1), NPS_ERROR_OVERFLOW);
    assert_ok(nps_timeline_add(timeline, 6, 9, 1));
    assert_ok(nps_timeline_add(timeline, 6, 8, 1));
    assert_status(nps_timeline_read_between(timeline, 5, 6, &sums[0]), NPS_ERROR_OVERFLOW);
    assert_status(nps_timeline_read_periods(timeline, &days, &range, 2, periods), NPS_ERROR_OVERFLOW);
    assert_status(nps_timeline_read_rolling(timeline, 1, &range, 2, sums), NPS_ERROR_OVERFLOW);
    assert_true(periods[0].accumulator.missing == 4 && sums[0].missing == 2);
    before = made(0, NPS_OLDER_GATHERED);
    assert_ok(nps_timeline_merge(before, timeline));
    assert_status(nps_timeline_advance(timeline, 7), NPS_ERROR_OVERFLOW);
    assert_ok(nps_timeline_add(more, 3, 9, 1));
    assert_ok(nps_timeline_add(more, 5, 9, 1));
    assert_status(nps_timeline_merge(timeline, more), NPS_ERROR_OVERFLOW);
    assert_same(timeline, before);
    assert_ok(nps_timeline_add(timeline, -1, 9, UINT64_MAX));
    assert_status(nps_timeline_add(timeline, -2, 9, 1), NPS_ERROR_OVERFLOW);
    nps_timeline_destroy(timeline);
    nps_timeline_destroy(more);
    nps_timeline_destroy(before);
}

static void a_column_can_be_interrupted(void **state)
{
    enum { MANY = 3 << 20 };
    struct caller caller;
    uint8_t *rows = calloc(MANY, 1);
    nps_column column;
    int patience;
    (void)state;
    assert_non_null(rows);
    nps_column_init(&column, NPS_COLUMN_U8, rows, MANY);
    for (patience = 1; patience <= 4; patience++) {
        nps_timeline_options options;
        nps_timeline *timeline, *before = made_empty();
        nps_timeline_options_init(&options);
        options.interrupt = stop_at(&caller, patience);
        assert_ok(nps_timeline_create(&options, &timeline));
        assert_status(nps_timeline_add_column(timeline, &column, &column, NULL),
                      patience <= 3 ? NPS_ERROR_INTERRUPTED : NPS_OK);
        if (patience <= 3)
            assert_same(timeline, before);
        nps_timeline_destroy(timeline);
        nps_timeline_destroy(before);
    }
    free(rows);
}

static void bad_arguments_return_statuses(void **state)
{
    const nps_periods months = {NPS_PERIOD_MONTH, 0, 0};
    const nps_period range = {0, 1}, reversed = {1, 0}, outside = {0, NPS_DAY_MAX + 1}, before = {NPS_DAY_MIN - 1, 0};
    const nps_allocator incomplete = {NULL, NULL, NULL};
    nps_timeline_options options;
    nps_timeline *timeline, *other = NULL;
    nps_timeline_period period;
    nps_accumulator sums[2];
    nps_timeline_rest rest;
    int32_t day;
    (void)state;
    nps_timeline_options_init(&options);
    options.horizon = NPS_DAY_MAX + 1;
    assert_status(nps_timeline_create(&options, &other), NPS_ERROR_DAY);
    nps_timeline_options_init(&options);
    options.older = (nps_older)2;
    assert_status(nps_timeline_create(&options, &other), NPS_ERROR_RULE);
    nps_timeline_options_init(&options);
    options.allocator = &incomplete;
    assert_status(nps_timeline_create(&options, &other), NPS_ERROR_NULL);
    options.size = 5;
    assert_status(nps_timeline_create(&options, &other), NPS_ERROR_SIZE);
    assert_status(nps_timeline_create(NULL, NULL), NPS_ERROR_NULL);
    assert_null(other);
    nps_timeline_options_init(NULL);
    nps_timeline_destroy(NULL);
    assert_ok(nps_timeline_create(NULL, &timeline));
    assert_status(nps_timeline_add(NULL, 0, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_timeline_add_missing(NULL, 0, 1), NPS_ERROR_NULL);
    assert_status(nps_timeline_merge_day(timeline, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_merge_undated(NULL, &EMPTY), NPS_ERROR_NULL);
    assert_status(nps_timeline_merge_undated(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_merge(NULL, timeline), NPS_ERROR_NULL);
    assert_status(nps_timeline_merge(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_subtract(NULL, timeline), NPS_ERROR_NULL);
    assert_status(nps_timeline_subtract(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_advance(NULL, 0), NPS_ERROR_NULL);
    assert_status(nps_timeline_horizon(NULL, &day), NPS_ERROR_NULL);
    assert_status(nps_timeline_horizon(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_rest(NULL, &rest), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_rest(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_span(NULL, &period.days), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_span(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_between(NULL, 0, 1, sums), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_between(timeline, 0, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_between(timeline, 1, 0, sums), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_between(timeline, 0, NPS_DAY_MAX + 1, sums), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_between(timeline, NPS_DAY_MIN - 1, 0, sums), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_periods(NULL, &months, &range, 1, &period), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_periods(timeline, NULL, &range, 1, &period), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_periods(timeline, &months, NULL, 1, &period), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_periods(timeline, &months, &range, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_periods(timeline, &months, &reversed, 1, &period), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_periods(timeline, &months, &outside, 1, &period), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_periods(timeline, &(nps_periods){(nps_period_unit)9, 0, 0}, &range, 1, &period),
                  NPS_ERROR_PERIOD);
    assert_status(nps_timeline_read_rolling(NULL, 1, &range, 2, sums), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_rolling(timeline, 1, NULL, 2, sums), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_rolling(timeline, 1, &range, 2, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_read_rolling(timeline, 0, &range, 2, sums), NPS_ERROR_PERIOD);
    assert_status(nps_timeline_read_rolling(timeline, INT32_MIN, &range, 2, sums), NPS_ERROR_PERIOD);
    assert_status(nps_timeline_read_rolling(timeline, 1, &reversed, 2, sums), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_rolling(timeline, 1, &outside, 2, sums), NPS_ERROR_DAY);
    assert_status(nps_timeline_read_rolling(timeline, INT32_MAX, &before, 2, sums), NPS_ERROR_DAY);
    nps_timeline_destroy(timeline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_in_any_order),
        cmocka_unit_test(the_ends_of_the_calendar_are_far_apart_and_take_no_memory),
        cmocka_unit_test(periods_are_sums_of_their_days),
        cmocka_unit_test(rolling_sums_are_sums_of_their_windows),
        cmocka_unit_test(older_answers_are_refused),
        cmocka_unit_test(older_answers_are_gathered),
        cmocka_unit_test(a_horizon_bounds_memory),
        cmocka_unit_test(merging_in_any_order_gives_the_same),
        cmocka_unit_test(a_timeline_that_refuses_does_so_in_merges_of_either_order),
        cmocka_unit_test(subtracting_reverses_merging),
        cmocka_unit_test(subtracting_across_horizons),
        cmocka_unit_test(columns_of_every_type),
        cmocka_unit_test(long_columns),
        cmocka_unit_test(impossible_days_are_refused_and_named),
        cmocka_unit_test(columns_that_are_none),
        cmocka_unit_test(lack_of_memory_changes_nothing),
        cmocka_unit_test(a_budget_is_never_exceeded),
        cmocka_unit_test(overflow_changes_nothing),
        cmocka_unit_test(a_column_can_be_interrupted),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
