/* The order of groups, as they are sorted and as they are encoded.
 * SPDX-License-Identifier: MIT */
#include "arrow_frames.h"
#include "failing_allocator.h"

enum { MOST_KEYS = 5000, TEXT_MAX = 48 };

/* A key of either type; an integer has the length 0. */
struct key {
    char text[TEXT_MAX];
    size_t length;
    int64_t integer;
};

static struct key keys[MOST_KEYS];

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    size_t i;
    if (a->integer != b->integer)
        return a->integer < b->integer ? -1 : 1;
    for (i = 0; i < a->length && i < b->length; i++)
        if (a->text[i] != b->text[i])
            return (unsigned char)a->text[i] < (unsigned char)b->text[i] ? -1 : 1;
    return (a->length > b->length) - (a->length < b->length);
}

/* Texts that often begin alike, of few different bytes, zero bytes and bytes above 127 among them. */
static struct key random_text(uint64_t *random)
{
    static const char bytes[] = {'\0', '\1', 'a', 'b', '\x7f', '\x80', '\xff'};
    struct key key = {.integer = 0};
    size_t i;
    key.length = next_below(random, TEXT_MAX);
    memset(key.text, 'a', key.length);
    for (i = next_below(random, TEXT_MAX); i < key.length; i++)
        key.text[i] = bytes[next_below(random, sizeof bytes)];
    return key;
}

/* Integers of every size. */
static struct key random_integer(uint64_t *random)
{
    return (struct key){.integer = (int64_t)next_random(random) >> next_below(random, 64)};
}

/* Groups of random keys, of which some come twice, each with the index of the key's first place as its answers. */
static nps_groups *random_groups(nps_key_type type, size_t count, const nps_allocator *allocator)
{
    nps_groups *groups = new_groups_of(type, allocator, 0);
    uint64_t random = 5;
    size_t i;
    for (i = 0; i < count; i++) {
        const struct key *key = &keys[i];
        keys[i] = type == NPS_KEY_TEXT ? random_text(&random) : random_integer(&random);
        if (type == NPS_KEY_TEXT)
            assert_ok(nps_groups_add_text(groups, key->text, key->length, 10, 1));
        else
            assert_ok(nps_groups_add_integer(groups, key->integer, 10, 1));
    }
    return groups;
}

static void assert_group(const nps_groups *groups, size_t index, const struct key *key, size_t times)
{
    nps_accumulator found;
    nps_group group;
    assert_ok(nps_groups_get(groups, index, &group));
    assert_int_equal(group.accumulator.answers[10], times);
    assert_true(group.integer == key->integer);
    if (group.text) {
        assert_int_equal(group.text_length, key->length);
        assert_memory_equal(group.text, key->text, key->length);
        assert_ok(nps_groups_find_text(groups, key->text, key->length, &found));
    } else {
        assert_ok(nps_groups_find_integer(groups, key->integer, &found));
    }
    assert_int_equal(found.answers[10], times);
}

/* The keys sorted by the C library are the order of the groups. */
static void assert_sorted(const nps_groups *groups, size_t count)
{
    size_t i, next, index = 0;
    qsort(keys, count, sizeof *keys, compare_keys);
    for (i = 0; i < count; i = next) {
        for (next = i + 1; next < count && compare_keys(&keys[i], &keys[next]) == 0;)
            next++;
        assert_group(groups, index++, &keys[i], next - i);
    }
    assert_int_equal(nps_groups_count(groups), index);
}

/* Encoding groups in any order writes what encoding sorted groups writes. */
static void assert_same_bytes(const nps_groups *groups, const nps_groups *sorted)
{
    unsigned char *bytes, *expected;
    size_t size, length;
    assert_ok(nps_groups_encoded_size(groups, &size));
    bytes = malloc(2 * size);
    assert_non_null(bytes);
    expected = bytes + size;
    assert_ok(nps_groups_encode(groups, bytes, size, &length));
    assert_int_equal(length, size);
    assert_ok(nps_groups_encode(sorted, expected, size, &length));
    assert_int_equal(length, size);
    assert_memory_equal(bytes, expected, size);
    free(bytes);
}

static void every_number_of_groups_is_sorted(void **state)
{
    static const size_t counts[] = {0, 1, 2, 3, 15, 16, 17, 18, 63, 64, 65, 500, MOST_KEYS};
    size_t i;
    int type;
    (void)state;
    for (type = NPS_KEY_TEXT; type <= NPS_KEY_INTEGER; type++)
        for (i = 0; i < sizeof counts / sizeof *counts; i++) {
            nps_groups *groups = random_groups((nps_key_type)type, counts[i], NULL);
            nps_groups *sorted = random_groups((nps_key_type)type, counts[i], NULL);
            assert_ok(nps_groups_sort(sorted));
            assert_sorted(sorted, counts[i]);
            assert_same_bytes(groups, sorted);
            assert_ok(nps_groups_sort(sorted));
            assert_sorted(sorted, counts[i]);
            nps_groups_destroy(groups);
            nps_groups_destroy(sorted);
        }
}

/* Texts that differ only after many equal bytes, or in their length. */
static void long_texts_are_sorted(void **state)
{
    enum { LENGTH = 3000, COUNT = 200 };
    nps_groups *groups = new_groups_of(NPS_KEY_TEXT, NULL, 0);
    char text[LENGTH];
    nps_group group;
    size_t i;
    (void)state;
    memset(text, 'x', sizeof text);
    for (i = 0; i < COUNT; i++)
        assert_ok(nps_groups_add_text(groups, text, LENGTH - i * 13, 10, 1 + i));
    text[LENGTH - 1] = 'a';
    assert_ok(nps_groups_add_text(groups, text, LENGTH, 10, 1000));
    assert_ok(nps_groups_sort(groups));
    for (i = 0; i < COUNT - 1; i++) {
        assert_ok(nps_groups_get(groups, i, &group));
        assert_int_equal(group.text_length, LENGTH - (COUNT - 1 - i) * 13);
        assert_int_equal(group.accumulator.answers[10], COUNT - i);
    }
    assert_ok(nps_groups_get(groups, COUNT - 1, &group));
    assert_int_equal(group.accumulator.answers[10], 1000);
    assert_ok(nps_groups_get(groups, COUNT, &group));
    assert_int_equal(group.accumulator.answers[10], 1);
    nps_groups_destroy(groups);
}

/* Whichever allocation fails, the groups are sorted. */
static void groups_are_sorted_without_memory(void **state)
{
    enum { COUNT = 500 };
    size_t fail_at;
    int for_good, type;
    (void)state;
    for (type = NPS_KEY_TEXT; type <= NPS_KEY_INTEGER; type++)
        for (for_good = 0; for_good <= 1; for_good++)
            for (fail_at = 1; fail_at <= 5; fail_at++) {
                struct failing failing = {0};
                const nps_allocator allocator = {&failing, failing_allocate, failing_release};
                nps_groups *groups = random_groups((nps_key_type)type, COUNT, &allocator);
                const size_t bytes = failing.bytes;
                failing.calls = 0;
                failing.fail_at = fail_at;
                failing.for_good = for_good;
                assert_ok(nps_groups_sort(groups));
                assert_true(fail_at > 4 || failing.calls >= fail_at);
                assert_int_equal(failing.bytes, bytes);
                assert_sorted(groups, COUNT);
                nps_groups_destroy(groups);
                assert_int_equal(failing.bytes, 0);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_of_groups_is_sorted),
        cmocka_unit_test(long_texts_are_sorted),
        cmocka_unit_test(groups_are_sorted_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
