/* SPDX-License-Identifier: MIT */
#include "order.h"

#include "varint.h"

#include <stdbool.h>
#include <string.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t nps_order_get(const unsigned char *order, size_t index)
{
    return nps_read_32(order + index * NPS_PLACE_SIZE);
}

void nps_order_put(unsigned char *order, size_t index, size_t place)
{
    nps_write_32(order + index * NPS_PLACE_SIZE, (uint32_t)place);
}

/* The comparison, and the two arrays between which the runs are merged. */
struct merging {
    nps_order_compare *compare;
    const void *context;
    const unsigned char *from;
    unsigned char *to;
};

/* Merges two sorted runs, from `start` to `middle` and from `middle` to `end`, into one. */
static void merge_runs(const struct merging *self, size_t start, size_t middle, size_t end)
{
    size_t left = start, right = middle, i;
    for (i = start; i < end; i++) {
        const bool take_left =
            right == end || (left < middle && self->compare(self->context, nps_order_get(self->from, left),
                                                            nps_order_get(self->from, right)) < 0);
        nps_order_put(self->to, i, nps_order_get(self->from, take_left ? left++ : right++));
    }
}

void nps_order_sort(unsigned char *order, size_t count, nps_order_compare *compare, const void *context)
{
    unsigned char *from = order, *to = order - count * NPS_PLACE_SIZE;
    size_t width, i;
    for (width = 1; width < count; width *= 2) {
        const struct merging merging = {compare, context, from, to};
        unsigned char *const merged = to;
        for (i = 0; i < count; i += 2 * width)
            merge_runs(&merging, i, i + smaller(width, count - i), i + smaller(2 * width, count - i));
        to = from;
        from = merged;
    }
    if (from != order)
        memcpy(order, from, count * NPS_PLACE_SIZE);
}
