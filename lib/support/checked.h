/* Unsigned arithmetic that detects overflow.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CHECKED_H
#define NPS_CHECKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Adds and returns true, or returns false and leaves `sum` unchanged. */
static inline bool checked_add(uint64_t a, uint64_t b, uint64_t *sum)
{
    if (a > UINT64_MAX - b)
        return false;
    *sum = a + b;
    return true;
}

/** Adds; UINT64_MAX stands for every larger sum too. */
static inline uint64_t saturated_add(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/** Multiplies and returns true, or returns false and leaves `product` unchanged. */
static inline bool checked_multiply(size_t a, size_t b, size_t *product)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *product = a * b;
    return true;
}

#endif
