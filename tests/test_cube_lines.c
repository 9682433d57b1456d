/* The lines of a table, and an attacker who solves the linear equations of what is published.
 * SPDX-License-Identifier: MIT */
#include "equations.h"
#include "test.h"

#include <stdbool.h>

enum { KEYS = 3, MOST_CELLS = 27, MOST_LINES = (MOST_CELLS + 1) * (KEYS + 1) };

static const nps_cube_key KEY[] = {{"a", NPS_CUBE_INTEGER}, {"b", NPS_CUBE_INTEGER}, {"c", NPS_CUBE_INTEGER}};

struct lines {
    nps_cube_line lines[MOST_LINES];
    size_t count;
};

static uint64_t size_of(const nps_cube_line *line)
{
    uint64_t size = 0;
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        size += line->accumulator.answers[answer];
    return size;
}

static struct lines lines_of(nps_cube *cube, uint64_t minimum, bool has_subtotals)
{
    nps_cube_lines_options options;
    struct lines read;
    size_t counted;
    nps_cube_lines_options_init(&options);
    options.minimum = minimum;
    options.has_subtotals = has_subtotals;
    assert_ok(nps_cube_lines(cube, &options, NULL, 0, &counted));
    assert_ok(nps_cube_lines(cube, &options, read.lines, MOST_LINES, &read.count));
    assert_int_equal(read.count, counted);
    return read;
}

/* A cube of `keys` keys of up to three values, with cells of random sizes, among them 0. */
static nps_cube *any_cube(uint64_t *random, size_t keys)
{
    nps_cube *cube;
    size_t cells = 1, cell, i;
    assert_ok(nps_cube_create(KEY, keys, NULL, &cube));
    for (i = 0; i < keys; i++)
        cells *= 3;
    for (cell = 0; cell < cells; cell++) {
        nps_cube_value values[KEYS];
        size_t rest = cell;
        if (next_below(random, 3) == 0)
            continue;
        for (i = 0; i < keys; i++, rest /= 3)
            values[i] = rest % 3 == 2 ? (nps_cube_value){NPS_CUBE_NULL, 0, NULL, 0}
                                      : (nps_cube_value){NPS_CUBE_INTEGER, 0, NULL, (int64_t)(rest % 3)};
        assert_ok(nps_cube_add(cube, values, (int64_t)next_below(random, 11),
                               next_below(random, next_below(random, 2) ? 6 : 30), NULL));
    }
    return cube;
}

/* ---- the attacker ---- */

/* The cells that a line is the sum of. */
static void cells_of(const struct lines *read, size_t line, size_t keys, int64_t row[MOST_CELLS])
{
    size_t i;
    memset(row, 0, MOST_CELLS * sizeof *row);
    for (i = line; i < read->count && (i == line || read->lines[i].key_count > read->lines[line].key_count); i++)
        if (read->lines[i].key_count == keys)
            row[read->lines[i].cell] = 1;
}

static void assert_nothing_is_revealed(const struct lines *read, size_t keys)
{
    struct equations known = {.unknowns = MOST_CELLS};
    int64_t row[MOST_CELLS];
    size_t i;
    for (i = 0; i < read->count; i++)
        if (!read->lines[i].is_withheld) {
            cells_of(read, i, keys, row);
            learn(&known, row);
        }
    for (i = 0; i < read->count; i++)
        if (read->lines[i].is_withheld) {
            cells_of(read, i, keys, row);
            assert_false(is_solved(&known, row));
        }
}

/* Nobody who subtracts published lines from a published one is left with fewer answers than the minimum. */
static void assert_rests_are_large(const struct lines *read, uint64_t minimum)
{
    size_t i, j;
    for (i = 0; i < read->count; i++) {
        uint64_t rest = 0;
        if (read->lines[i].is_withheld)
            continue;
        for (j = i + 1; j < read->count && read->lines[j].key_count > read->lines[i].key_count; j++) {
            size_t above = j;
            bool is_left = read->lines[j].is_withheld;
            /* a cell is left if all lines between it and line i are withheld */
            if (j + 1 < read->count && read->lines[j + 1].key_count > read->lines[j].key_count)
                continue;
            while (is_left && above > i + 1) {
                size_t parent = above - 1;
                while (read->lines[parent].key_count >= read->lines[above].key_count)
                    parent--;
                if (parent == i)
                    break;
                above = parent;
                is_left = read->lines[above].is_withheld;
            }
            if (is_left)
                rest += size_of(&read->lines[j]);
        }
        assert_true(rest == 0 || rest >= minimum);
    }
}

static void small_lines_are_withheld_and_cannot_be_solved_for(void **state)
{
    uint64_t random = 7;
    size_t withheld = 0, published = 0;
    int round;
    (void)state;
    for (round = 0; round < 3000; round++) {
        const size_t keys = 1 + (size_t)next_below(&random, KEYS);
        const uint64_t minimum = 1 + next_below(&random, 10);
        nps_cube *cube = any_cube(&random, keys);
        const struct lines read = lines_of(cube, minimum, round % 2 != 0);
        size_t i;
        for (i = 0; i < read.count; i++) {
            const uint64_t size = size_of(&read.lines[i]);
            assert_true(read.lines[i].is_withheld || size == 0 || size >= minimum);
            assert_true(!read.lines[i].is_withheld || size != 0);
            *(read.lines[i].is_withheld ? &withheld : &published) += 1;
        }
        assert_nothing_is_revealed(&read, keys);
        assert_rests_are_large(&read, minimum);
        nps_cube_destroy(cube);
    }
    assert_true(withheld > 5000 && published > 5000);
}

static nps_cube *cube_of_sizes(const uint64_t *sizes, size_t count)
{
    nps_cube *cube;
    size_t i;
    assert_ok(nps_cube_create(KEY, 1, NULL, &cube));
    for (i = 0; i < count; i++)
        assert_ok(nps_cube_add(cube, &(nps_cube_value){NPS_CUBE_INTEGER, 0, NULL, (int64_t)i}, 9, sizes[i], NULL));
    return cube;
}

static void assert_withheld(const uint64_t *sizes, const uint32_t *expected, size_t count, uint64_t minimum)
{
    nps_cube *cube = cube_of_sizes(sizes, count);
    const struct lines read = lines_of(cube, minimum, false);
    size_t i;
    assert_int_equal(read.count, count + 1);
    for (i = 0; i <= count; i++)
        assert_int_equal(read.lines[i].is_withheld, expected[i]);
    nps_cube_destroy(cube);
}

static void the_next_smallest_goes_with_a_single_one(void **state)
{
    (void)state;
    assert_withheld((const uint64_t[]){40, 3, 20, 30}, (const uint32_t[]){0, 0, 1, 1, 0}, 4, 5);
    assert_withheld((const uint64_t[]){40, 3, 4, 30}, (const uint32_t[]){0, 0, 1, 1, 0}, 4, 5);
    assert_withheld((const uint64_t[]){40, 1, 2, 30}, (const uint32_t[]){0, 0, 1, 1, 1}, 4, 5); /* 1 + 2 are too few */
    assert_withheld((const uint64_t[]){40, 0, 20, 30}, (const uint32_t[]){0, 0, 0, 0, 0}, 4, 5);
    assert_withheld((const uint64_t[]){1, 2, 1}, (const uint32_t[]){1, 1, 1, 1}, 3, 5);
    assert_withheld((const uint64_t[]){3, 0, 0}, (const uint32_t[]){1, 1, 0, 0}, 3, 5);
    assert_withheld((const uint64_t[]){4, 5}, (const uint32_t[]){0, 0, 0}, 2, 0);
}

static void lines_are_in_order_and_add_up(void **state)
{
    uint64_t random = 9;
    nps_cube *cube = any_cube(&random, 3);
    const struct lines read = lines_of(cube, 0, true);
    nps_accumulator total;
    uint64_t sizes[KEYS + 1] = {0};
    size_t i;
    (void)state;
    assert_ok(nps_cube_total(cube, &total));
    assert_accumulator_equal(&read.lines[0].accumulator, &total);
    for (i = 0; i < read.count; i++) {
        assert_true(i == 0 || read.lines[i].key_count <= read.lines[i - 1].key_count + 1);
        sizes[read.lines[i].key_count] += size_of(&read.lines[i]);
    }
    for (i = 0; i <= KEYS; i++)
        assert_int_equal(sizes[i], sizes[0]);
    nps_cube_destroy(cube);
}

static void what_is_wrong_is_refused(void **state)
{
    nps_cube *cube = cube_of_sizes((const uint64_t[]){3, 4}, 2), *empty = cube_of_sizes(NULL, 0);
    nps_cube_lines_options options;
    nps_cube_line lines[3];
    size_t count;
    (void)state;
    nps_cube_lines_options_init(NULL);
    nps_cube_lines_options_init(&options);
    options.size = 1;
    assert_status(nps_cube_lines(cube, &options, lines, 3, &count), NPS_ERROR_SIZE);
    assert_status(nps_cube_lines(NULL, NULL, lines, 3, &count), NPS_ERROR_NULL);
    assert_status(nps_cube_lines(cube, NULL, lines, 3, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_lines(cube, NULL, lines, 2, &count), NPS_ERROR_SPACE);
    assert_int_equal(count, 3);
    assert_ok(nps_cube_lines(empty, NULL, lines, 3, &count));
    assert_int_equal(count, 1);
    assert_int_equal(lines[0].key_count + lines[0].is_withheld, 0);
    nps_cube_destroy(empty);
    nps_cube_destroy(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_lines_are_withheld_and_cannot_be_solved_for),
        cmocka_unit_test(the_next_smallest_goes_with_a_single_one),
        cmocka_unit_test(lines_are_in_order_and_add_up),
        cmocka_unit_test(what_is_wrong_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
