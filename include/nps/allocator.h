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
 * Wherever a pointer to an allocator may be NULL, malloc() and free() are used. On Linux, memory of 4 MB or more is
 * then in large pages, where these are given on request (madvise() with MADV_HUGEPAGE).
 *
 * @code
 * #include <nps/nps.h>
 * #include <stdio.h>
 * #include <stdlib.h>
 *
 * static void *allocate(void *used, size_t size) { *(size_t *)used += size; return malloc(size); }
 * static void release(void *used, void *memory, size_t size) { *(size_t *)used -= size; free(memory); }
 *
 * int main(void)
 * {
 *     size_t used = 0;
 *     const nps_allocator allocator = {&used, allocate, release};
 *     nps_groups_options options;
 *     nps_groups *shops;
 *     nps_groups_options_init(&options);
 *     options.allocator = &allocator;
 *     if (nps_groups_create(&options, &shops) == NPS_OK)
 *         nps_groups_destroy(shops);
 *     printf("%d bytes in use\n", (int)used); // prints: 0 bytes in use
 *     return 0;
 * }
 * @endcode
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
