/* Roll-ups that are published together, and an attacker who tries all subtractions and solves all equations.
 * SPDX-License-Identifier: MIT */
#include "equations.h"
#include "failing_allocator.h"
#include "interrupts.h"
#include "test.h"

#include <limits.h>
#include <stdbool.h>

enum { KEYS = 3, MOST_CELLS = 12, MOST_ROLLUPS = 4, MOST_LINES = MOST_CELLS * MOST_ROLLUPS };

static const nps_cube_key KEY[] = {{"a", NPS_CUBE_INTEGER}, {"b", NPS_CUBE_INTEGER}, {"c", NPS_CUBE_INTEGER}};

static uint64_t size_of(const nps_accumulator *counts)
{
    uint64_t size = 0;
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        size += counts->answers[answer];
    return size;
}

/* Roll-ups by keys, and their lines. */
struct rollups {
    size_t keys[MOST_ROLLUPS][KEYS];
    nps_cube_selection chosen[MOST_ROLLUPS];
    size_t count;
    nps_cube_rollup_line lines[MOST_LINES];
    size_t line_count;
};

/* What an attacker sees: sets of cells, as bits, with their sizes. */
struct seen {
    uint64_t sizes[MOST_CELLS];
    uint32_t cells[MOST_LINES]; /* of each line; cells without answers are left out */
    size_t cell_count;
};

static bool has_key(const struct rollups *rollups, size_t rollup, size_t key)
{
    size_t i;
    for (i = 0; i < rollups->chosen[rollup].key_count; i++)
        if (rollups->chosen[rollup].keys[i] == key)
            return true;
    return false;
}

/* Whether a cell of the cube has the values that a line has. */
static bool is_in(const nps_cube *cube, const struct rollups *rollups, size_t line, const nps_cube_value *values)
{
    nps_cube_value those[KEYS];
    nps_accumulator counts;
    size_t key;
    assert_ok(nps_cube_get(cube, rollups->lines[line].cell, those, &counts));
    for (key = 0; key < nps_cube_key_count(cube); key++)
        if (has_key(rollups, rollups->lines[line].rollup, key) &&
            (values[key].type != those[key].type || values[key].integer != those[key].integer))
            return false;
    return true;
}

/* Cells that no roll-up tells apart are one. */
static struct seen look(const nps_cube *cube, const struct rollups *rollups)
{
    struct seen seen = {{0}, {0}, 0};
    uint64_t lines[MOST_CELLS] = {0};
    nps_cube_value values[KEYS];
    nps_accumulator counts;
    size_t cell, line, at;
    for (cell = 0; cell < nps_cube_count(cube); cell++) {
        uint64_t of = 0;
        assert_ok(nps_cube_get(cube, cell, values, &counts));
        for (line = 0; line < rollups->line_count; line++)
            of |= (uint64_t)is_in(cube, rollups, line, values) << line;
        for (at = 0; at < seen.cell_count && lines[at] != of; at++)
            ;
        lines[at] = of;
        seen.sizes[at] += size_of(&counts);
        seen.cell_count += at == seen.cell_count;
    }
    for (line = 0; line < rollups->line_count; line++)
        for (at = 0; at < seen.cell_count; at++)
            if (seen.sizes[at] != 0 && lines[at] >> line & 1)
                seen.cells[line] |= UINT32_C(1) << at;
    return seen;
}

static uint64_t size_of_set(const struct seen *seen, uint32_t set)
{
    uint64_t size = 0;
    size_t cell;
    for (cell = 0; cell < seen->cell_count; cell++)
        size += set >> cell & 1 ? seen->sizes[cell] : 0;
    return size;
}

/* ---- all subtractions ---- */

static void assert_large(const struct seen *seen, uint32_t rest, uint64_t minimum)
{
    const uint64_t size = size_of_set(seen, rest);
    assert_true(size == 0 || size >= minimum);
}

/* Takes every set of published lines, from `from` on, that lie in a rest and not in one another away from it. */
static void subtract_all(const struct rollups *rollups, const struct seen *seen, uint32_t rest, size_t from,
                         uint64_t minimum)
{
    size_t line;
    assert_large(seen, rest, minimum);
    for (line = from; line < rollups->line_count; line++)
        if (!rollups->lines[line].is_withheld && seen->cells[line] != 0 && (seen->cells[line] & ~rest) == 0)
            subtract_all(rollups, seen, rest & ~seen->cells[line], line + 1, minimum);
}

/* ---- all equations ---- */

static void row_of(uint32_t set, int64_t row[MOST_UNKNOWNS])
{
    size_t cell;
    for (cell = 0; cell < MOST_CELLS; cell++)
        row[cell] = set >> cell & 1;
}

static void assert_unknown(const struct equations *known, uint32_t set)
{
    int64_t row[MOST_UNKNOWNS];
    row_of(set, row);
    assert_false(is_solved(known, row));
}

static void solve_all(const struct rollups *rollups, const struct seen *seen, uint64_t minimum)
{
    struct equations known = {.unknowns = MOST_CELLS};
    int64_t row[MOST_UNKNOWNS];
    size_t i;
    for (i = 0; i < rollups->line_count; i++)
        if (!rollups->lines[i].is_withheld) {
            row_of(seen->cells[i], row);
            learn(&known, row);
        }
    for (i = 0; i < rollups->line_count; i++)
        if (rollups->lines[i].is_withheld)
            assert_unknown(&known, seen->cells[i]);
    for (i = 0; i < seen->cell_count; i++)
        if (seen->sizes[i] != 0 && seen->sizes[i] < minimum)
            assert_unknown(&known, UINT32_C(1) << i);
}

/* ---- random cubes ---- */

/* 3 x 3, 2 x 2 x 3 or 12 cells of random sizes, some of which are not there. */
static nps_cube *any_cube(uint64_t *random)
{
    static const size_t shapes[][KEYS] = {{12, 1, 1}, {3, 3, 1}, {2, 2, 3}, {3, 4, 1}};
    const size_t *shape = shapes[next_below(random, 4)];
    nps_cube *cube;
    size_t cell, i;
    assert_ok(nps_cube_create(KEY, KEYS, NULL, &cube));
    for (cell = 0; cell < shape[0] * shape[1] * shape[2]; cell++) {
        nps_cube_value values[KEYS];
        size_t rest = cell;
        if (next_below(random, 4) == 0)
            continue;
        for (i = 0; i < KEYS; rest /= shape[i], i++)
            values[i] = rest % shape[i] == 1 ? (nps_cube_value){NPS_CUBE_NULL, 0, NULL, 0}
                                             : (nps_cube_value){NPS_CUBE_INTEGER, 0, NULL, (int64_t)(rest % shape[i])};
        assert_ok(nps_cube_add(cube, values, (int64_t)next_below(random, 11),
                               next_below(random, next_below(random, 2) ? 6 : 40), NULL));
    }
    return cube;
}

static void choose_rollups(struct rollups *rollups, uint64_t *random)
{
    size_t i, key;
    rollups->count = 1 + (size_t)next_below(random, MOST_ROLLUPS);
    for (i = 0; i < rollups->count; i++) {
        const uint64_t keys = next_below(random, 8);
        rollups->chosen[i] = (nps_cube_selection){rollups->keys[i], 0};
        for (key = 0; key < KEYS; key++)
            if (keys >> key & 1)
                rollups->keys[i][rollups->chosen[i].key_count++] = key;
    }
}

static void protect(nps_cube *cube, struct rollups *rollups, uint64_t minimum)
{
    size_t counted;
    assert_ok(
        nps_cube_protect(cube, &(nps_cube_publication){rollups->chosen, rollups->count, minimum}, NULL, 0, &counted));
    assert_ok(nps_cube_protect(cube, &(nps_cube_publication){rollups->chosen, rollups->count, minimum}, rollups->lines,
                               MOST_LINES, &rollups->line_count));
    assert_int_equal(rollups->line_count, counted);
}

static void nothing_small_can_be_found_by_any_subtraction(void **state)
{
    uint64_t random = 3;
    size_t withheld = 0, published = 0, line;
    int round;
    (void)state;
    for (round = 0; round < 4000; round++) {
        const uint64_t minimum = 2 + next_below(&random, 12);
        nps_cube *cube = any_cube(&random);
        struct rollups rollups;
        struct seen seen;
        choose_rollups(&rollups, &random);
        protect(cube, &rollups, minimum);
        seen = look(cube, &rollups);
        for (line = 0; line < rollups.line_count; line++) {
            const uint64_t size = size_of(&rollups.lines[line].accumulator);
            assert_int_equal(size, size_of_set(&seen, seen.cells[line]));
            assert_true(rollups.lines[line].is_withheld || size == 0 || size >= minimum);
            assert_true(!rollups.lines[line].is_withheld || size != 0);
            if (!rollups.lines[line].is_withheld)
                subtract_all(&rollups, &seen, seen.cells[line], 0, minimum);
            *(rollups.lines[line].is_withheld ? &withheld : &published) += 1;
        }
        solve_all(&rollups, &seen, minimum);
        nps_cube_destroy(cube);
    }
    assert_true(withheld > 5000 && published > 10000);
}

/* ---- examples by hand ---- */

/* A cube of keys a and b with these sizes, row by row. */
static nps_cube *table_of(const uint64_t *sizes, size_t rows, size_t columns)
{
    nps_cube *cube;
    size_t i;
    assert_ok(nps_cube_create(KEY, 2, NULL, &cube));
    for (i = 0; i < rows * columns; i++) {
        const nps_cube_value values[] = {{NPS_CUBE_INTEGER, 0, NULL, (int64_t)(i / columns)},
                                         {NPS_CUBE_INTEGER, 0, NULL, (int64_t)(i % columns)}};
        assert_ok(nps_cube_add(cube, values, 9, sizes[i], NULL));
    }
    return cube;
}

static void assert_withheld(nps_cube *cube, const nps_cube_selection *rollups, size_t rollup_count, uint64_t minimum,
                            const char *expected)
{
    nps_cube_rollup_line lines[MOST_LINES];
    size_t count, i;
    assert_ok(
        nps_cube_protect(cube, &(nps_cube_publication){rollups, rollup_count, minimum}, lines, MOST_LINES, &count));
    assert_int_equal(count, strlen(expected));
    for (i = 0; i < count; i++)
        assert_int_equal(lines[i].is_withheld != 0, expected[i] == 'x');
}

static void the_first_roll_ups_keep_the_most_lines(void **state)
{
    static const size_t keys[] = {0, 1};
    const nps_cube_selection total = {NULL, 0}, rows = {&keys[0], 1}, columns = {&keys[1], 1}, cells = {keys, 2};
    nps_cube *cube = table_of((const uint64_t[]){3, 20, 30, 40, 50, 60, 70, 80, 90}, 3, 3);
    (void)state;
    /* four cells at the corners of a rectangle, so that all sums are kept */
    assert_withheld(cube, (const nps_cube_selection[]){total, rows, columns, cells}, 4, 5,
                    "......."
                    "xx.xx....");
    assert_withheld(cube, (const nps_cube_selection[]){cells, rows}, 2, 5,
                    "x........"
                    "x..");
    assert_withheld(cube, (const nps_cube_selection[]){rows, columns}, 2, 5, "......");
    assert_withheld(cube, (const nps_cube_selection[]){rows, rows}, 2, 60, "x..x..");
    assert_withheld(cube, (const nps_cube_selection[]){total, rows}, 2, 60, ".xx.");
    assert_withheld(cube, (const nps_cube_selection[]){rows, total}, 2, 60, "x..x");
    assert_withheld(cube, (const nps_cube_selection[]){cells}, 1, 0, ".........");
    nps_cube_destroy(cube);
}

/* A column that one row alone has lies in that row. */
static void a_line_lies_where_its_answers_are(void **state)
{
    static const size_t keys[] = {0, 1};
    const nps_cube_selection margins[] = {{&keys[0], 1}, {&keys[1], 1}};
    nps_cube *cube = table_of((const uint64_t[]){50, 47, 40, 0}, 2, 2);
    (void)state;
    assert_withheld(cube, margins, 2, 10, "....");
    nps_cube_destroy(cube);
    cube = table_of((const uint64_t[]){3, 47, 40, 0}, 2, 2); /* the first row less the second column is 3 */
    assert_withheld(cube, margins, 2, 10, "..xx");
    nps_cube_destroy(cube);
}

static void what_is_wrong_is_refused(void **state)
{
    static const size_t keys[] = {0, 0, 9};
    const nps_cube_selection twice = {keys, 2}, far = {&keys[2], 1}, row = {keys, 1}, none = {NULL, 1};
    nps_cube_selection many[NPS_CUBE_ROLLUPS_MAX + 1] = {{NULL, 0}};
    nps_cube *cube = table_of((const uint64_t[]){3, 4}, 2, 1), *empty = table_of(NULL, 0, 0);
    nps_cube_rollup_line lines[2];
    size_t count = 7;
    (void)state;
    assert_status(nps_cube_protect(NULL, &(nps_cube_publication){&row, 1, 5}, lines, 2, &count), NPS_ERROR_NULL);
    assert_status(nps_cube_protect(cube, NULL, lines, 2, &count), NPS_ERROR_NULL);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){NULL, 1, 5}, lines, 2, &count), NPS_ERROR_NULL);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){&row, 1, 5}, lines, 2, NULL), NPS_ERROR_NULL);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){&none, 1, 5}, lines, 2, &count), NPS_ERROR_NULL);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){&twice, 1, 5}, lines, 2, &count), NPS_ERROR_KEY);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){&far, 1, 5}, lines, 2, &count), NPS_ERROR_NOT_FOUND);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){many, NPS_CUBE_ROLLUPS_MAX + 1, 5}, lines, 2, &count),
                  NPS_ERROR_KEY);
    assert_int_equal(count, 7);
    assert_status(nps_cube_protect(cube, &(nps_cube_publication){&row, 1, 5}, lines, 1, &count), NPS_ERROR_SPACE);
    assert_int_equal(count, 2);
    assert_ok(nps_cube_protect(cube, &(nps_cube_publication){NULL, 0, 5}, lines, 2, &count));
    assert_int_equal(count, 0);
    assert_ok(nps_cube_protect(empty, &(nps_cube_publication){&row, 1, 5}, lines, 2, &count));
    assert_int_equal(count, 0);
    nps_cube_destroy(empty);
    nps_cube_destroy(cube);
}

static void a_lack_of_memory_is_a_status(void **state)
{
    static const size_t keys[] = {0, 1};
    const nps_cube_selection rollups[] = {{&keys[0], 1}, {&keys[1], 1}, {keys, 2}};
    struct failing failing = {0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    nps_cube_rollup_line lines[MOST_LINES];
    nps_cube_options options;
    size_t fail_at, cell, count;
    nps_status status = NPS_ERROR_MEMORY;
    (void)state;
    nps_cube_options_init(&options);
    options.allocator = &allocator;
    for (fail_at = 1; status == NPS_ERROR_MEMORY; fail_at++) {
        nps_cube *cube = NULL;
        failing = (struct failing){.fail_at = fail_at};
        status = nps_cube_create(KEY, 2, &options, &cube);
        for (cell = 0; !status && cell < 9; cell++) {
            const nps_cube_value values[] = {{NPS_CUBE_INTEGER, 0, NULL, (int64_t)(cell / 3)},
                                             {NPS_CUBE_INTEGER, 0, NULL, (int64_t)(cell % 3)}};
            status = nps_cube_add(cube, values, 9, 3 + 2 * cell, NULL);
        }
        if (!status)
            status = nps_cube_protect(cube, &(nps_cube_publication){rollups, 3, 12}, lines, MOST_LINES, &count);
        nps_cube_destroy(cube);
        assert_int_equal(failing.bytes, 0);
    }
    assert_ok(status);
    assert_true(fail_at > 50);
}

/* Also while small sets are guarded, of which there are 15. */
static void each_step_can_be_interrupted(void **state)
{
    static const size_t keys[] = {0, 1};
    const nps_cube_selection rollups[] = {{&keys[0], 1}, {&keys[1], 1}, {keys, 2}};
    const nps_cube_publication what = {rollups, 3, 5};
    nps_cube_rollup_line lines[MOST_LINES];
    struct caller caller = {0};
    nps_cube_options options;
    nps_cube *cube;
    size_t count;
    int first, patience, cell;
    (void)state;
    nps_cube_options_init(&options);
    options.interrupt = stop_at(&caller, INT_MAX);
    assert_ok(nps_cube_create(KEY, 2, &options, &cube));
    for (cell = 0; cell < 9; cell++) {
        const nps_cube_value values[] = {{NPS_CUBE_INTEGER, 0, NULL, cell / 3}, {NPS_CUBE_INTEGER, 0, NULL, cell % 3}};
        assert_ok(nps_cube_add(cube, values, 9, 1, NULL));
    }
    first = caller.asked;
    assert_ok(nps_cube_protect(cube, &what, lines, MOST_LINES, &count));
    patience = caller.asked - first;
    assert_true(patience > 15 + (int)count);
    for (; patience > 0; patience--) {
        caller = (struct caller){patience, 0};
        assert_status(nps_cube_protect(cube, &what, lines, MOST_LINES, &count), NPS_ERROR_INTERRUPTED);
    }
    nps_cube_destroy(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_small_can_be_found_by_any_subtraction),
        cmocka_unit_test(the_first_roll_ups_keep_the_most_lines),
        cmocka_unit_test(a_line_lies_where_its_answers_are),
        cmocka_unit_test(what_is_wrong_is_refused),
        cmocka_unit_test(a_lack_of_memory_is_a_status),
        cmocka_unit_test(each_step_can_be_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
