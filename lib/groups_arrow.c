/* SPDX-License-Identifier: MIT */
#include "groups_arrow.h"

#include "accumulator.h"
#include "allocator.h"
#include "arrow.h"
#include "arrow/texts.h"
#include "groups.h"
#include "groups/integer_cache.h"
#include "groups/small_keys.h"
#include "groups/text_cache.h"
#include "interrupt.h"
#include "status.h"
#include "support/options.h"

#include <string.h>

/* How many rows are counted before the caller is asked again whether to stop: some milliseconds at most. */
enum { ROWS_BETWEEN_QUESTIONS = 16 * NPS_BLOCK };

/* The place of a row without a key. */
#define NO_PLACE UINT32_MAX

/* Rows with keys and answers, on their way into groups. */
struct keyed_rows {
    nps_groups *groups;
    nps_accumulator *rest;
    nps_arrow_answers answers;
    nps_arrow_rows keys;
    nps_column indices;    /* where the keys are encoded */
    uint32_t *dictionary;  /* the place of each value plus one, 0 where it is not known yet */
    nps_arrow_rows values; /* the keys, or those of the dictionary that they are encoded by */
    nps_arrow_texts texts; /* the values, in groups of texts */
    nps_column integers;   /* the values, in groups of integers */
    nps_text_cache *cache; /* NULL if there was no memory for one */
    nps_integer_cache integer_cache;
    nps_interrupt interrupt;
    const char *origin; /* what messages begin with */
    nps_error_detail *detail;
    bool wrapped; /* a count went beyond 2^64 - 1 */
};

/* Without memory for a cache counting is slower; the result is the same. */
static void create_cache(struct keyed_rows *rows)
{
    const nps_allocator *allocator = &rows->groups->keys.allocator;
    nps_integer_cache *integers = &rows->integer_cache;
    if (rows->groups->keys.type == NPS_KEY_TEXT && rows->keys.length >= NPS_TEXT_CACHE_WORTH) {
        rows->cache = nps_allocator_array(allocator, 1, sizeof *rows->cache);
        if (rows->cache)
            memset(rows->cache, 0, sizeof *rows->cache);
    }
    if (rows->groups->keys.type == NPS_KEY_INTEGER && rows->keys.length >= NPS_INTEGER_CACHE_WORTH) {
        integers->bits = nps_integer_cache_bits(rows->keys.length);
        integers->entries = nps_allocator_array(allocator, (size_t)1 << integers->bits, sizeof *integers->entries);
        if (integers->entries)
            memset(integers->entries, 0, sizeof *integers->entries << integers->bits);
    }
}

/* Returns whether there was a cache to release. */
static bool release_cache(struct keyed_rows *rows)
{
    const nps_allocator *allocator = &rows->groups->keys.allocator;
    nps_integer_cache *integers = &rows->integer_cache;
    const bool had_one = rows->cache || integers->entries;
    nps_allocator_release(allocator, rows->cache, 1, sizeof *rows->cache);
    nps_allocator_release(allocator, integers->entries, (size_t)1 << integers->bits, sizeof *integers->entries);
    rows->cache = NULL;
    integers->entries = NULL;
    return had_one;
}

/* Groups need the memory more than the cache does. */
static nps_status reserve(struct keyed_rows *rows, const nps_groups_need *need)
{
    const nps_status status = nps_groups_reserve(rows->groups, need);
    return status == NPS_ERROR_MEMORY && release_cache(rows) ? nps_groups_reserve(rows->groups, need) : status;
}

/* The place of a key; a new key is inserted. */
static nps_status place_of(struct keyed_rows *rows, const nps_key *key, uint32_t *place)
{
    nps_groups *groups = rows->groups;
    size_t found = nps_keys_find(&groups->keys, key);
    if (found == NPS_KEYS_NOWHERE) {
        const nps_groups_need need = {1, key->length};
        const nps_status status = reserve(rows, &need);
        if (status)
            return nps_explain_status(rows->detail, status);
        found = nps_groups_append(groups, key);
    }
    *place = (uint32_t)found;
    return NPS_OK;
}

/* Keys that the cache does not know, with where their places are wanted. */
struct unknown_keys {
    size_t count;
    const nps_key *keys[NPS_KEYS_MANY];
    uint32_t *places[NPS_KEYS_MANY];
};

static void remember(struct keyed_rows *rows, size_t place)
{
    const nps_key key = nps_keys_get(&rows->groups->keys, place);
    if (rows->cache)
        nps_text_cache_put(rows->cache, &key, (uint32_t)place);
    if (rows->integer_cache.entries)
        nps_integer_cache_put(&rows->integer_cache, key.integer, (uint32_t)place);
}

static nps_status find_unknown(struct keyed_rows *rows, struct unknown_keys *unknown)
{
    size_t found[NPS_KEYS_MANY], i;
    nps_status status = NPS_OK;
    nps_keys_find_many(&rows->groups->keys, unknown->keys, unknown->count, found);
    for (i = 0; !status && i < unknown->count; i++) {
        *unknown->places[i] = (uint32_t)found[i];
        if (found[i] == NPS_KEYS_NOWHERE)
            status = place_of(rows, unknown->keys[i], unknown->places[i]);
        if (!status)
            remember(rows, *unknown->places[i]);
    }
    unknown->count = 0;
    return status;
}

static nps_status add_unknown(struct keyed_rows *rows, struct unknown_keys *unknown, const nps_key *key,
                              uint32_t *place)
{
    unknown->keys[unknown->count] = key;
    unknown->places[unknown->count++] = place;
    return unknown->count == NPS_KEYS_MANY ? find_unknown(rows, unknown) : NPS_OK;
}

/* Reads all keys of a block before the first is looked up, so that memory is waited for once. */
static nps_status text_places(struct keyed_rows *rows, size_t from, size_t count, uint32_t *places)
{
    nps_key keys[NPS_BLOCK];
    size_t slots[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
    struct unknown_keys unknown;
    nps_status status = NPS_OK;
    size_t i;
    nps_arrow_nulls(&rows->keys, from, count, nulls);
    for (i = 0; !status && i < count; i++) {
        if (nps_arrow_is_null(nulls, i))
            continue;
        status = nps_arrow_read_text(&rows->texts, from + i, &keys[i], rows->detail);
        if (!status && rows->cache)
            slots[i] = nps_text_cache_fetch(rows->cache, &keys[i]);
    }
    unknown.count = 0;
    for (i = 0; !status && i < count; i++) {
        places[i] = NO_PLACE;
        if (!nps_arrow_is_null(nulls, i) &&
            !(rows->cache && nps_text_cache_find(rows->cache, slots[i], &keys[i], &places[i])))
            status = add_unknown(rows, &unknown, &keys[i], &places[i]);
    }
    return status ? status : find_unknown(rows, &unknown);
}

/* Of integers only unsigned ones of 64 bits can be too large for a key: those come out negative. */
static nps_status check_integer(const struct keyed_rows *rows, const char *what, size_t index, int64_t integer)
{
    if (integer >= 0 || rows->integers.type != NPS_COLUMN_U64)
        return NPS_OK;
    return nps_explain(rows->detail, NPS_ERROR_OVERFLOW, "%s%s %zu is %llu, and keys end at 2^63 - 1", rows->origin,
                       what, index, (unsigned long long)integer);
}

static nps_status check_integers(const struct keyed_rows *rows, size_t from, size_t count, const int64_t *integers,
                                 const uint64_t nulls[NPS_BLOCK_WORDS])
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < count; i++)
        if (!nps_arrow_is_null(nulls, i))
            status = check_integer(rows, "the key of row", from + i, integers[i]);
    return status;
}

/* Marks the rows whose key is a missing code. Unsigned keys that came out negative are none. */
static void add_missing_codes(const nps_column *keys, size_t count, const int64_t *integers,
                              uint64_t nulls[NPS_BLOCK_WORDS])
{
    size_t code, i;
    for (code = 0; code < keys->missing_code_count; code++) {
        const int64_t missing = keys->missing_codes[code];
        if (missing < 0 && keys->type == NPS_COLUMN_U64)
            continue;
        for (i = 0; i < count; i++)
            nulls[i / 64] |= (uint64_t)(integers[i] == missing) << i % 64;
    }
}

static nps_status integer_places(struct keyed_rows *rows, size_t from, size_t count, uint32_t *places)
{
    const nps_integer_cache *cache = &rows->integer_cache; /* may be released meanwhile to make room for groups */
    nps_key keys[NPS_BLOCK];
    int64_t integers[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
    struct unknown_keys unknown;
    nps_status status = NPS_OK;
    size_t i;
    nps_arrow_nulls(&rows->keys, from, count, nulls);
    nps_block_integers(&rows->integers, from, count, integers);
    add_missing_codes(&rows->integers, count, integers, nulls);
    if (rows->integers.type == NPS_COLUMN_U64)
        status = check_integers(rows, from, count, integers, nulls);
    unknown.count = 0;
    for (i = 0; !status && i < count; i++) {
        if (nps_arrow_is_null(nulls, i)) {
            places[i] = NO_PLACE;
        } else if (!cache->entries || !nps_integer_cache_find(cache, integers[i], &places[i])) {
            keys[i] = (nps_key){NULL, 0, integers[i]};
            status = add_unknown(rows, &unknown, &keys[i], &places[i]);
        }
    }
    return status ? status : find_unknown(rows, &unknown);
}

static nps_status read_value(const struct keyed_rows *rows, size_t value, nps_key *key)
{
    if (rows->groups->keys.type == NPS_KEY_TEXT)
        return nps_arrow_read_text(&rows->texts, value, key, rows->detail);
    *key = (nps_key){NULL, 0, nps_block_integer(&rows->integers, value)};
    return check_integer(rows, "value", value, key->integer);
}

/* The place of a value of the dictionary that was not met before. */
static nps_status place_of_value(struct keyed_rows *rows, size_t value, uint32_t *place)
{
    uint64_t null[NPS_BLOCK_WORDS];
    nps_key key;
    nps_status status;
    *place = NO_PLACE;
    nps_arrow_nulls(&rows->values, value, 1, null);
    if (nps_arrow_is_null(null, 0))
        return NPS_OK;
    status = read_value(rows, value, &key);
    if (!status)
        status = place_of(rows, &key, place);
    if (!status)
        rows->dictionary[value] = *place + 1;
    return status;
}

static nps_status encoded_places(struct keyed_rows *rows, size_t from, size_t count, uint32_t *places)
{
    const size_t values = rows->values.length;
    size_t i;
    nps_status status = nps_arrow_indices(&rows->keys, &rows->indices, values, from, count, places, rows->detail);
    for (i = 0; !status && i < count; i++) {
        const size_t value = places[i];
        if (value >= values)
            places[i] = NO_PLACE;
        else if (rows->dictionary[value] != 0)
            places[i] = rows->dictionary[value] - 1;
        else
            status = place_of_value(rows, value, &places[i]);
    }
    return status;
}

/* The places of the groups of a block, NO_PLACE where there is no key. */
static nps_status find_places(struct keyed_rows *rows, size_t from, size_t count, uint32_t *places)
{
    if (rows->dictionary)
        return encoded_places(rows, from, count, places);
    return rows->groups->keys.type == NPS_KEY_TEXT ? text_places(rows, from, count, places)
                                                   : integer_places(rows, from, count, places);
}

/* Whether a count went beyond 2^64 - 1. */
static bool count_bins(nps_accumulator *groups, nps_accumulator *rest, const uint32_t *places, const uint8_t *bins,
                       size_t count, uint64_t times)
{
    bool wrapped = false;
    size_t i;
    for (i = 0; i < count; i++) {
        nps_accumulator *group = places[i] == NO_PLACE ? rest : &groups[places[i]];
        uint64_t *counter = (uint64_t *)group + bins[i];
        *counter += times;
        wrapped |= *counter == 0;
    }
    return wrapped;
}

/* Counts one block; `times` is 1, or -1 to take it back. On error the block is not counted. */
static nps_status count_block(struct keyed_rows *rows, size_t from, uint64_t times)
{
    const size_t left = rows->keys.length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
    uint32_t places[NPS_BLOCK];
    uint8_t bins[NPS_BLOCK];
    nps_status status = nps_arrow_bins(&rows->answers, from, count, bins, rows->detail);
    if (!status)
        status = find_places(rows, from, count, places);
    if (!status)
        rows->wrapped |= count_bins(rows->groups->accumulators, rows->rest, places, bins, count, times);
    return status;
}

/* Takes back what was counted. Arithmetic modulo 2^64 loses nothing, even after a counter wrapped. */
static void take_back(struct keyed_rows *rows, size_t counted, const nps_keys_mark *mark, const nps_accumulator *rest)
{
    size_t from;
    for (from = 0; mark->size != 0 && from < counted; from += NPS_BLOCK)
        (void)count_block(rows, from, UINT64_MAX);
    nps_keys_return(&rows->groups->keys, mark); /* what new groups have counted goes with them */
    *rows->rest = *rest;
}

static nps_status count_rows(struct keyed_rows *rows)
{
    const nps_keys_mark mark = nps_keys_get_mark(&rows->groups->keys);
    const nps_accumulator rest = *rows->rest;
    nps_status status = NPS_OK;
    size_t counted = 0;
    while (!status && counted < rows->keys.length) {
        if (counted % ROWS_BETWEEN_QUESTIONS == 0)
            status = nps_explain_status(rows->detail, nps_interrupt_check(&rows->interrupt));
        if (!status)
            status = count_block(rows, counted, 1);
        if (!status)
            counted += NPS_BLOCK;
    }
    if (!status && rows->wrapped)
        status = nps_explain_status(rows->detail, NPS_ERROR_OVERFLOW);
    if (!status)
        return NPS_OK;
    take_back(rows, counted, &mark, &rest);
    return status;
}

static nps_status count_with_memory(struct keyed_rows *rows)
{
    const nps_allocator *allocator = &rows->groups->keys.allocator;
    const size_t values = rows->values.length;
    nps_status status;
    if (rows->groups->keys.type == NPS_KEY_INTEGER && !rows->keys.schema->dictionary &&
        nps_small_keys_count(rows->groups, &rows->keys, &rows->integers, &rows->answers, rows->rest, &status))
        return nps_explain_status(rows->detail, status);
    if (rows->keys.schema->dictionary) {
        rows->dictionary = nps_allocator_array(allocator, values + 1, sizeof *rows->dictionary);
        if (!rows->dictionary)
            return nps_explain_status(rows->detail, NPS_ERROR_MEMORY);
        memset(rows->dictionary, 0, (values + 1) * sizeof *rows->dictionary);
    } else {
        create_cache(rows);
    }
    status = count_rows(rows);
    (void)release_cache(rows);
    nps_allocator_release(allocator, rows->dictionary, values + 1, sizeof *rows->dictionary);
    return status;
}

static bool is_integer(const char *format)
{
    return format[0] != '\0' && strchr("cCsSiIlL", format[0]) && format[1] == '\0';
}

static nps_status open_values(struct keyed_rows *rows)
{
    const struct ArrowSchema *schema = rows->values.schema;
    const nps_key_type wanted = rows->groups->keys.type;
    const bool are_texts = nps_arrow_is_text(schema->format);
    if (!are_texts && !is_integer(schema->format))
        return nps_arrow_refuse(schema, "texts (u, U or vu) or integers as keys", rows->detail);
    if ((wanted == NPS_KEY_TEXT) != are_texts)
        return nps_explain(rows->detail, NPS_ERROR_KEY, "Arrow: keys are %s here, got format \"%s\"",
                           wanted == NPS_KEY_TEXT ? "texts" : "integers", schema->format);
    return are_texts ? nps_arrow_open_texts(&rows->values, &rows->texts, rows->detail)
                     : nps_arrow_open_numbers(&rows->values, &rows->integers, rows->detail);
}

static nps_status open_keys(struct keyed_rows *rows)
{
    nps_status status = NPS_OK;
    rows->values = rows->keys;
    if (rows->keys.schema->dictionary) {
        status = nps_arrow_open_numbers(&rows->keys, &rows->indices, rows->detail);
        if (!status)
            status = nps_arrow_open_dictionary(&rows->keys, &rows->values, rows->detail);
    }
    return status ? status : open_values(rows);
}

static nps_status read_options(const nps_groups *self, const nps_accumulator *rest,
                               const nps_groups_arrow_options *options, nps_groups_arrow_options *read)
{
    nps_status status;
    nps_groups_arrow_options_init(read, NULL, NULL);
    if (!self || !rest)
        return NPS_ERROR_NULL;
    status = nps_options_read(read, sizeof *read, sizeof *read, options);
    return !status && (!read->key || !read->answer) ? NPS_ERROR_NULL : status;
}

static nps_status count_array(nps_groups *groups, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              const nps_groups_arrow_options *options, nps_accumulator *rest, nps_error_detail *detail)
{
    nps_arrow_rows answers;
    struct keyed_rows rows;
    nps_status status;
    memset(&rows, 0, sizeof rows);
    rows.groups = groups;
    rows.rest = rest;
    rows.interrupt = options->interrupt;
    rows.origin = "Arrow: ";
    rows.detail = detail;
    status = nps_arrow_open(schema, array, options->key, &rows.keys, detail);
    if (!status)
        status = nps_arrow_open(schema, array, options->answer, &answers, detail);
    if (!status)
        status = nps_arrow_open_answers(&answers, options->missing_codes, options->missing_code_count, &rows.answers,
                                        detail);
    if (!status)
        status = open_keys(&rows);
    return status ? status : count_with_memory(&rows);
}

nps_status nps_groups_count_integers(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                     nps_accumulator *rest, nps_error_detail *detail)
{
    static const struct ArrowSchema plain; /* not encoded by a dictionary */
    struct keyed_rows rows;
    memset(&rows, 0, sizeof rows);
    rows.groups = self;
    rows.rest = rest;
    rows.origin = "";
    rows.detail = detail;
    rows.keys.schema = &plain;
    rows.keys.length = keys->length;
    rows.keys.own = (nps_arrow_validity){keys->validity, keys->validity_offset};
    rows.values = rows.keys;
    rows.integers = *keys;
    rows.answers.rows = rows.keys;
    rows.answers.column = *answers;
    return count_with_memory(&rows);
}

nps_status nps_groups_add_arrow(nps_groups *self, const struct ArrowSchema *schema, const struct ArrowArray *array,
                                const nps_groups_arrow_options *options, nps_accumulator *rest,
                                nps_error_detail *detail)
{
    nps_groups_arrow_options read;
    const nps_status status = nps_explain_status(detail, read_options(self, rest, options, &read));
    return status ? status : count_array(self, schema, array, &read, rest, detail);
}

/* Groups of the arrays so far, kept apart so that the caller's groups are unchanged when a later array fails. */
struct pending_groups {
    nps_groups *groups;
    nps_accumulator rest;
    nps_groups_arrow_options options;
};

static nps_status gather(void *context, const struct ArrowSchema *schema, const struct ArrowArray *array,
                         nps_error_detail *detail)
{
    struct pending_groups *pending = context;
    return count_array(pending->groups, schema, array, &pending->options, &pending->rest, detail);
}

/* Empty groups with the same options, whose memory comes from the same budget. */
static nps_status create_alike(const nps_groups *self, nps_groups **out)
{
    nps_groups_options options;
    nps_groups_options_init(&options);
    options.allocator = &self->keys.allocator;
    options.key_type = self->keys.type;
    options.hash_key[0] = self->keys.hash_key[0];
    options.hash_key[1] = self->keys.hash_key[1];
    return nps_groups_create(&options, out);
}

nps_status nps_groups_add_arrow_stream(nps_groups *self, struct ArrowArrayStream *stream,
                                       const nps_groups_arrow_options *options, nps_accumulator *rest,
                                       nps_error_detail *detail)
{
    struct pending_groups pending = {NULL, {{0}, 0, 0}, {0}};
    nps_status status = read_options(self, rest, options, &pending.options);
    if (!status)
        status = create_alike(self, &pending.groups);
    if (status)
        return nps_explain_status(detail, status);
    status = nps_arrow_visit_stream(stream, gather, &pending, detail);
    if (!status && !nps_accumulator_can_merge(rest, &pending.rest))
        status = nps_explain_status(detail, NPS_ERROR_OVERFLOW);
    if (!status)
        status = nps_explain_status(detail, nps_groups_merge(self, pending.groups));
    if (!status)
        status = nps_accumulator_merge(rest, &pending.rest);
    nps_groups_destroy(pending.groups);
    return status;
}
