/* Compares every kernel that can run on this machine with a naive oracle, which reads values one by one with the
 * compiler's own conversions.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_COLUMN_ORACLE_H
#define NPS_TESTS_COLUMN_ORACLE_H

#include "column_values.h"
#include "cpu_paths.h"
#include "test.h"

#include <stdbool.h>
#include <stdlib.h>

static const nps_accumulator EMPTY = {{0}, 0, 0};

static inline void oracle_add(nps_accumulator *to, const nps_column *column)
{
    size_t row;
    for (row = 0; row < column->length; row++)
        count_row(to, column, row);
}

static inline void assert_counts(const nps_column *column, const nps_accumulator *expected, const char *path)
{
    nps_accumulator counted = EMPTY;
    assert_ok(nps_accumulator_add_column(&counted, column));
    if (memcmp(&counted, expected, sizeof counted) != 0)
        print_error("path %s, type %d, length %zu\n", path, (int)column->type, column->length);
    assert_accumulator_equal(&counted, expected);
}

/* Every kernel, and the one that the library chooses, count what the oracle expects. */
static inline void assert_counted(const nps_column *column, const nps_accumulator *expected)
{
    int path;
    for (path = -1; next_path(&path);)
        assert_counts(column, expected, nps_cpu_name((nps_cpu_path)path));
    assert_counts(column, expected, "of its choice");
}

/* Every kernel classifies every value as the oracle does, and writes nothing after the last one. */
static inline void assert_answers(const nps_column *column)
{
    uint8_t *const answers = malloc(column->length + 1);
    size_t row;
    int path;
    assert_non_null(answers);
    for (path = -1; next_path(&path);) {
        memset(answers, 0xA5, column->length + 1);
        assert_ok(nps_column_answers(column, answers));
        for (row = 0; row < column->length; row++)
            if (answers[row] != answer_at(column, row))
                fail_msg("path %s, type %d, length %zu: row %zu is %d, expected %d", nps_cpu_name((nps_cpu_path)path),
                         (int)column->type, column->length, row, answers[row], answer_at(column, row));
        assert_int_equal(answers[column->length], 0xA5);
    }
    free(answers);
}

static inline void assert_like_oracle(const nps_column *column)
{
    nps_accumulator expected = EMPTY;
    oracle_add(&expected, column);
    assert_counted(column, &expected);
    assert_answers(column);
}

/* Adds one value at a time, so that all lengths together cost no more than the longest. */
static inline void assert_all_lengths(nps_column column, size_t longest)
{
    nps_accumulator expected = EMPTY;
    for (column.length = 0; column.length <= longest; column.length++) {
        assert_counted(&column, &expected);
        count_row(&expected, &column, column.length);
    }
}

/* Whether a kernel may change its behaviour at this length, because a vector or block is filled. */
static inline bool is_telling(size_t length)
{
    return length <= 140 || (length + 1) % 128 <= 2;
}

static inline void assert_telling_lengths(nps_column column, size_t longest)
{
    nps_accumulator expected = EMPTY;
    for (column.length = 0; column.length <= longest; column.length++) {
        if (is_telling(column.length))
            assert_counted(&column, &expected);
        count_row(&expected, &column, column.length);
    }
}

#endif
