/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "respondents_oracle.h"
#include "test.h"

#include <stdlib.h>

static const uint32_t windows[] = {1, 2, 7, 90, NPS_NO_WINDOW};
enum { WINDOWS = sizeof windows / sizeof *windows };

static nps_respondents *made(const nps_respondents_options *options)
{
    nps_respondents *people;
    assert_ok(nps_respondents_create(options, &people));
    return people;
}

static nps_respondents_options integers(nps_keep keep, uint32_t window)
{
    nps_respondents_options options;
    nps_respondents_options_init(&options);
    options.key_type = NPS_KEY_INTEGER;
    options.keep = keep;
    options.window = window;
    return options;
}

static void add_row(nps_respondents *people, const oracle_row *row)
{
    nps_respondents_rule rule;
    char id[24];
    const int32_t day = (int32_t)row->day;
    assert_ok(nps_respondents_read_rule(people, &rule));
    if (rule.key_type == NPS_KEY_INTEGER && row->bin == NPS_ANSWER_MISSING) {
        assert_ok(nps_respondents_add_missing_integer(people, row->person, day, row->sequence));
    } else if (rule.key_type == NPS_KEY_INTEGER) {
        assert_ok(nps_respondents_add_integer(people, row->person, day, row->bin, row->sequence));
    } else {
        const size_t length = (size_t)snprintf(id, sizeof id, "%d", (int)row->person);
        assert_ok(row->bin == NPS_ANSWER_MISSING
                      ? nps_respondents_add_missing_text(people, id, length, day, row->sequence)
                      : nps_respondents_add_text(people, id, length, day, row->bin, row->sequence));
    }
}

static void add_rows(nps_respondents *people, const oracle_row *rows, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++)
        add_row(people, &rows[i]);
}

enum { PEOPLE = 9, FIRST = 100, DAYS = 40, ROWS = 150 };

/* Rows in any order of days; answers mostly, and many on the same day. */
static void make_rows(oracle_row *rows, size_t count, uint64_t *random, bool are_sequenced)
{
    size_t i;
    for (i = 0; i < count; i++) {
        rows[i].person = (int64_t)next_below(random, PEOPLE);
        rows[i].day = FIRST + (int64_t)next_below(random, DAYS);
        rows[i].sequence = are_sequenced ? (int64_t)next_below(random, 5) - 2 : 0;
        rows[i].bin = next_below(random, 4) != 0 ? (unsigned)next_below(random, NPS_ANSWERS)
                                                 : NPS_ANSWER_MISSING + (unsigned)next_below(random, 2);
    }
}

static nps_accumulator as_of(const nps_respondents *people, int64_t day)
{
    nps_accumulator found;
    assert_ok(nps_respondents_read(people, (int32_t)day, &found));
    return found;
}

static void seven_people_of_whom_two_answer_twice_are_seven(void **state)
{
    static const struct {
        const char *id;
        int32_t day;
        int64_t answer;
    } rows[] = {{"Ann", 1, 3}, {"Bob", 1, 9}, {"Cid", 2, 10}, {"Dan", 2, 7}, {"Eve", 3, 10},
                {"Fay", 3, 2}, {"Gus", 4, 9}, {"Ann", 5, 10}, {"Fay", 6, 8}};
    nps_respondents *people = made(NULL);
    nps_accumulator counted, all;
    nps_counts counts;
    nps_period days;
    double score;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_ok(nps_respondents_add_text(people, rows[i].id, 3, rows[i].day, rows[i].answer, 0));
    assert_int_equal(nps_respondents_count(people), 7);
    counted = as_of(people, 6);
    assert_ok(nps_accumulator_counts(&counted, NULL, &counts, NULL));
    assert_int_equal(counts.promoters, 5);
    assert_int_equal(counts.passives, 2);
    assert_int_equal(counts.detractors, 0);
    assert_ok(nps_score(&counts, &score));
    assert_double_near(score, 500.0 / 7, 1e-12);
    assert_ok(nps_respondents_read_rows(people, &all));
    assert_int_equal(all.answers[9] + all.answers[10], 5);
    assert_int_equal(all.answers[2] + all.answers[3] + all.answers[7] + all.answers[8], 4);
    assert_ok(nps_respondents_read_span(people, &days));
    assert_int_equal(days.first, 1);
    assert_int_equal(days.last, 6);
    nps_respondents_destroy(people);
}

static void check_series(const nps_respondents *people, const oracle_row *rows, size_t count, nps_keep keep)
{
    const nps_period days = {FIRST - 3, FIRST + DAYS + 95}, part = {FIRST + 20, FIRST + 25};
    nps_accumulator series[DAYS + 99], some[6];
    size_t i, day;
    for (i = 0; i < WINDOWS; i++) {
        assert_ok(nps_respondents_read_rolling(people, windows[i], &days, series));
        for (day = 0; day < DAYS + 99; day++) {
            const nps_accumulator expected =
                oracle_counts(rows, count, PEOPLE, keep, windows[i], days.first + (int64_t)day);
            assert_accumulator_equal(&series[day], &expected);
        }
        assert_ok(nps_respondents_read_rolling(people, windows[i], &part, some));
        assert_memory_equal(some, series + (part.first - days.first), sizeof some);
    }
}

static void check_days(const oracle_row *rows, size_t count, const nps_respondents_options *options)
{
    nps_respondents *people = made(options);
    int64_t day;
    add_rows(people, rows, count);
    for (day = FIRST - 1; day < FIRST + DAYS + 10; day++) {
        const nps_accumulator found = as_of(people, day),
                              expected = oracle_counts(rows, count, PEOPLE, options->keep, options->window, day);
        assert_accumulator_equal(&found, &expected);
    }
    if (options->window == 7)
        check_series(people, rows, count, options->keep);
    nps_respondents_destroy(people);
}

static void every_window_is_like_looking_at_every_row(void **state)
{
    oracle_row rows[ROWS];
    uint64_t random = 5;
    int round;
    size_t i;
    (void)state;
    for (round = 0; round < 12; round++) {
        make_rows(rows, ROWS, &random, round % 2);
        for (i = 0; i < WINDOWS; i++) {
            nps_respondents_options options = integers(round % 4 < 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, windows[i]);
            options.key_type = round % 3 ? NPS_KEY_INTEGER : NPS_KEY_TEXT;
            check_days(rows, ROWS, &options);
        }
    }
}

static void without_history_the_last_day_is_known(void **state)
{
    oracle_row rows[ROWS];
    uint64_t random = 6;
    int round;
    (void)state;
    for (round = 0; round < 40; round++) {
        nps_respondents_options options = integers(round % 4 < 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, NPS_NO_WINDOW);
        nps_respondents *people;
        nps_accumulator found, expected;
        nps_period days = {FIRST, FIRST};
        options.has_history = 0;
        make_rows(rows, ROWS, &random, round % 2);
        people = made(&options);
        add_rows(people, rows, ROWS);
        expected = oracle_counts(rows, ROWS, PEOPLE, options.keep, NPS_NO_WINDOW, FIRST + DAYS);
        found = as_of(people, FIRST + DAYS);
        assert_accumulator_equal(&found, &expected);
        assert_ok(nps_respondents_read_span(people, &days));
        found = as_of(people, days.last);
        assert_accumulator_equal(&found, &expected);
        assert_status(nps_respondents_read(people, days.last - 1, &found), NPS_ERROR_UNAVAILABLE);
        assert_status(nps_respondents_read_rolling(people, 9, &days, &found), NPS_ERROR_UNAVAILABLE);
        assert_accumulator_equal(&found, &expected);
        nps_respondents_destroy(people);
    }
}

static void without_history_a_window_ends_on_the_day(void **state)
{
    nps_respondents_options options = integers(NPS_KEEP_LATEST, 90);
    nps_respondents *people;
    nps_accumulator found;
    (void)state;
    options.has_history = 0;
    people = made(&options);
    assert_ok(nps_respondents_add_integer(people, 1, 100, 10, 0));
    assert_ok(nps_respondents_add_integer(people, 2, 120, 9, 0));
    assert_ok(nps_respondents_add_integer(people, 2, 110, 3, 0));
    found = as_of(people, 189);
    assert_int_equal(found.answers[10], 1);
    assert_int_equal(found.answers[9], 1);
    found = as_of(people, 190);
    assert_int_equal(found.answers[10], 0);
    assert_int_equal(found.answers[9], 1);
    nps_respondents_destroy(people);
}

/* The rows of each part that its calls leave, and of those the one that merging leaves. */
static size_t merged_rows(const oracle_row *rows, const int *parts, size_t count, nps_keep keep, oracle_row *out)
{
    size_t i, j, left = 0;
    for (i = 0; i < count; i++) {
        for (j = 0; j < count; j++) {
            const oracle_row *a = &rows[i], *b = &rows[j];
            const bool is_first = keep == NPS_KEEP_FIRST && oracle_is_answer(a);
            if (i == j || a->person != b->person || a->day != b->day || a->sequence != b->sequence ||
                oracle_is_answer(a) != oracle_is_answer(b))
                continue;
            if (parts[i] == parts[j] && (is_first ? j < i : j > i))
                break; /* a call of the same part counts instead */
        }
        if (j == count)
            out[left++] = rows[i];
    }
    return left;
}

/* Of rows that tie, the lowest bin is to be found by the oracle: it comes last, or first where the first row counts. */
static int place_of(const oracle_row *row, nps_keep keep)
{
    return keep == NPS_KEEP_FIRST && oracle_is_answer(row) ? (int)row->bin : 100 - (int)row->bin;
}

static void order_ties(oracle_row *rows, size_t count, nps_keep keep)
{
    size_t i, j;
    for (i = 1; i < count; i++)
        for (j = i; j > 0 && place_of(&rows[j - 1], keep) > place_of(&rows[j], keep); j--) {
            const oracle_row held = rows[j];
            rows[j] = rows[j - 1];
            rows[j - 1] = held;
        }
}

enum { PARTS = 5 };

static void merging_is_the_same_in_any_order_and_grouping(void **state)
{
    oracle_row rows[ROWS], left[ROWS];
    int parts[ROWS];
    uint64_t random = 8;
    int round;
    size_t i;
    (void)state;
    for (round = 0; round < 40; round++) {
        const nps_respondents_options options =
            integers(round % 4 < 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, NPS_NO_WINDOW);
        nps_respondents *objects[PARTS];
        nps_accumulator added, sum = {{0}, 0, 0};
        size_t count, objects_left = PARTS;
        make_rows(rows, ROWS, &random, round % 2);
        for (i = 0; i < PARTS; i++)
            objects[i] = made(&options);
        for (i = 0; i < ROWS; i++) {
            parts[i] = (int)next_below(&random, PARTS);
            add_row(objects[parts[i]], &rows[i]);
        }
        while (objects_left > 1) {
            const size_t from = next_below(&random, objects_left), to = next_below(&random, objects_left);
            if (from == to)
                continue;
            assert_ok(nps_respondents_merge(objects[to], objects[from]));
            nps_respondents_destroy(objects[from]);
            objects[from] = objects[--objects_left];
        }
        count = merged_rows(rows, parts, ROWS, options.keep, left);
        order_ties(left, count, options.keep);
        check_series(objects[0], left, count, options.keep);
        assert_ok(nps_respondents_read_rows(objects[0], &added));
        for (i = 0; i < ROWS; i++)
            if (rows[i].bin == NPS_ANSWER_MISSING)
                sum.missing++;
            else
                assert_ok(nps_accumulator_add(&sum, rows[i].bin));
        assert_accumulator_equal(&added, &sum);
        nps_respondents_destroy(objects[0]);
    }
}

static void appending_is_like_adding(void **state)
{
    oracle_row rows[ROWS];
    uint64_t random = 9;
    int round;
    (void)state;
    for (round = 0; round < 40; round++) {
        const nps_respondents_options options =
            integers(round % 4 < 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, NPS_NO_WINDOW);
        nps_respondents *people = made(&options), *later = made(&options);
        const size_t middle = next_below(&random, ROWS);
        make_rows(rows, ROWS, &random, round % 2);
        add_rows(people, rows, middle);
        add_rows(later, rows + middle, ROWS - middle);
        assert_ok(nps_respondents_append(people, later));
        check_series(people, rows, ROWS, options.keep);
        nps_respondents_destroy(people);
        nps_respondents_destroy(later);
    }
}

static void between_merged_objects_the_lower_answer_is_kept(void **state)
{
    nps_respondents *a = made(NULL), *b = made(NULL);
    nps_accumulator found;
    (void)state;
    assert_ok(nps_respondents_add_text(a, "Ann", 3, 5, 9, 0));
    assert_ok(nps_respondents_add_text(b, "Ann", 3, 5, 4, 0));
    assert_ok(nps_respondents_merge(a, b));
    found = as_of(a, 5);
    assert_int_equal(found.answers[4], 1);
    assert_int_equal(found.answers[9], 0);
    assert_ok(nps_respondents_add_text(a, "Ann", 3, 5, 8, 0)); /* a later call */
    found = as_of(a, 5);
    assert_int_equal(found.answers[8], 1);
    assert_ok(nps_respondents_merge(a, a));
    found = as_of(a, 5);
    assert_int_equal(found.answers[8], 1);
    assert_ok(nps_respondents_read_rows(a, &found));
    assert_int_equal(found.answers[9], 2);
    nps_respondents_destroy(a);
    nps_respondents_destroy(b);
}

static void ids_are_compared_by_all_their_bytes(void **state)
{
    enum { LONG = 100000 };
    char *id = malloc(LONG);
    nps_respondents *people = made(NULL);
    (void)state;
    assert_non_null(id);
    memset(id, 'x', LONG);
    assert_ok(nps_respondents_add_text(people, id, LONG, 1, 9, 0));
    assert_ok(nps_respondents_add_text(people, id, LONG - 1, 1, 9, 0));
    assert_ok(nps_respondents_add_text(people, "a\0b", 3, 1, 9, 0));
    assert_ok(nps_respondents_add_text(people, "a\0c", 3, 1, 9, 0));
    assert_ok(nps_respondents_add_text(people, NULL, 0, 1, 9, 0));
    assert_ok(nps_respondents_add_text(people, id, LONG, 2, 3, 0));
    assert_int_equal(nps_respondents_count(people), 5);
    assert_int_equal(as_of(people, 2).answers[9], 4);
    free(id);
    nps_respondents_destroy(people);
}

static void huge_integers_are_ids(void **state)
{
    static const int64_t ids[] = {INT64_MIN, INT64_MAX, 0, -1, INT64_MIN, INT64_MAX};
    nps_respondents_options options = integers(NPS_KEEP_FIRST, NPS_NO_WINDOW);
    nps_respondents *people = made(&options);
    size_t i;
    (void)state;
    for (i = 0; i < 6; i++)
        assert_ok(nps_respondents_add_integer(people, ids[i], i % 2 ? NPS_DAY_MIN : NPS_DAY_MAX, (int64_t)i,
                                              i % 2 ? INT64_MAX : INT64_MIN));
    assert_int_equal(nps_respondents_count(people), 4);
    assert_int_equal(as_of(people, NPS_DAY_MAX).answers[0], 1);
    assert_int_equal(as_of(people, NPS_DAY_MIN).answers[1], 1);
    nps_respondents_destroy(people);
}

/* A person with many days, in an order that makes an array or a plain tree quadratic. */
static void a_person_with_many_days_is_not_slow(void **state)
{
    enum { MANY = 100000 };
    nps_respondents_options options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW);
    int order;
    (void)state;
    options.hash_key[0] = 1;
    for (order = 0; order < 3; order++) {
        nps_respondents *people = made(&options);
        const nps_period days = {0, 3};
        nps_accumulator series[4];
        int32_t i;
        for (i = 0; i < MANY; i++) {
            const int32_t day = order == 0 ? i : order == 1 ? MANY - 1 - i : (int32_t)((int64_t)i * 7919 % MANY);
            assert_ok(nps_respondents_add_integer(people, 7, day, day % 11, 0));
        }
        assert_ok(nps_respondents_read_rolling(people, 2, &days, series));
        for (i = 0; i < 4; i++)
            assert_int_equal(series[i].answers[i], 1);
        assert_int_equal(as_of(people, MANY).answers[(MANY - 1) % 11], 1);
        nps_respondents_destroy(people);
    }
}

static void a_person_takes_at_most_48_bytes(void **state)
{
    enum { FEWEST = 1000, MOST = 60000 };
    int sequenced;
    (void)state;
    for (sequenced = 0; sequenced < 2; sequenced++) {
        struct failing memory = {0};
        const nps_allocator allocator = {&memory, failing_allocate, failing_release};
        nps_respondents_options options = integers(NPS_KEEP_LATEST, 90);
        nps_respondents *people;
        double at_rest = 0;
        int64_t i;
        options.allocator = &allocator;
        options.has_history = 0;
        people = made(&options);
        for (i = 0; i < MOST; i++) {
            assert_ok(nps_respondents_add_integer(people, i * 77, 100, 9, sequenced ? i : 0));
            assert_ok(nps_respondents_add_integer(people, i * 77, 101, 8, sequenced ? i : 0));
            if (i < FEWEST)
                continue;
            if (memory.peak > 48 * (size_t)(i + 1))
                fail_msg("%d people took %d bytes", (int)i + 1, (int)memory.peak);
            at_rest =
                (double)memory.bytes / (double)(i + 1) > at_rest ? (double)memory.bytes / (double)(i + 1) : at_rest;
        }
        assert_true(at_rest < (sequenced ? 40 : 32));
        nps_respondents_destroy(people);
        assert_int_equal(memory.bytes, 0);
    }
}

/* As many rows of each person, one person after the other or one day after the other. */
static void fill_with_history(int each, bool by_day, bool is_sequenced)
{
    enum { FEWEST = 1000, ROWS_IN_ALL = 60000 };
    const int64_t most = ROWS_IN_ALL / each, a_row = is_sequenced ? 23 : 14;
    struct failing memory = {0};
    const nps_allocator allocator = {&memory, failing_allocate, failing_release};
    nps_respondents_options options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW);
    nps_respondents *people;
    int64_t i;
    options.allocator = &allocator;
    people = made(&options);
    for (i = 0; i < most * each; i++) {
        const int64_t person = by_day ? i % most : i / each, day = by_day ? i / most : i % each;
        const int64_t rows = i + 1, count = by_day && rows > most ? most : person + 1;
        assert_ok(nps_respondents_add_integer(people, person, (int32_t)day, 9, is_sequenced));
        if (count <= FEWEST)
            continue;
        if ((int64_t)memory.bytes > 32 * count + a_row * rows ||
            (int64_t)memory.peak > 32 * count + (a_row + 12) * rows)
            fail_msg("%d people with %d rows took %d bytes, %d while growing", (int)count, (int)rows, (int)memory.bytes,
                     (int)memory.peak);
    }
    nps_respondents_destroy(people);
}

static void history_takes_what_the_header_says(void **state)
{
    static const int rows_each[] = {1, 2, 5, 40};
    size_t k;
    (void)state;
    for (k = 0; k < 16; k++)
        fill_with_history(rows_each[k % 4], k & 4, k & 8);
}

static void bad_arguments_return_statuses(void **state)
{
    nps_respondents_options options;
    const nps_allocator half = {NULL, NULL, NULL};
    nps_respondents *texts = made(NULL), *numbers, *other, *out = texts;
    nps_accumulator found = {{0}, 1, 0}, series[3];
    const nps_period turned = {5, 4}, late = {5, NPS_DAY_MAX + 1}, early = {NPS_DAY_MIN - 1, 4}, good = {5, 7};
    nps_respondents_rule rule;
    nps_period days;
    (void)state;
    options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW);
    numbers = made(&options);
    assert_status(nps_respondents_create(NULL, NULL), NPS_ERROR_NULL);
    options.size = 3;
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_SIZE);
    options = integers((nps_keep)2, NPS_NO_WINDOW);
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_RULE);
    options = integers(NPS_KEEP_LATEST, 0);
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_PERIOD);
    options = integers(NPS_KEEP_LATEST, 1);
    options.has_history = 2;
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_RULE);
    options.has_history = 1;
    options.key_type = (nps_key_type)2;
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_KEY);
    options = integers(NPS_KEEP_FIRST, 1);
    options.has_history = 0;
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_UNAVAILABLE);
    options.has_history = 1;
    options.allocator = &half;
    assert_status(nps_respondents_create(&options, &out), NPS_ERROR_NULL);
    assert_ptr_equal(out, texts);

    assert_status(nps_respondents_add_text(NULL, "A", 1, 1, 1, 0), NPS_ERROR_NULL);
    assert_status(nps_respondents_add_text(texts, NULL, 1, 1, 1, 0), NPS_ERROR_NULL);
    assert_status(nps_respondents_add_integer(texts, 1, 1, 1, 0), NPS_ERROR_KEY);
    assert_status(nps_respondents_add_missing_integer(texts, 1, 1, 0), NPS_ERROR_KEY);
    assert_status(nps_respondents_add_text(numbers, "A", 1, 1, 1, 0), NPS_ERROR_KEY);
    assert_status(nps_respondents_add_missing_text(numbers, "A", 1, 1, 0), NPS_ERROR_KEY);
    assert_status(nps_respondents_add_integer(numbers, 1, NPS_DAY_MIN - 1, 1, 0), NPS_ERROR_DAY);
    assert_status(nps_respondents_add_integer(numbers, 1, NPS_DAY_MAX + 1, 1, 0), NPS_ERROR_DAY);
    assert_int_equal(nps_respondents_count(numbers), 0);
    assert_int_equal(nps_respondents_count(NULL), 0);
    assert_status(nps_respondents_read_span(numbers, &days), NPS_ERROR_EMPTY);
    assert_status(nps_respondents_read_span(NULL, &days), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_span(numbers, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rows(NULL, &found), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rows(numbers, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rule(NULL, &rule), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rule(numbers, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_read(NULL, 1, &found), NPS_ERROR_NULL);
    assert_status(nps_respondents_read(numbers, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_read(numbers, NPS_DAY_MAX + 1, &found), NPS_ERROR_DAY);
    assert_int_equal(found.missing, 1);
    assert_status(nps_respondents_read_rolling(NULL, 1, &good, series), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rolling(numbers, 1, NULL, series), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rolling(numbers, 1, &good, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_read_rolling(numbers, 0, &good, series), NPS_ERROR_PERIOD);
    assert_status(nps_respondents_read_rolling(numbers, 1, &turned, series), NPS_ERROR_DAY);
    assert_status(nps_respondents_read_rolling(numbers, 1, &late, series), NPS_ERROR_DAY);
    assert_status(nps_respondents_read_rolling(numbers, 1, &early, series), NPS_ERROR_DAY);
    assert_ok(nps_respondents_read(numbers, 1, &found));
    assert_int_equal(found.missing, 0);

    assert_status(nps_respondents_merge(NULL, texts), NPS_ERROR_NULL);
    assert_status(nps_respondents_merge(texts, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_merge(texts, numbers), NPS_ERROR_KEY);
    assert_status(nps_respondents_append(texts, numbers), NPS_ERROR_KEY);
    options = integers(NPS_KEEP_FIRST, NPS_NO_WINDOW);
    other = made(&options);
    assert_status(nps_respondents_merge(numbers, other), NPS_ERROR_RULE);
    nps_respondents_destroy(other);
    options = integers(NPS_KEEP_LATEST, 90);
    other = made(&options);
    assert_status(nps_respondents_merge(numbers, other), NPS_ERROR_RULE);
    nps_respondents_destroy(other);
    options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW);
    options.has_history = 0;
    other = made(&options);
    assert_status(nps_respondents_merge(numbers, other), NPS_ERROR_RULE);
    nps_respondents_destroy(other);
    nps_respondents_destroy(NULL);
    nps_respondents_destroy(texts);
    nps_respondents_destroy(numbers);
}

static void the_rule_is_read_back(void **state)
{
    nps_respondents_options options = integers(NPS_KEEP_FIRST, 30);
    nps_respondents *people = made(&options);
    nps_respondents_rule rule;
    (void)state;
    assert_ok(nps_respondents_read_rule(people, &rule));
    assert_int_equal(rule.key_type, NPS_KEY_INTEGER);
    assert_int_equal(rule.keep, NPS_KEEP_FIRST);
    assert_int_equal(rule.window, 30);
    assert_int_equal(rule.has_history, 1);
    nps_respondents_destroy(people);
}

/* Whatever allocation fails, nothing has changed, and the next attempt works. */
static void without_memory_nothing_changes(void **state)
{
    struct failing memory = {0};
    const nps_allocator allocator = {&memory, failing_allocate, failing_release};
    nps_respondents_options options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW);
    nps_respondents *people, *from;
    oracle_row rows[ROWS];
    uint64_t random = 10;
    size_t fail_at, i;
    (void)state;
    make_rows(rows, ROWS, &random, true);
    options.allocator = &allocator;
    memory.fail_at = 1;
    assert_status(nps_respondents_create(&options, &people), NPS_ERROR_MEMORY);
    for (fail_at = 2; fail_at <= 7; fail_at++) {
        memory = (struct failing){0};
        memory.fail_at = fail_at;
        people = made(&options);
        assert_status(nps_respondents_add_integer(people, 1, 1, 1, 1), fail_at < 7 ? NPS_ERROR_MEMORY : NPS_OK);
        assert_int_equal(nps_respondents_count(people), fail_at < 7 ? 0 : 1);
        memory.fail_at = 0;
        add_rows(people, rows, ROWS);
        nps_respondents_destroy(people);
        assert_int_equal(memory.bytes, 0);
    }
    from = made(&options);
    add_rows(from, rows, ROWS);
    for (fail_at = 1;; fail_at++) {
        nps_accumulator added;
        nps_status status;
        people = made(&options);
        assert_ok(nps_respondents_add_integer(people, 1000, FIRST, 5, 0));
        memory.calls = 0;
        memory.fail_at = fail_at;
        status = nps_respondents_merge(people, from);
        memory.fail_at = 0;
        assert_ok(nps_respondents_read_rows(people, &added));
        for (i = 0; status && i < NPS_ANSWERS; i++)
            assert_int_equal(added.answers[i], i == 5);
        if (status) {
            assert_status(status, NPS_ERROR_MEMORY);
            assert_int_equal(nps_respondents_count(people), 1);
            assert_ok(nps_respondents_merge(people, from));
        }
        assert_int_equal(nps_respondents_count(people), PEOPLE + 1);
        nps_respondents_destroy(people);
        if (!status)
            break;
    }
    assert_true(fail_at > 2);
    nps_respondents_destroy(from);
    assert_int_equal(memory.bytes, 0);
}

static void a_budget_is_kept(void **state)
{
    struct failing memory = {0};
    const nps_allocator allocator = {&memory, failing_allocate, failing_release};
    nps_respondents_options options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW);
    nps_respondents *people;
    nps_status status = NPS_OK;
    int64_t i;
    (void)state;
    options.allocator = &allocator;
    options.memory_budget = 20000;
    people = made(&options);
    for (i = 0; !status; i++)
        status = nps_respondents_add_integer(people, i, 1, 9, 0);
    assert_status(status, NPS_ERROR_MEMORY);
    assert_true(memory.peak <= 20000);
    assert_int_equal(as_of(people, 1).answers[9], i - 1);
    nps_respondents_destroy(people);
    assert_int_equal(memory.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seven_people_of_whom_two_answer_twice_are_seven),
        cmocka_unit_test(every_window_is_like_looking_at_every_row),
        cmocka_unit_test(without_history_the_last_day_is_known),
        cmocka_unit_test(without_history_a_window_ends_on_the_day),
        cmocka_unit_test(merging_is_the_same_in_any_order_and_grouping),
        cmocka_unit_test(appending_is_like_adding),
        cmocka_unit_test(between_merged_objects_the_lower_answer_is_kept),
        cmocka_unit_test(ids_are_compared_by_all_their_bytes),
        cmocka_unit_test(huge_integers_are_ids),
        cmocka_unit_test(a_person_with_many_days_is_not_slow),
        cmocka_unit_test(a_person_takes_at_most_48_bytes),
        cmocka_unit_test(history_takes_what_the_header_says),
        cmocka_unit_test(bad_arguments_return_statuses),
        cmocka_unit_test(the_rule_is_read_back),
        cmocka_unit_test(without_memory_nothing_changes),
        cmocka_unit_test(a_budget_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
