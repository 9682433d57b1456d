/**
 * @file code_groups.h
 * @brief Many accumulators by a dense code 0, 1, 2, ...: the fast path of dashboards.
 *
 * If the groups are already numbered (a dictionary, a categorical column, hours, the shops of a list), they are a plain
 * array of accumulators owned by the caller: the group of code 3 is `groups[3]`, an accumulator like any other. An
 * array of zeros is empty; the array may be copied and stored. For text keys and arbitrary integer keys see groups.h.
 *
 * One thread fills one array. To use several threads, give each an array of its own and merge them, which is best for
 * few groups; or, for very many groups, give each thread a range of the codes (docs/examples/groups_by_range.c).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CODE_GROUPS_H
#define NPS_CODE_GROUPS_H

#include <nps/accumulator.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of groups, 2^28; their accumulators take 26 GiB. */
#define NPS_CODE_GROUPS_MAX ((size_t)1 << 28)

/** The rows that belong to no group, with their answers. Plain and part of the ABI: all zero means no such rows. It
 * never grows. */
typedef struct nps_code_groups_rest {
    nps_accumulator outside; /**< Rows with a code that is not one of 0..group_count - 1. */
    nps_accumulator missing; /**< Rows without a code: null, NaN, or a missing code of the column of codes. */
} nps_code_groups_rest;

/**
 * Groups by code. Plain and part of the ABI; it never grows. It owns nothing: the array belongs to the caller.
 *
 * All functions of this header refuse the same objects: NULL, or `groups` NULL with a `group_count`: NPS_ERROR_NULL; a
 * `group_count` above NPS_CODE_GROUPS_MAX: NPS_ERROR_UNAVAILABLE.
 *
 * Not locked: use one object per thread and merge them at the end, in any order.
 */
typedef struct nps_code_groups {
    nps_accumulator *groups;   /**< An accumulator for each code; may be NULL when there are no codes. */
    size_t group_count;        /**< The number of codes, which are 0..group_count - 1. */
    nps_code_groups_rest rest; /**< The rows that belong to no group. */
} nps_code_groups;

/**
 * Describes an array of groups, with an empty rest. The content of the array does not change; set it to zero for empty
 * groups.
 *
 * @param self        The groups to set; NULL does nothing.
 * @param groups      The array; may be NULL when `group_count` is 0.
 * @param group_count The number of accumulators in the array.
 */
static inline void nps_code_groups_init(nps_code_groups *self, nps_accumulator *groups, size_t group_count)
{
    static const nps_code_groups_rest none = {{{0}, 0, 0}, {{0}, 0, 0}};
    if (self) {
        self->groups = groups;
        self->group_count = group_count;
        self->rest = none;
    }
}

/** Options of nps_code_groups_add_column(). Initialise them with nps_code_groups_options_init(). */
typedef struct nps_code_groups_options {
    uint32_t size; /**< sizeof(nps_code_groups_options), set by init. */
    /** Scratch memory of any content and alignment, which makes long columns faster; NULL, as init sets: none. The
     * result is the same with and without it. A workspace smaller than nps_code_groups_workspace_size() is ignored. */
    void *workspace;
    size_t workspace_size; /**< The size of the workspace in bytes; init sets 0. */
} nps_code_groups_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_code_groups_options_init(nps_code_groups_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_code_groups_options);
        options->workspace = (void *)0;
        options->workspace_size = 0;
    }
}

/**
 * The size of a workspace that makes counting columns into many groups several times faster.
 *
 * @param group_count The number of groups.
 * @return The size in bytes, for nps_code_groups_options; 0 if no workspace is needed (up to 512 groups) or the number
 *         of groups is too large. About 13 bytes per group, from 131,073 groups on 20: less than a fifth of the size of
 *         the groups.
 */
NPS_EXPORT size_t nps_code_groups_workspace_size(size_t group_count);

/**
 * Counts an answer in the group of a code.
 *
 * To count a row without a code, call nps_accumulator_add_n() on `rest.missing`.
 *
 * @param self   The groups; see nps_code_groups for which are refused.
 * @param code   The code. An answer with a code outside 0..group_count - 1 is counted in `rest.outside` and is NPS_OK.
 * @param answer As for nps_accumulator_add().
 * @param times  The number of times; 0 changes nothing.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_UNAVAILABLE or NPS_ERROR_OVERFLOW; on error nothing changes. Constant time,
 *         no allocation.
 */
NPS_EXPORT nps_status nps_code_groups_add(nps_code_groups *self, int64_t code, int64_t answer, uint64_t times);

/**
 * Counts respondents of the group of a code who gave no answer.
 *
 * @param self  As for nps_code_groups_add().
 * @param code  As for nps_code_groups_add().
 * @param times The number of respondents; 0 changes nothing.
 * @return As nps_code_groups_add().
 */
NPS_EXPORT nps_status nps_code_groups_add_missing(nps_code_groups *self, int64_t code, uint64_t times);

/**
 * Counts a column of answers by a column of codes.
 *
 * Row i adds `answers[i]` to `groups[codes[i]]`; every row is counted once, in a group or in `rest`. Both columns may
 * have any type, a stride, nulls, and missing codes of their own (see nps_column). Packed integers are the fastest,
 * above all answers of one byte and codes of one to four bytes. A floating-point code must be a whole number.
 *
 * The time is proportional to the number of rows, however many groups there are: all groups are passed over only if
 * there are more rows than groups.
 *
 * @code
 * const uint8_t hours[] = {9, 17, 17}, answers[] = {3, 10, 9};
 * nps_accumulator groups[24] = {{{0}, 0, 0}};
 * nps_code_groups by_hour;
 * nps_column codes, column;
 * nps_code_groups_init(&by_hour, groups, 24);
 * nps_column_init(&codes, NPS_COLUMN_U8, hours, 3);
 * nps_column_init(&column, NPS_COLUMN_U8, answers, 3);
 * if (nps_code_groups_add_column(&by_hour, &codes, &column, NULL) == NPS_OK)
 *     printf("%d\n", (int)groups[17].answers[10]); // prints: 1
 * @endcode
 *
 * @param self    The groups; see nps_code_groups for which are refused.
 * @param codes   The codes; see nps_column for which are refused, and how.
 * @param answers The answers, likewise. Another length than that of `codes`: NPS_ERROR_COLUMN.
 * @param options Made by nps_code_groups_options_init(), or NULL for the defaults, without a workspace. An unknown
 * size: NPS_ERROR_SIZE.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW when a counter would exceed 2^64 - 1; on error nothing changes.
 *         No allocation. The columns, the groups, the rest and the workspace must not overlap.
 */
NPS_EXPORT nps_status nps_code_groups_add_column(nps_code_groups *self, const nps_column *codes,
                                                 const nps_column *answers, const nps_code_groups_options *options);

/**
 * Adds the groups of another object, code by code, and its rest. Merging is commutative and associative.
 *
 * @param self The groups; see nps_code_groups for which are refused.
 * @param from The object to add; unchanged. Another number of groups: NPS_ERROR_KEY, because a code outside the smaller
 *             one may be a group of the larger one. Adding an object to itself doubles its content; otherwise the
 *             arrays must not overlap.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW; on error nothing changes, not even in part.
 */
NPS_EXPORT nps_status nps_code_groups_merge(nps_code_groups *self, const nps_code_groups *from);

/**
 * Subtracts groups that were merged or counted, code by code, and their rest; reverses nps_code_groups_merge().
 *
 * @param self The groups; see nps_code_groups for which are refused.
 * @param part The object to subtract; unchanged. Refused like `from` of nps_code_groups_merge(). Subtracting an object
 *             from itself leaves it empty. A counter would become negative: NPS_ERROR_UNDERFLOW.
 * @return NPS_OK or one of these; on error nothing changes, not even in part.
 */
NPS_EXPORT nps_status nps_code_groups_subtract(nps_code_groups *self, const nps_code_groups *part);

/**
 * The sum of all groups. The rest, which belongs to no group, is not included.
 *
 * @param self The groups, unchanged; see nps_code_groups for which are refused.
 * @param out  Receives the sum of all groups; empty when there are none. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_code_groups_total(const nps_code_groups *self, nps_accumulator *out);

NPS_END_DECLARATIONS

#endif
