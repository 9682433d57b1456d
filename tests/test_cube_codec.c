/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "golden.h"

static const char *const GOLDENS[] = {"cube_empty", "cube_total", "cube"};
enum { GOLDEN_COUNT = sizeof GOLDENS / sizeof *GOLDENS };

static const nps_accumulator TYPICAL = {{31, 9, 13, 22, 27, 96, 118, 342, 626, 511, 925}, 84, 3};

static nps_cube *decode(const encoded *bytes)
{
    nps_cube *cube = NULL;
    nps_error_detail detail = {""};
    assert_ok(nps_cube_decode(NULL, bytes->bytes, bytes->length, &cube, &detail));
    return cube;
}

static encoded encode(const nps_cube *cube)
{
    encoded written;
    size_t size;
    assert_ok(nps_cube_encoded_size(cube, &size));
    assert_status(nps_cube_encode(cube, written.bytes, size - 1, &written.length), NPS_ERROR_SPACE);
    assert_ok(nps_cube_encode(cube, written.bytes, sizeof written.bytes, &written.length));
    assert_int_equal(written.length, size);
    return written;
}

static void golden_files_are_read_and_written(void **state)
{
    size_t i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded whole = golden(GOLDENS[i]);
        nps_cube *cube = decode(&whole);
        const encoded again = encode(cube);
        assert_int_equal(again.length, whole.length);
        assert_memory_equal(again.bytes, whole.bytes, whole.length);
        nps_cube_destroy(cube);
    }
}

static void the_cells_are_those_of_the_generator(void **state)
{
    const encoded whole = golden("cube");
    const nps_cube_value north[] = {{NPS_CUBE_TEXT, 5, "north", 0},
                                    {NPS_CUBE_DAY, 0, NULL, 20458},
                                    {NPS_CUBE_INTEGER, 0, NULL, 7},
                                    {NPS_CUBE_NULL, 0, NULL, 0}};
    nps_cube *cube = decode(&whole);
    nps_accumulator counts;
    nps_cube_key key;
    (void)state;
    assert_int_equal(nps_cube_count(cube), 5);
    assert_int_equal(nps_cube_key_count(cube), 4);
    assert_ok(nps_cube_key_at(cube, 1, &key));
    assert_string_equal(key.name, "Tag");
    assert_int_equal(key.type, NPS_CUBE_DAY);
    assert_ok(nps_cube_find(cube, north, &counts, NULL));
    assert_accumulator_equal(&counts, &TYPICAL);
    nps_cube_destroy(cube);
}

/* Neither decodes nor is merged, and nothing changes. */
static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    nps_cube *into = context, *cube = NULL;
    nps_error_detail detail = {""};
    assert_refused(nps_cube_decode(NULL, bytes, length, &cube, &detail), &detail);
    assert_null(cube);
    assert_refused(nps_cube_merge_encoded(into, bytes, length, &detail), &detail);
    assert_int_equal(nps_cube_count(into), 0);
}

static void every_damage_is_refused(void **state)
{
    const nps_cube_key key = {"region", NPS_CUBE_TEXT};
    nps_cube *into;
    size_t i;
    (void)state;
    assert_ok(nps_cube_create(&key, 1, NULL, &into));
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const encoded whole = golden(GOLDENS[i]);
        refuse_every_damage(&whole, refuse, into);
    }
    nps_cube_destroy(into);
}

/* The content of a cube of one key "a" with one cell, whose key is these bytes; the cell has no answers. */
static encoded cube_of_cell(unsigned char type, const void *cell, size_t length)
{
    unsigned char inside[64] = {1, type, 1, 'a', 1};
    inside[5] = (unsigned char)length;
    memcpy(inside + 6, cell, length);
    return sealed(9, inside, 6 + length + NPS_ANSWERS + 2);
}

static void what_is_no_cube_is_refused(void **state)
{
    const nps_cube_key key = {"region", NPS_CUBE_TEXT};
    const encoded wrong[] = {
        sealed(9, "\x11\0", 2),                     /* 17 keys */
        sealed(9, "\1\5\1a\0", 5),                  /* no such type */
        sealed(9, "\1\1\0\0", 4),                   /* no name */
        sealed(9, "\1\1\1\0\0", 5),                 /* a zero byte in a name */
        sealed(9, "\2\1\1a\1\1a\0", 8),             /* two keys of one name */
        sealed(9, "\1\1\1a\1", 5),                  /* no cell */
        sealed(9, "\1\1\1a\0\0", 6),                /* more behind it */
        cube_of_cell(1, "", 0),                     /* no value */
        cube_of_cell(1, "\1a", 2),                  /* no end */
        cube_of_cell(1, "\1a\0\2", 4),              /* a value too many */
        cube_of_cell(1, "\3", 1),                   /* no such value */
        cube_of_cell(0, "\1a\0", 3),                /* a value of a key without one */
        cube_of_cell(2, "\1a\0", 3),                /* a text for an integer */
        cube_of_cell(3, "\1\377\0\0\0\0\0\0\0", 9), /* a day too late */
        cube_of_cell(4, "\1\200\0\0\0\0\0\0\2", 9), /* a boolean of 2 */
    };
    const encoded right = cube_of_cell(2, "\1\377\0\0\0\0\0\0\0", 9);
    nps_cube *into;
    size_t i;
    (void)state;
    assert_ok(nps_cube_create(&key, 1, NULL, &into));
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuse(wrong[i].bytes, wrong[i].length, into);
    nps_cube_destroy(into);
    nps_cube_destroy(decode(&right));
}

static void merging_encoded_cells_is_merging(void **state)
{
    const encoded whole = golden("cube"), other = golden("cube_empty");
    nps_cube *cube, *from = decode(&whole);
    nps_cube_key keys[4];
    nps_accumulator total, expected;
    nps_error_detail detail;
    size_t i;
    (void)state;
    for (i = 0; i < 4; i++) {
        assert_ok(nps_cube_key_at(from, i, &keys[i]));
        keys[i].type = NPS_CUBE_NULL;
    }
    assert_ok(nps_cube_create(keys, 4, NULL, &cube));
    assert_ok(nps_cube_merge_encoded(cube, whole.bytes, whole.length, NULL));
    assert_int_equal(nps_cube_count(cube), 5);
    assert_int_equal(nps_cube_total(cube, &total), nps_cube_total(from, &expected));
    assert_ok(nps_cube_key_at(cube, 0, &keys[0]));
    assert_int_equal(keys[0].type, NPS_CUBE_TEXT);
    assert_status(nps_cube_merge_encoded(cube, whole.bytes, whole.length, &detail), NPS_ERROR_OVERFLOW);
    assert_status(nps_cube_merge_encoded(cube, other.bytes, other.length, &detail), NPS_ERROR_KEY);
    assert_status(nps_cube_merge_encoded(NULL, other.bytes, other.length, &detail), NPS_ERROR_NULL);
    assert_status(nps_cube_decode(NULL, NULL, 3, &from, &detail), NPS_ERROR_NULL);
    assert_status(nps_cube_encoded_size(NULL, &i), NPS_ERROR_NULL);
    assert_status(nps_cube_encode(cube, NULL, 3, &i), NPS_ERROR_NULL);
    nps_cube_destroy(from);
    nps_cube_destroy(cube);
}

static void decoding_without_memory_changes_nothing(void **state)
{
    const encoded whole = golden("cube");
    struct failing failing = {0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_cube_options options;
    nps_cube *cube = NULL;
    nps_status status = NPS_ERROR_MEMORY;
    size_t fail_at;
    (void)state;
    nps_cube_options_init(&options);
    options.allocator = &allocator;
    for (fail_at = 1; status == NPS_ERROR_MEMORY; fail_at++) {
        failing = (struct failing){.fail_at = fail_at};
        status = nps_cube_decode(&options, whole.bytes, whole.length, &cube, NULL);
        if (status)
            assert_int_equal(failing.bytes, 0);
    }
    assert_ok(status);
    assert_true(failing.peak <= 12 * whole.length + 12 * (size_t)1024);
    nps_cube_destroy(cube);
    assert_int_equal(failing.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_files_are_read_and_written), cmocka_unit_test(the_cells_are_those_of_the_generator),
        cmocka_unit_test(every_damage_is_refused),           cmocka_unit_test(what_is_no_cube_is_refused),
        cmocka_unit_test(merging_encoded_cells_is_merging),  cmocka_unit_test(decoding_without_memory_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
