/**
 * @file groups_arrow.h
 * @brief Groups by the keys of a data frame, through the Arrow C data interface.
 *
 * A struct (+s), which is what a data frame is, has a child with the keys and a child with the answers. Keys of groups
 * by text are texts or bytes (u U vu z Z vz), keys of groups by integer are integers (c C s S i I l L); either may be
 * encoded by a dictionary. Answers are as at arrow.h, which also says who releases what. Anything else is
 * NPS_ERROR_COLUMN, and the error detail names the format.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_GROUPS_ARROW_H
#define NPS_GROUPS_ARROW_H

#include <nps/accumulator.h>
#include <nps/arrow.h>
#include <nps/export.h>
#include <nps/groups.h>
#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Options for reading groups through Arrow. Initialise them with nps_groups_arrow_options_init(). */
typedef struct nps_groups_arrow_options {
    uint32_t size;   /**< sizeof(nps_groups_arrow_options), set by init. */
    const char *key; /**< The child that has the keys. NULL: NPS_ERROR_NULL; there is none: NPS_ERROR_NOT_FOUND. */
    const char
        *answer; /**< The child that has the answers. NULL: NPS_ERROR_NULL; there is none: NPS_ERROR_NOT_FOUND. */
    const int64_t *missing_codes; /**< Answers that mean "no answer"; NULL, as init sets, when there are none. */
    size_t missing_code_count;    /**< How many missing codes; `missing_codes` NULL with a count: NPS_ERROR_NULL. */
    /** Asked every 8192 rows, but not where keys are integers from 0 to 32767, which takes a nanosecond a row; init
     * sets none. Groups that had keys before are put right again, which takes as long as was counted; those that had
     * none are emptied at once. */
    nps_interrupt interrupt;
} nps_groups_arrow_options;

/**
 * Names the children, and sets the defaults. In the header, so that an older program never has its smaller struct
 * overrun.
 *
 * @param options The options to set; NULL does nothing.
 * @param key     The name of the child with the keys.
 * @param answer  The name of the child with the answers.
 */
static inline void nps_groups_arrow_options_init(nps_groups_arrow_options *options, const char *key, const char *answer)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_groups_arrow_options);
        options->key = key;
        options->answer = answer;
        options->missing_codes = (const int64_t *)0;
        options->missing_code_count = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/**
 * Counts the answers of an Arrow array in the groups of its keys, which are created when they are new.
 *
 * New groups are appended in the order in which their keys come first. Of a dictionary only the keys that rows refer to
 * make groups. A row whose key is null, or that is null as a whole, is in no group.
 *
 * @param self    The groups. NULL: NPS_ERROR_NULL; texts for groups of integers, or the reverse: NPS_ERROR_KEY.
 * @param schema  The type: a struct. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param array   The values. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options Made by nps_groups_arrow_options_init(). NULL: NPS_ERROR_NULL, because the children have no default
 *                names; an unknown size: NPS_ERROR_SIZE.
 * @param rest    Receives, added, the rows whose key is null. NULL: NPS_ERROR_NULL.
 * @param detail  Receives what is wrong, and where, when the call fails; may be NULL.
 * @return NPS_OK, one of these, NPS_ERROR_INTERRUPTED, NPS_ERROR_OVERFLOW, also where a key (L) is more than INT64_MAX,
 *         or NPS_ERROR_MEMORY, also where the memory budget would be exceeded; on error nothing changes, not even in
 *         part. Beside new groups it allocates, until it returns, 4 bytes for each value of a dictionary, and for
 *         speed, if there is room for it, 128 KiB for texts, up to 512 KiB for integers, or for integers from 0 to
 *         32767 up to 3.7 MiB. Nothing is allocated by row.
 */
NPS_EXPORT nps_status nps_groups_add_arrow(nps_groups *self, const struct ArrowSchema *schema,
                                           const struct ArrowArray *array, const nps_groups_arrow_options *options,
                                           nps_accumulator *rest, nps_error_detail *detail);

/**
 * Counts the answers of all arrays of an Arrow stream in the groups of their keys.
 *
 * The stream is read to its end, or to the first error; it cannot be read again. It stays the caller's to release.
 *
 * @param self    As for nps_groups_add_arrow().
 * @param stream  The stream, of structs. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options As for nps_groups_add_arrow().
 * @param rest    As for nps_groups_add_arrow().
 * @param detail  Receives what is wrong, and where, when the call fails; may be NULL.
 * @return As nps_groups_add_arrow(), or NPS_ERROR_UNAVAILABLE when the stream itself fails: the detail is what its
 *         producer says. On error nothing changes, not even by the arrays before: the groups of the stream are
 *         gathered apart, with the same allocator and what is left of the memory budget, and merged at the end.
 */
NPS_EXPORT nps_status nps_groups_add_arrow_stream(nps_groups *self, struct ArrowArrayStream *stream,
                                                  const nps_groups_arrow_options *options, nps_accumulator *rest,
                                                  nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
