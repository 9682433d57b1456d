/* Arrays that grow by an eighth, because memory counts for each person.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_ARRAY_H
#define NPS_RESPONDENTS_ARRAY_H

#include "../allocator.h"

#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>

/** An array with room for `capacity` items; NULL while it has none. */
typedef struct nps_array {
    void *items;
    size_t capacity;
} nps_array;

/** The array to grow: its allocator, the size of an item, the items that are used. */
typedef struct nps_array_use {
    const nps_allocator *allocator;
    size_t item, count;
} nps_array_use;

/** Makes room for `more` items; NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED, and the array is unchanged. */
nps_status nps_array_grow(nps_array *self, const nps_array_use *use, size_t more, const nps_interrupt *interrupt);

/** Releases the memory. */
void nps_array_release(nps_array *self, const nps_allocator *allocator, size_t item);

#endif
