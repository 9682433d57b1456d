/* SPDX-License-Identifier: MIT */
#include <nps/groups_arrow.h>

#include "accumulator.h"
#include "allocator.h"
#include "arrow.h"
#include "groups.h"
#include "status.h"
#include "text_cache.h"

#include <string.h>

/* A row that has no key. */
#define NO_PLACE UINT32_MAX

/* The texts of an array: between offsets of 32 or 64 bits, or by views. */
struct texts {
    nps_arrow_rows rows;
    enum { OFFSETS_32, OFFSETS_64, VIEWS } layout;
    const unsigned char *places; /* the offsets or the views */
    const char *bytes;           /* of offsets */
};

enum { VIEW_SIZE = 16, VIEW_INLINE = 12 };

static int64_t read_32(const unsigned char *at)
{
    int32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static int64_t read_64(const unsigned char *at)
{
    int64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static int64_t offset_at(const struct texts *texts, size_t index)
{
    return texts->layout == OFFSETS_32 ? read_32(texts->places + index * sizeof(int32_t))
                                       : read_64(texts->places + index * sizeof(int64_t));
}

/* Offsets that begin below 0 or go down would lead out of the bytes. */
static nps_status check_offsets(const struct texts *texts, nps_error_detail *detail)
{
    int64_t before = 0;
    size_t i;
    for (i = 0; i <= texts->rows.length; i++) {
        const int64_t offset = offset_at(texts, i);
        if (offset < before || (uint64_t)offset > PTRDIFF_MAX)
            return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: offset %lld of text %zu comes after %lld",
                               (long long)offset, i, (long long)before);
        before = offset;
    }
    return NPS_OK;
}

static nps_status open_offsets(struct texts *texts, nps_error_detail *detail)
{
    const size_t width = texts->layout == OFFSETS_32 ? sizeof(int32_t) : sizeof(int64_t);
    const nps_arrow_rows *rows = &texts->rows;
    nps_status status;
    if (rows->array->n_buffers != 3)
        return nps_arrow_check_buffers(rows, 3, detail);
    if (rows->length == 0)
        return NPS_OK;
    if (!rows->array->buffers[1])
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: texts without offsets");
    texts->places = (const unsigned char *)rows->array->buffers[1] + rows->first * width;
    texts->bytes = rows->array->buffers[2];
    status = check_offsets(texts, detail);
    if (!status && !texts->bytes && offset_at(texts, rows->length) != 0)
        status = nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: texts without bytes");
    return status;
}

/* Behind the views come the buffers of longer texts, and behind these a buffer of their lengths. */
static nps_status open_views(struct texts *texts, nps_error_detail *detail)
{
    const nps_arrow_rows *rows = &texts->rows;
    if (rows->array->n_buffers < 3)
        return nps_arrow_check_buffers(rows, 3, detail);
    if (rows->length == 0)
        return NPS_OK;
    if (!rows->array->buffers[1] || (rows->array->n_buffers > 3 && !rows->array->buffers[rows->array->n_buffers - 1]))
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: texts without views or lengths of buffers");
    texts->places = (const unsigned char *)rows->array->buffers[1] + rows->first * VIEW_SIZE;
    return NPS_OK;
}

static nps_status open_texts(const nps_arrow_rows *rows, struct texts *texts, nps_error_detail *detail)
{
    const char *format = rows->schema->format;
    memset(texts, 0, sizeof *texts);
    texts->rows = *rows;
    if (strcmp(format, "vu") == 0 || strcmp(format, "vz") == 0) {
        texts->layout = VIEWS;
        return open_views(texts, detail);
    }
    if (strcmp(format, "u") != 0 && strcmp(format, "z") != 0 && strcmp(format, "U") != 0 && strcmp(format, "Z") != 0)
        return nps_arrow_refuse(rows->schema, "texts (u, U or vu) as keys", detail);
    texts->layout = format[0] == 'u' || format[0] == 'z' ? OFFSETS_32 : OFFSETS_64;
    return open_offsets(texts, detail);
}

static nps_status read_view(const struct texts *texts, size_t row, nps_key *key, nps_error_detail *detail)
{
    const struct ArrowArray *array = texts->rows.array;
    const unsigned char *view = texts->places + row * VIEW_SIZE;
    const int64_t length = read_32(view), buffer = read_32(view + 8), offset = read_32(view + 12);
    int64_t size;
    *key = (nps_key){"", 0, 0};
    if (length >= 0 && length <= VIEW_INLINE) {
        *key = (nps_key){(const char *)view + 4, (size_t)length, 0};
        return NPS_OK;
    }
    if (length < 0 || buffer < 0 || buffer >= array->n_buffers - 3 || offset < 0 || !array->buffers[2 + buffer])
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: the view of text %zu leads nowhere", row);
    size = read_64((const unsigned char *)array->buffers[array->n_buffers - 1] + (size_t)buffer * sizeof size);
    if (offset > size || length > size - offset)
        return nps_explain(detail, NPS_ERROR_COLUMN, "Arrow: text %zu leaves its buffer of %lld bytes", row,
                           (long long)size);
    *key = (nps_key){(const char *)array->buffers[2 + buffer] + offset, (size_t)length, 0};
    return NPS_OK;
}

static nps_status read_text(const struct texts *texts, size_t row, nps_key *key, nps_error_detail *detail)
{
    int64_t start;
    if (texts->layout == VIEWS)
        return read_view(texts, row, key, detail);
    start = offset_at(texts, row);
    *key = (nps_key){texts->bytes ? texts->bytes + start : "", (size_t)(offset_at(texts, row + 1) - start), 0};
    return NPS_OK;
}

/* Rows with keys and answers, on their way into groups. */
struct rows {
    nps_groups *groups;
    nps_accumulator *without_key;
    nps_arrow_answers answers;
    struct texts texts; /* of the keys, or of the dictionary that they are encoded by */
    nps_arrow_rows keys;
    nps_column indices;    /* where the keys are encoded */
    uint32_t *dictionary;  /* the place of each value plus one, 0 where it is not known yet */
    nps_text_cache *cache; /* NULL where there is no memory for it */
    nps_error_detail *detail;
    bool wrapped; /* a count went beyond 2^64 - 1 */
};

/* The place of a key, which is put where it is new. */
static nps_status place_of(struct rows *rows, const nps_key *key, uint32_t *place)
{
    nps_groups *groups = rows->groups;
    size_t found = nps_keys_find(&groups->keys, key);
    if (found == NPS_KEYS_NOWHERE) {
        const nps_groups_need need = {1, key->length};
        const nps_status status = nps_groups_reserve(groups, &need);
        if (status)
            return nps_explain_status(rows->detail, status);
        (void)nps_groups_at(groups, key);
        found = groups->keys.size - 1;
    }
    *place = (uint32_t)found;
    return NPS_OK;
}

/* Keys that the cache does not know, with where their places are wanted. */
struct unknown {
    size_t count;
    const nps_key *keys[NPS_KEYS_MANY];
    uint32_t *places[NPS_KEYS_MANY];
};

static nps_status find_unknown(struct rows *rows, struct unknown *unknown)
{
    size_t found[NPS_KEYS_MANY], i;
    nps_status status = NPS_OK;
    nps_keys_find_many(&rows->groups->keys, unknown->keys, unknown->count, found);
    for (i = 0; !status && i < unknown->count; i++) {
        *unknown->places[i] = (uint32_t)found[i];
        if (found[i] == NPS_KEYS_NOWHERE)
            status = place_of(rows, unknown->keys[i], unknown->places[i]);
        if (!status && rows->cache) {
            const nps_key key = nps_keys_get(&rows->groups->keys, *unknown->places[i]);
            nps_text_cache_put(rows->cache, &key, *unknown->places[i]);
        }
    }
    unknown->count = 0;
    return status;
}

/* Reads all keys of a block before the first is looked up, so that memory is waited for once. */
static nps_status plain_places(struct rows *rows, size_t from, size_t count, uint32_t *places)
{
    nps_key keys[NPS_BLOCK];
    size_t slots[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
    struct unknown unknown;
    nps_status status = NPS_OK;
    size_t i;
    nps_arrow_nulls(&rows->keys, from, count, nulls);
    for (i = 0; !status && i < count; i++) {
        if (nps_arrow_is_null(nulls, i))
            continue;
        status = read_text(&rows->texts, from + i, &keys[i], rows->detail);
        if (!status && rows->cache)
            slots[i] = nps_text_cache_fetch(rows->cache, &keys[i]);
    }
    unknown.count = 0;
    for (i = 0; !status && i < count; i++) {
        places[i] = NO_PLACE;
        if (nps_arrow_is_null(nulls, i) ||
            (rows->cache && nps_text_cache_find(rows->cache, slots[i], &keys[i], &places[i])))
            continue;
        unknown.keys[unknown.count] = &keys[i];
        unknown.places[unknown.count++] = &places[i];
        if (unknown.count == NPS_KEYS_MANY)
            status = find_unknown(rows, &unknown);
    }
    return status ? status : find_unknown(rows, &unknown);
}

/* The place of a value of the dictionary that was not met before. */
static nps_status place_of_value(struct rows *rows, size_t value, uint32_t *place)
{
    uint64_t null[NPS_BLOCK_WORDS];
    nps_key key;
    nps_status status;
    *place = NO_PLACE;
    nps_arrow_nulls(&rows->texts.rows, value, 1, null);
    if (nps_arrow_is_null(null, 0))
        return NPS_OK;
    status = read_text(&rows->texts, value, &key, rows->detail);
    if (!status)
        status = place_of(rows, &key, place);
    if (!status)
        rows->dictionary[value] = *place + 1;
    return status;
}

static nps_status encoded_places(struct rows *rows, size_t from, size_t count, uint32_t *places)
{
    const size_t values = rows->texts.rows.length;
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

/* Counts one block; `times` is 1, or -1 to take it back. On error the block is not counted. */
static nps_status count_block(struct rows *rows, size_t from, uint64_t times)
{
    const size_t left = rows->keys.length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
    uint32_t places[NPS_BLOCK];
    uint8_t slots[NPS_BLOCK];
    size_t i;
    nps_status status = nps_arrow_slots(&rows->answers, from, count, slots, rows->detail);
    if (!status)
        status = rows->dictionary ? encoded_places(rows, from, count, places) : plain_places(rows, from, count, places);
    for (i = 0; !status && i < count; i++) {
        nps_accumulator *group = places[i] == NO_PLACE ? rows->without_key : &rows->groups->accumulators[places[i]];
        uint64_t *cell = (uint64_t *)group + slots[i];
        *cell += times;
        rows->wrapped |= *cell == 0;
    }
    return status;
}

/* Arithmetic modulo 2^64 loses nothing: what was counted can be taken back after a counter wrapped. */
static nps_status count_rows(struct rows *rows)
{
    const nps_keys_mark mark = nps_keys_get_mark(&rows->groups->keys);
    nps_status status = NPS_OK;
    size_t counted = 0, from;
    while (!status && counted < rows->keys.length) {
        status = count_block(rows, counted, 1);
        if (!status)
            counted += NPS_BLOCK;
    }
    if (!status && rows->wrapped)
        status = nps_explain_status(rows->detail, NPS_ERROR_OVERFLOW);
    if (!status)
        return NPS_OK;
    for (from = 0; from < counted; from += NPS_BLOCK)
        (void)count_block(rows, from, UINT64_MAX);
    nps_keys_return(&rows->groups->keys, &mark);
    return status;
}

static nps_status count_with_memory(struct rows *rows)
{
    const nps_allocator *allocator = &rows->groups->keys.allocator;
    const size_t values = rows->texts.rows.length;
    const bool encoded = rows->keys.schema->dictionary != NULL;
    nps_status status;
    if (encoded) {
        rows->dictionary = nps_allocator_array(allocator, values + 1, sizeof *rows->dictionary);
        if (!rows->dictionary)
            return nps_explain_status(rows->detail, NPS_ERROR_MEMORY);
        memset(rows->dictionary, 0, (values + 1) * sizeof *rows->dictionary);
    } else if (rows->keys.length >= NPS_TEXT_CACHE_WORTH) {
        rows->cache = nps_allocator_array(allocator, 1, sizeof *rows->cache);
        if (rows->cache)
            memset(rows->cache, 0, sizeof *rows->cache);
    }
    status = count_rows(rows);
    nps_allocator_release(allocator, rows->cache, 1, sizeof *rows->cache);
    nps_allocator_release(allocator, rows->dictionary, values + 1, sizeof *rows->dictionary);
    return status;
}

static nps_status open_keys(const nps_arrow_rows *keys, struct rows *rows, nps_error_detail *detail)
{
    nps_arrow_rows values;
    nps_status status;
    rows->keys = *keys;
    if (!keys->schema->dictionary)
        return open_texts(keys, &rows->texts, detail);
    status = nps_arrow_open_numbers(keys, &rows->indices, detail);
    if (!status)
        status = nps_arrow_open_dictionary(keys, &values, detail);
    return status ? status : open_texts(&values, &rows->texts, detail);
}

nps_status nps_groups_add_arrow(nps_groups *self, const struct ArrowSchema *schema, const struct ArrowArray *array,
                                const char *key, const char *answer, const int64_t *missing_codes,
                                size_t missing_code_count, nps_accumulator *without_key, nps_error_detail *detail)
{
    nps_arrow_rows keys, answers;
    struct rows rows;
    nps_status status;
    if (!self || !key || !answer || !without_key)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (self->keys.type != NPS_KEY_TEXT)
        return nps_explain_status(detail, NPS_ERROR_KEY);
    memset(&rows, 0, sizeof rows);
    rows.groups = self;
    rows.without_key = without_key;
    rows.detail = detail;
    status = nps_arrow_open(schema, array, key, &keys, detail);
    if (!status)
        status = nps_arrow_open(schema, array, answer, &answers, detail);
    if (!status)
        status = nps_arrow_open_answers(&answers, missing_codes, missing_code_count, &rows.answers, detail);
    if (!status)
        status = open_keys(&keys, &rows, detail);
    return status ? status : count_with_memory(&rows);
}

/* What a stream adds, apart, so that nothing changes when a later array fails. */
struct gathering {
    nps_groups *groups;
    nps_accumulator without_key;
    const char *key, *answer;
    const int64_t *missing_codes;
    size_t missing_code_count;
};

static nps_status gather(void *context, const struct ArrowSchema *schema, const struct ArrowArray *array,
                         nps_error_detail *detail)
{
    struct gathering *gathering = context;
    return nps_groups_add_arrow(gathering->groups, schema, array, gathering->key, gathering->answer,
                                gathering->missing_codes, gathering->missing_code_count, &gathering->without_key,
                                detail);
}

/* Groups like these, without any, that take their memory from the same budget. */
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

nps_status nps_groups_add_arrow_stream(nps_groups *self, struct ArrowArrayStream *stream, const char *key,
                                       const char *answer, const int64_t *missing_codes, size_t missing_code_count,
                                       nps_accumulator *without_key, nps_error_detail *detail)
{
    struct gathering gathering = {NULL, {{0}, 0, 0}, key, answer, missing_codes, missing_code_count};
    nps_status status;
    if (!self || !key || !answer || !without_key)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_explain_status(detail, create_alike(self, &gathering.groups));
    if (status)
        return status;
    status = nps_arrow_visit_stream(stream, gather, &gathering, detail);
    if (!status && !nps_accumulator_can_merge(without_key, &gathering.without_key))
        status = nps_explain_status(detail, NPS_ERROR_OVERFLOW);
    if (!status)
        status = nps_explain_status(detail, nps_groups_merge(self, gathering.groups));
    if (!status)
        status = nps_accumulator_merge(without_key, &gathering.without_key);
    nps_groups_destroy(gathering.groups);
    return status;
}
