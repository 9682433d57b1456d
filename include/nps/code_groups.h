/**
 * @file code_groups.h
 * @brief Many accumulators by a dense code 0, 1, 2, ...: the fast path of dashboards.
 *
 * Where the groups are already numbered (a dictionary, a categorical column, an hour, a shop of a list), they are a
 * plain array of accumulators that the caller owns: the group of code 3 is `groups[3]`. Zeroed it is empty, it merges
 * element by element, and it may be copied and stored. For keys that are texts or any integers see groups.h.
 *
 * One thread fills one array. To use several threads, give each an array of its own and merge them, which is best for
 * few groups; or, for very many groups, give each thread a range of the codes (docs/examples/groups_by_range.c).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CODE_GROUPS_H
#define NPS_CODE_GROUPS_H

#include <nps/accumulator.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of groups, 2^28; so many accumulators take 26 GiB. */
#define NPS_CODE_GROUPS_MAX ((size_t)1 << 28)

/** The rows that belong to no group, with their answers. Plain and part of the ABI: zeroed = none. It never grows. */
typedef struct nps_code_groups_rest {
    nps_accumulator outside; /**< Rows with a code that is not one of 0..group_count - 1. */
    nps_accumulator missing; /**< Rows without a code: null, NaN, or a missing code of the column of codes. */
} nps_code_groups_rest;

/**
 * The memory that makes counting into many groups several times faster.
 *
 * @param group_count The number of groups.
 * @return A number of bytes for nps_code_groups_add(); 0 where none is needed (up to 512 groups) or the number of
 *         groups is too large. About 13 bytes a group, an eighth of the groups themselves.
 */
NPS_EXPORT size_t nps_code_groups_workspace_size(size_t group_count);

/**
 * Counts a column of answers by a column of codes.
 *
 * Row i adds `answers[i]` to `groups[codes[i]]`; every row is counted once, in a group or in `rest`. Both columns may
 * be of any type, strided, with nulls and with missing codes of their own (see nps_column); integers that lie one
 * behind the other are the fastest, and one byte an answer and one to four bytes a code are best. As in any column, a
 * floating code must be a whole number.
 *
 * The time is that of the rows, and with a workspace or without, a few rows into many groups take no more: there is no
 * pass over all groups unless the rows are more than they.
 *
 * @param groups         The groups, to which is added. NULL: NPS_ERROR_NULL, unless `group_count` is 0 (then all rows
 *                       go to `rest`).
 * @param group_count    How many; more than NPS_CODE_GROUPS_MAX: NPS_ERROR_UNAVAILABLE.
 * @param codes          The codes. NULL: NPS_ERROR_NULL; otherwise as for nps_accumulator_add_column().
 * @param answers        The answers. NULL: NPS_ERROR_NULL; otherwise as for nps_accumulator_add_column(). Another
 *                       length than that of `codes`: NPS_ERROR_COLUMN.
 * @param workspace      Memory of any content and alignment, or NULL: the result is the same. It is used where it has
 *                       nps_code_groups_workspace_size() bytes; less is as none. What it contains afterwards has no
 *                       meaning.
 * @param workspace_size Its length in bytes: this is the memory budget, as nothing else is allocated.
 * @param rest           Rows that belong to no group are added here. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, NPS_ERROR_SIZE, or NPS_ERROR_OVERFLOW when a counter would exceed 2^64 - 1; on error
 *         nothing changes. No allocation. The columns, the groups, the rest and the workspace must not overlap.
 */
NPS_EXPORT nps_status nps_code_groups_add(nps_accumulator *groups, size_t group_count, const nps_column *codes,
                                          const nps_column *answers, void *workspace, size_t workspace_size,
                                          nps_code_groups_rest *rest);

/**
 * Adds other groups, code by code, and their rest.
 *
 * @param groups      The groups, to which is added. NULL: NPS_ERROR_NULL, unless `group_count` is 0.
 * @param group_count How many, in both arrays.
 * @param rest        The rest, to which is added. NULL: NPS_ERROR_NULL.
 * @param from        The groups to add, unchanged. NULL: NPS_ERROR_NULL, unless `group_count` is 0.
 * @param from_rest   The rest to add, unchanged. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes, not even in part. The arrays must be
 *         the same or not overlap; the same doubles it.
 */
NPS_EXPORT nps_status nps_code_groups_merge(nps_accumulator *groups, size_t group_count, nps_code_groups_rest *rest,
                                            const nps_accumulator *from, const nps_code_groups_rest *from_rest);

NPS_END_DECLARATIONS

#endif
