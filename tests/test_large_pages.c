/* Memory in large pages keeps its content, wherever it begins and ends.
 * SPDX-License-Identifier: MIT */
#include "support/large_pages.h"
#include "test.h"

#include <errno.h>
#include <stdlib.h>

enum { SIZE = 3 * NPS_LARGE_PAGES_WORTH };

static void content_and_errno_stay(void **state)
{
    static const size_t starts[] = {0, 1, 4095, 4096, 100000}, ends[] = {SIZE, SIZE - 1, SIZE - 4097, 200000};
    unsigned char *memory = malloc(SIZE);
    size_t i, j, at;
    (void)state;
    assert_non_null(memory);
    for (at = 0; at < SIZE; at++)
        memory[at] = (unsigned char)(at % 251);
    for (i = 0; i < sizeof starts / sizeof *starts; i++)
        for (j = 0; j < sizeof ends / sizeof *ends; j++) {
            errno = 77;
            nps_large_pages_use(memory + starts[i], ends[j] - starts[i]);
            assert_int_equal(errno, 77);
        }
    for (at = 0; at < SIZE; at++)
        assert_true(memory[at] == at % 251);
    free(memory);
}

static void no_memory_is_nothing(void **state)
{
    (void)state;
    nps_large_pages_use(NULL, SIZE);
    nps_large_pages_use(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_and_errno_stay),
        cmocka_unit_test(no_memory_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
