/* A watch as bytes: the golden files of docs/format.md, every damage, and going on where it was.
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "bytes/real.h"
#include "bytes/varint.h"

static const uint8_t ANSWERS[] = {3, 10, 8, 0, 6, 7, 9, 2, 2, 8, 5, 10};

static void add_answers(nps_watch *watch, const uint8_t *answers, size_t count)
{
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, answers, count);
    assert_ok(nps_watch_add_column(watch, &column));
}

/* What the golden files hold, as tests/golden/generate.py says it. */
static nps_watch held_in_watch(void)
{
    nps_watch watch;
    nps_watch_options options;
    nps_watch_options_init(&options);
    options.false_alarm_every = 3;
    options.scale = nps_scale_1_10();
    assert_ok(nps_watch_init(&watch, 37.5, &options));
    add_answers(&watch, ANSWERS, sizeof ANSWERS); /* 0 is not on the scale */
    assert_ok(nps_watch_add_missing(&watch, 300));
    return watch;
}

static nps_watch held_in_watch_empty(void)
{
    nps_watch watch;
    assert_ok(nps_watch_init(&watch, 0, NULL));
    return watch;
}

static nps_watch held_in_watch_reset(void)
{
    nps_watch watch;
    nps_watch_options options;
    nps_watch_options_init(&options);
    options.direction = NPS_LESS;
    options.false_alarm_every = 1e15;
    assert_ok(nps_watch_init(&watch, -99.5, &options));
    add_answers(&watch, ANSWERS, sizeof ANSWERS);
    assert_ok(nps_watch_reset(&watch));
    watch.missing = UINT64_MAX;
    return watch;
}

static void assert_golden(const nps_watch *expected, const char *name)
{
    const encoded bytes = golden(name);
    unsigned char written[NPS_WATCH_ENCODED_MAX + 1] = {0};
    nps_watch read;
    size_t size, length;
    memset(&read, 0xA5, sizeof read);
    assert_ok(nps_watch_decode(&read, bytes.bytes, bytes.length, NULL));
    if (expected)
        assert_memory_equal(&read, expected, sizeof read);
    assert_ok(nps_watch_encoded_size(&read, &size));
    assert_int_equal(size, bytes.length);
    assert_status(nps_watch_encode(&read, written + 1, size - 1, &length), NPS_ERROR_SPACE);
    assert_int_equal(written[1], 0);
    assert_ok(nps_watch_encode(&read, written + 1, size, &length)); /* at any address */
    assert_int_equal(length, size);
    assert_memory_equal(written + 1, bytes.bytes, size);
}

static void goldens_hold_their_states(void **state)
{
    const nps_watch known = held_in_watch(), empty = held_in_watch_empty(), reset = held_in_watch_reset();
    (void)state;
    assert_int_equal(known.alarm_at, 3);
    assert_int_equal(known.alarm_direction, NPS_LESS);
    assert_golden(&known, "watch");
    assert_golden(&empty, "watch_empty");
    assert_golden(&reset, "watch_reset");
    assert_golden(NULL, "watch_baseline");
}

/* The means in the file are its own, and a watch goes on with them. */
static void a_golden_baseline_goes_on(void **state)
{
    const encoded bytes = golden("watch_baseline");
    nps_watch watch;
    double evidence;
    (void)state;
    assert_ok(nps_watch_decode(&watch, bytes.bytes, bytes.length, NULL));
    assert_int_equal(watch.baseline.promoters, 46);
    assert_int_equal(watch.baseline.passives, 30);
    assert_int_equal(watch.baseline.detractors, 14);
    assert_int_equal(watch.direction, NPS_GREATER);
    assert_int_equal(watch.answers, sizeof ANSWERS);
    assert_double_near(watch.higher.first, 0.65625, 0);
    assert_double_near(watch.higher.step, 0.015625, 0);
    assert_double_near(watch.false_alarm_every, 1000, 0);
    while (watch.alarm_at == 0) {
        assert_true(watch.answers < 100);
        assert_ok(nps_watch_add(&watch, 10));
    }
    assert_int_equal(watch.alarm_direction, NPS_GREATER);
    assert_ok(nps_watch_evidence(&watch, &evidence));
    assert_true(evidence >= 1000);
}

/* Stopped and gone on with after every few answers, it is what it would have been. */
static void a_watch_goes_on_where_it_was(void **state)
{
    static const nps_alternative DIRECTIONS[] = {NPS_TWO_SIDED, NPS_GREATER, NPS_LESS};
    static const nps_counts BASELINES[] = {{0, 0, 0},
                                           {50, 30, 20},
                                           {0, 0, 1},
                                           {UINT64_MAX, 0, 0},
                                           {11, 50, 14085877876791604},
                                           {32637903158902771, 4092851187, 1}};
    uint64_t random = 3;
    size_t d, b, at;
    (void)state;
    for (d = 0; d < 3; d++)
        for (b = 0; b < sizeof BASELINES / sizeof *BASELINES; b++) {
            nps_watch_options options;
            nps_watch whole, stopped;
            nps_watch_options_init(&options);
            options.direction = DIRECTIONS[d];
            options.false_alarm_every = 40;
            assert_ok(b == 0 ? nps_watch_init(&whole, 1. / 3, &options)
                             : nps_watch_init_baseline(&whole, &BASELINES[b], &options));
            stopped = whole;
            for (at = 0; at < 60; at++) {
                unsigned char bytes[NPS_WATCH_ENCODED_MAX];
                uint8_t answers[3];
                size_t length, i;
                for (i = 0; i < 3; i++)
                    answers[i] = (uint8_t)next_below(&random, 12);
                assert_ok(nps_watch_encode(&stopped, bytes, sizeof bytes, &length));
                memset(&stopped, 0xA5, sizeof stopped);
                assert_ok(nps_watch_decode(&stopped, bytes, length, NULL));
                add_answers(&stopped, answers, 3);
                add_answers(&whole, answers, 3);
                assert_memory_equal(&stopped, &whole, sizeof whole);
            }
        }
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    const nps_watch before = held_in_watch_empty();
    nps_watch held = before;
    nps_error_detail detail = {""};
    (void)context;
    assert_refused(nps_watch_decode(&held, bytes, length, &detail), &detail);
    assert_memory_equal(&held, &before, sizeof held);
}

static void every_damage_is_refused(void **state)
{
    const encoded known = golden("watch"), baseline = golden("watch_baseline");
    (void)state;
    refuse_every_damage(&known, refuse, NULL);
    refuse_every_damage(&baseline, refuse, NULL);
}

/* The parts of a state, possible or not; the sums of the known reference, and their number. */
struct parts {
    uint64_t numbers[13];
    double every, reference, sums[8];
    size_t sum_count;
};

static encoded bytes_of(const struct parts *parts)
{
    unsigned char inside[300], *to = inside;
    size_t i;
    for (i = 0; i < 13; i++)
        to = nps_write_number(to, parts->numbers[i]);
    to = nps_write_real(nps_write_real(to, parts->every), parts->reference);
    for (i = 0; i < parts->sum_count; i++)
        to = nps_write_real(to, parts->sums[i]);
    return sealed(0x07, inside, (size_t)(to - inside));
}

enum { IN_ANSWERS, IN_MISSING, IN_INVALID, IN_ALARM_AT, IN_DIRECTION, IN_ALARM, IN_LOWEST, IN_HIGHEST, IN_DETRACTOR };

static const struct parts POSSIBLE = {
    {9, 1, 2, 3, NPS_TWO_SIDED, NPS_LESS, 0, 10, 6, 9, 0, 0, 0}, 100, 30, {1, 2, 3, 4, 5, 6, 0.5, 0x1p900}, 8};

static void assert_impossible(const struct parts *parts)
{
    const encoded bytes = bytes_of(parts);
    nps_error_detail detail;
    nps_watch held;
    assert_status(nps_watch_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 8: expected settings, an alarm and sums that a watch can have, got others");
}

static void impossible_watches_are_not_read(void **state)
{
    static const struct {
        int at;
        uint64_t number;
    } NUMBERS[] = {{IN_ANSWERS, 0},   {IN_ANSWERS, 2},        {IN_ALARM_AT, 0},  {IN_ALARM_AT, 10},  {IN_ALARM, 0},
                   {IN_ALARM, 3},     {IN_ALARM, UINT64_MAX}, {IN_DIRECTION, 3}, {IN_LOWEST, 7},     {IN_HIGHEST, 11},
                   {IN_HIGHEST, 266}, {IN_DETRACTOR, 9},      {IN_LOWEST, 256},  {IN_DIRECTION, 256}};
    static const double EVERY[] = {0, 0.5, -3, 2e15, NAN, INFINITY};
    static const double REFERENCES[] = {100, -100, NAN, 200};
    static const double SUMS[] = {0, 0.4, -1, 0x1.8p900, NAN, INFINITY};
    const encoded possible = bytes_of(&POSSIBLE);
    struct parts parts;
    nps_watch held;
    size_t i, k;
    (void)state;
    assert_ok(nps_watch_decode(&held, possible.bytes, possible.length, NULL));
    for (i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        parts = POSSIBLE;
        parts.numbers[NUMBERS[i].at] = NUMBERS[i].number;
        assert_impossible(&parts);
    }
    for (i = 0; i < sizeof EVERY / sizeof *EVERY; i++) {
        parts = POSSIBLE;
        parts.every = EVERY[i];
        assert_impossible(&parts);
    }
    for (i = 0; i < sizeof REFERENCES / sizeof *REFERENCES; i++) {
        parts = POSSIBLE;
        parts.reference = REFERENCES[i];
        assert_impossible(&parts);
    }
    for (i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
        for (k = 0; k < 8; k++) {
            parts = POSSIBLE;
            parts.sums[k] = SUMS[i];
            assert_impossible(&parts);
        }
    parts = POSSIBLE; /* an alarm in a direction that is not watched */
    parts.numbers[IN_DIRECTION] = NPS_GREATER;
    parts.sum_count = 4;
    assert_impossible(&parts);
}

/* Means that are outside the scale. */
static void impossible_means_are_not_read(void **state)
{
    static const double MEANS[][2] = {{0, 0.01},  {0.5, 0},   {0.5, 0.05},     {-0.1, 0.01},   {0.5, -0.01},
                                      {NAN, 0.1}, {0.5, NAN}, {0.5, INFINITY}, {0x1p-70, 0.01}};
    nps_watch watch;
    nps_counts baseline = {460, 300, 140};
    nps_watch_options options;
    unsigned char bytes[NPS_WATCH_ENCODED_MAX];
    size_t length, i;
    (void)state;
    nps_watch_options_init(&options);
    options.direction = NPS_GREATER;
    assert_ok(nps_watch_init_baseline(&watch, &baseline, &options));
    assert_ok(nps_watch_add(&watch, 9));
    for (i = 0; i < sizeof MEANS / sizeof *MEANS; i++) {
        nps_watch wrong = watch;
        wrong.higher.first = MEANS[i][0];
        wrong.higher.step = MEANS[i][1];
        assert_status(nps_watch_encode(&wrong, bytes, sizeof bytes, &length), NPS_ERROR_FORMAT);
    }
}

static void impossible_watches_are_not_written(void **state)
{
    const nps_counts many = {UINT64_MAX, 1, 0};
    unsigned char written[NPS_WATCH_ENCODED_MAX];
    nps_watch wrong[7];
    static const nps_status STATUSES[] = {NPS_ERROR_ALTERNATIVE, NPS_ERROR_PLAN,   NPS_ERROR_SCALE, NPS_ERROR_REFERENCE,
                                          NPS_ERROR_OVERFLOW,    NPS_ERROR_FORMAT, NPS_ERROR_FORMAT};
    size_t i, size = 5;
    (void)state;
    for (i = 0; i < 7; i++)
        wrong[i] = held_in_watch();
    wrong[0].direction = (nps_alternative)7;
    wrong[1].false_alarm_every = NAN;
    wrong[2].scale.highest = 0;
    wrong[3].reference = -1000;
    wrong[4].baseline = many;
    wrong[5].alarm_at = 0;
    wrong[6].lower.sums[0][2] = -1;
    for (i = 0; i < 7; i++) {
        assert_status(nps_watch_encoded_size(&wrong[i], &size), STATUSES[i]);
        assert_status(nps_watch_encode(&wrong[i], written, sizeof written, &size), STATUSES[i]);
    }
    assert_int_equal(size, 5);
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("watch"), other = golden("accumulator_small");
    const nps_watch before = held_in_watch();
    nps_watch held = before;
    nps_error_detail detail;
    unsigned char written[NPS_WATCH_ENCODED_MAX];
    size_t size = 5;
    (void)state;
    assert_status(nps_watch_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_watch_encoded_size(&held, NULL), NPS_ERROR_NULL);
    assert_status(nps_watch_encode(NULL, written, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_watch_encode(&held, NULL, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_watch_encode(&held, written, sizeof written, NULL), NPS_ERROR_NULL);
    assert_int_equal(size, 5);
    assert_status(nps_watch_decode(NULL, bytes.bytes, bytes.length, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_watch_decode(&held, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_watch_decode(&held, NULL, 0, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_watch_decode(&held, other.bytes, other.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 5: expected kind 07 (a watch), got kind 01 (an accumulator)");
    assert_memory_equal(&held, &before, sizeof held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),          cmocka_unit_test(a_golden_baseline_goes_on),
        cmocka_unit_test(a_watch_goes_on_where_it_was),       cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(impossible_watches_are_not_read),    cmocka_unit_test(impossible_means_are_not_read),
        cmocka_unit_test(impossible_watches_are_not_written), cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
