/* SPDX-License-Identifier: MIT */
#include "small_keys.h"

#include "../accumulator.h"
#include "../allocator.h"
#include "../column/types.h"
#include "../interrupt.h"

#include <nps/code_groups.h>
#include <string.h>

/* Fewer rows are not worth the memory; keys from here on are better hashed; so many are looked at to guess the largest;
 * and a larger dictionary is looked up. */
enum { WORTH = 2048, LARGEST = 32768, LOOKED_AT = 1024, LARGEST_DICTIONARY = 131072 };

/* Rows between two questions: some milliseconds. */
enum { COUNTED_AT_ONCE = 4 * 1024 * 1024, SEARCHED_AT_ONCE = 256 * NPS_BLOCK };

/* A group for each small key, which of them are not empty and not in `order` yet, and the order of their first rows. */
struct codes {
    nps_code_groups counted;
    uint8_t *waiting;
    uint32_t *order;
    size_t waiting_count, ordered;
};

static bool is_null(const nps_arrow_rows *rows, size_t row)
{
    uint64_t null[NPS_BLOCK_WORDS];
    nps_arrow_nulls(rows, row, 1, null);
    return nps_arrow_is_null(null, 0);
}

/* How many groups by code the keys ask for; 0 when that is too many. */
static size_t count_dictionary(const nps_small_keys_rows *rows)
{
    const size_t values = rows->dictionary->encoding.values.length;
    return values <= LARGEST_DICTIONARY && values <= rows->rows->length ? values : 0;
}

/* The same for keys that are integers, by some of them. */
static size_t guess_count(const nps_arrow_rows *rows, const nps_column *keys)
{
    const size_t step = rows->length / LOOKED_AT + 1;
    size_t count = 1, row;
    for (row = 0; row < rows->length; row += step) {
        const int64_t key = nps_block_integer(keys, row);
        if (is_null(rows, row))
            continue;
        if (key < 0 || key >= LARGEST)
            return 0;
        while (count <= (size_t)key)
            count *= 2;
    }
    return count <= rows->length ? count : 0;
}

static bool create_codes(const nps_allocator *allocator, size_t count, struct codes *codes)
{
    memset(codes, 0, sizeof *codes);
    nps_code_groups_init(&codes->counted, nps_allocator_array(allocator, count, sizeof *codes->counted.groups), count);
    codes->waiting = nps_allocator_array(allocator, count, sizeof *codes->waiting);
    codes->order = nps_allocator_array(allocator, count, sizeof *codes->order);
    if (!codes->counted.groups || !codes->waiting || !codes->order)
        return false;
    memset(codes->counted.groups, 0, count * sizeof *codes->counted.groups);
    return true;
}

static void release_codes(const nps_allocator *allocator, const struct codes *codes)
{
    const nps_code_groups *counted = &codes->counted;
    nps_allocator_release(allocator, counted->groups, counted->group_count, sizeof *counted->groups);
    nps_allocator_release(allocator, codes->waiting, counted->group_count, sizeof *codes->waiting);
    nps_allocator_release(allocator, codes->order, counted->group_count, sizeof *codes->order);
}

static bool is_empty(const nps_accumulator *accumulator)
{
    return memcmp(accumulator, &nps_accumulator_empty, sizeof nps_accumulator_empty) == 0;
}

/* The key of a code; false for one that is no key. */
static bool read_key(const nps_small_keys_rows *rows, size_t code, nps_key *key, bool *is_null)
{
    *key = (nps_key){NULL, 0, (int64_t)code};
    *is_null = false;
    return !rows->dictionary || nps_arrow_key_of_value(rows->dictionary, code, key, is_null, NULL) == NPS_OK;
}

/* Notes what a code that has rows asks for. A dictionary may have a value twice: there must be room for all rows. */
static nps_status plan_code(nps_groups *groups, const nps_small_keys_rows *rows, struct codes *codes, size_t code,
                            nps_groups_need *need)
{
    const uint64_t all = rows->rows->length;
    const nps_accumulator most = {{all, all, all, all, all, all, all, all, all, all, all}, all, all};
    nps_key key;
    bool is_null;
    if (!read_key(rows, code, &key, &is_null))
        return NPS_ERROR_KEY;
    if (is_null)
        return nps_accumulator_merge(&codes->counted.rest.missing, &codes->counted.groups[code]);
    codes->waiting[code] = true;
    codes->waiting_count++;
    return nps_groups_plan(groups, &key, rows->dictionary ? &most : &codes->counted.groups[code], need);
}

/* Makes room for all groups that are not empty, and sees that they can be added. */
static nps_status prepare(nps_groups *groups, const nps_small_keys_rows *rows, struct codes *codes,
                          const nps_accumulator *without_key)
{
    nps_groups_need need = {0, 0};
    nps_status status = NPS_OK;
    size_t code;
    for (code = 0; !status && code < codes->counted.group_count; code++) {
        codes->waiting[code] = false;
        if (!is_empty(&codes->counted.groups[code]))
            status = plan_code(groups, rows, codes, code, &need);
    }
    if (!status && !nps_accumulator_can_merge(without_key, &codes->counted.rest.missing))
        status = NPS_ERROR_OVERFLOW;
    return status ? status : nps_groups_reserve(groups, &need, rows->interrupt);
}

static void put_in_order(struct codes *codes, size_t code)
{
    codes->order[codes->ordered++] = (uint32_t)code;
    codes->waiting[code] = 0;
    codes->waiting_count--;
}

/* Puts each group where its key comes first: that is the order of groups by key. Bindings may have a column that
 * another thread changes meanwhile, so that a key may be anything, and a group may be left. */
static nps_status find_order(const nps_small_keys_rows *rows, struct codes *codes)
{
    int64_t integers[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
    nps_status status = NPS_OK;
    size_t from, i;
    for (from = 0; !status && codes->waiting_count != 0 && from < rows->rows->length; from += NPS_BLOCK) {
        const size_t left = rows->rows->length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
        status = nps_interrupt_check_every(rows->interrupt, SEARCHED_AT_ONCE, from);
        nps_block_integers(rows->keys, from, count, integers);
        nps_arrow_nulls(rows->rows, from, count, nulls);
        for (i = 0; i < count; i++)
            if ((uint64_t)integers[i] < codes->counted.group_count && codes->waiting[integers[i]] &&
                !nps_arrow_is_null(nulls, i))
                put_in_order(codes, (size_t)integers[i]);
    }
    for (i = 0; codes->waiting_count != 0; i++)
        if (codes->waiting[i])
            put_in_order(codes, i);
    return status;
}

/* With the keys read, the sums checked and the room made, this cannot fail. */
static void add_codes(nps_groups *groups, const nps_small_keys_rows *rows, const struct codes *codes)
{
    size_t i;
    for (i = 0; i < codes->ordered; i++) {
        nps_key key;
        bool is_null;
        if (read_key(rows, codes->order[i], &key, &is_null))
            (void)nps_accumulator_merge(nps_groups_at(groups, &key), &codes->counted.groups[codes->order[i]]);
    }
}

static nps_column rows_of(const nps_column *column, size_t from, size_t count)
{
    nps_column rows = *column;
    rows.data = (const char *)column->data + (ptrdiff_t)from * nps_column_stride(column);
    rows.validity_offset += from;
    rows.length = count;
    return rows;
}

/* NPS_ERROR_INTERRUPTED, or whether all keys are small. */
static nps_status count_pieces(const nps_small_keys_rows *rows, const nps_code_groups_options *options,
                               struct codes *codes, bool *are_small)
{
    const size_t length = rows->rows->length;
    nps_status status = NPS_OK;
    size_t from;
    *are_small = true;
    for (from = 0; !status && *are_small && from < length; from += COUNTED_AT_ONCE) {
        const size_t count = length - from < COUNTED_AT_ONCE ? length - from : COUNTED_AT_ONCE;
        const nps_column keys = rows_of(rows->keys, from, count);
        const nps_column answers = rows_of(&rows->answers->numbers.column, from, count);
        *are_small = nps_code_groups_add_column(&codes->counted, &keys, &answers, options) == NPS_OK &&
                     is_empty(&codes->counted.rest.outside);
        status = nps_interrupt_check(rows->interrupt);
    }
    return status;
}

static nps_status count_codes(const nps_allocator *allocator, const nps_small_keys_rows *rows, struct codes *codes,
                              bool *are_small)
{
    nps_code_groups_options options;
    nps_status status;
    nps_code_groups_options_init(&options);
    options.workspace_size = nps_code_groups_workspace_size(codes->counted.group_count);
    if (options.workspace_size != 0) /* without this memory counting is only slower */
        options.workspace = nps_allocator_array(allocator, 1, options.workspace_size);
    status = count_pieces(rows, &options, codes, are_small);
    nps_allocator_release(allocator, options.workspace, 1, options.workspace_size);
    return status;
}

bool nps_small_keys_count(nps_groups *groups, const nps_small_keys_rows *rows, nps_accumulator *without_key,
                          nps_status *status)
{
    const nps_allocator *allocator = &groups->keys.allocator;
    const bool are_plain = !rows->rows->parent.bits && nps_arrow_are_column(rows->answers);
    struct codes codes;
    bool are_small = false;
    size_t count = 0;
    if (are_plain && rows->rows->length >= WORTH)
        count = rows->dictionary ? count_dictionary(rows) : guess_count(rows->rows, rows->keys);
    if (count == 0)
        return false;
    *status = NPS_OK;
    if (create_codes(allocator, count, &codes))
        *status = count_codes(allocator, rows, &codes, &are_small);
    if (!*status && are_small)
        *status = prepare(groups, rows, &codes, without_key);
    if (!*status && are_small)
        *status = find_order(rows, &codes);
    if (!*status && are_small) {
        add_codes(groups, rows, &codes);
        (void)nps_accumulator_merge(without_key, &codes.counted.rest.missing);
    }
    release_codes(allocator, &codes);
    /* Without these codes there may be room for the groups, and in a dictionary what is wrong has a row. */
    return *status == NPS_ERROR_INTERRUPTED ||
           (are_small && *status != NPS_ERROR_MEMORY && (!rows->dictionary || *status == NPS_OK));
}
