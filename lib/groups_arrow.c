/* SPDX-License-Identifier: MIT */
#include "groups_arrow.h"

#include "accumulator.h"
#include "allocator.h"
#include "arrow.h"
#include "arrow/keys.h"
#include "groups.h"
#include "groups/integer_cache.h"
#include "groups/small_keys.h"
#include "groups/text_cache.h"
#include "interrupt.h"
#include "status.h"
#include "support/options.h"
#include "support/prefetch.h"

#include <string.h>

/* How many rows are counted before the caller is asked again whether to stop: some milliseconds at most. */
enum { ROWS_BETWEEN_QUESTIONS = 16 * NPS_BLOCK };

/* With more groups than the cache holds, a cache that did not know half of the keys of a block is not asked in this
 * many blocks: it costs more than it saves. */
enum { BLOCKS_OF_REST = 63 };

/* With more groups than this the counters do not fit into the nearest caches and are prefetched. */
enum { NEAR_GROUPS = 2048 };

/* Rows with keys and answers, on their way into groups. */
struct keyed_rows {
    nps_key_finder finder;
    nps_accumulator *rest;
    nps_arrow_answers answers;
    bool wrapped; /* a count went beyond 2^64 - 1 */
};

/* Without memory for a cache counting is slower; the result is the same. */
static void create_cache(nps_key_finder *rows)
{
    const nps_allocator *allocator = &rows->groups->keys.allocator;
    nps_integer_cache *integers = &rows->integer_cache;
    if (rows->groups->keys.type == NPS_KEY_TEXT && rows->keys.encoding.rows.length >= NPS_TEXT_CACHE_WORTH) {
        rows->cache = nps_allocator_array(allocator, 1, sizeof *rows->cache);
        if (rows->cache)
            nps_text_cache_init(rows->cache);
        if (rows->keys.type.kind == NPS_ARROW_TEXTS && rows->keys.texts.layout == NPS_ARROW_VIEWS)
            rows->views = nps_allocator_array(allocator, 1, sizeof *rows->views);
        if (rows->views)
            nps_view_cache_init(rows->views);
    }
    if (rows->groups->keys.type == NPS_KEY_INTEGER && rows->keys.encoding.rows.length >= NPS_INTEGER_CACHE_WORTH) {
        integers->bits = nps_integer_cache_bits(rows->keys.encoding.rows.length);
        integers->entries = nps_allocator_array(allocator, (size_t)1 << integers->bits, sizeof *integers->entries);
        if (integers->entries)
            memset(integers->entries, 0, sizeof *integers->entries << integers->bits);
    }
}

/* Returns whether there was a cache to release. */
static bool release_cache(nps_key_finder *rows)
{
    const nps_allocator *allocator = &rows->groups->keys.allocator;
    nps_integer_cache *integers = &rows->integer_cache;
    const bool had_one = rows->cache || rows->views || integers->entries;
    nps_allocator_release(allocator, rows->cache, 1, sizeof *rows->cache);
    nps_allocator_release(allocator, rows->views, 1, sizeof *rows->views);
    nps_allocator_release(allocator, integers->entries, (size_t)1 << integers->bits, sizeof *integers->entries);
    rows->cache = NULL;
    rows->views = NULL;
    integers->entries = NULL;
    return had_one;
}

/* Groups need the memory more than the cache does. */
static nps_status reserve(nps_key_finder *rows, const nps_groups_need *need)
{
    const nps_status status = nps_groups_reserve(rows->groups, need, &rows->interrupt);
    return status == NPS_ERROR_MEMORY && release_cache(rows) ? nps_groups_reserve(rows->groups, need, &rows->interrupt)
                                                             : status;
}

/* The place of a key; a new key is inserted. */
static nps_status place_of(nps_key_finder *rows, const nps_key *key, uint32_t *place)
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

/* Keys of a block that no cache knows, with their rows. */
struct unknown_keys {
    size_t count;
    nps_key keys[NPS_BLOCK];
    uint16_t rows[NPS_BLOCK];
};

static void remember(nps_key_finder *rows, size_t place)
{
    const nps_key key = nps_keys_get(&rows->groups->keys, place);
    if (rows->cache)
        nps_text_cache_put(rows->cache, &key, (uint32_t)place);
    if (rows->integer_cache.entries)
        nps_integer_cache_put(&rows->integer_cache, key.integer, (uint32_t)place);
}

/* The places of keys, which caches remember if they were asked for them. */
static nps_status find_unknown(nps_key_finder *rows, const struct unknown_keys *unknown, bool remembers,
                               uint32_t *places)
{
    size_t found[NPS_BLOCK], i;
    nps_status status = NPS_OK;
    nps_keys_find_many(&rows->groups->keys, unknown->keys, unknown->count, found);
    for (i = 0; !status && i < unknown->count; i++) {
        uint32_t *const place = &places[unknown->rows[i]];
        *place = (uint32_t)found[i];
        if (found[i] == NPS_KEYS_NOWHERE)
            status = place_of(rows, &unknown->keys[i], place);
        if (!status && remembers)
            remember(rows, *place);
    }
    return status;
}

/* Whether to ask a cache in a block. */
static bool begin_with_cache(const void *cache, size_t *blocks_of_rest)
{
    if (*blocks_of_rest == 0)
        return cache != NULL;
    --*blocks_of_rest;
    return false;
}

/* The rows of a block whose texts are still looked for, each a bit. */
struct wanted_rows {
    uint64_t bits[NPS_BLOCK_WORDS];
};

/* All rows that have a text are wanted; the others get no place. */
static void begin_block(const nps_key_finder *rows, size_t from, size_t count, uint32_t *places,
                        struct wanted_rows *wanted)
{
    size_t i;
    nps_arrow_nulls(&rows->keys.encoding.rows, from, count, wanted->bits);
    for (i = 0; i < NPS_BLOCK_WORDS; i++) {
        const size_t left = i * 64 < count ? count - i * 64 : 0;
        wanted->bits[i] = ~wanted->bits[i] & (left < 64 ? ((uint64_t)1 << left) - 1 : UINT64_MAX);
    }
    for (i = 0; i < count; i++)
        places[i] = NPS_NO_PLACE;
}

/* Clears the lowest bit of a word that is not 0, and says which row of the block it is. */
static size_t take_row(uint64_t *word, size_t index)
{
    const size_t row = index * 64 + nps_lowest_bit(*word);
    *word &= *word - 1;
    return row;
}

/* Prefetches the views of 64 rows that come VIEWS_AHEAD rows later; processors look ahead by less than a page. */
static void prefetch_views(const nps_key_finder *rows, size_t from)
{
    enum { LINE = 64, VIEWS_AHEAD = 256 };
    const unsigned char *const views = rows->keys.texts.places + (from + VIEWS_AHEAD) * NPS_ARROW_VIEW_SIZE;
    size_t i;
    if (from + VIEWS_AHEAD + 64 <= rows->keys.encoding.rows.length)
        for (i = 0; i < (size_t)64 * NPS_ARROW_VIEW_SIZE; i += LINE)
            NPS_PREFETCH(views + i);
}

/* Finds the texts whose views are known; the others stay wanted. */
static void ask_views(const nps_key_finder *rows, size_t from, uint32_t *places, struct wanted_rows *wanted)
{
    const unsigned char *const views = rows->keys.texts.places + from * NPS_ARROW_VIEW_SIZE;
    size_t word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++) {
        uint64_t left = wanted->bits[word], unknown = 0;
        prefetch_views(rows, from + word * 64);
        if (left == UINT64_MAX)
            left = nps_view_cache_miss_64(rows->views, views + word * 64 * NPS_ARROW_VIEW_SIZE, places + word * 64);
        while (left != 0) {
            const size_t row = take_row(&left, word);
            const nps_view view = nps_view_at(views, row);
            unknown |= (uint64_t)!nps_view_cache_find(rows->views, &view, &places[row]) << row % 64;
        }
        wanted->bits[word] = unknown;
    }
}

/* Notes the views that were not known. */
static void learn_views(const nps_key_finder *rows, size_t from, const uint32_t *places,
                        const struct wanted_rows *unknown)
{
    const unsigned char *const views = rows->keys.texts.places + from * NPS_ARROW_VIEW_SIZE;
    size_t word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++) {
        uint64_t left = unknown->bits[word];
        while (left != 0) {
            const size_t row = take_row(&left, word);
            const nps_view view = nps_view_at(views, row);
            uint32_t place;
            if (!nps_view_cache_find(rows->views, &view, &place))
                nps_view_cache_put(rows->views, &view, places[row]);
        }
    }
}

/* Reads where texts with offsets end, and first where the first begins. Whether the offsets are in order, which another
 * thread may change, and a short text may be read at once whatever its length is. */
static bool read_ends(const nps_arrow_texts *texts, size_t from, int64_t ends[NPS_TEXT_CACHE_MANY + 1])
{
    int64_t wrong;
    size_t i;
    for (i = 0; i <= NPS_TEXT_CACHE_MANY; i++)
        ends[i] = nps_arrow_offset_at(texts, from + i);
    wrong = ends[0];
    for (i = 0; i < NPS_TEXT_CACHE_MANY; i++)
        wrong |= ends[i + 1] | (int64_t)((uint64_t)ends[i + 1] - (uint64_t)ends[i]);
    return wrong >= 0 && ends[NPS_TEXT_CACHE_MANY] <= texts->length - NPS_TEXT_ENDS_WHOLE;
}

/* Finds those of the texts of a full word of rows that have the first place of the cache; returns the others. */
static uint64_t ask_first(const nps_text_cache *cache, const nps_arrow_texts *texts, size_t from, uint32_t *places)
{
    int64_t ends[NPS_TEXT_CACHE_MANY + 1];
    if (!cache || texts->layout == NPS_ARROW_VIEWS || !read_ends(texts, from, ends))
        return UINT64_MAX;
    return nps_text_cache_miss_many(cache, texts->bytes, texts->length, ends, places);
}

static bool is_cached(const nps_text_cache *cache, const nps_key *key, size_t room, uint32_t *place)
{
    const nps_text_entry entry = nps_text_entry_of(key, room);
    return nps_text_cache_find(cache, &entry, place);
}

/* Finds the wanted texts that the cache knows, and reads the others. */
static nps_status ask_cache(nps_key_finder *rows, const nps_text_cache *cache, size_t from,
                            const struct wanted_rows *wanted, uint32_t *places, struct unknown_keys *missed)
{
    const nps_arrow_texts *const texts = &rows->keys.texts;
    size_t word;
    missed->count = 0;
    for (word = 0; word < NPS_BLOCK_WORDS; word++) {
        uint64_t left = wanted->bits[word];
        if (left == UINT64_MAX)
            left = ask_first(cache, texts, from + word * 64, places + word * 64);
        while (left != 0) {
            const size_t row = take_row(&left, word);
            nps_key *const key = &missed->keys[missed->count];
            const nps_status status = nps_arrow_read_text(texts, from + row, key, rows->detail);
            if (status)
                return status;
            if (cache && is_cached(cache, key, nps_arrow_room_of(texts, from + row, key), &places[row]))
                continue;
            places[row] = NPS_NO_PLACE;
            missed->rows[missed->count++] = (uint16_t)row;
        }
    }
    return NPS_OK;
}

static size_t count_rows_of(const struct wanted_rows *wanted)
{
    size_t count = 0, word;
    for (word = 0; word < NPS_BLOCK_WORDS; word++) {
        uint64_t left = wanted->bits[word];
        if (left == UINT64_MAX) /* as usual */
            count += 64;
        else
            for (; left != 0; left &= left - 1)
                count++;
    }
    return count;
}

/* Reads all keys of a block before the first is looked up, so that memory is waited for once. */
static nps_status find_texts(nps_key_finder *rows, size_t from, size_t count, const struct wanted_rows *wanted,
                             uint32_t *places)
{
    struct unknown_keys missed;
    const bool asks_cache = begin_with_cache(rows->cache, &rows->blocks_of_rest);
    nps_status status = ask_cache(rows, asks_cache ? rows->cache : NULL, from, wanted, places, &missed);
    if (!status)
        status = find_unknown(rows, &missed, asks_cache, places);
    if (asks_cache && missed.count > count / 2 && rows->groups->keys.count > NPS_TEXT_CACHE_KEYS)
        rows->blocks_of_rest = BLOCKS_OF_REST;
    return status;
}

static nps_status text_places(nps_key_finder *rows, size_t from, size_t count, uint32_t *places)
{
    const bool asks_views = begin_with_cache(rows->views, &rows->view_blocks_of_rest);
    struct wanted_rows wanted;
    nps_status status;
    size_t left;
    begin_block(rows, from, count, places, &wanted);
    if (asks_views)
        ask_views(rows, from, places, &wanted);
    left = count_rows_of(&wanted);
    if (left == 0)
        return NPS_OK;
    status = find_texts(rows, from, left, &wanted, places);
    if (status || !asks_views || !rows->views) /* which may have been released meanwhile to make room for groups */
        return status;
    learn_views(rows, from, places, &wanted);
    if (left > count / 2 && rows->views->noted > NPS_VIEW_CACHE_VIEWS)
        rows->view_blocks_of_rest = BLOCKS_OF_REST;
    return NPS_OK;
}

static nps_status integer_places(nps_key_finder *rows, size_t from, size_t count, uint32_t *places)
{
    const nps_integer_cache *cache = &rows->integer_cache; /* may be released meanwhile to make room for groups */
    int64_t integers[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
    struct unknown_keys unknown;
    size_t i;
    const nps_status status = nps_arrow_key_integers(&rows->keys, from, count, integers, nulls, rows->detail);
    unknown.count = 0;
    for (i = 0; !status && i < count; i++) {
        if (nps_arrow_is_null(nulls, i)) {
            places[i] = NPS_NO_PLACE;
        } else if (!cache->entries || !nps_integer_cache_find(cache, integers[i], &places[i])) {
            unknown.keys[unknown.count] = (nps_key){NULL, 0, integers[i]};
            unknown.rows[unknown.count++] = (uint16_t)i;
        }
    }
    return status ? status : find_unknown(rows, &unknown, true, places);
}

/* The place of a value that encoded keys refer to and that was not met before. */
static nps_status place_of_value(nps_key_finder *rows, size_t value, uint32_t *place)
{
    bool is_null;
    nps_key key;
    nps_status status = nps_arrow_key_of_value(&rows->keys, value, &key, &is_null, rows->detail);
    *place = NPS_NO_PLACE;
    if (status || is_null)
        return status;
    status = place_of(rows, &key, place);
    if (!status)
        rows->dictionary[value] = *place + 1;
    return status;
}

static nps_status encoded_places(nps_key_finder *rows, size_t from, size_t count, uint32_t *places)
{
    const size_t values = rows->keys.encoding.values.length;
    size_t i;
    nps_status status = nps_arrow_places(&rows->keys.encoding, from, count, places, rows->detail);
    for (i = 0; !status && i < count; i++) {
        const size_t value = places[i];
        if (value >= values)
            places[i] = NPS_NO_PLACE;
        else if (rows->dictionary[value] != 0)
            places[i] = rows->dictionary[value] - 1;
        else
            status = place_of_value(rows, value, &places[i]);
    }
    return status;
}

nps_status nps_key_finder_places(nps_key_finder *rows, size_t from, size_t count, uint32_t *places)
{
    if (rows->dictionary)
        return encoded_places(rows, from, count, places);
    return rows->keys.type.kind == NPS_ARROW_TEXTS ? text_places(rows, from, count, places)
                                                   : integer_places(rows, from, count, places);
}

nps_status nps_key_finder_open(nps_key_finder *rows)
{
    const size_t values = rows->keys.encoding.values.length;
    if (rows->keys.encoding.kind == NPS_ARROW_PLAIN) {
        create_cache(rows);
        return NPS_OK;
    }
    rows->dictionary = nps_allocator_array(&rows->groups->keys.allocator, values + 1, sizeof *rows->dictionary);
    if (!rows->dictionary)
        return nps_explain_status(rows->detail, NPS_ERROR_MEMORY);
    memset(rows->dictionary, 0, (values + 1) * sizeof *rows->dictionary);
    return NPS_OK;
}

void nps_key_finder_close(nps_key_finder *rows)
{
    (void)release_cache(rows);
    nps_allocator_release(&rows->groups->keys.allocator, rows->dictionary, rows->keys.encoding.values.length + 1,
                          sizeof *rows->dictionary);
    rows->dictionary = NULL;
}

static void prefetch_counters(nps_accumulator *groups, const uint32_t *places, const uint8_t *bins, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++)
        if (places[i] != NPS_NO_PLACE)
            NPS_PREFETCH_TO_WRITE((uint64_t *)&groups[places[i]] + bins[i]);
}

/* Whether a count went beyond 2^64 - 1. */
static bool count_bins(nps_accumulator *groups, nps_accumulator *rest, const uint32_t *places, const uint8_t *bins,
                       size_t count, uint64_t times)
{
    bool wrapped = false;
    size_t i;
    for (i = 0; i < count; i++) {
        nps_accumulator *group = places[i] == NPS_NO_PLACE ? rest : &groups[places[i]];
        uint64_t *counter = (uint64_t *)group + bins[i];
        *counter += times;
        wrapped |= *counter == 0;
    }
    return wrapped;
}

/* Counts one block; `times` is 1, or -1 to take it back. On error the block is not counted. */
static nps_status count_block(struct keyed_rows *rows, size_t from, uint64_t times)
{
    const size_t left = rows->finder.keys.encoding.rows.length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
    uint32_t places[NPS_BLOCK];
    uint8_t bins[NPS_BLOCK];
    nps_status status = nps_arrow_bins(&rows->answers, from, count, bins, rows->finder.detail);
    if (!status)
        status = nps_key_finder_places(&rows->finder, from, count, places);
    if (!status && rows->finder.groups->keys.count > NEAR_GROUPS)
        prefetch_counters(rows->finder.groups->accumulators, places, bins, count);
    if (!status)
        rows->wrapped |= count_bins(rows->finder.groups->accumulators, rows->rest, places, bins, count, times);
    return status;
}

/* Takes back what was counted. Arithmetic modulo 2^64 loses nothing, even after a counter wrapped. */
static void take_back(struct keyed_rows *rows, size_t counted, const nps_keys_mark *mark, const nps_accumulator *rest)
{
    size_t from;
    for (from = 0; mark->count != 0 && from < counted; from += NPS_BLOCK)
        (void)count_block(rows, from, UINT64_MAX);
    nps_keys_return(&rows->finder.groups->keys, mark); /* what new groups have counted goes with them */
    *rows->rest = *rest;
}

static nps_status count_rows(struct keyed_rows *rows)
{
    const nps_keys_mark mark = nps_keys_get_mark(&rows->finder.groups->keys);
    const nps_accumulator rest = *rows->rest;
    nps_status status = NPS_OK;
    size_t counted = 0;
    while (!status && counted < rows->finder.keys.encoding.rows.length) {
        if (counted % ROWS_BETWEEN_QUESTIONS == 0)
            status = nps_explain_status(rows->finder.detail, nps_interrupt_check(&rows->finder.interrupt));
        if (!status)
            status = count_block(rows, counted, 1);
        if (!status)
            counted += NPS_BLOCK;
    }
    if (!status && rows->wrapped)
        status = nps_explain_status(rows->finder.detail, NPS_ERROR_OVERFLOW);
    if (!status)
        return NPS_OK;
    take_back(rows, counted, &mark, &rest);
    return status;
}

static bool count_small(struct keyed_rows *rows, nps_status *status)
{
    const nps_arrow_keys *const keys = &rows->finder.keys;
    const bool has_dictionary = keys->encoding.kind == NPS_ARROW_DICTIONARY;
    const nps_small_keys_rows small = {&keys->encoding.rows,
                                       has_dictionary ? &keys->encoding.places : &keys->numbers.column,
                                       has_dictionary ? keys : NULL, &rows->answers, &rows->finder.interrupt};
    if (!has_dictionary && (rows->finder.groups->keys.type != NPS_KEY_INTEGER || !nps_arrow_keys_are_column(keys)))
        return false;
    return nps_small_keys_count(rows->finder.groups, &small, rows->rest, status);
}

static nps_status count_with_memory(struct keyed_rows *rows)
{
    nps_status status;
    if (count_small(rows, &status))
        return nps_explain_status(rows->finder.detail, status);
    status = nps_key_finder_open(&rows->finder);
    if (!status)
        status = count_rows(rows);
    nps_key_finder_close(&rows->finder);
    return status;
}

static nps_status read_options(const nps_groups *self, const nps_accumulator *rest,
                               const nps_groups_arrow_options *options, nps_groups_arrow_options *read)
{
    nps_status status;
    nps_groups_arrow_options_init(read, NULL, NULL);
    if (!self || !rest)
        return NPS_ERROR_NULL;
    status = nps_options_read(read, sizeof *read, sizeof *read, options);
    if (!read->interrupt.is_requested)
        read->interrupt = self->interrupt;
    return !status && (!read->key || !read->answer) ? NPS_ERROR_NULL : status;
}

static nps_status count_array(nps_groups *groups, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              const nps_groups_arrow_options *options, nps_accumulator *rest, nps_error_detail *detail)
{
    nps_arrow_rows answers, keys;
    struct keyed_rows rows;
    nps_status status;
    memset(&rows, 0, sizeof rows);
    rows.finder.groups = groups;
    rows.rest = rest;
    rows.finder.interrupt = options->interrupt;
    rows.finder.detail = detail;
    status = nps_arrow_open(schema, array, options->key, &keys, detail);
    if (!status)
        status = nps_arrow_open(schema, array, options->answer, &answers, detail);
    if (!status)
        status = nps_arrow_open_answers(&answers, options->missing_codes, options->missing_code_count, &rows.answers,
                                        detail);
    if (!status)
        status = nps_arrow_open_keys(&keys, groups->keys.type, &rows.finder.keys, detail);
    return status ? status : count_with_memory(&rows);
}

nps_status nps_groups_count_integers(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                     nps_accumulator *rest, nps_error_detail *detail)
{
    struct keyed_rows rows;
    memset(&rows, 0, sizeof rows);
    rows.finder.groups = self;
    rows.rest = rest;
    rows.finder.interrupt = self->interrupt;
    rows.finder.detail = detail;
    nps_arrow_open_key_column(keys, &rows.finder.keys);
    rows.answers.encoding.rows = rows.finder.keys.encoding.rows;
    rows.answers.encoding.rows.own = (nps_arrow_validity){answers->validity, answers->validity_offset};
    rows.answers.numbers.type.kind = NPS_ARROW_NUMBERS;
    rows.answers.numbers.column = *answers;
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
        status = nps_explain_status(detail, nps_groups_merge_asking(self, pending.groups, &pending.options.interrupt));
    if (!status)
        status = nps_accumulator_merge(rest, &pending.rest);
    nps_groups_destroy(pending.groups);
    return status;
}
