/**
 * @file cube_arrow.h
 * @brief Cubes by the columns of a data frame, through the Arrow C data interface.
 *
 * The array is a struct (+s), as exported by data frames. It has a child for each key of the cube, of the name of the
 * key, and a child with the answers. The formats of answers and the rules of ownership are those of arrow.h; the
 * formats of keys are those of groups_arrow.h, as follows:
 *
 * - texts or bytes (u U vu z Z vz) are texts; one with a zero byte is NPS_ERROR_KEY;
 * - integers (c C s S i I l L), and floating-point numbers (e f g) and decimals (d:) that are whole, are integers;
 * - booleans (b, arrow.bool8) are booleans;
 * - dates (tdD tdm) and timestamps (ts) are days;
 * - nulls only (n) are null in a key of any type.
 *
 * A key whose type is not known yet gets that of its column. Any other type than that of the key is NPS_ERROR_KEY.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CUBE_ARROW_H
#define NPS_CUBE_ARROW_H

#include <nps/arrow.h>
#include <nps/cube.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Options of reading cubes from Arrow arrays. Initialise them with nps_cube_arrow_options_init(). */
typedef struct nps_cube_arrow_options {
    uint32_t size; /**< sizeof(nps_cube_arrow_options), set by init. */
    /** The name of the child with the answers. NULL: NPS_ERROR_NULL; no such child: NPS_ERROR_NOT_FOUND. */
    const char *answer;
    const int64_t *missing_codes; /**< Answers that mean "no answer"; NULL, as init sets, when there are none. */
    size_t missing_code_count; /**< The number of missing codes; `missing_codes` NULL with a count: NPS_ERROR_NULL. */
    /** Asked every 8192 rows, instead of the interrupt of the cube; init sets none: that of the cube is asked. */
    nps_interrupt interrupt;
} nps_cube_arrow_options;

/**
 * Sets the name of the child with the answers, and the defaults. In the header, so that an older program never has its
 * smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 * @param answer  The name of the child with the answers.
 */
static inline void nps_cube_arrow_options_init(nps_cube_arrow_options *options, const char *answer)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_cube_arrow_options);
        options->answer = answer;
        options->missing_codes = (const int64_t *)0;
        options->missing_code_count = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/**
 * Counts the answers of an Arrow array in the cells of its keys; new combinations of values create cells.
 *
 * New cells are appended in the order of their first rows. A value that is null or NaN, or whose row is itself null, is
 * null. The values of each key and their combinations are numbered while they are read, the rows are counted by these
 * numbers, and each cell is added to the cube once, at the end.
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
 *     const nps_cube_key keys[] = {{"shop", NPS_CUBE_NULL}};
 *     nps_cube_arrow_options names;
 *     nps_cube *cube;
 *     nps_cube_arrow_options_init(&names, "answer");
 *     if (nps_cube_create(keys, 1, NULL, &cube) != NPS_OK)
 *         return 1;
 *     if (nps_cube_add_arrow(cube, &schema, &frame, &names, NULL) == NPS_OK)
 *         printf("%d shops\n", (int)nps_cube_count(cube)); // prints: 2 shops
 *     nps_cube_destroy(cube);
 *     return 0;
 * }
 * @endcode
 *
 * @param self    The cube. NULL: NPS_ERROR_NULL.
 * @param schema  The type: a struct. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN; without a child of the name of
 *                a key: NPS_ERROR_NOT_FOUND; with values of another type than that of a key: NPS_ERROR_KEY.
 * @param array   The values. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN; a number that is not whole, or a text
 *                with a zero byte, in a key: NPS_ERROR_KEY; a day outside the calendar: NPS_ERROR_DAY.
 * @param options Made by nps_cube_arrow_options_init(). NULL: NPS_ERROR_NULL, because the child with the answers has no
 *                default name; an unknown size: NPS_ERROR_SIZE.
 * @param detail  Receives, on error, what is wrong, in which key and row; may be NULL.
 * @return NPS_OK, one of these, NPS_ERROR_INTERRUPTED, NPS_ERROR_OVERFLOW (also for a key of format L above INT64_MAX)
 *         or NPS_ERROR_MEMORY (also when the memory budget would be exceeded); on error nothing changes. The call
 *         temporarily allocates the values of each key, up to 300 bytes for each combination of values, and 4 bytes for
 *         each value of a dictionary and for each run; and for speed, for each key, 128 KiB for texts or up to 512 KiB
 *         for integers, and up to 512 KiB for combinations: without that memory the result is the same. Nothing is
 *         allocated for each row.
 */
NPS_EXPORT nps_status nps_cube_add_arrow(nps_cube *self, const struct ArrowSchema *schema,
                                         const struct ArrowArray *array, const nps_cube_arrow_options *options,
                                         nps_error_detail *detail);

/**
 * Counts the answers of all arrays of an Arrow stream in the cells of their keys.
 *
 * The stream is read to its end or to the first error, and cannot be read again. The caller releases it.
 *
 * @param self    As for nps_cube_add_arrow().
 * @param stream  The stream, of structs. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options As for nps_cube_add_arrow().
 * @param detail  As for nps_cube_add_arrow(); rows are numbered from 0 in each array.
 * @return As nps_cube_add_arrow(), or NPS_ERROR_UNAVAILABLE if the stream itself fails; the detail is then the message
 *         of its producer. On error nothing changes.
 */
NPS_EXPORT nps_status nps_cube_add_arrow_stream(nps_cube *self, struct ArrowArrayStream *stream,
                                                const nps_cube_arrow_options *options, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
