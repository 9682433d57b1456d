/**
 * @file allocator.h
 * @brief Where the few objects that allocate get their memory.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_ALLOCATOR_H
#define NPS_ALLOCATOR_H

#include <nps/export.h>
#include <stddef.h>

NPS_BEGIN_DECLARATIONS

/**
 * A source of memory. Plain and part of the ABI. It is copied where it is passed; `context` must outlive the object.
 *
 * Wherever a pointer to an allocator may be NULL, malloc() and free() are used.
 */
typedef struct nps_allocator {
    void *context; /**< Passed to both functions. */
    /** Gives `size` bytes (never 0) aligned as malloc() does, or NULL when there are none. */
    void *(*allocate)(void *context, size_t size);
    /** Takes back what allocate() gave, with the same size. Never called with NULL. */
    void (*release)(void *context, void *memory, size_t size);
} nps_allocator;

NPS_END_DECLARATIONS

#endif
