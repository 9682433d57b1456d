/* Places in an order that is found within bytes, so that encoding needs no memory of its own.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ORDER_H
#define NPS_ORDER_H

#include <stddef.h>

/** How many bytes a place takes. */
enum { NPS_PLACE_SIZE = 4 };

/** Negative, zero or positive as what is at place `a` comes before, is, or comes after what is at place `b`. */
typedef int nps_order_compare(const void *context, size_t a, size_t b);

/** The place that comes at an index. */
size_t nps_order_get(const unsigned char *order, size_t index);

/** Puts a place, less than 2^32, at an index. */
void nps_order_put(unsigned char *order, size_t index, size_t place);

/**
 * Sorts places: mergesort, which no order of them makes slow.
 *
 * @param order   The places. As many bytes before them as they take are overwritten.
 * @param size    How many places.
 * @param compare What comes before what.
 * @param context For `compare`.
 */
void nps_order_sort(unsigned char *order, size_t size, nps_order_compare *compare, const void *context);

#endif
