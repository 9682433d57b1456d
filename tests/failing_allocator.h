/* An allocator that fails at a given call, and records what it allocated.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_FAILING_ALLOCATOR_H
#define NPS_TESTS_FAILING_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/** The context of failing_allocate() and failing_release(). */
struct failing {
    size_t calls;
    size_t fail_at; /* the call that fails, from 1; 0: none */
    bool for_good;  /* every later call fails too */
    size_t bytes;   /* bytes allocated and not yet released */
    size_t peak;    /* the maximum of `bytes` so far */
};

static inline void *failing_allocate(void *context, size_t size)
{
    struct failing *failing = context;
    const bool is_later = ++failing->calls > failing->fail_at;
    const bool fails = failing->calls == failing->fail_at || (failing->for_good && is_later);
    void *memory = fails ? NULL : malloc(size);
    if (memory)
        failing->bytes += size;
    if (failing->peak < failing->bytes)
        failing->peak = failing->bytes;
    return memory;
}

static inline void failing_release(void *context, void *memory, size_t size)
{
    struct failing *failing = context;
    failing->bytes -= size;
    free(memory);
}

#endif
