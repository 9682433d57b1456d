/* Groups by code as bytes: the golden files of docs/format.md, every damage, and merging without a second array.
 * SPDX-License-Identifier: MIT */
#include "golden.h"

enum { CODES = 4 };

/* What the golden file code_groups.bin holds, as tests/golden/generate.py says it. */
static nps_code_groups typical(nps_accumulator groups[CODES])
{
    static const nps_accumulator held[CODES] = {
        {{31, 9, 13, 22, 27, 96, 118, 342, 626, 511, 925}, 84, 3},
        {{0}, 0, 0},
        {{0, 0, 0, 0, 0, 0, 0, 0, 0, 300}, 0, 0},
        {{0, 1, 127, 128, 16383, 16384, 2097151, 2097152, UINT32_MAX, (uint64_t)UINT32_MAX + 1, (1ULL << 53) + 1},
         INT64_MAX,
         (uint64_t)INT64_MAX + 1}};
    nps_code_groups made;
    memcpy(groups, held, sizeof held);
    nps_code_groups_init(&made, groups, CODES);
    made.rest.outside.answers[10] = 7;
    made.rest.outside.missing = 200;
    made.rest.missing.invalid = UINT64_MAX;
    return made;
}

static void assert_groups_equal(const nps_code_groups *a, const nps_code_groups *b)
{
    assert_int_equal(a->group_count, b->group_count);
    if (a->group_count != 0)
        assert_memory_equal(a->groups, b->groups, a->group_count * sizeof *a->groups);
    assert_memory_equal(&a->rest, &b->rest, sizeof a->rest);
}

static void goldens_hold_their_states(void **state)
{
    const encoded whole = golden("code_groups"), none = golden("code_groups_empty");
    nps_accumulator groups[CODES], read[CODES + 1];
    const nps_code_groups expected = typical(groups);
    nps_code_groups decoded;
    size_t count = 99;
    (void)state;
    memset(read, 0xA5, sizeof read);
    nps_code_groups_init(&decoded, read, CODES + 1);
    assert_ok(nps_code_groups_encoded_count(whole.bytes, whole.length, &count, NULL));
    assert_int_equal(count, CODES);
    assert_ok(nps_code_groups_decode(&decoded, whole.bytes, whole.length, NULL));
    assert_groups_equal(&decoded, &expected);
    assert_int_equal(read[CODES].invalid, UINT64_C(0xA5A5A5A5A5A5A5A5)); /* nothing behind the groups is written */
    nps_code_groups_init(&decoded, NULL, 0);
    decoded.rest.outside.missing = 5;
    assert_ok(nps_code_groups_encoded_count(none.bytes, none.length, &count, NULL));
    assert_int_equal(count, 0);
    assert_ok(nps_code_groups_decode(&decoded, none.bytes, none.length, NULL));
    assert_int_equal(decoded.group_count, 0);
    assert_int_equal(decoded.rest.outside.missing, 0);
}

static void goldens_come_back_as_the_same_bytes(void **state)
{
    const encoded whole = golden("code_groups"), none = golden("code_groups_empty");
    nps_accumulator groups[CODES];
    nps_code_groups typical_groups = typical(groups), empty;
    unsigned char bytes[GOLDEN_MAX + 1];
    size_t size, length;
    (void)state;
    assert_ok(nps_code_groups_encoded_size(&typical_groups, &size));
    assert_int_equal(size, whole.length);
    assert_ok(nps_code_groups_encode(&typical_groups, bytes + 1, size, &length)); /* at any address */
    assert_int_equal(length, size);
    assert_memory_equal(bytes + 1, whole.bytes, size);
    nps_code_groups_init(&empty, NULL, 0);
    assert_ok(nps_code_groups_encode(&empty, bytes, sizeof bytes, &length));
    assert_int_equal(length, none.length);
    assert_memory_equal(bytes, none.bytes, length);
    memset(bytes, 1, sizeof bytes);
    assert_status(nps_code_groups_encode(&typical_groups, bytes, size - 1, &length), NPS_ERROR_SPACE);
    assert_int_equal(bytes[0], 1);
}

/* Neither reading nor merging changes anything. */
static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    nps_accumulator groups[CODES], same[CODES];
    nps_code_groups held = typical(groups);
    const nps_code_groups before = typical(same);
    nps_error_detail detail = {""};
    size_t count = 99;
    (void)context;
    assert_refused(nps_code_groups_decode(&held, bytes, length, &detail), &detail);
    assert_groups_equal(&held, &before);
    detail.text[0] = '\0';
    assert_status(nps_code_groups_merge_encoded(&held, bytes, length, &detail),
                  nps_code_groups_decode(&held, bytes, length, NULL));
    assert_groups_equal(&held, &before);
    assert_non_null(strstr(detail.text, ", got "));
    if (nps_code_groups_encoded_count(bytes, length, &count, NULL))
        assert_int_equal(count, 99);
}

static void every_damage_is_refused(void **state)
{
    const encoded whole = golden("code_groups");
    (void)state;
    refuse_every_damage(&whole, refuse, NULL);
}

/* Well sealed, but wrong: what a faulty or hostile writer makes. */
static void hostile_bytes_are_refused_before_anything_is_written(void **state)
{
    static const unsigned char kind = 0x31;
    unsigned char inside[200] = {0};
    nps_accumulator groups[CODES], same[CODES];
    nps_code_groups held = typical(groups);
    const nps_code_groups before = typical(same);
    nps_error_detail detail;
    encoded bytes;
    size_t count;
    (void)state;
    inside[0] = CODES;
    bytes = sealed(kind, inside, 1 + 13 * (CODES + 1)); /* the rest is not whole */
    assert_status(nps_code_groups_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 8: expected at most 3 groups and the rest in 78 bytes, got 4 groups");
    bytes = sealed(kind, inside, 1 + 13 * (CODES + 2) + 1);
    assert_status(nps_code_groups_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 87: expected the checksum, got 1 more bytes");
    bytes = sealed(kind, inside, 1);
    assert_status(nps_code_groups_encoded_count(bytes.bytes, bytes.length, &count, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 8: expected at most 0 groups and the rest in 13 bytes, got 4 groups");
    memset(inside, 0xff, 9); /* 2^64 - 1 groups */
    inside[9] = 1;
    bytes = sealed(kind, inside, 10 + 26);
    assert_status(nps_code_groups_encoded_count(bytes.bytes, bytes.length, &count, &detail), NPS_ERROR_FORMAT);
    memset(inside, 0, sizeof inside);
    bytes = sealed(0x01, inside, 13);
    assert_status(nps_code_groups_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 5: expected kind 31 (groups by code), got kind 01 (an accumulator)");
    /* A number that is longer than need be in the very last counter: all before it was right. */
    inside[0] = CODES;
    inside[13 * (CODES + 2)] = 0x80;
    bytes = sealed(kind, inside, 1 + 13 * (CODES + 2) + 1);
    assert_status(nps_code_groups_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_status(nps_code_groups_merge_encoded(&held, bytes.bytes, bytes.length, NULL), NPS_ERROR_FORMAT);
    assert_groups_equal(&held, &before);
    bytes = golden("code_groups");
    assert_status(nps_accumulator_decode(&groups[0], bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 5: expected kind 01 (an accumulator), got kind 31 (groups by code)");
}

static void merging_bytes_is_decoding_and_merging(void **state)
{
    const encoded bytes = golden("code_groups");
    nps_accumulator groups[CODES] = {{{1}, 2, 3}, {{0, 4}, 0, 0}, {{0}, 0, 0}, {{0}, 0, 0}}, more[CODES], sum[CODES];
    nps_code_groups merged, expected;
    const nps_code_groups from = typical(more);
    (void)state;
    nps_code_groups_init(&merged, groups, CODES);
    memcpy(sum, groups, sizeof sum);
    nps_code_groups_init(&expected, sum, CODES);
    assert_ok(nps_code_groups_merge(&expected, &from));
    assert_ok(nps_code_groups_merge_encoded(&merged, bytes.bytes, bytes.length, NULL));
    assert_groups_equal(&merged, &expected);
}

/* Only the last counter of all has no room. */
static void overflow_and_other_codes_change_nothing(void **state)
{
    const encoded bytes = golden("code_groups");
    nps_accumulator groups[CODES] = {{{0}, 0, 0}}, before[CODES] = {{{0}, 0, 0}};
    nps_code_groups held;
    nps_error_detail detail;
    (void)state;
    nps_code_groups_init(&held, groups, CODES);
    held.rest.missing.invalid = 1;
    assert_status(nps_code_groups_merge_encoded(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_OVERFLOW);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_OVERFLOW));
    assert_memory_equal(groups, before, sizeof groups);
    assert_int_equal(held.rest.outside.missing, 0);
    held.rest.missing.invalid = 0;
    held.group_count = CODES - 1;
    assert_status(nps_code_groups_merge_encoded(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, "expected 3 groups, got 4");
    assert_status(nps_code_groups_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_SPACE);
    assert_string_equal(detail.text, "expected room for 4 groups, got 3");
    assert_memory_equal(groups, before, sizeof groups);
    assert_int_equal(held.group_count, CODES - 1);
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("code_groups");
    nps_accumulator groups[CODES] = {{{0}, 0, 0}};
    nps_code_groups held, nowhere, many;
    nps_error_detail detail;
    unsigned char written[100];
    size_t size = 5;
    (void)state;
    nps_code_groups_init(&held, groups, CODES);
    nps_code_groups_init(&nowhere, NULL, CODES);
    nps_code_groups_init(&many, groups, NPS_CODE_GROUPS_MAX + 1);
    assert_status(nps_code_groups_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_code_groups_encoded_size(&nowhere, &size), NPS_ERROR_NULL);
    assert_status(nps_code_groups_encoded_size(&many, &size), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_code_groups_encoded_size(&held, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_encode(NULL, written, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_code_groups_encode(&held, NULL, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_code_groups_encode(&held, written, sizeof written, NULL), NPS_ERROR_NULL);
    assert_int_equal(size, 5);
    assert_status(nps_code_groups_encoded_count(bytes.bytes, bytes.length, NULL, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_code_groups_encoded_count(NULL, 1, &size, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_encoded_count(NULL, 0, &size, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_code_groups_decode(NULL, bytes.bytes, bytes.length, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_code_groups_decode(&nowhere, bytes.bytes, bytes.length, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_decode(&many, bytes.bytes, bytes.length, NULL), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_code_groups_decode(&held, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_merge_encoded(NULL, bytes.bytes, bytes.length, NULL), NPS_ERROR_NULL);
    assert_status(nps_code_groups_merge_encoded(&held, NULL, 1, NULL), NPS_ERROR_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(goldens_come_back_as_the_same_bytes),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(hostile_bytes_are_refused_before_anything_is_written),
        cmocka_unit_test(merging_bytes_is_decoding_and_merging),
        cmocka_unit_test(overflow_and_other_codes_change_nothing),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
