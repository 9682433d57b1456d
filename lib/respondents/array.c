/* SPDX-License-Identifier: MIT */
#include "array.h"

#include "../interrupt.h"

enum { FIRST_CAPACITY = 16, GROWTH = 8 };

nps_status nps_array_grow(nps_array *self, const nps_array_use *use, size_t more, const nps_interrupt *interrupt)
{
    const nps_allocator *allocator = use->allocator;
    const size_t least = self->capacity + self->capacity / GROWTH + FIRST_CAPACITY;
    size_t capacity = use->count + more;
    nps_status status;
    void *items;
    if (capacity <= self->capacity)
        return NPS_OK;
    if (capacity < least)
        capacity = least;
    items = nps_allocator_array(allocator, capacity, use->item);
    if (!items)
        return NPS_ERROR_MEMORY;
    status = nps_interrupt_copy(interrupt, items, self->items, use->count * use->item);
    if (status) {
        nps_allocator_release(allocator, items, capacity, use->item);
        return status;
    }
    nps_array_release(self, allocator, use->item);
    *self = (nps_array){items, capacity};
    return NPS_OK;
}

void nps_array_release(nps_array *self, const nps_allocator *allocator, size_t item)
{
    nps_allocator_release(allocator, self->items, self->capacity, item);
    *self = (nps_array){NULL, 0};
}
