/* Memory by way of a caller's allocator, or malloc().
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ALLOCATOR_INTERNAL_H
#define NPS_ALLOCATOR_INTERNAL_H

#include <nps/allocator.h>
#include <stdbool.h>
#include <stdint.h>

/** malloc() and free(). */
nps_allocator nps_allocator_default(void);

/** Reads the caller's allocator, NULL being the default one; false when one of its functions is NULL. */
bool nps_allocator_read(nps_allocator *into, const nps_allocator *from);

/** Memory for `count` elements of `size` bytes, or NULL when there is none or the product overflows; count > 0. */
void *nps_allocator_array(const nps_allocator *allocator, size_t count, size_t size);

/** Gives back what nps_allocator_array() gave; NULL does nothing. */
void nps_allocator_release(const nps_allocator *allocator, void *memory, size_t count, size_t size);

/** A limit to what an allocator gives, and what of it is taken. */
typedef struct nps_budget {
    nps_allocator source;
    uint64_t limit, used;
} nps_budget;

/** Memory by way of the budget, which must neither move nor end before what it gave. */
nps_allocator nps_budget_allocator(nps_budget *budget);

#endif
