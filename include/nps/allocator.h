/**
 * @file allocator.h
 * @brief Memory functions for the few objects that allocate.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_ALLOCATOR_H
#define NPS_ALLOCATOR_H

#include <nps/export.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * A pair of memory functions. Plain and part of the ABI. Functions copy it; `context` must outlive the object.
 *
 * Wherever a pointer to an allocator may be NULL, malloc() and free() are used.
 */
typedef struct nps_allocator {
    void *context; /**< Passed to both functions. */
    /** Returns `size` bytes (never 0) aligned as by malloc(), or NULL when there is no memory. */
    void *(*allocate)(void *context, size_t size);
    /** Releases memory that allocate() returned, with the same size. Never called with NULL. */
    void (*release)(void *context, void *memory, size_t size);
} nps_allocator;

NPS_END_DECLARATIONS

#endif
