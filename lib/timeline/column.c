/* Columns of days and answers: counted by the kernels of groups by code while they have about as many rows as days.
 * SPDX-License-Identifier: MIT */
#include "../column.h"
#include "../accumulator.h"
#include "../code_groups.h"
#include "../column/types.h"
#include "../interrupt.h"
#include "../status.h"
#include "../timeline.h"
#include "days_column.h"

#include <string.h>

/* Rows that are counted at a time: they stay in a cache between finding their days and counting. A multiple of 64. */
enum { CHUNK = 1 << 20 };

/* Rows are counted into a timeline of its own, which is merged at the end. */
struct counting {
    const nps_timeline *self;
    nps_timeline counted;
    unsigned char *memory; /* of the groups of a chunk, and of the workspace of their kernels */
    size_t size;
};

/* The rows of a chunk. */
static nps_column slice(const nps_column *column, size_t from)
{
    nps_column rows = *column;
    const size_t left = column->length - from;
    rows.length = left < CHUNK ? left : CHUNK;
    rows.data = (const unsigned char *)column->data + (ptrdiff_t)from * nps_column_stride(column);
    if (rows.validity)
        rows.validity += from / 8;
    return rows;
}

static int64_t first_possible(const nps_timeline *self)
{
    return self->older == NPS_OLDER_REFUSED ? self->horizon : NPS_DAY_MIN;
}

/* Says which row has no possible day. */
static nps_status refuse(const nps_timeline *self, const nps_column *days, nps_error_detail *detail)
{
    const int64_t first = first_possible(self);
    nps_days_block block;
    size_t from, i;
    for (from = 0; from < days->length; from += NPS_BLOCK) {
        const size_t left = days->length - from;
        nps_days_block_read(days, from, left < NPS_BLOCK ? left : NPS_BLOCK, &block);
        for (i = 0; i < block.count; i++) {
            const int64_t day = block.days[i];
            const bool wraps = days->type == NPS_COLUMN_U64 && day < 0;
            if (nps_days_block_is_undated(&block, i) || (day >= first && day <= NPS_DAY_MAX && !wraps))
                continue;
            if (wraps)
                return nps_explain(detail, NPS_ERROR_DAY, "row %zu: expected a day from %lld to %d, got %llu", from + i,
                                   (long long)first, NPS_DAY_MAX, (unsigned long long)day);
            return nps_explain(detail, NPS_ERROR_DAY, "row %zu: expected a day from %lld to %d, got %lld", from + i,
                               (long long)first, NPS_DAY_MAX, (long long)day);
        }
    }
    return nps_explain(detail, NPS_ERROR_DAY, "expected days that stay the same during the call, got others");
}

/* Memory of any content that is kept for the next chunk; NULL when there is none. */
static void *memory_of(struct counting *counting, size_t size)
{
    const nps_allocator *allocator = &counting->counted.days.allocator;
    if (size <= counting->size)
        return counting->memory;
    nps_allocator_release(allocator, counting->memory, counting->size, 1);
    counting->memory = nps_allocator_array(allocator, size, 1);
    counting->size = counting->memory ? size : 0;
    return counting->memory;
}

static nps_status keep_groups(nps_timeline *counted, int32_t first, const nps_code_groups *groups)
{
    size_t i;
    for (i = 0; i < groups->group_count; i++) {
        const nps_status status = nps_timeline_merge_day(counted, first + (int32_t)i, &groups->groups[i]);
        if (status)
            return status;
    }
    (void)nps_accumulator_merge(&counted->rest.undated, &groups->rest.missing);
    return nps_accumulator_merge(&counted->rest.older, &groups->rest.outside);
}

/* Counts rows as groups by code: the codes are the days from `first` on, and rows outside are before the horizon. */
static nps_status count_as_codes(struct counting *counting, const nps_column *days, const nps_column *answers,
                                 int32_t first, size_t day_count)
{
    const size_t size = day_count * sizeof(nps_accumulator), work = nps_code_groups_workspace_size(day_count);
    nps_code_groups groups;
    unsigned char *const memory = memory_of(counting, size + work);
    if (!memory)
        return NPS_ERROR_MEMORY;
    memset(memory, 0, size);
    nps_code_groups_init(&groups, (nps_accumulator *)(void *)memory, day_count);
    (void)nps_code_groups_count(&groups, first, days, answers, work != 0 ? memory + size : NULL);
    if (counting->self->older == NPS_OLDER_REFUSED && !nps_is_blank(&groups.rest.outside))
        return NPS_ERROR_DAY;
    return keep_groups(&counting->counted, first, &groups);
}

/* Counts rows one by one. */
static nps_status count_singly(struct counting *counting, const nps_column *days, const nps_column *answers)
{
    nps_timeline *const counted = &counting->counted;
    nps_days_block block;
    uint8_t bins[NPS_BLOCK];
    size_t from, i;
    for (from = 0; from < days->length; from += NPS_BLOCK) {
        const size_t left = days->length - from;
        nps_days_block_read(days, from, left < NPS_BLOCK ? left : NPS_BLOCK, &block);
        nps_block_bins(answers, from, block.count, bins);
        for (i = 0; i < block.count; i++) {
            const int64_t day = block.days[i];
            nps_accumulator *to = &counted->rest.undated;
            if (!nps_days_block_is_undated(&block, i)) {
                if (day < first_possible(counting->self) || day > NPS_DAY_MAX)
                    return NPS_ERROR_DAY;
                to = day < counted->horizon ? &counted->rest.older : nps_days_at(&counted->days, (int32_t)day);
            }
            if (!to)
                return NPS_ERROR_MEMORY;
            ++*nps_accumulator_counter(to, bins[i]);
        }
    }
    return NPS_OK;
}

/* Rows that all have a day are counted as plain integers, which is faster. */
static void all_dated(nps_column *days)
{
    days->validity = NULL;
    days->missing_code_count = 0;
}

static nps_status count_chunk(struct counting *counting, nps_column *days, const nps_column *answers)
{
    const nps_days_range range = nps_days_range_of(days);
    const int64_t horizon = counting->self->horizon, first = range.first > horizon ? range.first : horizon;
    const bool is_any = range.first <= range.last;
    if (is_any && (range.first < first_possible(counting->self) || range.last > NPS_DAY_MAX ||
                   (days->type == NPS_COLUMN_U64 && range.first < 0)))
        return NPS_ERROR_DAY;
    if (!is_any || range.last < first || range.last - first >= (int64_t)days->length)
        return count_singly(counting, days, answers);
    if (!range.has_undated)
        all_dated(days);
    return count_as_codes(counting, days, answers, (int32_t)first, (size_t)(range.last - first) + 1);
}

static nps_status count_all(struct counting *counting, const nps_column *days, const nps_column *answers,
                            nps_error_detail *detail)
{
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < days->length; from += CHUNK) {
        const nps_column some_answers = slice(answers, from);
        nps_column some_days = slice(days, from);
        status = nps_interrupt_check(&counting->self->interrupt);
        if (!status)
            status = count_chunk(counting, &some_days, &some_answers);
    }
    return status == NPS_ERROR_DAY ? refuse(counting->self, days, detail) : nps_explain_status(detail, status);
}

static nps_status open_columns(const nps_column *days, const nps_column *answers, nps_column *read_days,
                               nps_column *read_answers, nps_error_detail *detail)
{
    nps_status status = nps_column_open(days, read_days);
    if (!status)
        status = nps_column_open(answers, read_answers);
    if (status)
        return nps_explain_status(detail, status);
    if (nps_column_is_floating(read_days->type))
        return nps_explain(detail, NPS_ERROR_COLUMN, "expected days that are integers, got floating-point numbers");
    if (read_days->length != read_answers->length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "expected as many answers as days, %zu, got %zu",
                           read_days->length, read_answers->length);
    return NPS_OK;
}

nps_status nps_timeline_add_column(nps_timeline *self, const nps_column *days, const nps_column *answers,
                                   nps_error_detail *detail)
{
    struct counting counting = {.self = self};
    nps_column read_days, read_answers;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_columns(days, answers, &read_days, &read_answers, detail);
    if (status)
        return status;
    counting.counted.horizon = self->horizon;
    counting.counted.older = NPS_OLDER_GATHERED;
    nps_days_init(&counting.counted.days, &self->days.allocator);
    status = count_all(&counting, &read_days, &read_answers, detail);
    nps_allocator_release(&self->days.allocator, counting.memory, counting.size, 1);
    if (!status)
        status = nps_explain_status(detail, nps_timeline_merge(self, &counting.counted));
    nps_days_release(&counting.counted.days);
    return status;
}
