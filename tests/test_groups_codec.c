/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "golden.h"

static const nps_accumulator EMPTY = {{0}, 0, 0};
static const nps_accumulator TYPICAL = {{31, 9, 13, 22, 27, 96, 118, 342, 626, 511, 925}, 84, 3};
static const nps_accumulator EDGES = {
    {0, 1, 127, 128, 16383, 16384, 2097151, 2097152, UINT32_MAX, 4294967296, 9007199254740993},
    INT64_MAX,
    9223372036854775808U};
static const nps_accumulator MAXIMUM = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX,
                                         UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
                                        UINT64_MAX,
                                        UINT64_MAX};

static const char *const GOLDENS[] = {"groups_text_empty", "groups_text", "groups_text_hostile", "groups_integer_empty",
                                      "groups_integer"};
enum { GOLDEN_COUNT = sizeof GOLDENS / sizeof *GOLDENS };

static nps_groups *groups_of(nps_key_type type)
{
    nps_groups_options options;
    nps_groups *groups;
    nps_groups_options_init(&options);
    options.key_type = type;
    assert_ok(nps_groups_create(&options, &groups));
    return groups;
}

static nps_groups *decode(const encoded *bytes)
{
    nps_groups *groups = NULL;
    assert_ok(nps_groups_decode(NULL, bytes->bytes, bytes->length, &groups, NULL));
    return groups;
}

static encoded encode(const nps_groups *groups)
{
    encoded written;
    size_t size;
    assert_ok(nps_groups_encoded_size(groups, &size));
    assert_ok(nps_groups_encode(groups, written.bytes, sizeof written.bytes, &written.length));
    assert_int_equal(written.length, size);
    return written;
}

static void assert_encoded(const nps_groups *groups, const encoded *expected)
{
    const encoded written = encode(groups);
    assert_int_equal(written.length, expected->length);
    assert_memory_equal(written.bytes, expected->bytes, expected->length);
}

static void assert_text_at(const nps_groups *groups, size_t place, const char *key, size_t length,
                           const nps_accumulator *counts)
{
    nps_group group;
    assert_ok(nps_groups_get(groups, place, &group));
    assert_int_equal(group.text_length, length);
    assert_memory_equal(group.text, key, length);
    assert_accumulator_equal(&group.accumulator, counts);
}

static void text_goldens_hold_their_states(void **state)
{
    static const nps_accumulator zurich = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 300, 0}, 0, 0};
    const encoded bytes = golden("groups_text");
    nps_groups *groups = decode(&bytes);
    (void)state;
    assert_int_equal(nps_groups_count(groups), 3);
    assert_text_at(groups, 0, "Basel", 5, &EMPTY);
    assert_text_at(groups, 1, "Bern", 4, &TYPICAL);
    assert_text_at(groups, 2, "Z\xc3\xbcrich", 7, &zurich);
    nps_groups_destroy(groups);
}

static void hostile_keys_are_ordinary_keys(void **state)
{
    static const struct {
        const char *key;
        size_t length;
    } keys[] = {{"", 0},     {"\0", 1},       {"a", 1},    {"a\0", 2},  {"a\0b", 3}, {"b", 1}, {"\xc1NPS\1\1\0\0", 8},
                {"\x80", 1}, {"\xff\xfe", 2}, {"\r\n", 2}, {"'; --", 5}};
    enum { KEYS = sizeof keys / sizeof *keys };
    const encoded bytes = golden("groups_text_hostile");
    nps_groups *groups = decode(&bytes);
    nps_accumulator found;
    char long_key[130];
    size_t i;
    (void)state;
    assert_int_equal(nps_groups_count(groups), KEYS + 1);
    for (i = 0; i < KEYS; i++) {
        assert_ok(nps_groups_find_text(groups, keys[i].key, keys[i].length, &found));
        assert_int_equal(found.answers[i % 11], i);
    }
    memset(long_key, 'x', sizeof long_key);
    assert_ok(nps_groups_find_text(groups, long_key, sizeof long_key, &found));
    assert_int_equal(found.answers[0], 11);
    nps_groups_destroy(groups);
}

static void integer_goldens_hold_their_states(void **state)
{
    static const nps_accumulator low = {{0, 0, 0, 1}, 0, 0}, high = {{0, 0, 0, 0, 0, 0, 0, 0, 2}, 0, 0};
    static const nps_accumulator bad = {{7}, 0, 0};
    const struct {
        int64_t key;
        const nps_accumulator *counts;
    } expected[] = {{INT64_MIN, &low}, {-1, &EDGES},  {0, &MAXIMUM},
                    {19723, &TYPICAL}, {19724, &bad}, {INT64_MAX, &high}};
    const encoded bytes = golden("groups_integer");
    nps_groups *groups = decode(&bytes);
    size_t i;
    (void)state;
    assert_int_equal(nps_groups_count(groups), 6);
    for (i = 0; i < 6; i++) {
        nps_group group;
        assert_ok(nps_groups_get(groups, i, &group));
        assert_true(group.integer == expected[i].key);
        assert_null(group.text);
        assert_accumulator_equal(&group.accumulator, expected[i].counts);
    }
    nps_groups_destroy(groups);
}

static void goldens_come_back_as_the_same_bytes(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded bytes = golden(GOLDENS[i]);
        nps_groups *groups = decode(&bytes);
        assert_encoded(groups, &bytes);
        nps_groups_destroy(groups);
    }
}

/* Groups of both kinds without a golden file, and their encoding. */
struct kept {
    nps_groups *texts, *integers;
    encoded texts_bytes, integers_bytes;
};

static struct kept keep(void)
{
    struct kept kept = {groups_of(NPS_KEY_TEXT), groups_of(NPS_KEY_INTEGER), {{0}, 0}, {{0}, 0}};
    assert_ok(nps_groups_add_text(kept.texts, "Bern", 4, 3, 5));
    assert_ok(nps_groups_add_integer(kept.integers, 19723, 3, 5));
    kept.texts_bytes = encode(kept.texts);
    kept.integers_bytes = encode(kept.integers);
    return kept;
}

static void assert_kept_and_destroy(struct kept *kept)
{
    assert_encoded(kept->texts, &kept->texts_bytes);
    assert_encoded(kept->integers, &kept->integers_bytes);
    nps_groups_destroy(kept->texts);
    nps_groups_destroy(kept->integers);
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    const struct kept *kept = context;
    nps_groups *out = kept->texts;
    nps_error_detail detail = {""};
    assert_refused(nps_groups_decode(NULL, bytes, length, &out, &detail), &detail);
    assert_ptr_equal(out, kept->texts);
    assert_refused(nps_groups_merge_encoded(kept->texts, bytes, length, &detail), &detail);
    assert_refused(nps_groups_merge_encoded(kept->integers, bytes, length, &detail), &detail);
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

/* Bytes of a newer library or of none, with a right checksum. */
static void refuse_inside(unsigned char kind, const void *inside, size_t length, nps_status status, const char *text)
{
    const encoded wrong = sealed(kind, inside, length);
    struct kept kept = keep();
    nps_groups *out = NULL;
    nps_error_detail detail;
    assert_status(nps_groups_decode(NULL, wrong.bytes, wrong.length, &out, &detail), status);
    assert_string_equal(detail.text, text);
    assert_null(out);
    assert_status(nps_groups_merge_encoded(kind == 0x21 ? kept.integers : kept.texts, wrong.bytes, wrong.length, NULL),
                  status);
    assert_kept_and_destroy(&kept);
}

#define COUNTERS    "\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define ONE         "\1\0\0\0\0\0\0\0\0\0\0\0\0"
#define INSIDE(...) __VA_ARGS__, sizeof(__VA_ARGS__) - 1

static void details_name_what_was_expected_and_what_was_found(void **state)
{
    (void)state;
    refuse_inside(0x01, INSIDE(COUNTERS), NPS_ERROR_FORMAT,
                  "byte 5: expected kind 11 or 21 (groups), got kind 01 (an accumulator)");
    refuse_inside(0x33, INSIDE("\0"), NPS_ERROR_VERSION,
                  "byte 5: expected kind 11 or 21 (groups), got kind 33 (unknown)");
    refuse_inside(0x11, INSIDE("\0\0"), NPS_ERROR_FORMAT, "byte 9: expected the checksum, got 1 more bytes");
    refuse_inside(0x11, INSIDE("\1\1a" COUNTERS "\0"), NPS_ERROR_FORMAT,
                  "byte 24: expected the checksum, got 1 more bytes");
    refuse_inside(0x11, INSIDE("\1\2a" COUNTERS), NPS_ERROR_FORMAT, "byte 24: expected a number, got the end");
    refuse_inside(0x11, INSIDE("\1\30a" COUNTERS), NPS_ERROR_FORMAT, "byte 10: expected 24 bytes, got 14");
    refuse_inside(0x11, INSIDE("\1\377\377\377\377\377\377\377\377\377\1" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 19: expected 18446744073709551615 bytes, got 13");
    refuse_inside(0x11, INSIDE("\201\0\1a" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 8: expected a number in its shortest form, got a zero at its end");
    refuse_inside(0x21, INSIDE("\1\202\0" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 9: expected a number in its shortest form, got a zero at its end");
}

static void keys_are_ascending_and_unique(void **state)
{
    (void)state;
    refuse_inside(0x11, INSIDE("\2\1b" COUNTERS "\1a" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 24: expected a key that comes after the one before it, got another");
    refuse_inside(0x11, INSIDE("\2\1a" COUNTERS "\1a" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 24: expected a key that comes after the one before it, got another");
    refuse_inside(0x11, INSIDE("\2\0" COUNTERS "\0" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 23: expected a key that comes after the one before it, got another");
    refuse_inside(0x21, INSIDE("\2\0" COUNTERS "\1" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 23: expected a key that comes after the one before it, got another");
    refuse_inside(0x21, INSIDE("\2\6" COUNTERS "\6" COUNTERS), NPS_ERROR_FORMAT,
                  "byte 23: expected a key that comes after the one before it, got another");
}

static void keys_of_the_other_kind_are_refused(void **state)
{
    const encoded texts = golden("groups_text_empty"), integers = golden("groups_integer");
    struct kept kept = keep();
    nps_error_detail detail;
    (void)state;
    assert_status(nps_groups_merge_encoded(kept.integers, texts.bytes, texts.length, &detail), NPS_ERROR_KEY);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_KEY));
    assert_status(nps_groups_merge_encoded(kept.texts, integers.bytes, integers.length, NULL), NPS_ERROR_KEY);
    assert_kept_and_destroy(&kept);
}

static void bytes_need_not_be_aligned(void **state)
{
    const encoded bytes = golden("groups_integer");
    size_t offset;
    (void)state;
    for (offset = 0; offset < 8; offset++) {
        uint64_t aligned[GOLDEN_MAX / 8 + 1];
        unsigned char *moved = (unsigned char *)aligned + offset;
        nps_groups *groups, *merged = groups_of(NPS_KEY_INTEGER);
        size_t length;
        memcpy(moved, bytes.bytes, bytes.length);
        assert_ok(nps_groups_decode(NULL, moved, bytes.length, &groups, NULL));
        assert_ok(nps_groups_merge_encoded(merged, moved, bytes.length, NULL));
        memset(aligned, 0, sizeof aligned);
        assert_ok(nps_groups_encode(groups, moved, GOLDEN_MAX, &length));
        assert_int_equal(length, bytes.length);
        assert_memory_equal(moved, bytes.bytes, length);
        assert_encoded(merged, &bytes);
        nps_groups_destroy(groups);
        nps_groups_destroy(merged);
    }
}

/* Six keys inserted in any order give the same bytes, and the groups do not change. */
static void the_order_of_arrival_does_not_change_the_bytes(void **state)
{
    static const char *const keys[] = {"", "a", "a longer one", "b", "ba", "c"};
    encoded first = {{0}, 0};
    int order, i, j;
    (void)state;
    for (order = 0; order < 720; order++) {
        nps_groups *groups = groups_of(NPS_KEY_TEXT);
        int left[] = {0, 1, 2, 3, 4, 5}, arrived[6], rest = order;
        for (i = 0; i < 6; i++) {
            const int chosen = rest % (6 - i);
            rest /= 6 - i;
            arrived[i] = left[chosen];
            for (j = chosen; j < 5 - i; j++)
                left[j] = left[j + 1];
            assert_ok(nps_groups_add_text(groups, keys[arrived[i]], strlen(keys[arrived[i]]), arrived[i], 1));
        }
        if (order == 0)
            first = encode(groups);
        assert_encoded(groups, &first);
        for (i = 0; i < 6; i++) {
            nps_group group;
            assert_ok(nps_groups_get(groups, (size_t)i, &group));
            assert_int_equal(group.accumulator.answers[arrived[i]], 1);
        }
        nps_groups_destroy(groups);
    }
}

static void add_random(nps_groups *groups, uint64_t *random, int keys)
{
    int i;
    for (i = 0; i < keys; i++) {
        char key[40];
        const int length = snprintf(key, sizeof key, "%d", (int)next_below(random, 5000));
        const nps_accumulator counts = {{next_random(random) >> next_below(random, 64)}, next_below(random, 200), 1};
        const nps_status status = nps_groups_merge_text(groups, key, (size_t)length, &counts);
        assert_true(status == NPS_OK || status == NPS_ERROR_OVERFLOW);
    }
}

static unsigned char *encode_all(const nps_groups *groups, size_t *length)
{
    unsigned char *bytes;
    size_t size;
    assert_ok(nps_groups_encoded_size(groups, &size));
    bytes = malloc(size);
    assert_non_null(bytes);
    assert_status(nps_groups_encode(groups, bytes, size - 1, length), NPS_ERROR_SPACE);
    assert_ok(nps_groups_encode(groups, bytes, size, length));
    assert_int_equal(*length, size);
    return bytes;
}

static void assert_same_encoding(const nps_groups *a, const nps_groups *b)
{
    size_t a_length, b_length;
    unsigned char *a_bytes = encode_all(a, &a_length), *b_bytes = encode_all(b, &b_length);
    assert_int_equal(a_length, b_length);
    assert_memory_equal(a_bytes, b_bytes, a_length);
    free(a_bytes);
    free(b_bytes);
}

static void many_groups_survive_and_come_sorted(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_TEXT), *decoded;
    uint64_t random = 5;
    unsigned char *bytes;
    size_t length, i;
    (void)state;
    add_random(groups, &random, 6000);
    bytes = encode_all(groups, &length);
    assert_ok(nps_groups_decode(NULL, bytes, length, &decoded, NULL));
    assert_same_encoding(decoded, groups);
    assert_ok(nps_groups_sort(groups));
    assert_int_equal(nps_groups_count(decoded), nps_groups_count(groups));
    for (i = 0; i < nps_groups_count(groups); i++) {
        nps_group group;
        assert_ok(nps_groups_get(groups, i, &group));
        assert_text_at(decoded, i, group.text, group.text_length, &group.accumulator);
    }
    assert_same_encoding(decoded, groups);
    free(bytes);
    nps_groups_destroy(groups);
    nps_groups_destroy(decoded);
}

static void merging_bytes_is_decoding_and_merging(void **state)
{
    uint64_t random = 6;
    int i, overflows = 0;
    (void)state;
    for (i = 0; i < 100; i++) {
        nps_groups *one = groups_of(NPS_KEY_TEXT), *two = groups_of(NPS_KEY_TEXT), *other = groups_of(NPS_KEY_TEXT);
        unsigned char *bytes;
        size_t length;
        nps_status status;
        add_random(one, &random, 50 * i);
        assert_ok(nps_groups_merge(two, one));
        add_random(other, &random, 100);
        bytes = encode_all(other, &length);
        status = nps_groups_merge(one, other);
        assert_status(nps_groups_merge_encoded(two, bytes, length, NULL), status);
        assert_same_encoding(one, two);
        overflows += status == NPS_ERROR_OVERFLOW;
        free(bytes);
        nps_groups_destroy(one);
        nps_groups_destroy(two);
        nps_groups_destroy(other);
    }
    assert_true(overflows > 0 && overflows < 100);
}

static void an_overflow_of_the_last_group_changes_nothing(void **state)
{
    nps_groups *groups = groups_of(NPS_KEY_TEXT), *other = groups_of(NPS_KEY_TEXT);
    encoded before, bytes;
    nps_error_detail detail;
    (void)state;
    assert_ok(nps_groups_add_text(groups, "z", 1, 9, UINT64_MAX));
    assert_ok(nps_groups_add_text(groups, "a", 1, 9, 1));
    assert_ok(nps_groups_add_text(other, "z", 1, 9, 1));
    assert_ok(nps_groups_add_text(other, "a", 1, 9, 1));
    assert_ok(nps_groups_add_text(other, "new", 3, 9, 1));
    before = encode(groups);
    bytes = encode(other);
    assert_status(nps_groups_merge_encoded(groups, bytes.bytes, bytes.length, &detail), NPS_ERROR_OVERFLOW);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_OVERFLOW));
    assert_encoded(groups, &before);
    nps_groups_destroy(groups);
    nps_groups_destroy(other);
}

static void damage_is_named_before_overflow(void **state)
{
    const encoded wrong = sealed(0x11, INSIDE("\2\1z" ONE "\1a" COUNTERS));
    nps_groups *groups = groups_of(NPS_KEY_TEXT);
    (void)state;
    assert_ok(nps_groups_add_text(groups, "z", 1, 0, UINT64_MAX));
    assert_status(nps_groups_merge_encoded(groups, wrong.bytes, wrong.length, NULL), NPS_ERROR_FORMAT);
    nps_groups_destroy(groups);
}

static nps_groups_options counted_by(nps_allocator *allocator, struct failing *failing)
{
    nps_groups_options options;
    *allocator = (nps_allocator){failing, failing_allocate, failing_release};
    nps_groups_options_init(&options);
    options.allocator = allocator;
    return options;
}

static void each_allocation_of_decode_may_fail(void **state)
{
    const encoded bytes = golden("groups_text_hostile");
    size_t fail_at, failures = 0;
    int worked = 0;
    (void)state;
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        nps_allocator allocator;
        const nps_groups_options options = counted_by(&allocator, &failing);
        nps_groups *groups = NULL;
        nps_error_detail detail;
        worked = nps_groups_decode(&options, bytes.bytes, bytes.length, &groups, &detail) == NPS_OK;
        if (worked) {
            assert_encoded(groups, &bytes);
            nps_groups_destroy(groups);
        } else {
            assert_string_equal(detail.text, nps_status_string(NPS_ERROR_MEMORY));
            assert_null(groups);
            failures++;
        }
        assert_int_equal(failing.bytes, 0);
    }
    assert_true(failures >= 4);
}

/* 16 groups with 1024 bytes of text; a new group then needs more memory of every kind. */
static void fill_all_room(nps_groups *groups)
{
    static const char text[904] = "a long text";
    size_t i;
    for (i = 0; i < 16; i++)
        assert_ok(nps_groups_add_text(groups, text, i == 0 ? sizeof text : i, 9, 1));
}

static void each_allocation_of_merging_may_fail_and_nothing_is_lost(void **state)
{
    const encoded bytes = golden("groups_text_hostile");
    size_t fail_at, failures = 0;
    int worked = 0;
    (void)state;
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {0};
        nps_allocator allocator;
        const nps_groups_options options = counted_by(&allocator, &failing);
        nps_groups *groups, *truth = groups_of(NPS_KEY_TEXT);
        encoded before;
        assert_ok(nps_groups_create(&options, &groups));
        fill_all_room(groups);
        before = encode(groups);
        assert_ok(nps_groups_merge(truth, groups));
        failing.fail_at = failing.calls + fail_at;
        worked = nps_groups_merge_encoded(groups, bytes.bytes, bytes.length, NULL) == NPS_OK;
        if (!worked) {
            failures++;
            assert_encoded(groups, &before);
            assert_ok(nps_groups_merge_encoded(groups, bytes.bytes, bytes.length, NULL));
        }
        assert_ok(nps_groups_merge_encoded(truth, bytes.bytes, bytes.length, NULL));
        assert_same_encoding(groups, truth);
        nps_groups_destroy(groups);
        nps_groups_destroy(truth);
        assert_int_equal(failing.bytes, 0);
    }
    /* Keys, their index, their text, and counters. */
    assert_int_equal(failures, 4);
}

/* The bytes declare far more than they contain. */
static void refuse_without_memory(const encoded *wrong, const char *text)
{
    struct failing watched = {0};
    nps_allocator allocator;
    const nps_groups_options options = counted_by(&allocator, &watched);
    nps_groups *groups = NULL;
    nps_error_detail detail;
    assert_status(nps_groups_decode(&options, wrong->bytes, wrong->length, &groups, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, text);
    assert_true(watched.peak < 1024);
}

static void declared_sizes_allocate_no_memory(void **state)
{
    const encoded billions = sealed(0x11, INSIDE("\377\377\377\377\17\1a" COUNTERS)),
                  endless = sealed(0x21, INSIDE("\377\377\377\377\377\377\377\377\377\1\1" COUNTERS)),
                  one_more = sealed(0x11, INSIDE("\2\1a" COUNTERS)),
                  long_key = sealed(0x11, INSIDE("\1\377\377\377\377\17" COUNTERS));
    (void)state;
    refuse_without_memory(&billions, "byte 8: expected at most 1 groups in 32 bytes, got 4294967295");
    refuse_without_memory(&endless, "byte 8: expected at most 1 groups in 36 bytes, got 18446744073709551615");
    refuse_without_memory(&one_more, "byte 8: expected at most 1 groups in 28 bytes, got 2");
    refuse_without_memory(&long_key, "byte 14: expected 4294967295 bytes, got 13");
}

static void memory_is_in_proportion_to_the_bytes(void **state)
{
    int count;
    (void)state;
    for (count = 0; count <= 5000; count = 2 * count + 1) {
        struct failing watched = {0};
        nps_allocator allocator;
        const nps_groups_options options = counted_by(&allocator, &watched);
        nps_groups *groups = groups_of(NPS_KEY_INTEGER), *decoded;
        unsigned char *bytes;
        size_t length;
        int i;
        for (i = 0; i < count; i++)
            assert_ok(nps_groups_add_integer(groups, i - count / 2, 9, 0));
        bytes = encode_all(groups, &length);
        assert_ok(nps_groups_decode(&options, bytes, length, &decoded, NULL));
        assert_true(watched.peak <= 12 * length + 4096);
        free(bytes);
        nps_groups_destroy(groups);
        nps_groups_destroy(decoded);
    }
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded texts = golden("groups_text");
    nps_groups *groups = groups_of(NPS_KEY_TEXT), *out = groups;
    nps_groups_options options;
    nps_allocator half = {NULL, NULL, NULL};
    nps_error_detail detail;
    unsigned char bytes[100];
    size_t size = 5;
    (void)state;
    assert_status(nps_groups_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_groups_encoded_size(groups, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_encode(NULL, bytes, sizeof bytes, &size), NPS_ERROR_NULL);
    assert_status(nps_groups_encode(groups, NULL, sizeof bytes, &size), NPS_ERROR_NULL);
    assert_status(nps_groups_encode(groups, bytes, sizeof bytes, NULL), NPS_ERROR_NULL);
    assert_int_equal(size, 5);
    assert_status(nps_groups_decode(NULL, texts.bytes, texts.length, NULL, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_groups_decode(NULL, NULL, 1, &out, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_decode(NULL, NULL, 0, &out, NULL), NPS_ERROR_FORMAT);
    nps_groups_options_init(&options);
    options.size = 3;
    assert_status(nps_groups_decode(&options, texts.bytes, texts.length, &out, &detail), NPS_ERROR_SIZE);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_SIZE));
    nps_groups_options_init(&options);
    options.allocator = &half;
    assert_status(nps_groups_decode(&options, texts.bytes, texts.length, &out, NULL), NPS_ERROR_NULL);
    assert_ptr_equal(out, groups);
    assert_status(nps_groups_merge_encoded(NULL, texts.bytes, texts.length, NULL), NPS_ERROR_NULL);
    assert_status(nps_groups_merge_encoded(groups, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_int_equal(nps_groups_count(groups), 0);
    nps_groups_destroy(groups);
}

/* The options for keys are ignored, even if they are invalid. */
static void the_kind_of_the_keys_is_in_the_bytes(void **state)
{
    const encoded bytes = golden("groups_integer");
    nps_groups_options options;
    nps_groups *groups;
    nps_key_type type;
    (void)state;
    nps_groups_options_init(&options);
    options.key_type = (nps_key_type)9;
    assert_ok(nps_groups_decode(&options, bytes.bytes, bytes.length, &groups, NULL));
    assert_ok(nps_groups_key_type(groups, &type));
    assert_int_equal(type, NPS_KEY_INTEGER);
    nps_groups_destroy(groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_goldens_hold_their_states),
        cmocka_unit_test(hostile_keys_are_ordinary_keys),
        cmocka_unit_test(integer_goldens_hold_their_states),
        cmocka_unit_test(goldens_come_back_as_the_same_bytes),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(details_name_what_was_expected_and_what_was_found),
        cmocka_unit_test(keys_are_ascending_and_unique),
        cmocka_unit_test(keys_of_the_other_kind_are_refused),
        cmocka_unit_test(bytes_need_not_be_aligned),
        cmocka_unit_test(the_order_of_arrival_does_not_change_the_bytes),
        cmocka_unit_test(many_groups_survive_and_come_sorted),
        cmocka_unit_test(merging_bytes_is_decoding_and_merging),
        cmocka_unit_test(an_overflow_of_the_last_group_changes_nothing),
        cmocka_unit_test(damage_is_named_before_overflow),
        cmocka_unit_test(each_allocation_of_decode_may_fail),
        cmocka_unit_test(each_allocation_of_merging_may_fail_and_nothing_is_lost),
        cmocka_unit_test(declared_sizes_allocate_no_memory),
        cmocka_unit_test(memory_is_in_proportion_to_the_bytes),
        cmocka_unit_test(bad_arguments_return_statuses),
        cmocka_unit_test(the_kind_of_the_keys_is_in_the_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
