/* SPDX-License-Identifier: MIT */
#include "groups_codec.h"

#include "bytes/envelope.h"
#include "bytes/order.h"
#include "codec.h"
#include "interrupt.h"
#include "keys/encoded.h"
#include "keys/order.h"
#include "status.h"
#include "support/options.h"

#include <stdbool.h>
#include <string.h>

/* The key and each counter take at least one byte. */
enum { SMALLEST_GROUP = 1 + NPS_BINS };

_Static_assert((int)SMALLEST_GROUP >= (int)NPS_KEYS_ORDER_SIZE,
               "a group has room for its order, see nps_groups_write_content()");

/* Groups between two questions: less than a millisecond. */
enum { GROUPS_AT_ONCE = 4096 };

static nps_kind kind_of(nps_key_type type)
{
    return type == NPS_KEY_TEXT ? NPS_KIND_GROUPS_BY_TEXT : NPS_KIND_GROUPS_BY_INTEGER;
}

nps_status nps_groups_content_size(const nps_groups *self, size_t *out)
{
    size_t size = nps_number_size(self->keys.count), i;
    nps_status status = NPS_OK;
    for (i = 0; !status && i < self->keys.count; i++) {
        const nps_key key = nps_keys_get(&self->keys, i);
        size += nps_key_encoded_size(self->keys.type, &key) + nps_counters_size(&self->accumulators[i]);
        status = nps_interrupt_check_every(&self->interrupt, GROUPS_AT_ONCE, i);
    }
    if (!status)
        *out = size;
    return status;
}

static unsigned char *write_some(const nps_groups *self, const unsigned char *order, size_t from, unsigned char *to)
{
    size_t places[NPS_KEYS_MANY], i;
    const size_t count = nps_groups_next_places(self, order, from, places);
    for (i = 0; i < count; i++) {
        const nps_key key = nps_keys_get(&self->keys, places[i]);
        to = nps_write_counters(nps_write_key(to, self->keys.type, &key), &self->accumulators[places[i]]);
    }
    return to;
}

/* The order is found and kept at the end of the very bytes that are written. As no group is smaller than what its order
 * needs, there is room, and a group ends before the places of those behind it begin. */
nps_status nps_groups_write_content(const nps_groups *self, unsigned char *to, unsigned char *end,
                                    unsigned char **content_end)
{
    const size_t count = self->keys.count;
    const unsigned char *const order = end - count * NPS_PLACE_SIZE;
    nps_status status = nps_keys_order(&self->keys, end - count * NPS_KEYS_ORDER_SIZE, &self->interrupt);
    size_t from;
    to = nps_write_number(to, count);
    for (from = 0; !status && from < count; from += NPS_KEYS_MANY) {
        to = write_some(self, order, from, to);
        status = nps_interrupt_check_every(&self->interrupt, GROUPS_AT_ONCE, from);
    }
    *content_end = to;
    return status;
}

nps_status nps_groups_encoded_size(const nps_groups *self, size_t *size)
{
    size_t content;
    nps_status status;
    if (!self || !size)
        return NPS_ERROR_NULL;
    status = nps_groups_content_size(self, &content);
    if (!status)
        *size = NPS_ENVELOPE_SIZE + content;
    return status;
}

nps_status nps_groups_encode(const nps_groups *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to = bytes, *content_end;
    size_t size;
    nps_status status;
    if (!bytes || !length)
        return NPS_ERROR_NULL;
    status = nps_groups_encoded_size(self, &size);
    if (!status && capacity < size)
        status = NPS_ERROR_SPACE;
    if (!status)
        status =
            nps_groups_write_content(self, nps_envelope_begin(to, kind_of(self->keys.type)), to + size, &content_end);
    return status ? status : nps_envelope_end_asking(to, content_end, &self->interrupt, length);
}

nps_status nps_groups_walk_open(nps_groups_walk *walk, nps_key_type type)
{
    const size_t start = walk->reader.offset;
    size_t possible;
    const nps_status status = nps_read_number(&walk->reader, &walk->count);
    if (status)
        return status;
    possible = (walk->reader.length - walk->reader.offset) / SMALLEST_GROUP;
    if (walk->count > possible)
        return nps_explain(walk->reader.detail, NPS_ERROR_FORMAT,
                           "byte %zu: expected at most %zu groups in %zu bytes, got %llu", start, possible,
                           walk->reader.length + NPS_ENVELOPE_TAIL, (unsigned long long)walk->count);
    walk->type = type;
    walk->read = 0;
    walk->key = (nps_key){NULL, 0, 0};
    return NPS_OK;
}

static nps_status open_walk(nps_groups_walk *walk, const void *bytes, size_t length, nps_error_detail *detail,
                            const nps_interrupt *interrupt)
{
    unsigned kind;
    nps_status status = nps_envelope_open_asking(&walk->reader, &kind, bytes, length, detail, interrupt);
    if (!status && kind != NPS_KIND_GROUPS_BY_TEXT && kind != NPS_KIND_GROUPS_BY_INTEGER)
        status = nps_envelope_refuse(&walk->reader, kind, "kind 11 or 21 (groups)");
    return status ? status
                  : nps_groups_walk_open(walk, kind == NPS_KIND_GROUPS_BY_TEXT ? NPS_KEY_TEXT : NPS_KEY_INTEGER);
}

nps_status nps_groups_walk_next(nps_groups_walk *walk)
{
    const nps_key before = walk->key;
    nps_status status = nps_read_key(&walk->reader, walk->type, walk->read != 0 ? &before : NULL, &walk->key);
    if (!status)
        status = nps_read_counters(&walk->reader, &walk->counts);
    walk->read++;
    return status || walk->read != walk->count ? status : nps_read_end(&walk->reader);
}

/* Encoded groups as a source, with the status of bytes that are not groups. */
struct encoded_groups {
    nps_groups_walk start, walk;
    nps_status refused;
};

static nps_status read_encoded(void *context, size_t index, nps_source_group *out)
{
    struct encoded_groups *encoded = context;
    if (index == 0)
        encoded->walk = encoded->start;
    encoded->refused = nps_groups_walk_next(&encoded->walk);
    out->key = encoded->walk.key;
    out->room = encoded->walk.counts;
    out->counts = &out->room;
    return encoded->refused;
}

/* The first pass reads the bytes to their end, so that what is wrong with them is said before that they do not fit. */
nps_status nps_groups_merge_walk(nps_groups *self, const nps_groups_walk *walk)
{
    struct encoded_groups encoded = {.start = *walk};
    const nps_groups_source source = {&encoded, (size_t)walk->count, read_encoded};
    nps_status status;
    if (walk->count == 0)
        return nps_read_end(&encoded.start.reader);
    status = nps_groups_merge_source(self, &source, &self->interrupt);
    return encoded.refused ? status : nps_explain_status(walk->reader.detail, status);
}

static nps_status read_options(const nps_groups_options *options, nps_groups_options *read)
{
    nps_groups_options_init(read);
    return options ? nps_options_read(read, sizeof *read, NPS_GROUPS_OPTIONS_OLDEST, options) : NPS_OK;
}

nps_status nps_groups_decode(const nps_groups_options *options, const void *bytes, size_t length, nps_groups **out,
                             nps_error_detail *detail)
{
    nps_groups_options read;
    nps_groups_walk walk;
    nps_groups *made;
    const nps_status unread = read_options(options, &read);
    nps_status status;
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_walk(&walk, bytes, length, detail, &read.interrupt);
    if (status)
        return status;
    read.key_type = walk.type;
    status = unread ? unread : nps_groups_create(&read, &made);
    if (status)
        return nps_explain_status(detail, status);
    status = nps_groups_merge_walk(made, &walk);
    if (status)
        nps_groups_destroy(made);
    else
        *out = made;
    return status;
}

nps_status nps_groups_merge_encoded(nps_groups *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_groups_walk walk;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_walk(&walk, bytes, length, detail, &self->interrupt);
    if (!status && walk.type != self->keys.type)
        status = nps_explain_status(detail, NPS_ERROR_KEY);
    return status ? status : nps_groups_merge_walk(self, &walk);
}
