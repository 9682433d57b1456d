/* Memory from a caller's allocator, or from malloc().
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ALLOCATOR_INTERNAL_H
#define NPS_ALLOCATOR_INTERNAL_H

#include <nps/allocator.h>
#include <stdbool.h>
#include <stdint.h>

/** malloc() and free(). */
nps_allocator nps_allocator_default(void);

/** Reads the caller's allocator; NULL is the default one. Returns false when one of its functions is NULL. */
bool nps_allocator_read(nps_allocator *into, const nps_allocator *from);

/** Memory for `count` elements of `size` bytes, or NULL when there is none or the product overflows; count > 0. */
void *nps_allocator_array(const nps_allocator *allocator, size_t count, size_t size);

/** Releases memory of nps_allocator_array(); NULL does nothing. */
void nps_allocator_release(const nps_allocator *allocator, void *memory, size_t count, size_t size);

/** A limit of the memory that an allocator may provide, and the amount in use. */
typedef struct nps_budget {
    nps_allocator source;
    uint64_t limit, used;
} nps_budget;

/** Memory from an allocator within the budget. The budget must stay at its address until all memory is released. */
nps_allocator nps_budget_allocator(nps_budget *budget);

#endif
