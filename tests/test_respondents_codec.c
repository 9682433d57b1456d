/* Respondents as bytes: golden files, merging in any order, and bytes of strangers.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "golden.h"

static const char *const GOLDENS[] = {"respondents_text_empty", "respondents_text", "respondents_integer",
                                      "respondents_integer_latest"};
enum { GOLDEN_COUNT = sizeof GOLDENS / sizeof *GOLDENS };

static nps_respondents *made(const nps_respondents_options *options)
{
    nps_respondents *people;
    assert_ok(nps_respondents_create(options, &people));
    return people;
}

static nps_respondents_options integers(nps_keep keep, uint32_t window, uint32_t has_history)
{
    nps_respondents_options options;
    nps_respondents_options_init(&options);
    options.key_type = NPS_KEY_INTEGER;
    options.keep = keep;
    options.window = window;
    options.has_history = has_history;
    return options;
}

static encoded encode(const nps_respondents *people)
{
    encoded written;
    size_t size, length = 77;
    assert_ok(nps_respondents_encoded_size(people, &size));
    assert_status(nps_respondents_encode(people, written.bytes, size - 1, &length), NPS_ERROR_SPACE);
    assert_int_equal(length, 77);
    assert_ok(nps_respondents_encode(people, written.bytes, sizeof written.bytes, &written.length));
    assert_int_equal(written.length, size);
    return written;
}

static void assert_encoded(const nps_respondents *people, const encoded *expected)
{
    const encoded written = encode(people);
    assert_int_equal(written.length, expected->length);
    assert_memory_equal(written.bytes, expected->bytes, expected->length);
}

static nps_respondents *decode(const encoded *bytes)
{
    nps_respondents *people = NULL;
    assert_ok(nps_respondents_decode(NULL, bytes->bytes, bytes->length, &people, NULL));
    return people;
}

static void texts_are_a_golden_file(void **state)
{
    const encoded bytes = golden("respondents_text");
    nps_respondents_options options;
    nps_respondents *people;
    (void)state;
    nps_respondents_options_init(&options);
    options.window = 90;
    people = made(&options);
    assert_ok(nps_respondents_add_text(people, "Zoe", 3, 19800, 3, 5));
    assert_ok(nps_respondents_add_text(people, "Ann", 3, 19782, 4, 0));
    assert_ok(nps_respondents_add_missing_text(people, "Bob", 3, 19790, 0));
    assert_ok(nps_respondents_add_text(people, "Ann", 3, 19781, 10, 0));
    assert_ok(nps_respondents_add_text(people, "Ann", 3, 19782, 9, 0)); /* instead of the 4 */
    assert_ok(nps_respondents_add_text(people, NULL, 0, 19785, 11, 0));
    assert_ok(nps_respondents_add_text(people, "a\0b", 3, 19799, 0, -7));
    assert_encoded(people, &bytes);
    nps_respondents_destroy(people);
}

static void integers_are_a_golden_file(void **state)
{
    const encoded bytes = golden("respondents_integer"), latest = golden("respondents_integer_latest");
    nps_respondents_options options = integers(NPS_KEEP_FIRST, NPS_NO_WINDOW, 1);
    nps_respondents *people = made(&options);
    (void)state;
    assert_ok(nps_respondents_add_integer(people, INT64_MAX, NPS_DAY_MAX, 10, INT64_MAX));
    assert_ok(nps_respondents_add_integer(people, 7, NPS_DAY_MAX, 8, 0));
    assert_ok(nps_respondents_add_integer(people, 7, NPS_DAY_MIN, 9, INT64_MIN));
    assert_ok(nps_respondents_add_integer(people, -1, 0, 5, 0));
    assert_ok(nps_respondents_add_integer(people, -1, 0, 6, 0)); /* not the first */
    assert_ok(nps_respondents_add_missing_integer(people, INT64_MIN, -1, 0));
    assert_encoded(people, &bytes);
    nps_respondents_destroy(people);

    options = integers(NPS_KEEP_LATEST, 365, 0);
    people = made(&options);
    assert_ok(nps_respondents_add_integer(people, 300, 19723, 7, 0));
    assert_ok(nps_respondents_add_integer(people, 300, 19700, 2, 0));
    assert_ok(nps_respondents_add_integer(people, 3, 19720, 0, 1));
    assert_ok(nps_respondents_add_missing_integer(people, 3, 19740, 1)); /* leaves the answer */
    assert_encoded(people, &latest);
    nps_respondents_destroy(people);
}

static void nobody_is_a_golden_file(void **state)
{
    const encoded bytes = golden("respondents_text_empty");
    nps_respondents *people = made(NULL);
    (void)state;
    assert_encoded(people, &bytes);
    nps_respondents_destroy(people);
}

static void goldens_come_back_as_the_same_bytes(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded bytes = golden(GOLDENS[i]);
        nps_respondents *people = decode(&bytes);
        assert_encoded(people, &bytes);
        nps_respondents_destroy(people);
    }
}

static void a_decoded_object_goes_on(void **state)
{
    const encoded bytes = golden("respondents_text");
    nps_respondents *people = decode(&bytes);
    nps_respondents_rule rule;
    nps_accumulator found;
    nps_period days;
    (void)state;
    assert_ok(nps_respondents_read_rule(people, &rule));
    assert_int_equal(rule.key_type, NPS_KEY_TEXT);
    assert_int_equal(rule.keep, NPS_KEEP_LATEST);
    assert_int_equal(rule.window, 90);
    assert_int_equal(rule.has_history, 1);
    assert_ok(nps_respondents_read_span(people, &days));
    assert_int_equal(days.first, 19781);
    assert_int_equal(days.last, 19800);
    assert_ok(nps_respondents_add_text(people, "Ann", 3, 19800, 2, 0));
    assert_ok(nps_respondents_read(people, 19800, &found));
    assert_int_equal(found.answers[2] + found.answers[3] + found.answers[0], 3);
    assert_int_equal(found.missing, 1);
    assert_int_equal(found.invalid, 1);
    assert_ok(nps_respondents_read(people, 19781, &found));
    assert_int_equal(found.answers[10], 1);
    nps_respondents_destroy(people);
}

enum { PARTS = 4, ROWS = 60 };

/* The rows of both objects in random parts, merged in two random orders, as objects and as bytes. */
static void the_order_of_merging_does_not_change_the_bytes(void **state)
{
    uint64_t random = 21;
    int round;
    size_t i;
    (void)state;
    for (round = 0; round < 60; round++) {
        const nps_respondents_options options =
            integers(round % 2 ? NPS_KEEP_LATEST : NPS_KEEP_FIRST, NPS_NO_WINDOW, round % 4 < 2);
        nps_respondents *parts[PARTS], *forward = made(&options), *pair = made(&options), *bytes = made(&options);
        encoded whole;
        for (i = 0; i < PARTS; i++)
            parts[i] = made(&options);
        for (i = 0; i < ROWS; i++)
            assert_ok(nps_respondents_add_integer(parts[next_below(&random, PARTS)], (int64_t)next_below(&random, 7),
                                                  (int32_t)next_below(&random, 5), (int64_t)next_below(&random, 13),
                                                  (int64_t)next_below(&random, 2)));
        for (i = 0; i < PARTS; i++)
            assert_ok(nps_respondents_merge(forward, parts[i]));
        whole = encode(forward);
        for (i = PARTS; i-- > 0;) {
            const encoded part = encode(parts[i]);
            assert_ok(nps_respondents_merge_encoded(bytes, part.bytes, part.length, NULL));
        }
        assert_encoded(bytes, &whole);
        assert_ok(nps_respondents_merge(parts[3], parts[1])); /* (3 + 1) + (2 + 0) */
        assert_ok(nps_respondents_merge(parts[2], parts[0]));
        assert_ok(nps_respondents_merge(pair, parts[3]));
        assert_ok(nps_respondents_merge(pair, parts[2]));
        assert_encoded(pair, &whole);
        for (i = 0; i < PARTS; i++)
            nps_respondents_destroy(parts[i]);
        nps_respondents_destroy(forward);
        nps_respondents_destroy(pair);
        nps_respondents_destroy(bytes);
    }
}

/* Without two rows of a person on one day, neither the order of rows nor parts can be seen in the bytes. */
static void the_order_of_arrival_does_not_change_the_bytes(void **state)
{
    uint64_t random = 22;
    int round;
    (void)state;
    for (round = 0; round < 30; round++) {
        const nps_respondents_options options = integers(NPS_KEEP_LATEST, 30, (uint32_t)round % 2);
        nps_respondents *one = made(&options), *two = made(&options), *part = made(&options);
        int32_t rows[ROWS], i;
        encoded whole;
        for (i = 0; i < ROWS; i++)
            rows[i] = i;
        for (i = 0; i < ROWS; i++)
            assert_ok(nps_respondents_add_integer(one, i % 7, 100 + i / 7, i % 12, 0));
        for (i = ROWS; i-- > 1;) {
            const int32_t other = (int32_t)next_below(&random, (uint64_t)i + 1), held = rows[i];
            rows[i] = rows[other];
            rows[other] = held;
        }
        for (i = 0; i < ROWS; i++)
            assert_ok(nps_respondents_add_integer(i % 3 ? two : part, rows[i] % 7, 100 + rows[i] / 7, rows[i] % 12, 0));
        assert_ok(nps_respondents_merge(two, part));
        whole = encode(one);
        assert_encoded(two, &whole);
        nps_respondents_destroy(one);
        nps_respondents_destroy(two);
        nps_respondents_destroy(part);
    }
}

/* Objects without a golden file, and their bytes. */
struct kept {
    nps_respondents *objects[2]; /* by text and by integer */
    encoded bytes[2];
};

static struct kept keep(void)
{
    const nps_respondents_options options = integers(NPS_KEEP_LATEST, NPS_NO_WINDOW, 1);
    struct kept kept = {{made(NULL), made(&options)}, {{{0}, 0}, {{0}, 0}}};
    assert_ok(nps_respondents_add_text(kept.objects[0], "Bern", 4, 100, 3, 5));
    assert_ok(nps_respondents_add_integer(kept.objects[1], 19723, 100, 3, 5));
    kept.bytes[0] = encode(kept.objects[0]);
    kept.bytes[1] = encode(kept.objects[1]);
    return kept;
}

static void assert_kept_and_destroy(struct kept *kept)
{
    int i;
    for (i = 0; i < 2; i++) {
        assert_encoded(kept->objects[i], &kept->bytes[i]);
        nps_respondents_destroy(kept->objects[i]);
    }
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    const struct kept *kept = context;
    nps_respondents *out = kept->objects[0];
    nps_error_detail detail = {""};
    int i;
    assert_refused(nps_respondents_decode(NULL, bytes, length, &out, &detail), &detail);
    assert_ptr_equal(out, kept->objects[0]);
    for (i = 0; i < 2; i++)
        assert_refused(nps_respondents_merge_encoded(kept->objects[i], bytes, length, &detail), &detail);
}

static void every_damage_is_refused(void **state)
{
    struct kept kept = keep();
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded whole = golden(GOLDENS[i]);
        refuse_every_damage(&whole, refuse, &kept);
    }
    assert_kept_and_destroy(&kept);
}

/* Bytes with a right checksum that no object has. */
static void refuse_inside(unsigned char kind, const void *inside, size_t length, const char *text)
{
    const encoded wrong = sealed(kind, inside, length);
    struct kept kept = keep();
    nps_respondents *out = NULL;
    nps_error_detail detail = {""};
    assert_status(nps_respondents_decode(NULL, wrong.bytes, wrong.length, &out, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, text);
    assert_null(out);
    assert_status(nps_respondents_merge_encoded(kept.objects[kind == 0x28], wrong.bytes, wrong.length, &detail),
                  NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, text);
    assert_kept_and_destroy(&kept);
}

#define COUNTERS(nines) "\0\0\0\0\0\0\0\0\0" nines "\0\0\0"
#define INSIDE(...)     __VA_ARGS__, sizeof(__VA_ARGS__) - 1

static void details_name_what_was_expected_and_what_was_found(void **state)
{
    (void)state;
    refuse_inside(0x11, INSIDE("\0"), "byte 5: expected kind 18 or 28 (respondents), got kind 11 (groups by text)");
    refuse_inside(0x28, INSIDE("\2\0\1" COUNTERS("\0") "\0"),
                  "byte 8: expected 0 or 1, the answer that is kept, got 2");
    refuse_inside(0x28, INSIDE("\0\377\377\377\377\17\1" COUNTERS("\0") "\0"),
                  "byte 9: expected a window below 2^32 - 1 days, got 4294967295");
    refuse_inside(0x28, INSIDE("\0\0\2" COUNTERS("\0") "\0"),
                  "byte 10: expected 0 or 1, whether there is history, got 2");
    refuse_inside(0x28, INSIDE("\1\7\0" COUNTERS("\0") "\0"),
                  "byte 8: expected history, as first answers in a window need it, got 0");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\0"), "expected people, as there are answers, got none");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1"), "byte 24: expected a number of people that fit, got 1");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\300\204\263\5\0\0\1\0\11"),
                  "byte 25: expected a day of the years 1 to 9999, got 11321920");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\300\202\346\2\1\0\1\0\11"),
                  "byte 29: expected a last day up to the year 9999, got 1");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\0\0\11"),
                  "byte 28: expected one row of a person or more, got 0");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\7\0\11"),
                  "byte 28: expected a number of rows that fit, got 7");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\1\1\11"),
                  "byte 29: expected a day up to the last one, got 1");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\2") "\1\0\0\0\2\0\11\0\11"),
                  "byte 31: expected a later day of the person, got 0");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\1\0\15"), "byte 29: expected an answer, got 13");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\1\0\36"), "byte 30: expected an answer, got 30");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\1\0\31\0"),
                  "byte 29: expected a sequence number other than 0, got 0");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\0\0\1\0\10"),
                  "expected at most the rows that were added, got more");
    refuse_inside(0x28, INSIDE("\0\0\1" COUNTERS("\1") "\1\0\2\0\1\1\11"),
                  "expected rows from day 0 to day 2, got 1 to 1");
    refuse_inside(0x28, INSIDE("\0\0\0" COUNTERS("\2") "\2\0\2\4\0\11\2\0\11"),
                  "byte 30: expected a key that comes after the one before it, got another");
    refuse_inside(0x18, INSIDE("\0\0\0" COUNTERS("\1") "\1\0\0\1a\0\11\0"),
                  "byte 31: expected the checksum, got 1 more bytes");
}

static void other_rules_and_ids_are_refused(void **state)
{
    const encoded first = golden("respondents_integer"), window = golden("respondents_text");
    struct kept kept = keep();
    nps_error_detail detail;
    (void)state;
    assert_status(nps_respondents_merge_encoded(kept.objects[0], first.bytes, first.length, &detail), NPS_ERROR_KEY);
    assert_status(nps_respondents_merge_encoded(kept.objects[1], first.bytes, first.length, &detail), NPS_ERROR_RULE);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_RULE));
    assert_status(nps_respondents_merge_encoded(kept.objects[0], window.bytes, window.length, &detail), NPS_ERROR_RULE);
    assert_kept_and_destroy(&kept);
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("respondents_text");
    nps_respondents *people = made(NULL), *out = people;
    nps_respondents_options options;
    unsigned char room[100];
    size_t length = 0;
    (void)state;
    assert_status(nps_respondents_encoded_size(NULL, &length), NPS_ERROR_NULL);
    assert_status(nps_respondents_encoded_size(people, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_encode(NULL, room, sizeof room, &length), NPS_ERROR_NULL);
    assert_status(nps_respondents_encode(people, NULL, sizeof room, &length), NPS_ERROR_NULL);
    assert_status(nps_respondents_encode(people, room, sizeof room, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_decode(NULL, NULL, 1, &out, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_decode(NULL, NULL, 0, &out, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_respondents_decode(NULL, bytes.bytes, bytes.length, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_respondents_merge_encoded(NULL, bytes.bytes, bytes.length, NULL), NPS_ERROR_NULL);
    nps_respondents_options_init(&options);
    options.size = 1;
    assert_status(nps_respondents_decode(&options, bytes.bytes, bytes.length, &out, NULL), NPS_ERROR_SIZE);
    assert_ptr_equal(out, people);
    nps_respondents_destroy(people);
}

/* Hostile bytes cannot ask for memory that they do not fill, and no failed allocation changes anything. */
static void memory_is_bounded_by_the_bytes(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded bytes = golden(GOLDENS[i]);
        struct failing memory = {0};
        const nps_allocator allocator = {&memory, failing_allocate, failing_release};
        nps_respondents_options options;
        nps_respondents *people;
        nps_status status = NPS_ERROR_MEMORY;
        nps_respondents_options_init(&options);
        options.allocator = &allocator;
        while (status) {
            memory.fail_at++;
            memory.calls = 0;
            people = NULL;
            status = nps_respondents_decode(&options, bytes.bytes, bytes.length, &people, NULL);
            if (status) {
                assert_status(status, NPS_ERROR_MEMORY);
                assert_null(people);
                assert_int_equal(memory.bytes, 0);
            }
        }
        assert_true(memory.peak <= 24 * bytes.length + 4096);
        memory.calls = 0;
        memory.fail_at = 1;
        {
            unsigned char room[GOLDEN_MAX];
            size_t length = 77;
            assert_status(nps_respondents_encode(people, room, sizeof room, &length), NPS_ERROR_MEMORY);
            assert_int_equal(length, 77);
        }
        nps_respondents_destroy(people);
        assert_int_equal(memory.bytes, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_a_golden_file),
        cmocka_unit_test(integers_are_a_golden_file),
        cmocka_unit_test(nobody_is_a_golden_file),
        cmocka_unit_test(goldens_come_back_as_the_same_bytes),
        cmocka_unit_test(a_decoded_object_goes_on),
        cmocka_unit_test(the_order_of_merging_does_not_change_the_bytes),
        cmocka_unit_test(the_order_of_arrival_does_not_change_the_bytes),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(details_name_what_was_expected_and_what_was_found),
        cmocka_unit_test(other_rules_and_ids_are_refused),
        cmocka_unit_test(bad_arguments_return_statuses),
        cmocka_unit_test(memory_is_bounded_by_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
