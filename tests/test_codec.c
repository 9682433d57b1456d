/* SPDX-License-Identifier: MIT */
#include "golden.h"

static const struct {
    const char *name;
    nps_accumulator state;
} GOLDENS[] = {
    {"accumulator_empty", {{0}, 0, 0}},
    {"accumulator_small", {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 0}},
    {"accumulator_typical", {{31, 9, 13, 22, 27, 96, 118, 342, 626, 511, 925}, 84, 3}},
    {"accumulator_edges",
     {{0, 1, 127, 128, 16383, 16384, 2097151, 2097152, UINT32_MAX, 4294967296, 9007199254740993},
      INT64_MAX,
      9223372036854775808U}},
    {"accumulator_maximum",
     {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
       UINT64_MAX, UINT64_MAX},
      UINT64_MAX,
      UINT64_MAX}},
};
enum { GOLDEN_COUNT = sizeof GOLDENS / sizeof *GOLDENS };

/* This state has no golden file. */
static const nps_accumulator OTHER = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 12, 13};

static encoded encode(const nps_accumulator *accumulator)
{
    encoded written;
    assert_ok(nps_accumulator_encode(accumulator, written.bytes, sizeof written.bytes, &written.length));
    return written;
}

static void assert_same_bytes(const encoded *a, const encoded *b)
{
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->bytes, b->bytes, a->length);
}

static void goldens_hold_their_states(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded expected = golden(GOLDENS[i].name), written = encode(&GOLDENS[i].state);
        nps_accumulator decoded = OTHER;
        assert_ok(nps_accumulator_decode(&decoded, expected.bytes, expected.length, NULL));
        assert_accumulator_equal(&decoded, &GOLDENS[i].state);
        assert_same_bytes(&written, &expected);
    }
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    nps_accumulator kept = OTHER;
    nps_error_detail detail = {""};
    (void)context;
    assert_refused(nps_accumulator_decode(&kept, bytes, length, &detail), &detail);
    assert_refused(nps_accumulator_merge_encoded(&kept, bytes, length, &detail), &detail);
    assert_accumulator_equal(&kept, &OTHER);
}

static void every_damage_is_refused(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded whole = golden(GOLDENS[i].name);
        refuse_every_damage(&whole, refuse, NULL);
    }
}

/* Bytes of a newer library or of none; their checksum is right wherever it is checked. */
static void refuse_as(const encoded *wrong, nps_status status, const char *text)
{
    nps_accumulator kept = OTHER;
    nps_error_detail detail;
    assert_status(nps_accumulator_decode(&kept, wrong->bytes, wrong->length, &detail), status);
    assert_string_equal(detail.text, text);
    assert_status(nps_accumulator_merge_encoded(&kept, wrong->bytes, wrong->length, NULL), status);
    assert_accumulator_equal(&kept, &OTHER);
}

/* The small golden file with one byte changed and a new checksum. */
static void refuse_changed(size_t at, unsigned char byte, nps_status status, const char *text)
{
    encoded wrong = golden("accumulator_small");
    wrong.bytes[at] = byte;
    seal(&wrong);
    refuse_as(&wrong, status, text);
}

static void details_name_what_was_expected_and_what_was_found(void **state)
{
    static const encoded nothing = {{0}, 0}, text = {"respondent;answer\n", 18}, cut_off = {{0xc1, 'N'}, 2};
    const encoded groups = golden("groups_text_empty"), by_integer = golden("groups_integer_empty");
    const encoded hollow = sealed(1, "", 0);
    encoded damaged = golden("accumulator_small");
    (void)state;
    refuse_as(&nothing, NPS_ERROR_FORMAT, "expected more than 12 bytes, got 0");
    refuse_as(&cut_off, NPS_ERROR_FORMAT, "expected more than 12 bytes, got 2");
    refuse_as(&hollow, NPS_ERROR_FORMAT, "expected more than 12 bytes, got 12");
    refuse_as(&text, NPS_ERROR_FORMAT, "byte 0: expected c1 4e 50 53, as libnps begins, got 72 65 73 70");
    refuse_as(&groups, NPS_ERROR_FORMAT, "byte 5: expected kind 01 (an accumulator), got kind 11 (groups by text)");
    refuse_as(&by_integer, NPS_ERROR_FORMAT,
              "byte 5: expected kind 01 (an accumulator), got kind 21 (groups by integer)");
    refuse_changed(4, 7, NPS_ERROR_VERSION, "byte 4: expected version 1, got 7");
    refuse_changed(4, 0, NPS_ERROR_VERSION, "byte 4: expected version 1, got 0");
    refuse_changed(5, 6, NPS_ERROR_VERSION, "byte 5: expected kind 01 (an accumulator), got kind 06 (unknown)");
    refuse_changed(5, 3, NPS_ERROR_FORMAT, "byte 5: expected kind 01 (an accumulator), got kind 03 (a timeline)");
    refuse_changed(5, 2, NPS_ERROR_FORMAT, "byte 5: expected kind 01 (an accumulator), got kind 02 (weighted answers)");
    refuse_changed(6, 1, NPS_ERROR_VERSION, "byte 6: expected 00 00 in reserve, got 01 00");
    refuse_changed(7, 1, NPS_ERROR_VERSION, "byte 6: expected 00 00 in reserve, got 00 01");
    refuse_changed(20, 0x80, NPS_ERROR_FORMAT, "byte 20: expected a number, got the end");
    damaged.bytes[18] ^= 1;
    refuse_as(&damaged, NPS_ERROR_CHECKSUM, "byte 21: expected checksum 1b1752f9, got be56c087");
}

static void refuse_inside(const void *inside, size_t length, const char *text)
{
    const encoded wrong = sealed(1, inside, length);
    refuse_as(&wrong, NPS_ERROR_FORMAT, text);
}

static void numbers_have_a_unique_encoding(void **state)
{
    static const unsigned char longer[] = {0, 0x85, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                               zero[] = {0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                               huge[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 0,
                                         0,   0,   0,   0,   0,   0,   0,   0,   0,   0, 0},
                               endless[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255},
                               few[12] = {0}, many[14] = {0};
    (void)state;
    refuse_inside(longer, sizeof longer, "byte 9: expected a number in its shortest form, got a zero at its end");
    refuse_inside(zero, sizeof zero, "byte 8: expected a number in its shortest form, got a zero at its end");
    refuse_inside(huge, sizeof huge, "byte 8: expected a number below 2^64, got a larger one");
    refuse_inside(endless, sizeof endless, "byte 8: expected a number below 2^64, got a larger one");
    refuse_inside(few, sizeof few, "byte 20: expected a number, got the end");
    refuse_inside(many, sizeof many, "byte 21: expected the checksum, got 1 more bytes");
}

static void bytes_need_not_be_aligned(void **state)
{
    const nps_accumulator *typical = &GOLDENS[2].state;
    const encoded expected = golden(GOLDENS[2].name);
    size_t offset;
    (void)state;
    for (offset = 0; offset < 8; offset++) {
        uint64_t aligned[(NPS_ACCUMULATOR_ENCODED_MAX + 15) / 8];
        unsigned char *bytes = (unsigned char *)aligned + offset;
        nps_accumulator decoded = OTHER;
        size_t length;
        assert_ok(nps_accumulator_encode(typical, bytes, NPS_ACCUMULATOR_ENCODED_MAX, &length));
        assert_int_equal(length, expected.length);
        assert_memory_equal(bytes, expected.bytes, length);
        assert_ok(nps_accumulator_decode(&decoded, bytes, length, NULL));
        assert_accumulator_equal(&decoded, typical);
        assert_ok(nps_accumulator_subtract(&decoded, typical));
        assert_ok(nps_accumulator_merge_encoded(&decoded, bytes, length, NULL));
        assert_accumulator_equal(&decoded, typical);
    }
}

/* Counters of every size, with equal probability. */
static nps_accumulator random_state(uint64_t *random)
{
    nps_accumulator made;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        made.answers[i] = next_random(random) >> next_below(random, 64);
    made.missing = next_random(random) >> next_below(random, 64);
    made.invalid = next_random(random) >> next_below(random, 64);
    return made;
}

static void any_state_survives_and_fits(void **state)
{
    uint64_t random = 3;
    int i;
    (void)state;
    for (i = 0; i < 10000; i++) {
        const nps_accumulator made = random_state(&random);
        nps_accumulator decoded = OTHER;
        encoded written = encode(&made), guarded;
        size_t size = 0, length = 77;
        assert_ok(nps_accumulator_encoded_size(&made, &size));
        assert_int_equal(size, written.length);
        assert_true(size >= 25 && size <= NPS_ACCUMULATOR_ENCODED_MAX);
        assert_ok(nps_accumulator_decode(&decoded, written.bytes, written.length, NULL));
        assert_accumulator_equal(&decoded, &made);
        memset(guarded.bytes, 0xee, sizeof guarded.bytes);
        assert_status(nps_accumulator_encode(&made, guarded.bytes, size - 1, &length), NPS_ERROR_SPACE);
        assert_int_equal(length, 77);
        assert_int_equal(guarded.bytes[0], 0xee);
        assert_ok(nps_accumulator_encode(&made, guarded.bytes, size, &guarded.length));
        assert_int_equal(guarded.bytes[size], 0xee);
        assert_same_bytes(&guarded, &written);
    }
}

static void merging_bytes_is_decoding_and_merging(void **state)
{
    uint64_t random = 4;
    int i, overflows = 0;
    (void)state;
    for (i = 0; i < 10000; i++) {
        const nps_accumulator before = random_state(&random), other = random_state(&random);
        const encoded bytes = encode(&other);
        nps_accumulator one = before, two = before;
        nps_error_detail detail = {"as it was"};
        const nps_status status = nps_accumulator_merge(&one, &other);
        assert_status(nps_accumulator_merge_encoded(&two, bytes.bytes, bytes.length, &detail), status);
        assert_accumulator_equal(&one, &two);
        assert_string_equal(detail.text, status ? nps_status_string(status) : "as it was");
        overflows += status == NPS_ERROR_OVERFLOW;
    }
    assert_true(overflows > 10 && overflows < 9990);
}

static void an_overflow_of_the_last_counter_changes_nothing(void **state)
{
    const nps_accumulator one = {{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 1};
    const nps_accumulator full = {{0}, 0, UINT64_MAX};
    const encoded bytes = encode(&one);
    nps_accumulator kept = full;
    (void)state;
    assert_status(nps_accumulator_merge_encoded(&kept, bytes.bytes, bytes.length, NULL), NPS_ERROR_OVERFLOW);
    assert_accumulator_equal(&kept, &full);
}

static void bad_arguments_return_statuses(void **state)
{
    nps_accumulator accumulator = OTHER;
    nps_error_detail detail;
    unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t length = 5;
    (void)state;
    assert_status(nps_accumulator_encoded_size(NULL, &length), NPS_ERROR_NULL);
    assert_status(nps_accumulator_encoded_size(&accumulator, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_encode(NULL, bytes, sizeof bytes, &length), NPS_ERROR_NULL);
    assert_status(nps_accumulator_encode(&accumulator, NULL, 0, &length), NPS_ERROR_NULL);
    assert_status(nps_accumulator_encode(&accumulator, bytes, sizeof bytes, NULL), NPS_ERROR_NULL);
    assert_int_equal(length, 5);
    assert_status(nps_accumulator_decode(NULL, bytes, 0, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_accumulator_decode(&accumulator, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_decode(&accumulator, NULL, 0, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_accumulator_merge_encoded(NULL, bytes, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_accumulator_merge_encoded(&accumulator, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_accumulator_equal(&accumulator, &OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(details_name_what_was_expected_and_what_was_found),
        cmocka_unit_test(numbers_have_a_unique_encoding),
        cmocka_unit_test(bytes_need_not_be_aligned),
        cmocka_unit_test(any_state_survives_and_fits),
        cmocka_unit_test(merging_bytes_is_decoding_and_merging),
        cmocka_unit_test(an_overflow_of_the_last_counter_changes_nothing),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
