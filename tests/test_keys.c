/* Keys are found where they were put, also those whose hashes are equal or meet at the end of the table.
 * SPDX-License-Identifier: MIT */
#include "allocator.h"
#include "keys/keys.h"
#include "keys/siphash.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 32 };

static const uint64_t HASH_KEY[2] = {1, 2};

static nps_keys new_keys(nps_key_type type)
{
    const nps_allocator allocator = nps_allocator_default();
    nps_keys keys;
    nps_keys_init(&keys, type, &allocator, HASH_KEY);
    return keys;
}

static nps_key integer_key(int64_t integer)
{
    return (nps_key){NULL, 0, integer};
}

/* A text by a number, of 3 to 29 bytes; `room` keeps it. */
static nps_key text_key(char room[TEXT_MAX], unsigned number)
{
    const int length = snprintf(room, TEXT_MAX, "%0*u", 3 + (int)(number % 27), number);
    return (nps_key){room, (size_t)length, 0};
}

static void put(nps_keys *keys, const nps_key *key, size_t place)
{
    assert_true(nps_keys_reserve(keys, 1, key->length));
    assert_int_equal(nps_keys_append(keys, key), place);
}

enum { THERE = 700, SOUGHT = 2 * THERE };

/* Keys of one type, every other of which is put into a set, and room for their texts. */
struct sought {
    nps_key keys[SOUGHT];
    char texts[SOUGHT][TEXT_MAX];
};

static void make_sought(struct sought *sought, nps_key_type type)
{
    size_t i;
    for (i = 0; i < SOUGHT; i++) {
        const size_t number = i * 11 % SOUGHT; /* 11 is prime to their count */
        sought->keys[i] =
            type == NPS_KEY_TEXT ? text_key(sought->texts[i], (unsigned)number) : integer_key((int64_t)number);
    }
}

/* Looks for the first `count` keys. */
static void look_for(const nps_keys *keys, const struct sought *sought, size_t count)
{
    size_t places[SOUGHT + 1], i;
    for (i = 0; i <= SOUGHT; i++)
        places[i] = 12345;
    nps_keys_find_many(keys, sought->keys, count, places);
    assert_int_equal(places[count], 12345);
    for (i = 0; i < count; i++) {
        assert_true(places[i] == (i % 2 == 0 ? i / 2 : NPS_KEYS_NOWHERE));
        assert_true(places[i] == nps_keys_find(keys, &sought->keys[i]));
    }
}

static void check_sought(nps_key_type type)
{
    static struct sought sought;
    nps_keys keys = new_keys(type);
    size_t count, i;
    make_sought(&sought, type);
    for (i = 0; i < THERE; i++)
        put(&keys, &sought.keys[2 * i], i);
    for (count = 0; count <= SOUGHT; count += count < 70 ? 1 : 133)
        look_for(&keys, &sought, count);
    nps_keys_release(&keys);
}

static void many_are_found_as_one_is(void **unused)
{
    (void)unused;
    check_sought(NPS_KEY_TEXT);
    check_sought(NPS_KEY_INTEGER);
}

static void nothing_is_found_among_none(void **unused)
{
    const nps_key key = integer_key(1);
    nps_keys keys = new_keys(NPS_KEY_INTEGER);
    size_t place = 0;
    (void)unused;
    assert_true(nps_keys_find(&keys, &key) == NPS_KEYS_NOWHERE);
    nps_keys_find_many(&keys, &key, 1, &place);
    assert_true(place == NPS_KEYS_NOWHERE);
    nps_keys_release(&keys);
}

/* The hash of an integer as the set computes it, of which it keeps 32 bits. */
static uint32_t hash_of(int64_t integer)
{
    unsigned char bytes[8];
    int i;
    for (i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)integer >> (8 * i));
    return (uint32_t)nps_siphash(HASH_KEY, bytes, sizeof bytes);
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;
    return (first > second) - (first < second);
}

/* Among 200,000 keys about five pairs have the same 32 bits. One of each pair is there and the other is not, and then
 * both are. */
static void equal_hashes_are_told_apart(void **unused)
{
    enum { KEYS = 200000 };
    uint64_t *const hashes = malloc(KEYS * sizeof *hashes);
    nps_keys keys = new_keys(NPS_KEY_INTEGER);
    size_t pairs = 0, i;
    (void)unused;
    assert_non_null(hashes);
    for (i = 0; i < KEYS; i++)
        hashes[i] = (uint64_t)hash_of((int64_t)i) << 32 | i;
    qsort(hashes, KEYS, sizeof *hashes, compare_hashes);
    for (i = 0; i + 1 < KEYS; i++) {
        nps_key both[2];
        size_t places[2];
        if (hashes[i] >> 32 != hashes[i + 1] >> 32)
            continue;
        both[0] = integer_key((int64_t)(uint32_t)hashes[i]);
        both[1] = integer_key((int64_t)(uint32_t)hashes[i + 1]);
        put(&keys, &both[0], 2 * pairs);
        nps_keys_find_many(&keys, both, 2, places);
        assert_int_equal(places[0], 2 * pairs);
        assert_true(places[1] == NPS_KEYS_NOWHERE);
        put(&keys, &both[1], 2 * pairs + 1);
        nps_keys_find_many(&keys, both, 2, places);
        assert_int_equal(places[0], 2 * pairs);
        assert_int_equal(places[1], 2 * pairs + 1);
        pairs++;
    }
    assert_in_range(pairs, 1, 20);
    nps_keys_release(&keys);
    free(hashes);
}

/* All keys belong into the last slot, of a table of 32 slots and of those that it grows to. */
static void the_table_goes_on_at_its_beginning(void **unused)
{
    enum { KEYS = 300 };
    int64_t found[KEYS], integer;
    nps_keys keys = new_keys(NPS_KEY_INTEGER);
    size_t count = 0, i;
    (void)unused;
    for (integer = 0; count < KEYS; integer++) {
        nps_key key = integer_key(integer);
        if (hash_of(integer) >> 21 != 0x7FF)
            continue;
        assert_true(nps_keys_find(&keys, &key) == NPS_KEYS_NOWHERE);
        put(&keys, &key, count);
        found[count++] = integer;
        for (i = 0; i < count; i++) {
            key = integer_key(found[i]);
            assert_int_equal(nps_keys_find(&keys, &key), i);
        }
    }
    nps_keys_release(&keys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found_among_none),
        cmocka_unit_test(many_are_found_as_one_is),
        cmocka_unit_test(equal_hashes_are_told_apart),
        cmocka_unit_test(the_table_goes_on_at_its_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
