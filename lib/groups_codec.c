/* SPDX-License-Identifier: MIT */
#include <nps/groups_codec.h>

#include "bytes/envelope.h"
#include "bytes/order.h"
#include "codec.h"
#include "groups.h"
#include "status.h"
#include "support/options.h"

#include <stdbool.h>
#include <string.h>

/* The key and each counter take at least one byte. */
enum { SMALLEST_GROUP = 1 + NPS_BINS };

_Static_assert(SMALLEST_GROUP >= 2 * NPS_PLACE_SIZE, "two places take no more room than a group, see write_groups()");

static nps_kind kind_of(nps_key_type type)
{
    return type == NPS_KEY_TEXT ? NPS_KIND_GROUPS_BY_TEXT : NPS_KIND_GROUPS_BY_INTEGER;
}

static size_t key_size(nps_key_type type, const nps_key *key)
{
    return type == NPS_KEY_TEXT ? nps_number_size(key->length) + key->length
                                : nps_number_size(nps_zigzag(key->integer));
}

static unsigned char *write_key(unsigned char *to, nps_key_type type, const nps_key *key)
{
    if (type == NPS_KEY_INTEGER)
        return nps_write_number(to, nps_zigzag(key->integer));
    to = nps_write_number(to, key->length);
    if (key->length != 0)
        memcpy(to, key->text, key->length);
    return to + key->length;
}

static size_t groups_size(const nps_groups *self)
{
    size_t size = NPS_ENVELOPE_SIZE + nps_number_size(self->keys.size), i;
    for (i = 0; i < self->keys.size; i++) {
        const nps_key key = nps_keys_get(&self->keys, i);
        size += key_size(self->keys.type, &key) + nps_counters_size(&self->accumulators[i]);
    }
    return size;
}

static int compare_places(const void *keys, size_t a, size_t b)
{
    return nps_keys_compare(keys, a, b);
}

/* The order is found and kept at the end of the very bytes that are written. As no group is smaller than two places,
 * there is room, and a group ends before the places of those behind it begin. */
static unsigned char *write_groups(const nps_groups *self, unsigned char *to, unsigned char *end)
{
    unsigned char *order = end - self->keys.size * NPS_PLACE_SIZE;
    size_t i;
    for (i = 0; i < self->keys.size; i++)
        nps_order_put(order, i, i);
    nps_order_sort(order, self->keys.size, compare_places, &self->keys);
    to = nps_write_number(to, self->keys.size);
    for (i = 0; i < self->keys.size; i++) {
        const size_t place = nps_order_get(order, i);
        const nps_key key = nps_keys_get(&self->keys, place);
        to = nps_write_counters(write_key(to, self->keys.type, &key), &self->accumulators[place]);
    }
    return to;
}

nps_status nps_groups_encoded_size(const nps_groups *self, size_t *size)
{
    if (!self || !size)
        return NPS_ERROR_NULL;
    *size = groups_size(self);
    return NPS_OK;
}

nps_status nps_groups_encode(const nps_groups *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to = bytes;
    size_t size;
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    size = groups_size(self);
    if (capacity < size)
        return NPS_ERROR_SPACE;
    to = write_groups(self, nps_envelope_begin(to, kind_of(self->keys.type)), to + size);
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

/* A walk through encoded groups, which may be copied to walk again. */
typedef struct nps_groups_walk {
    nps_reader reader;
    nps_key_type type;
    uint64_t count, read;
    nps_key key;            /* of the group read last */
    nps_accumulator counts; /* of the group read last */
} nps_groups_walk;

static nps_status open_walk(nps_groups_walk *walk, const void *bytes, size_t length, nps_error_detail *detail)
{
    unsigned kind;
    size_t possible;
    nps_status status = nps_envelope_open(&walk->reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_GROUPS_BY_TEXT && kind != NPS_KIND_GROUPS_BY_INTEGER)
        status = nps_envelope_refuse(&walk->reader, kind, "kind 11 or 21 (groups)");
    if (!status)
        status = nps_read_number(&walk->reader, &walk->count);
    if (status)
        return status;
    possible = (walk->reader.length - walk->reader.offset) / SMALLEST_GROUP;
    if (walk->count > possible)
        return nps_explain(detail, NPS_ERROR_FORMAT, "byte %d: expected at most %zu groups in %zu bytes, got %llu",
                           NPS_ENVELOPE_HEAD, possible, length, (unsigned long long)walk->count);
    walk->type = kind == NPS_KIND_GROUPS_BY_TEXT ? NPS_KEY_TEXT : NPS_KEY_INTEGER;
    walk->read = 0;
    walk->key = (nps_key){NULL, 0, 0};
    return NPS_OK;
}

static nps_status read_key(nps_reader *reader, nps_key_type type, nps_key *key)
{
    const unsigned char *text;
    uint64_t number;
    nps_status status = nps_read_number(reader, &number);
    *key = (nps_key){NULL, 0, 0};
    if (status)
        return status;
    if (type == NPS_KEY_INTEGER) {
        key->integer = nps_unzigzag(number);
        return NPS_OK;
    }
    status = nps_read_bytes(reader, number, &text);
    if (!status)
        *key = (nps_key){(const char *)text, (size_t)number, 0};
    return status;
}

/* Reads the next group; only after the last one may the bytes end. */
static nps_status next_group(nps_groups_walk *walk)
{
    const nps_key before = walk->key;
    const size_t start = walk->reader.offset;
    nps_status status = read_key(&walk->reader, walk->type, &walk->key);
    if (!status && walk->read != 0 && nps_key_compare(walk->type, &before, &walk->key) >= 0)
        status = nps_explain(walk->reader.detail, NPS_ERROR_FORMAT,
                             "byte %zu: expected a key that comes after the one before it, got another", start);
    if (!status)
        status = nps_read_counters(&walk->reader, &walk->counts);
    walk->read++;
    return status || walk->read != walk->count ? status : nps_read_end(&walk->reader);
}

/* Reads all groups and notes what they need; or says what is wrong with them, and only then that they do not fit. */
static nps_status plan(const nps_groups *self, nps_groups_walk walk, nps_groups_need *need)
{
    nps_status status = walk.count == 0 ? nps_read_end(&walk.reader) : NPS_OK;
    nps_status overflow = NPS_OK;
    while (!status && walk.read != walk.count) {
        status = next_group(&walk);
        if (!status && !overflow)
            overflow = nps_groups_plan(self, &walk.key, &walk.counts, need);
    }
    return status ? status : nps_explain_status(walk.reader.detail, overflow);
}

static nps_status merge_walk(nps_groups *self, nps_groups_walk walk)
{
    nps_groups_need need = {0, 0};
    nps_status status = plan(self, walk, &need);
    if (!status)
        status = nps_explain_status(walk.reader.detail, nps_groups_reserve(self, &need));
    /* With the bytes and the sums checked and the room made, none of these can fail. */
    while (!status && walk.read != walk.count) {
        status = next_group(&walk);
        if (!status)
            status = nps_accumulator_merge(nps_groups_at(self, &walk.key), &walk.counts);
    }
    return status;
}

static nps_status create(const nps_groups_options *options, nps_key_type type, nps_groups **out)
{
    nps_groups_options read;
    nps_status status = NPS_OK;
    nps_groups_options_init(&read);
    if (options)
        status = nps_options_read(&read, sizeof read, NPS_GROUPS_OPTIONS_OLDEST, options);
    read.key_type = type;
    return status ? status : nps_groups_create(&read, out);
}

nps_status nps_groups_decode(const nps_groups_options *options, const void *bytes, size_t length, nps_groups **out,
                             nps_error_detail *detail)
{
    nps_groups_walk walk;
    nps_groups *made;
    nps_status status;
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_walk(&walk, bytes, length, detail);
    if (status)
        return status;
    status = create(options, walk.type, &made);
    if (status)
        return nps_explain_status(detail, status);
    status = merge_walk(made, walk);
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
    status = open_walk(&walk, bytes, length, detail);
    if (!status && walk.type != self->keys.type)
        status = nps_explain_status(detail, NPS_ERROR_KEY);
    return status ? status : merge_walk(self, walk);
}
