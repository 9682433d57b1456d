/* A binary radix sort in place, the most significant bit first: "radix exchange" (Knuth, The Art of Computer
 * Programming 3, 5.2.2).
 * SPDX-License-Identifier: MIT */
#include "order.h"

#include "../bytes/order.h"
#include "../interrupt.h"

#include <string.h>

/* The bytes of a text that are sorted at once. */
enum { CHUNK = 7 };

/* Ranges up to this length are sorted by insertion. */
enum { FEW = 16 };

/* Records between two questions: less than a millisecond. */
enum { RECORDS_AT_ONCE = 4096 };

/* A part of a key, as a number that orders like it, and the index of the key. Not aligned, as 16 bytes are too many. */
struct key_record {
    uint32_t high, low, place;
};

_Static_assert(sizeof(struct key_record) == NPS_KEYS_ORDER_SIZE, "records are next to each other");

struct key_sorting {
    const nps_keys *keys;
    unsigned char *records;
    const nps_interrupt *interrupt;
};

/* Records from `from` up to and without `to`, whose texts are equal in their first `depth` bytes. */
struct key_range {
    size_t from, to, depth;
};

static struct key_record get(const struct key_sorting *self, size_t index)
{
    struct key_record record;
    memcpy(&record, self->records + index * sizeof record, sizeof record);
    return record;
}

static void put(const struct key_sorting *self, size_t index, struct key_record record)
{
    memcpy(self->records + index * sizeof record, &record, sizeof record);
}

static uint64_t part_of(struct key_record record)
{
    return (uint64_t)record.high << 32 | record.low;
}

/* CHUNK bytes of a text, and how many of them there are, with one more if the text goes on: so a text comes before its
 * continuations, also before those with zero bytes. */
static uint64_t text_part(const nps_key *key, size_t depth)
{
    const size_t left = key->length > depth ? key->length - depth : 0;
    const size_t count = left < CHUNK ? left : CHUNK;
    uint64_t part = 0;
    size_t i;
    for (i = 0; i < count; i++)
        part |= (uint64_t)(unsigned char)key->text[depth + i] << 8 * (CHUNK - i);
    return part | (count + (left > CHUNK));
}

/* The smallest integer becomes 0. */
static uint64_t integer_part(const nps_key *key)
{
    return (uint64_t)key->integer ^ (uint64_t)1 << 63;
}

static struct key_record record_of(const struct key_sorting *self, size_t place, size_t depth)
{
    const nps_key key = nps_keys_get(self->keys, place);
    const uint64_t part = self->keys->type == NPS_KEY_TEXT ? text_part(&key, depth) : integer_part(&key);
    return (struct key_record){(uint32_t)(part >> 32), (uint32_t)part, (uint32_t)place};
}

/* Reads the parts of the keys that are compared next. */
static nps_status read_parts(const struct key_sorting *self, const struct key_range *range)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = range->from; !status && i < range->to; i++) {
        put(self, i, record_of(self, get(self, i).place, range->depth));
        status = nps_interrupt_check_every(self->interrupt, RECORDS_AT_ONCE, i);
    }
    return status;
}

/* The bits in which not all parts are equal. */
static nps_status find_differing(const struct key_sorting *self, const struct key_range *range, uint64_t *bits)
{
    const uint64_t first = part_of(get(self, range->from));
    nps_status status = NPS_OK;
    size_t i;
    *bits = 0;
    for (i = range->from; !status && i < range->to; i++) {
        *bits |= part_of(get(self, i)) ^ first;
        status = nps_interrupt_check_every(self->interrupt, RECORDS_AT_ONCE, i);
    }
    return status;
}

static uint64_t highest_bit(uint64_t bits)
{
    int shift;
    for (shift = 1; shift < 64; shift *= 2)
        bits |= bits >> shift;
    return bits ^ bits >> 1;
}

/* Puts the parts without a bit before those with it. No branch depends on a part, because it could not be predicted. */
static nps_status partition(const struct key_sorting *self, const struct key_range *range, uint64_t bit, size_t *middle)
{
    nps_status status = NPS_OK;
    size_t end = range->from, i;
    for (i = range->from; !status && i < range->to; i++) {
        const struct key_record record = get(self, i);
        put(self, i, get(self, end));
        put(self, end, record);
        end += (part_of(record) & bit) == 0;
        status = nps_interrupt_check_every(self->interrupt, RECORDS_AT_ONCE, i);
    }
    *middle = end;
    return status;
}

static bool is_before(const struct key_sorting *self, struct key_record a, struct key_record b)
{
    const uint64_t first = part_of(a), second = part_of(b);
    return first != second ? first < second : nps_keys_compare(self->keys, a.place, b.place) < 0;
}

static void insert_few(const struct key_sorting *self, const struct key_range *range)
{
    size_t next, i;
    for (next = range->from; next < range->to; next++) {
        const struct key_record record = get(self, next);
        for (i = next; i > range->from && is_before(self, record, get(self, i - 1)); i--)
            put(self, i, get(self, i - 1));
        put(self, i, record);
    }
}

/* Ranges that are not sorted yet. The smaller of two is sorted first, so that there are never many. */
struct waiting_ranges {
    struct key_range ranges[34];
    size_t count;
};

static size_t length_of(const struct key_range *range)
{
    return range->to - range->from;
}

static void push_both(struct waiting_ranges *waiting, const struct key_range *a, const struct key_range *b)
{
    const bool is_smaller = length_of(a) < length_of(b);
    waiting->ranges[waiting->count++] = is_smaller ? *b : *a;
    waiting->ranges[waiting->count++] = is_smaller ? *a : *b;
}

/* Sorts a range by one bit, or reads on if the parts are equal. */
static nps_status sort_by_bit(const struct key_sorting *self, struct key_range range, struct waiting_ranges *waiting)
{
    struct key_range lower = range, upper = range;
    uint64_t differing;
    nps_status status = find_differing(self, &range, &differing);
    if (status)
        return status;
    if (differing == 0) {
        range.depth += CHUNK;
        waiting->ranges[waiting->count++] = range;
        return read_parts(self, &range);
    }
    status = partition(self, &range, highest_bit(differing), &lower.to);
    upper.from = lower.to;
    push_both(waiting, &lower, &upper);
    return status;
}

static nps_status sort(const struct key_sorting *self)
{
    struct waiting_ranges waiting = {{{0, self->keys->count, 0}}, 1};
    nps_status status = NPS_OK;
    while (!status && waiting.count != 0) {
        const struct key_range range = waiting.ranges[--waiting.count];
        if (length_of(&range) > FEW)
            status = sort_by_bit(self, range, &waiting);
        else
            insert_few(self, &range);
    }
    return status;
}

/* Puts the indexes behind each other, at the end. The last comes first, as it overwrites the last record. */
static nps_status keep_places(const struct key_sorting *self)
{
    const size_t count = self->keys->count;
    unsigned char *const order = self->records + count * (NPS_KEYS_ORDER_SIZE - NPS_PLACE_SIZE);
    nps_status status = NPS_OK;
    size_t i;
    for (i = count; !status && i-- > 0;) {
        nps_order_put(order, i, get(self, i).place);
        status = nps_interrupt_check_every(self->interrupt, RECORDS_AT_ONCE, i);
    }
    return status;
}

nps_status nps_keys_order(const nps_keys *self, unsigned char *memory, const nps_interrupt *interrupt)
{
    const struct key_sorting sorting = {self, memory, interrupt};
    nps_status status = NPS_OK;
    size_t place;
    for (place = 0; !status && place < self->count; place++) {
        put(&sorting, place, record_of(&sorting, place, 0));
        status = nps_interrupt_check_every(interrupt, RECORDS_AT_ONCE, place);
    }
    if (!status)
        status = sort(&sorting);
    return status ? status : keep_places(&sorting);
}
