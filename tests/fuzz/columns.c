/* Columns on every path through the kernels: counted, and what each of their values is, against one value at a time.
 * SPDX-License-Identifier: MIT */
#include "columns.h"

#include "cpu_paths.h"

static void check_answers(const nps_column *column, const uint8_t *expected)
{
    uint8_t *const answers = fuzz_memory(column->length);
    MUST_OK(nps_column_answers(column, answers));
    MUST(column->length == 0 || memcmp(answers, expected, column->length) == 0);
    free(answers);
}

/* Counted into an empty accumulator, and into one whose counter has room for a given number of them. */
static void check_counts(const nps_column *column, const bins *expected, uint64_t room)
{
    nps_accumulator counted = {{0}, 0, 0}, full = {{[9] = UINT64_MAX - room}, 0, 0}, before = full;
    bins sum = bins_from(&full);
    const nps_status status = bins_merge(&sum, expected);
    MUST_OK(nps_accumulator_add_column(&counted, column));
    MUST(bins_are(expected, &counted));
    MUST(nps_accumulator_add_column(&full, column) == status);
    if (status == NPS_OK)
        MUST(bins_are(&sum, &full));
    else
        MUST_EQUAL(full, before);
}

static void check_broken(fuzz_input *input, nps_column column)
{
    nps_accumulator counted = {{1, 2}, 3, 4}, before = counted;
    uint8_t answer = 77;
    const nps_status expected = fuzz_break(input, &column);
    MUST(nps_accumulator_add_column(&counted, &column) == expected);
    MUST(nps_column_answers(&column, &answer) == expected);
    MUST_EQUAL(counted, before);
    MUST(answer == 77);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    const size_t rows = fuzz_below(&input, fuzz_bool(&input) ? 5000 : 256);
    fuzz_column column;
    uint8_t *const answers = fuzz_memory(rows);
    bins expected = {{0}};
    uint64_t room;
    size_t row;
    int path;
    fuzz_column_init(&input, &column, rows, 13);
    for (row = 0; row < rows; row++) {
        answers[row] = (uint8_t)answer_at(&column.column, row);
        expected.of[answers[row]]++;
    }
    room = fuzz_byte(&input);
    for (path = -1; next_path(&path);) {
        check_counts(&column.column, &expected, room);
        check_answers(&column.column, answers);
    }
    check_broken(&input, column.column);
    fuzz_column_free(&column);
    free(answers);
    return 0;
}
