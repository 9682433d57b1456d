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
    nps_code_groups groups; /* a group is a day; not in `counted` yet. The rest is blank between two chunks. */
    int64_t first, last;    /* the days of the groups; none while the first is above the last */
    bool is_predictable;    /* whether no chunk yet had a day where none was expected */
    unsigned char *memory;  /* of the groups, and of the workspace of their kernels */
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

/* Ends the groups: what they counted goes to its days. */
static nps_status keep_groups(struct counting *counting)
{
    nps_status status = NPS_OK;
    int64_t day;
    for (day = counting->first; !status && day <= counting->last; day++)
        status =
            nps_timeline_merge_day(&counting->counted, (int32_t)day, &counting->groups.groups[day - counting->first]);
    counting->last = counting->first - 1;
    return status;
}

/* Begins groups of the days from `first` to `last`, unless the present ones have them all. */
static nps_status open_groups(struct counting *counting, int64_t first, int64_t last)
{
    const size_t day_count = (size_t)(last - first) + 1, size = day_count * sizeof(nps_accumulator);
    nps_status status;
    if (first >= counting->first && last <= counting->last)
        return NPS_OK;
    status = keep_groups(counting);
    if (status)
        return status;
    if (!memory_of(counting, size + nps_code_groups_workspace_size(day_count)))
        return NPS_ERROR_MEMORY;
    memset(counting->memory, 0, size);
    nps_code_groups_init(&counting->groups, (nps_accumulator *)(void *)counting->memory, day_count);
    counting->first = first;
    counting->last = last;
    return NPS_OK;
}

/* Counts rows in the groups, and those of other days in the rest. */
static void count_in_groups(struct counting *counting, const nps_column *days, const nps_column *answers)
{
    nps_code_groups *const groups = &counting->groups;
    const size_t size = groups->group_count * sizeof(nps_accumulator);
    const bool has_workspace = nps_code_groups_workspace_size(groups->group_count) != 0;
    (void)nps_code_groups_count(groups, counting->first, days, answers, has_workspace ? counting->memory + size : NULL);
}

/* Counts rows whose days are in the groups, unless they are before the horizon. */
static nps_status count_as_codes(struct counting *counting, const nps_column *days, const nps_column *answers)
{
    nps_code_groups_rest *const rest = &counting->groups.rest;
    count_in_groups(counting, days, answers);
    if (counting->self->older == NPS_OLDER_REFUSED && !nps_is_blank(&rest->outside))
        return NPS_ERROR_DAY;
    (void)nps_accumulator_merge(&counting->counted.rest.undated, &rest->missing);
    (void)nps_accumulator_merge(&counting->counted.rest.older, &rest->outside);
    memset(rest, 0, sizeof *rest);
    return NPS_OK;
}

/* Counts rows one by one, except those from `except.first` to `except.last`. */
static nps_status count_singly(struct counting *counting, const nps_column *days, const nps_column *answers,
                               nps_days_range except)
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
                if (day >= except.first && day <= except.last)
                    continue;
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

/* Counts rows that seem to be in the groups, without a look at all days before; the others are counted one by one. */
static nps_status count_as_predicted(struct counting *counting, const nps_column *days, const nps_column *answers)
{
    nps_code_groups_rest *const rest = &counting->groups.rest;
    count_in_groups(counting, days, answers);
    if (nps_is_blank(&rest->outside))
        return NPS_OK;
    counting->is_predictable = false;
    memset(rest, 0, sizeof *rest);
    return count_singly(counting, days, answers, (nps_days_range){counting->first, counting->last, false});
}

/* Rows that all have a day are counted as plain integers, which is faster. */
static void all_dated(nps_column *days)
{
    days->validity = NULL;
    days->missing_code_count = 0;
}

static nps_status count_chunk(struct counting *counting, nps_column *days, const nps_column *answers)
{
    static const nps_days_range none = {0, -1, false};
    const int64_t horizon = counting->self->horizon;
    nps_days_range range;
    int64_t first;
    nps_status status;
    if (counting->is_predictable && nps_days_seem_between(days, counting->first, counting->last))
        return count_as_predicted(counting, days, answers);
    range = nps_days_range_of(days);
    if (range.first <= range.last && (range.first < first_possible(counting->self) || range.last > NPS_DAY_MAX ||
                                      (days->type == NPS_COLUMN_U64 && range.first < 0)))
        return NPS_ERROR_DAY;
    first = range.first > horizon ? range.first : horizon;
    if (range.first > range.last || range.last < first || range.last - first >= (int64_t)days->length)
        return count_singly(counting, days, answers, none);
    if (!range.has_undated)
        all_dated(days);
    status = open_groups(counting, first, range.last);
    return status ? status : count_as_codes(counting, days, answers);
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
    if (!status)
        status = keep_groups(counting);
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
    struct counting counting = {.self = self, .last = -1, .is_predictable = true};
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
