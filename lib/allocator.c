/* SPDX-License-Identifier: MIT */
#include "allocator.h"

#include "support/checked.h"
#include "support/large_pages.h"

#include <stdlib.h>

/* Many keys or rows are read here and there, and the system looks a usual page up for almost each of them. */
static void *default_allocate(void *context, size_t size)
{
    void *const memory = malloc(size);
    (void)context;
    nps_large_pages_use(memory, size);
    return memory;
}

static void default_release(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    free(memory);
}

nps_allocator nps_allocator_default(void)
{
    return (nps_allocator){NULL, default_allocate, default_release};
}

bool nps_allocator_read(nps_allocator *into, const nps_allocator *from)
{
    *into = from ? *from : nps_allocator_default();
    return into->allocate && into->release;
}

void *nps_allocator_array(const nps_allocator *allocator, size_t count, size_t size)
{
    size_t bytes;
    return checked_multiply(count, size, &bytes) ? allocator->allocate(allocator->context, bytes) : NULL;
}

void nps_allocator_release(const nps_allocator *allocator, void *memory, size_t count, size_t size)
{
    if (memory)
        allocator->release(allocator->context, memory, count * size);
}

static void *allocate_within(void *context, size_t size)
{
    nps_budget *budget = context;
    void *memory;
    if (size > budget->limit - budget->used)
        return NULL;
    memory = budget->source.allocate(budget->source.context, size);
    if (memory)
        budget->used += size;
    return memory;
}

static void release_within(void *context, void *memory, size_t size)
{
    nps_budget *budget = context;
    budget->source.release(budget->source.context, memory, size);
    budget->used -= size;
}

nps_allocator nps_budget_allocator(nps_budget *budget)
{
    return (nps_allocator){budget, allocate_within, release_within};
}
