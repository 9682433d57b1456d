/* Includes cmocka, and defines assertions in terms of the library.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_TEST_H
#define NPS_TESTS_TEST_H

/* cmocka needs these headers before its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <nps/nps.h>
#include <stdio.h>
#include <string.h>

/** cmocka's float assertion casts to float. NaN is near nothing; equal infinities are near each other. */
static inline void assert_double_near_at(double actual, double expected, double tolerance, const char *file, int line)
{
    if (actual == expected || fabs(actual - expected) <= tolerance)
        return;
    print_error("%.17g is not within %g of %.17g\n", actual, tolerance, expected);
    _fail(file, line);
}
#define assert_double_near(actual, expected, tolerance)                                                                \
    assert_double_near_at(actual, expected, tolerance, __FILE__, __LINE__)

static inline void assert_status_at(nps_status actual, nps_status expected, const char *call, const char *file,
                                    int line)
{
    if (actual == expected)
        return;
    print_error("%s: \"%s\", expected \"%s\"\n", call, nps_status_string(actual), nps_status_string(expected));
    _fail(file, line);
}
#define assert_status(call, expected) assert_status_at(call, expected, #call, __FILE__, __LINE__)
#define assert_ok(call)               assert_status(call, NPS_OK)

/** Asserts that all 13 counters are equal. */
#define assert_accumulator_equal(a, b) assert_memory_equal(a, b, sizeof(nps_accumulator))

/** Pseudo-random numbers that are the same on every machine (xorshift64*, Vigna 2016). */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1D;
}

/** A number in 0..n-1. */
static inline uint64_t next_below(uint64_t *state, uint64_t n)
{
    return (next_random(state) >> 32) % n;
}

#endif
