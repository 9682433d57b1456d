/* Memory in large pages keeps its content, wherever it begins and ends.
 * SPDX-License-Identifier: MIT */
#include "allocator.h"
#include "support/large_pages.h"
#include "test.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Whether Linux was asked for large pages for the memory around an address. */
static bool was_asked(const void *address)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    uintptr_t from = 0, to = 0;
    bool was = false;
    char line[512];
    while (maps && fgets(line, sizeof line, maps)) {
        char *end;
        const uintptr_t first = (uintptr_t)strtoull(line, &end, 16);
        if (*end == '-') {
            from = first;
            to = (uintptr_t)strtoull(end + 1, NULL, 16);
        }
        if (strncmp(line, "VmFlags:", 8) == 0 && from <= (uintptr_t)address && (uintptr_t)address < to)
            was |= strstr(line, " hg") != NULL;
    }
    if (maps)
        (void)fclose(maps);
    return was;
}

static void memory_without_an_allocator_is_in_them(void **state)
{
    const nps_allocator allocator = nps_allocator_default();
    unsigned char *const known = malloc(SIZE);
    unsigned char *const large = nps_allocator_array(&allocator, SIZE, 1);
    (void)state;
    assert_non_null(known);
    assert_non_null(large);
    nps_large_pages_use(known, SIZE);
    if (was_asked(known + SIZE / 2)) /* the system has them and says so */
        assert_true(was_asked(large + SIZE / 2));
    nps_allocator_release(&allocator, large, SIZE, 1);
    free(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_and_errno_stay),
        cmocka_unit_test(no_memory_is_nothing),
        cmocka_unit_test(memory_without_an_allocator_is_in_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
