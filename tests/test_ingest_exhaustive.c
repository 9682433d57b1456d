/* Tests of the ingest kernels that take seconds, and hours under valgrind.
 * SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE

#include "column_oracle.h"

#include <sys/mman.h>

/* Mostly answers, sometimes any value. */
static void fill_bytes(uint8_t *bytes, size_t n, uint64_t *random)
{
    size_t i;
    for (i = 0; i < n; i++)
        bytes[i] = (uint8_t)(next_below(random, 64) == 0 ? next_random(random) : next_below(random, 12));
}

static void every_length_and_alignment_of_bytes(void **state)
{
    enum { LONGEST = 4096, ALIGNMENTS = 64 };
    static uint8_t bytes[LONGEST + ALIGNMENTS + 1], bits[LONGEST / 8 + ALIGNMENTS];
    static const int64_t codes[] = {11, 3};
    uint64_t random = 11;
    size_t start;
    (void)state;
    fill_bytes(bytes, sizeof bytes, &random);
    for (start = 0; start < sizeof bits; start++)
        bits[start] = (uint8_t)(next_random(&random) | next_random(&random) | next_random(&random));
    for (start = 0; start < ALIGNMENTS; start++) {
        nps_column column;
        nps_column_init(&column, NPS_COLUMN_U8, bytes + start, 0);
        assert_all_lengths(column, LONGEST);
        if (start % 16 != 7)
            continue;
        column.missing_codes = codes;
        column.missing_code_count = 2;
        assert_all_lengths(column, LONGEST);
        column.validity = bits;
        column.validity_offset = start;
        assert_all_lengths(column, LONGEST);
    }
}

/* Memory that was never written maps to one page of zeros everywhere. */
static void more_than_two_to_the_32_answers(void **state)
{
    const size_t length = ((size_t)1 << 32) + 12345;
    nps_accumulator expected = EMPTY;
    nps_column column;
    void *const zeros = mmap(NULL, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    (void)state;
    assert_true(zeros != MAP_FAILED);
    nps_column_init(&column, NPS_COLUMN_U8, zeros, length);
    expected.answers[0] = length;
    assert_counted(&column, &expected);
    munmap(zeros, length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_and_alignment_of_bytes),
        cmocka_unit_test(more_than_two_to_the_32_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
