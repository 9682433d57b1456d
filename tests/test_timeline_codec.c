/* Timelines as bytes: the golden files of docs/format.md, every damage, hostile bytes, and lack of memory.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "golden.h"

static const nps_accumulator TYPICAL = {{31, 9, 13, 22, 27, 96, 118, 342, 626, 511, 925}, 84, 3};

static const char *const GOLDENS[] = {"timeline_empty", "timeline", "timeline_ends"};
enum { GOLDEN_COUNT = sizeof GOLDENS / sizeof *GOLDENS };

static int32_t day_of(int32_t year, int32_t month, int32_t of_month)
{
    const nps_date date = {year, month, of_month};
    int32_t day;
    assert_ok(nps_day_from_date(&date, &day));
    return day;
}

static nps_timeline *decode(const encoded *bytes)
{
    nps_timeline *timeline = NULL;
    assert_ok(nps_timeline_decode(NULL, bytes->bytes, bytes->length, &timeline, NULL));
    return timeline;
}

static encoded encode(const nps_timeline *timeline)
{
    encoded written;
    size_t size;
    assert_ok(nps_timeline_encoded_size(timeline, &size));
    assert_ok(nps_timeline_encode(timeline, written.bytes, sizeof written.bytes, &written.length));
    assert_int_equal(written.length, size);
    return written;
}

static void assert_encoded(const nps_timeline *timeline, const encoded *expected)
{
    const encoded written = encode(timeline);
    assert_int_equal(written.length, expected->length);
    assert_memory_equal(written.bytes, expected->bytes, expected->length);
}

/* What the golden file timeline.bin holds, as tests/golden/generate.py says it. */
static void fill(nps_timeline *timeline)
{
    const nps_accumulator undated = {{300}, 0, 0};
    assert_ok(nps_timeline_merge_day(timeline, day_of(1999, 1, 1), &TYPICAL)); /* before the horizon */
    assert_ok(nps_timeline_add_missing(timeline, day_of(2024, 12, 31), 1));
    assert_ok(nps_timeline_add(timeline, day_of(2026, 1, 1), 11, 2));
    assert_ok(nps_timeline_add(timeline, day_of(2024, 2, 29), 9, 128));
    assert_ok(nps_timeline_merge_day(timeline, day_of(2024, 3, 1), &TYPICAL));
    assert_ok(nps_timeline_merge_undated(timeline, &undated));
}

static nps_timeline *typical(void)
{
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_timeline_options_init(&options);
    options.horizon = day_of(2024, 2, 29);
    options.older = NPS_OLDER_GATHERED;
    assert_ok(nps_timeline_create(&options, &timeline));
    fill(timeline);
    return timeline;
}

static void goldens_hold_their_states(void **state)
{
    const encoded bytes = golden("timeline"), ends = golden("timeline_ends"), none = golden("timeline_empty");
    nps_timeline *timeline = typical(), *decoded = decode(&bytes);
    nps_accumulator sum;
    nps_period span;
    int32_t horizon;
    (void)state;
    assert_encoded(timeline, &bytes);
    assert_ok(nps_timeline_horizon(decoded, &horizon));
    assert_int_equal(horizon, 19782);
    assert_ok(nps_timeline_read_between(decoded, day_of(2024, 3, 1), day_of(2025, 12, 31), &sum));
    assert_int_equal(sum.answers[10], 925);
    assert_int_equal(sum.missing, 85);
    nps_timeline_destroy(timeline);
    nps_timeline_destroy(decoded);
    decoded = decode(&ends);
    assert_ok(nps_timeline_read_span(decoded, &span));
    assert_int_equal(span.first, NPS_DAY_MIN);
    assert_int_equal(span.last, NPS_DAY_MAX);
    assert_ok(nps_timeline_read_between(decoded, 0, 0, &sum));
    assert_true(sum.answers[10] == (UINT64_C(1) << 53) + 1);
    nps_timeline_destroy(decoded);
    decoded = decode(&none);
    assert_status(nps_timeline_read_span(decoded, &span), NPS_ERROR_EMPTY);
    nps_timeline_destroy(decoded);
}

static void goldens_come_back_as_the_same_bytes(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded bytes = golden(GOLDENS[i]);
        nps_timeline *timeline = decode(&bytes);
        unsigned char written[GOLDEN_MAX + 1] = {7};
        size_t length = 5;
        assert_encoded(timeline, &bytes);
        assert_ok(nps_timeline_encode(timeline, written + 1, bytes.length, &length)); /* at any address */
        assert_memory_equal(written + 1, bytes.bytes, bytes.length);
        written[1] = 7;
        assert_status(nps_timeline_encode(timeline, written + 1, bytes.length - 1, &length), NPS_ERROR_SPACE);
        assert_int_equal(written[1], 7);
        nps_timeline_destroy(timeline);
    }
}

static void bytes_do_not_depend_on_the_way(void **state)
{
    const encoded bytes = golden("timeline");
    nps_timeline *timeline = typical(), *more = typical();
    (void)state;
    assert_ok(nps_timeline_add(timeline, NPS_DAY_MAX, 9, 1)); /* counts that come and go leave no trace */
    assert_ok(nps_timeline_merge(timeline, more));
    assert_ok(nps_timeline_add(more, NPS_DAY_MAX, 9, 1));
    assert_ok(nps_timeline_subtract(timeline, more));
    assert_encoded(timeline, &bytes);
    nps_timeline_destroy(timeline);
    nps_timeline_destroy(more);
}

/* Neither reading nor merging changes anything. */
static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    nps_timeline *held = context, *out = NULL;
    nps_error_detail detail = {""};
    assert_refused(nps_timeline_decode(NULL, bytes, length, &out, &detail), &detail);
    assert_null(out);
    detail.text[0] = '\0';
    assert_refused(nps_timeline_merge_encoded(held, bytes, length, &detail), &detail);
}

static void every_damage_is_refused(void **state)
{
    const encoded whole = golden("timeline");
    nps_timeline *held = typical();
    (void)state;
    refuse_every_damage(&whole, refuse, held);
    assert_encoded(held, &whole);
    nps_timeline_destroy(held);
}

static void assert_says(const encoded *bytes, nps_status status, const char *said)
{
    nps_timeline *out = NULL;
    nps_error_detail detail = {""};
    assert_status(nps_timeline_decode(NULL, bytes->bytes, bytes->length, &out, &detail), status);
    assert_null(out);
    assert_string_equal(detail.text, said);
}

/* Well sealed, but wrong: what a faulty or hostile writer makes. */
static void hostile_bytes_are_refused(void **state)
{
    enum { KIND = 0x03, REST = 26 };
    unsigned char inside[100] = {0};
    encoded bytes;
    (void)state;
    bytes = sealed(0x01, inside, 13);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 5: expected kind 03 (a timeline), got kind 01 (an accumulator)");
    memcpy(inside, "\xdb\xf3\xde\x01", 4); /* a horizon of 3652059 */
    bytes = sealed(KIND, inside, 4 + REST + 1);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 8: expected a horizon of at most 3652058, got 3652059");
    memcpy(inside, "\xda\xf3\xde\x01", 4); /* the last day: nothing may follow it */
    inside[4 + REST] = 2;
    inside[4 + REST + 2] = 1;
    inside[4 + REST + 16] = 1;
    bytes = sealed(KIND, inside, 4 + REST + 1 + 28);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 53: expected at most -1 days to this one, got 0");
    memset(inside, 0, sizeof inside);
    inside[1] = 1; /* an answer before the first day of the calendar */
    bytes = sealed(KIND, inside, 1 + REST + 1);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 9: expected no answers before the first day of the calendar, got some");
    inside[1] = 0;
    inside[1 + REST] = 1; /* a day without a count */
    bytes = sealed(KIND, inside, 1 + REST + 1 + 14);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 36: expected a day with a count, got none");
    inside[1 + REST] = 2; /* more days than bytes */
    bytes = sealed(KIND, inside, 1 + REST + 1 + 27);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 35: expected at most 1 days in 67 bytes, got 2");
    inside[1 + REST] = 0;
    bytes = sealed(KIND, inside, 1 + REST + 2);
    assert_says(&bytes, NPS_ERROR_FORMAT, "byte 36: expected the checksum, got 1 more bytes");
    inside[1 + REST] = 1;
    memset(inside + 1 + REST + 1, 0xff, 9); /* 2^64 - 1 days away */
    inside[1 + REST + 10] = 1;
    bytes = sealed(KIND, inside, 1 + REST + 1 + 10 + 13);
    assert_says(&bytes, NPS_ERROR_FORMAT,
                "byte 36: expected at most 3652058 days to this one, got 18446744073709551615");
}

static void merging_bytes_is_decoding_and_merging(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded bytes = golden(GOLDENS[i]);
        nps_timeline *merged = typical(), *expected = typical(), *from = decode(&bytes);
        encoded sum;
        assert_ok(nps_timeline_merge(expected, from));
        assert_ok(nps_timeline_merge_encoded(merged, bytes.bytes, bytes.length, NULL));
        sum = encode(expected);
        assert_encoded(merged, &sum);
        nps_timeline_destroy(merged);
        nps_timeline_destroy(expected);
        nps_timeline_destroy(from);
    }
}

static void what_cannot_be_merged_changes_nothing(void **state)
{
    const encoded ends = golden("timeline_ends");
    nps_timeline_options options;
    nps_timeline *timeline;
    nps_error_detail detail;
    encoded before;
    (void)state;
    nps_timeline_options_init(&options);
    options.horizon = 100;
    assert_ok(nps_timeline_create(&options, &timeline));
    before = encode(timeline);
    assert_status(nps_timeline_merge_encoded(timeline, ends.bytes, ends.length, &detail), NPS_ERROR_DAY);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_DAY));
    assert_encoded(timeline, &before);
    nps_timeline_destroy(timeline);
    assert_ok(nps_timeline_create(NULL, &timeline));
    assert_ok(nps_timeline_add(timeline, NPS_DAY_MAX, 0, 1));
    before = encode(timeline);
    assert_status(nps_timeline_merge_encoded(timeline, ends.bytes, ends.length, &detail), NPS_ERROR_OVERFLOW);
    assert_encoded(timeline, &before);
    nps_timeline_destroy(timeline);
}

static void lack_of_memory_changes_nothing(void **state)
{
    const encoded bytes = golden("timeline_ends"), none = golden("timeline_empty");
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_timeline_options options;
    nps_timeline *timeline = NULL;
    nps_status status = NPS_ERROR_MEMORY;
    size_t fail_at;
    (void)state;
    nps_timeline_options_init(&options);
    options.allocator = &allocator;
    for (fail_at = 1; status == NPS_ERROR_MEMORY; fail_at++) {
        failing = (struct failing){0, fail_at, false, 0, 0};
        status = nps_timeline_decode(&options, bytes.bytes, bytes.length, &timeline, NULL);
        if (status)
            assert_true(failing.bytes == 0 && !timeline);
    }
    assert_ok(status);
    assert_true(fail_at > 6);
    nps_timeline_destroy(timeline);
    assert_int_equal(failing.bytes, 0);
    status = NPS_ERROR_MEMORY;
    for (fail_at = 2; status == NPS_ERROR_MEMORY; fail_at++) {
        failing = (struct failing){0, fail_at, false, 0, 0};
        assert_ok(nps_timeline_create(&options, &timeline));
        status = nps_timeline_merge_encoded(timeline, bytes.bytes, bytes.length, NULL);
        if (status)
            assert_encoded(timeline, &none);
        nps_timeline_destroy(timeline);
        assert_int_equal(failing.bytes, 0);
    }
    assert_ok(status);
}

static void a_budget_holds_for_hostile_bytes(void **state)
{
    const encoded bytes = golden("timeline_ends");
    nps_timeline_options options;
    nps_timeline *timeline = NULL;
    (void)state;
    nps_timeline_options_init(&options);
    options.memory_budget = 5000; /* three days far apart take three tables and three pages */
    assert_status(nps_timeline_decode(&options, bytes.bytes, bytes.length, &timeline, NULL), NPS_ERROR_MEMORY);
    options.memory_budget = 8000;
    assert_ok(nps_timeline_decode(&options, bytes.bytes, bytes.length, &timeline, NULL));
    nps_timeline_destroy(timeline);
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("timeline");
    const nps_allocator incomplete = {NULL, NULL, NULL};
    nps_timeline_options options;
    nps_timeline *timeline = typical(), *out = NULL;
    nps_error_detail detail;
    unsigned char written[200];
    size_t size = 5;
    (void)state;
    assert_status(nps_timeline_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_timeline_encoded_size(timeline, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_encode(NULL, written, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_timeline_encode(timeline, NULL, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_timeline_encode(timeline, written, sizeof written, NULL), NPS_ERROR_NULL);
    assert_int_equal(size, 5);
    assert_status(nps_timeline_decode(NULL, bytes.bytes, bytes.length, NULL, &detail), NPS_ERROR_NULL);
    assert_status(nps_timeline_decode(NULL, NULL, 1, &out, &detail), NPS_ERROR_NULL);
    assert_status(nps_timeline_decode(NULL, NULL, 0, &out, &detail), NPS_ERROR_FORMAT);
    assert_status(nps_timeline_merge_encoded(NULL, bytes.bytes, bytes.length, NULL), NPS_ERROR_NULL);
    assert_status(nps_timeline_merge_encoded(timeline, NULL, 1, NULL), NPS_ERROR_NULL);
    nps_timeline_options_init(&options);
    options.allocator = &incomplete;
    assert_status(nps_timeline_decode(&options, bytes.bytes, bytes.length, &out, &detail), NPS_ERROR_NULL);
    options.size = 1;
    assert_status(nps_timeline_decode(&options, bytes.bytes, bytes.length, &out, &detail), NPS_ERROR_SIZE);
    nps_timeline_options_init(&options);
    options.horizon = NPS_DAY_MAX + 1; /* ignored */
    assert_ok(nps_timeline_decode(&options, bytes.bytes, bytes.length, &out, &detail));
    nps_timeline_destroy(out);
    nps_timeline_destroy(timeline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(goldens_come_back_as_the_same_bytes),
        cmocka_unit_test(bytes_do_not_depend_on_the_way),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(hostile_bytes_are_refused),
        cmocka_unit_test(merging_bytes_is_decoding_and_merging),
        cmocka_unit_test(what_cannot_be_merged_changes_nothing),
        cmocka_unit_test(lack_of_memory_changes_nothing),
        cmocka_unit_test(a_budget_holds_for_hostile_bytes),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
