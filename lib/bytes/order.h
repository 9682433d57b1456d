/* Sorting indexes, called places, within the buffer of an encoded state, so that encoding needs no other memory.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ORDER_H
#define NPS_ORDER_H

#include <stddef.h>

/** The size of a place in bytes. */
enum { NPS_PLACE_SIZE = 4 };

/** Negative, zero or positive if the element at place `a` comes before, equals, or comes after that at place `b`. */
typedef int nps_order_compare(const void *context, size_t a, size_t b);

/** The place at an index of the order. */
size_t nps_order_get(const unsigned char *order, size_t index);

/** Stores a place, less than 2^32, at an index of the order. */
void nps_order_put(unsigned char *order, size_t index, size_t place);

/**
 * Sorts places by mergesort, which is fast for every initial order.
 *
 * @param order   The places. The same number of bytes before them is used as scratch memory.
 * @param size    The number of places.
 * @param compare The comparison.
 * @param context The argument of `compare`.
 */
void nps_order_sort(unsigned char *order, size_t count, nps_order_compare *compare, const void *context);

#endif
