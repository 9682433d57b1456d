/**
 * @file groups_arrow.h
 * @brief Groups by the keys of a data frame, through the Arrow C data interface.
 *
 * The array is a struct (+s), as exported by data frames, with a child that has the keys and a child that has the
 * answers. The formats of answers and the rules of ownership are those of arrow.h. Keys are:
 *
 * - in groups of texts: texts or bytes (u U vu z Z vz);
 * - in groups of integers: integers (c C s S i I l L); floating-point numbers (e f g) and decimals (d:) that are whole,
 *   so that 3.0 is the key 3, and a number that is not whole is NPS_ERROR_KEY; booleans (b, arrow.bool8), which are the
 *   keys 0 and 1; and dates (tdD tdm) and timestamps (ts), whose key is their day since 1970-01-01. The day of a
 *   timestamp is that of its zone if the zone has a constant offset, such as UTC or +02:00. Zones with rules, such as
 *   Europe/Paris, are refused: nps_times_to_days() makes days of them.
 *
 * Nulls only (n) are rows without a key in either. Keys may be dictionary-encoded or run-end-encoded (+r). Any other
 * format is NPS_ERROR_COLUMN, and the error detail names it.
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

/** Options of reading groups from Arrow arrays. Initialise them with nps_groups_arrow_options_init(). */
typedef struct nps_groups_arrow_options {
    uint32_t size; /**< sizeof(nps_groups_arrow_options), set by init. */
    /** The name of the child with the keys. NULL: NPS_ERROR_NULL; no such child: NPS_ERROR_NOT_FOUND. */
    const char *key;
    /** The name of the child with the answers. NULL: NPS_ERROR_NULL; no such child: NPS_ERROR_NOT_FOUND. */
    const char *answer;
    const int64_t *missing_codes; /**< Answers that mean "no answer"; NULL, as init sets, when there are none. */
    size_t missing_code_count; /**< The number of missing codes; `missing_codes` NULL with a count: NPS_ERROR_NULL. */
    /** Asked every 8192 rows, and every 4 million rows of keys from 0 to 32767, instead of the interrupt of the groups;
     * init sets none: that of the groups is asked. After an interruption, rows that were added to groups are subtracted
     * again, which takes as long as adding them; an object that had no groups before is emptied at once. */
    nps_interrupt interrupt;
} nps_groups_arrow_options;

/**
 * Sets the names of the children and the defaults. In the header, so that an older program never has its smaller struct
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
 * Counts the answers of an Arrow array in the groups of its keys; new keys create groups.
 *
 * New groups are appended in the order of the first rows of their keys. A value of a dictionary or of a run creates a
 * group only if a row refers to it. A row whose key is null or NaN, or which is itself null, belongs to no group.
 *
 * @code
 * #include <nps/nps.h>
 * #include <stdio.h>
 *
 * static void release_schema(struct ArrowSchema *schema) { schema->release = NULL; }
 * static void release_array(struct ArrowArray *array) { array->release = NULL; }
 *
 * int main(void)
 * {
 *     const int64_t shops[] = {7, 7, 3};
 *     const uint8_t answers[] = {10, 9, 6};
 *     const void *shop_data[] = {NULL, shops}, *answer_data[] = {NULL, answers}, *no_data[] = {NULL};
 *     struct ArrowSchema types[] = {{.format = "l", .name = "shop", .release = release_schema},
 *                                   {.format = "C", .name = "answer", .release = release_schema}};
 *     struct ArrowArray columns[] = {{.length = 3, .n_buffers = 2, .buffers = shop_data, .release = release_array},
 *                                    {.length = 3, .n_buffers = 2, .buffers = answer_data, .release = release_array}};
 *     struct ArrowSchema *type[] = {&types[0], &types[1]};
 *     struct ArrowArray *column[] = {&columns[0], &columns[1]};
 *     struct ArrowSchema schema = {.format = "+s", .n_children = 2, .children = type, .release = release_schema};
 *     struct ArrowArray frame = {.length = 3, .n_buffers = 1, .n_children = 2, .buffers = no_data, .children = column,
 *                                .release = release_array};
 *     nps_groups_options integers;
 *     nps_groups_arrow_options names;
 *     nps_groups *groups;
 *     nps_accumulator without_shop = {{0}, 0, 0};
 *     nps_groups_options_init(&integers);
 *     integers.key_type = NPS_KEY_INTEGER;
 *     nps_groups_arrow_options_init(&names, "shop", "answer");
 *     if (nps_groups_create(&integers, &groups) != NPS_OK)
 *         return 1;
 *     if (nps_groups_add_arrow(groups, &schema, &frame, &names, &without_shop, NULL) == NPS_OK)
 *         printf("%d shops\n", (int)nps_groups_count(groups)); // prints: 2 shops
 *     nps_groups_destroy(groups);
 *     return 0;
 * }
 * @endcode
 *
 * @param self    The groups. NULL: NPS_ERROR_NULL; texts for groups of integers, or the reverse: NPS_ERROR_KEY.
 * @param schema  The type: a struct. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param array   The values. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options Made by nps_groups_arrow_options_init(). NULL: NPS_ERROR_NULL, because the children have no default
 *                names; an unknown size: NPS_ERROR_SIZE.
 * @param rest    The answers of rows without a key are added here. NULL: NPS_ERROR_NULL.
 * @param detail  Receives, on error, what is wrong and where; may be NULL.
 * @return NPS_OK, one of these, NPS_ERROR_INTERRUPTED, NPS_ERROR_OVERFLOW (also for a key of format L above INT64_MAX)
 *         or NPS_ERROR_MEMORY (also when the memory budget would be exceeded); on error nothing changes, not even in
 *         part. In addition to new groups, the call temporarily allocates 4 bytes for each value of a dictionary and
 *         for each run. For
 *         speed it also allocates 128 KiB for texts, up to 512 KiB for integers, or up to 3.7 MiB for integers from 0
 *         to 32767; without that memory the result is the same. Nothing is allocated for each row.
 */
NPS_EXPORT nps_status nps_groups_add_arrow(nps_groups *self, const struct ArrowSchema *schema,
                                           const struct ArrowArray *array, const nps_groups_arrow_options *options,
                                           nps_accumulator *rest, nps_error_detail *detail);

/**
 * Counts the answers of all arrays of an Arrow stream in the groups of their keys.
 *
 * The stream is read to its end or to the first error, and cannot be read again. The caller releases it.
 *
 * @param self    As for nps_groups_add_arrow().
 * @param stream  The stream, of structs. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options As for nps_groups_add_arrow().
 * @param rest    As for nps_groups_add_arrow().
 * @param detail  Receives, on error, what is wrong and where; may be NULL.
 * @return As nps_groups_add_arrow(), or NPS_ERROR_UNAVAILABLE if the stream itself fails; the detail is then the
 *         message of its producer. On error nothing changes: the groups of the stream are collected separately, with
 *         the same allocator and the rest of the memory budget, and merged at the end.
 */
NPS_EXPORT nps_status nps_groups_add_arrow_stream(nps_groups *self, struct ArrowArrayStream *stream,
                                                  const nps_groups_arrow_options *options, nps_accumulator *rest,
                                                  nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
