/* SPDX-License-Identifier: MIT */
#include <nps/code_groups.h>

#include "accumulator.h"
#include "block.h"
#include "options.h"

#include <stdbool.h>
#include <string.h>

_Static_assert(sizeof(nps_accumulator) == NPS_SLOTS * sizeof(uint64_t), "a group is a row of NPS_SLOTS cells");
_Static_assert(sizeof(nps_code_groups_rest) == 2 * sizeof(nps_accumulator), "the rest is two more groups");
_Static_assert((NPS_CODE_GROUPS_MAX + 2) * NPS_SLOTS <= UINT32_MAX, "every cell has a number of 32 bits");

/* Tables of 16-bit counters stay in the nearest cache up to here; and where cells are few and so often the same, four
 * tables keep an increment from waiting for the one before it. */
enum { SMALL_GROUPS = 512, FOUR_TABLES_GROUPS = 32, TABLES = 4 };

/* Beyond this the groups are not in the second cache any more, but bytes may be, and need fewer reads of memory. */
enum { BYTES_GROUPS = 32768 };

#ifdef __GNUC__
#define NPS_PREFETCH(address) __builtin_prefetch(address, 1)
#else
#define NPS_PREFETCH(address) ((void)(address))
#endif

/* So many blocks cannot overflow a 16-bit counter. */
enum { BLOCKS_BEFORE_FLUSH = UINT16_MAX / NPS_BLOCK };

/* The groups and the rest as cells, the groups' first. A cell that wraps is noted, and as arithmetic modulo 2^64 loses
 * nothing, taking the rows back restores everything. */
struct cells {
    uint64_t *groups, *rest;
    uint32_t group_cells; /* how many cells the groups have */
    bool wrapped;
};

struct rows {
    const nps_column *codes, *answers;
    size_t length;
    uint32_t group_count;
};

/* The cells in which the rows of a block count. */
struct block {
    size_t count;
    uint32_t largest;
    uint32_t cells[NPS_BLOCK];
};

static uint64_t *cell_at(const struct cells *cells, size_t cell)
{
    return cell < cells->group_cells ? &cells->groups[cell] : &cells->rest[cell - cells->group_cells];
}

static void add_to_cell(struct cells *cells, size_t cell, uint64_t times)
{
    uint64_t *counter = cell_at(cells, cell);
    *counter += times;
    if (*counter < times)
        cells->wrapped = true;
}

/* Past the last row a block is empty. */
static void read_block(const struct rows *rows, size_t from, struct block *block)
{
    const size_t left = from < rows->length ? rows->length - from : 0;
    block->count = left < NPS_BLOCK ? left : NPS_BLOCK;
    if (block->count != 0)
        block->largest =
            nps_block_cells(rows->codes, rows->answers, from, block->count, rows->group_count, block->cells);
}

static void count_checked(struct cells *cells, const struct block *block, uint64_t times)
{
    size_t i;
    for (i = 0; i < block->count; i++)
        add_to_cell(cells, block->cells[i], times);
}

static void count_plain(uint64_t *groups, const struct block *block)
{
    size_t i;
    for (i = 0; i + 4 <= block->count; i += 4) {
        groups[block->cells[i]]++;
        groups[block->cells[i + 1]]++;
        groups[block->cells[i + 2]]++;
        groups[block->cells[i + 3]]++;
    }
    for (; i < block->count; i++)
        groups[block->cells[i]]++;
}

/* All of the groups' counters could take `length` more. */
static bool have_room(const struct cells *cells, size_t length)
{
    uint64_t bits = length;
    size_t i;
    for (i = 0; i < cells->group_cells; i++)
        bits |= cells->groups[i];
    return bits <= UINT64_MAX / 2;
}

static void prefetch(const struct cells *cells, const struct block *block)
{
    size_t i;
    for (i = 0; i < block->count; i++)
        NPS_PREFETCH(cell_at(cells, block->cells[i]));
}

/* Each row in its group; `times` is 1, or -1 to take the rows back. */
static void count_directly(const struct rows *rows, struct cells *cells, uint64_t times)
{
    const bool plain = times == 1 && rows->length >= rows->group_count && have_room(cells, rows->length);
    const bool far = rows->group_count > BYTES_GROUPS;
    struct block blocks[2];
    size_t from;
    int current = 0;
    read_block(rows, 0, &blocks[current]);
    for (from = 0; from < rows->length; from += NPS_BLOCK, current = !current) {
        read_block(rows, from + NPS_BLOCK, &blocks[!current]);
        if (far)
            prefetch(cells, &blocks[!current]);
        if (plain && blocks[current].largest < cells->group_cells)
            count_plain(cells->groups, &blocks[current]);
        else
            count_checked(cells, &blocks[current], times);
    }
}

static void flush_table(const uint16_t *table, struct cells *cells)
{
    bool wrapped = false;
    size_t i;
    for (i = 0; i < cells->group_cells; i++) {
        const uint64_t sum = cells->groups[i] + table[i];
        wrapped |= sum < table[i];
        cells->groups[i] = sum;
    }
    cells->wrapped |= wrapped;
    for (; i < cells->group_cells + 2 * NPS_SLOTS; i++)
        add_to_cell(cells, i, table[i]);
}

static void flush_tables(uint16_t *tables, size_t table_count, size_t cell_count, struct cells *cells)
{
    size_t table;
    for (table = 0; table < table_count; table++)
        flush_table(tables + table * cell_count, cells);
    memset(tables, 0, table_count * cell_count * sizeof *tables);
}

/* Four rows at a time, in one table or in four. */
static void count_in_tables(uint16_t *tables, size_t table_count, size_t cell_count, const struct block *block)
{
    const size_t next = table_count == 1 ? 0 : cell_count;
    uint16_t *const second = tables + next, *const third = second + next, *const fourth = third + next;
    size_t i;
    for (i = 0; i + TABLES <= block->count; i += TABLES) {
        tables[block->cells[i]]++;
        second[block->cells[i + 1]]++;
        third[block->cells[i + 2]]++;
        fourth[block->cells[i + 3]]++;
    }
    for (; i < block->count; i++)
        tables[block->cells[i]]++;
}

static void count_in_small_tables(const struct rows *rows, struct cells *cells)
{
    uint16_t tables[(SMALL_GROUPS + 2) * NPS_SLOTS];
    const size_t cell_count = ((size_t)rows->group_count + 2) * NPS_SLOTS;
    const size_t table_count = rows->group_count <= FOUR_TABLES_GROUPS ? TABLES : 1;
    struct block block;
    size_t from, since_flush = 0;
    memset(tables, 0, table_count * cell_count * sizeof *tables);
    for (from = 0; from < rows->length; from += NPS_BLOCK) {
        read_block(rows, from, &block);
        count_in_tables(tables, table_count, cell_count, &block);
        if (++since_flush == BLOCKS_BEFORE_FLUSH) {
            flush_tables(tables, table_count, cell_count, cells);
            since_flush = 0;
        }
    }
    flush_tables(tables, table_count, cell_count, cells);
}

/* A byte that wraps is worth 256. The lines of the next block are on their way while this one is counted. */
static void count_block_in_bytes(uint8_t *bytes, const struct block *block, const struct block *next,
                                 struct cells *cells)
{
    size_t i;
    for (i = 0; i < next->count; i++) {
        const uint32_t cell = block->cells[i];
        NPS_PREFETCH(&bytes[next->cells[i]]);
        if (++bytes[cell] == 0)
            add_to_cell(cells, cell, UINT8_MAX + 1);
    }
    for (; i < block->count; i++)
        if (++bytes[block->cells[i]] == 0)
            add_to_cell(cells, block->cells[i], UINT8_MAX + 1);
}

/* Most bytes are 0 where rows are skewed, or few. */
static void flush_bytes(const uint8_t *bytes, struct cells *cells)
{
    enum { STEP = 8 };
    const size_t cell_count = (size_t)cells->group_cells + (size_t)2 * NPS_SLOTS;
    bool wrapped = false;
    size_t from, i;
    for (from = 0; from + STEP <= cells->group_cells; from += STEP) {
        uint64_t any;
        memcpy(&any, bytes + from, sizeof any);
        if (any == 0)
            continue;
        for (i = from; i < from + STEP; i++) {
            const uint64_t sum = cells->groups[i] + bytes[i];
            wrapped |= sum < bytes[i];
            cells->groups[i] = sum;
        }
    }
    cells->wrapped |= wrapped;
    for (; from < cell_count; from++)
        add_to_cell(cells, from, bytes[from]);
}

static void count_in_bytes(const struct rows *rows, uint8_t *bytes, struct cells *cells)
{
    const size_t cell_count = nps_code_groups_workspace_size(rows->group_count);
    struct block blocks[2];
    size_t from;
    int current = 0;
    memset(bytes, 0, cell_count);
    read_block(rows, 0, &blocks[current]);
    for (from = 0; from < rows->length; from += NPS_BLOCK, current = !current) {
        read_block(rows, from + NPS_BLOCK, &blocks[!current]);
        count_block_in_bytes(bytes, &blocks[current], &blocks[!current], cells);
    }
    flush_bytes(bytes, cells);
}

static nps_status open_column(const nps_column *column, nps_column *read)
{
    nps_status status;
    nps_column_init(read, NPS_COLUMN_U8, NULL, 0);
    status = nps_options_read(read, sizeof *read, sizeof *read, column);
    return status ? status : nps_block_check(read);
}

size_t nps_code_groups_workspace_size(size_t group_count)
{
    return group_count > BYTES_GROUPS && group_count <= NPS_CODE_GROUPS_MAX ? (group_count + 2) * NPS_SLOTS : 0;
}

nps_status nps_code_groups_add(nps_accumulator *groups, size_t group_count, const nps_column *codes,
                               const nps_column *answers, void *workspace, size_t workspace_size,
                               nps_code_groups_rest *rest)
{
    nps_column read_codes, read_answers;
    struct cells cells;
    struct rows rows;
    nps_status status;
    if (!rest || (!groups && group_count != 0))
        return NPS_ERROR_NULL;
    if (group_count > NPS_CODE_GROUPS_MAX)
        return NPS_ERROR_UNAVAILABLE;
    status = open_column(codes, &read_codes);
    if (!status)
        status = open_column(answers, &read_answers);
    if (status)
        return status;
    if (read_codes.length != read_answers.length)
        return NPS_ERROR_COLUMN;

    cells = (struct cells){(uint64_t *)groups, (uint64_t *)rest, (uint32_t)(group_count * NPS_SLOTS), false};
    rows = (struct rows){&read_codes, &read_answers, read_codes.length, (uint32_t)group_count};
    if (rows.length / 4 >= group_count && group_count <= SMALL_GROUPS)
        count_in_small_tables(&rows, &cells);
    else if (rows.length >= group_count && group_count > BYTES_GROUPS && workspace &&
             workspace_size >= nps_code_groups_workspace_size(group_count))
        count_in_bytes(&rows, workspace, &cells);
    else
        count_directly(&rows, &cells, 1);
    if (!cells.wrapped)
        return NPS_OK;
    count_directly(&rows, &cells, UINT64_MAX);
    return NPS_ERROR_OVERFLOW;
}

nps_status nps_code_groups_merge(nps_accumulator *groups, size_t group_count, nps_code_groups_rest *rest,
                                 const nps_accumulator *from, const nps_code_groups_rest *from_rest)
{
    size_t i;
    if (!rest || !from_rest || ((!groups || !from) && group_count != 0))
        return NPS_ERROR_NULL;
    for (i = 0; i < group_count; i++)
        if (!nps_accumulator_can_merge(&groups[i], &from[i]))
            return NPS_ERROR_OVERFLOW;
    if (!nps_accumulator_can_merge(&rest->outside, &from_rest->outside) ||
        !nps_accumulator_can_merge(&rest->missing, &from_rest->missing))
        return NPS_ERROR_OVERFLOW;
    for (i = 0; i < group_count; i++)
        (void)nps_accumulator_merge(&groups[i], &from[i]);
    (void)nps_accumulator_merge(&rest->outside, &from_rest->outside);
    (void)nps_accumulator_merge(&rest->missing, &from_rest->missing);
    return NPS_OK;
}
