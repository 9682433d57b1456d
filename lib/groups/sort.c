/* Sorting groups: a sorted copy takes the place of the groups, so that nobody sees an interrupted call.
 * SPDX-License-Identifier: MIT */
#include "../allocator.h"
#include "../bytes/order.h"
#include "../groups.h"
#include "../interrupt.h"
#include "../keys/order.h"

/* Groups between two questions: less than a millisecond. */
enum { GROUPS_AT_ONCE = 4096 };

static nps_status find_whether_sorted(const nps_groups *self, bool *is_sorted)
{
    nps_status status = NPS_OK;
    size_t i;
    *is_sorted = true;
    for (i = 1; !status && *is_sorted && i < self->keys.count; i++) {
        *is_sorted = nps_keys_compare(&self->keys, i - 1, i) < 0;
        status = nps_interrupt_check_every(&self->interrupt, GROUPS_AT_ONCE, i);
    }
    return status;
}

static nps_status copy_counts(const nps_groups *self, const unsigned char *order, nps_accumulator *out)
{
    nps_status status = NPS_OK;
    size_t places[NPS_KEYS_MANY], from, i;
    for (from = 0; !status && from < self->keys.count; from += NPS_KEYS_MANY) {
        const size_t count = nps_groups_next_places(self, order, from, places);
        for (i = 0; i < count; i++)
            out[from + i] = self->accumulators[places[i]];
        status = nps_interrupt_check_every(&self->interrupt, GROUPS_AT_ONCE, from);
    }
    return status;
}

static nps_status put_in_order(nps_groups *self, const unsigned char *order)
{
    const nps_allocator *allocator = &self->keys.allocator;
    nps_accumulator *unused = nps_allocator_array(allocator, self->capacity, sizeof *unused), *sorted = unused;
    nps_status status = sorted ? copy_counts(self, order, sorted) : NPS_ERROR_MEMORY;
    if (!status)
        status = nps_keys_reorder(&self->keys, order, &self->interrupt);
    if (!status) {
        unused = self->accumulators;
        self->accumulators = sorted;
    }
    nps_allocator_release(allocator, unused, self->capacity, sizeof *unused);
    return status;
}

static nps_status sort_copy(nps_groups *self)
{
    const nps_allocator *allocator = &self->keys.allocator;
    const size_t count = self->keys.count;
    unsigned char *memory = nps_allocator_array(allocator, count, NPS_KEYS_ORDER_SIZE);
    nps_status status = memory ? nps_keys_order(&self->keys, memory, &self->interrupt) : NPS_ERROR_MEMORY;
    if (!status)
        status = put_in_order(self, memory + count * (NPS_KEYS_ORDER_SIZE - NPS_PLACE_SIZE));
    nps_allocator_release(allocator, memory, count, NPS_KEYS_ORDER_SIZE);
    return status;
}

static void swap(nps_groups *self, size_t a, size_t b)
{
    const nps_accumulator accumulator = self->accumulators[a];
    self->accumulators[a] = self->accumulators[b];
    self->accumulators[b] = accumulator;
    nps_keys_swap(&self->keys, a, b);
}

/* Restores the heap below `root` within the first `size` places. */
static void sift_down(nps_groups *self, size_t root, size_t size)
{
    for (;;) {
        size_t largest = root, child = 2 * root + 1;
        for (; child <= 2 * root + 2 && child < size; child++)
            if (nps_keys_compare(&self->keys, child, largest) > 0)
                largest = child;
        if (largest == root)
            return;
        swap(self, root, largest);
        root = largest;
    }
}

/* Heapsort: no allocation, and no order of keys makes it slow. */
static void sort_in_place(nps_groups *self)
{
    size_t i;
    for (i = self->keys.count / 2; i-- > 0;)
        sift_down(self, i, self->keys.count);
    for (i = self->keys.count; i-- > 1;) {
        swap(self, 0, i);
        sift_down(self, 0, i);
    }
    nps_keys_index(&self->keys);
}

nps_status nps_groups_sort(nps_groups *self)
{
    bool is_sorted;
    nps_status status;
    if (!self)
        return NPS_ERROR_NULL;
    status = find_whether_sorted(self, &is_sorted);
    if (status || is_sorted)
        return status;
    status = sort_copy(self);
    if (status != NPS_ERROR_MEMORY)
        return status;
    sort_in_place(self);
    return NPS_OK;
}
