/* As much of cmocka as our tests use, for machines for which there is no cmocka: the first failure ends the program.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_CMOCKA_H
#define NPS_TESTS_CMOCKA_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*function)(void **state);
};

static inline void fail_at_line(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    exit(1);
}

#define cmocka_unit_test(function) {#function, function}
#define cmocka_run_group_tests(tests, set_up, tear_down)                                                               \
    ((void)(set_up), (void)(tear_down), run_tests(tests, sizeof(tests) / sizeof *(tests)))
#define print_error(...)                     fprintf(stderr, __VA_ARGS__)
#define _fail(file, line)                    fail_at_line("failed", file, line)
#define fail()                               fail_at_line("failed", __FILE__, __LINE__)
#define fail_msg(...)                        (print_error(__VA_ARGS__), fail_at_line("failed", __FILE__, __LINE__))
#define assert_true(condition)               ((condition) ? (void)0 : fail_at_line(#condition, __FILE__, __LINE__))
#define assert_false(condition)              assert_true(!(condition))
#define assert_null(pointer)                 assert_true((pointer) == NULL)
#define assert_non_null(pointer)             assert_true((pointer) != NULL)
#define assert_ptr_equal(a, b)               assert_true((const void *)(a) == (const void *)(b))
#define assert_int_equal(a, b)               assert_true((uintmax_t)(a) == (uintmax_t)(b))
#define assert_int_not_equal(a, b)           assert_true((uintmax_t)(a) != (uintmax_t)(b))
#define assert_string_equal(a, b)            assert_true(strcmp(a, b) == 0)
#define assert_string_not_equal(a, b)        assert_true(strcmp(a, b) != 0)
#define assert_memory_equal(a, b, count)     assert_true(memcmp(a, b, count) == 0)
#define assert_memory_not_equal(a, b, count) assert_true(memcmp(a, b, count) != 0)
#define assert_in_range(value, low, high)                                                                              \
    assert_true((uintmax_t)(value) >= (uintmax_t)(low) && (uintmax_t)(value) <= (uintmax_t)(high))
/* cmocka's check what is around them; the tools that this header is used with see more. */
#define test_malloc(size) malloc(size)
#define test_free(memory) free(memory)

static inline int run_tests(const struct CMUnitTest *tests, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        void *state = NULL;
        printf("%s\n", tests[i].name);
        tests[i].function(&state);
    }
    printf("%zu passed\n", count);
    return 0;
}

#endif
