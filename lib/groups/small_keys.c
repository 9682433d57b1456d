/* SPDX-License-Identifier: MIT */
#include "small_keys.h"

#include "../accumulator.h"
#include "../allocator.h"

#include <nps/code_groups.h>
#include <string.h>

/* Fewer rows are not worth the memory; keys from here on are better hashed; and so many are looked at to guess the
 * largest. */
enum { WORTH = 2048, LARGEST = 32768, LOOKED_AT = 1024 };

/* A group for each small key, and whether the group has yet to be added to the groups by key. */
struct codes {
    nps_code_groups counted;
    uint8_t *waiting;
    size_t waiting_count;
};

static bool is_null(const nps_arrow_rows *rows, size_t row)
{
    uint64_t null[NPS_BLOCK_WORDS];
    nps_arrow_nulls(rows, row, 1, null);
    return nps_arrow_is_null(null, 0);
}

/* How many groups by code the keys ask for, by some of them; 0 when they are not small. */
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
    if (!codes->counted.groups || !codes->waiting)
        return false;
    memset(codes->counted.groups, 0, count * sizeof *codes->counted.groups);
    return true;
}

static void release_codes(const nps_allocator *allocator, const struct codes *codes)
{
    const nps_code_groups *counted = &codes->counted;
    nps_allocator_release(allocator, counted->groups, counted->group_count, sizeof *counted->groups);
    nps_allocator_release(allocator, codes->waiting, counted->group_count, sizeof *codes->waiting);
}

static bool is_empty(const nps_accumulator *accumulator)
{
    static const nps_accumulator empty;
    return memcmp(accumulator, &empty, sizeof empty) == 0;
}

static nps_key key_of(size_t code)
{
    return (nps_key){NULL, 0, (int64_t)code};
}

/* Makes room for all groups that are not empty, and sees that they can be added. */
static nps_status prepare(nps_groups *groups, struct codes *codes, const nps_accumulator *without_key)
{
    nps_groups_need need = {0, 0};
    nps_status status =
        nps_accumulator_can_merge(without_key, &codes->counted.rest.missing) ? NPS_OK : NPS_ERROR_OVERFLOW;
    size_t code;
    for (code = 0; !status && code < codes->counted.group_count; code++) {
        const nps_key key = key_of(code);
        codes->waiting[code] = !is_empty(&codes->counted.groups[code]);
        codes->waiting_count += codes->waiting[code];
        if (codes->waiting[code])
            status = nps_groups_plan(groups, &key, &codes->counted.groups[code], &need);
    }
    return status ? status : nps_groups_reserve(groups, &need);
}

static void add_code(nps_groups *groups, struct codes *codes, size_t code)
{
    const nps_key key = key_of(code);
    (void)nps_accumulator_merge(nps_groups_at(groups, &key), &codes->counted.groups[code]);
    codes->waiting[code] = 0;
    codes->waiting_count--;
}

/* Adds each group where its key comes first: that is the order of groups by key. Bindings may have a column that
 * another thread changes meanwhile, so that a key may be anything, and a group may be left. */
static void add_codes(nps_groups *groups, const nps_arrow_rows *rows, const nps_column *keys, struct codes *codes)
{
    int64_t integers[NPS_BLOCK];
    uint64_t nulls[NPS_BLOCK_WORDS];
    size_t from, i;
    for (from = 0; codes->waiting_count != 0 && from < rows->length; from += NPS_BLOCK) {
        const size_t left = rows->length - from, count = left < NPS_BLOCK ? left : NPS_BLOCK;
        nps_block_integers(keys, from, count, integers);
        nps_arrow_nulls(rows, from, count, nulls);
        for (i = 0; i < count; i++)
            if ((uint64_t)integers[i] < codes->counted.group_count && codes->waiting[integers[i]] &&
                !nps_arrow_is_null(nulls, i))
                add_code(groups, codes, (size_t)integers[i]);
    }
    for (i = 0; codes->waiting_count != 0; i++)
        if (codes->waiting[i])
            add_code(groups, codes, i);
}

/* Whether all keys are small. */
static bool count_codes(const nps_allocator *allocator, const nps_column *keys, const nps_arrow_answers *answers,
                        struct codes *codes)
{
    nps_code_groups_options options;
    nps_status status;
    nps_code_groups_options_init(&options);
    options.workspace_size = nps_code_groups_workspace_size(codes->counted.group_count);
    if (options.workspace_size != 0) /* without this memory counting is only slower */
        options.workspace = nps_allocator_array(allocator, 1, options.workspace_size);
    status = nps_code_groups_add_column(&codes->counted, keys, &answers->column, &options);
    nps_allocator_release(allocator, options.workspace, 1, options.workspace_size);
    return status == NPS_OK && is_empty(&codes->counted.rest.outside);
}

bool nps_small_keys_count(nps_groups *groups, const nps_arrow_rows *rows, const nps_column *keys,
                          const nps_arrow_answers *answers, nps_accumulator *without_key, nps_status *status)
{
    const nps_allocator *allocator = &groups->keys.allocator;
    const bool are_plain = !rows->parent.bits && !answers->encoded;
    const size_t count = are_plain && rows->length >= WORTH ? guess_count(rows, keys) : 0;
    struct codes codes;
    bool counted;
    if (count == 0)
        return false;
    counted = create_codes(allocator, count, &codes) && count_codes(allocator, keys, answers, &codes);
    if (counted)
        *status = prepare(groups, &codes, without_key);
    if (counted && !*status) {
        add_codes(groups, rows, keys, &codes);
        (void)nps_accumulator_merge(without_key, &codes.counted.rest.missing);
    }
    release_codes(allocator, &codes);
    /* Without these codes there may be room for the groups. */
    return counted && *status != NPS_ERROR_MEMORY;
}
