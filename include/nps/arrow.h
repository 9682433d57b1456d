/**
 * @file arrow.h
 * @brief Columns of other programs without a copy: the Arrow C data and C stream interfaces.
 *
 * pyarrow, Polars, DuckDB, pandas, R and other programs export the columns of a data frame as the structs below (the
 * Arrow C data interface and the Arrow C stream interface, both stable ABIs published by the Apache Arrow project). No
 * Arrow library is needed. The structs are declared here, unless another header has declared them.
 *
 * Answers are read from these formats, with nulls, offsets and any number of chunks: integers (c C s S i I l L),
 * floating-point numbers (e f g), decimals of any width and scale (d:), which are compared exactly, so that 9.00 is the
 * answer 9 and 9.01 is invalid, and nulls only (n). Values of these types may also be dictionary-encoded or run-end-
 * encoded (+r). Booleans are refused: true is not the answer 1. The array has the answers itself, or it is a struct
 * (+s), as exported by data frames, with a named child that has them. Any other format, encoded values of an encoding,
 * and data that contradict the specification are NPS_ERROR_COLUMN; the error detail names the column and the format, or
 * says what is wrong. Everything is checked except the lengths of the buffers, which the interface does not transmit:
 * the producer must provide buffers as long as the array requires.
 *
 * Ownership: the caller keeps a schema and an array that it passes, and releases them afterwards. The caller also keeps
 * a stream; the schemas and arrays read from it are released here, also after an error.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_ARROW_H
#define NPS_ARROW_H

#include <nps/accumulator.h>
#include <nps/export.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE /**< The structs of the C data interface are declared. */

#define ARROW_FLAG_DICTIONARY_ORDERED 1 /**< The order of the dictionary is meaningful. */
#define ARROW_FLAG_NULLABLE           2 /**< Values may be null. */
#define ARROW_FLAG_MAP_KEYS_SORTED    4 /**< The keys of a map are sorted. */

/** The type of an array in the Arrow C data interface. */
struct ArrowSchema {
    const char *format;                    /**< The type: "C" is uint8_t, "+s" a struct. */
    const char *name;                      /**< The name, or NULL. */
    const char *metadata;                  /**< Metadata, or NULL; ignored here. */
    int64_t flags;                         /**< ARROW_FLAG_...; ignored here. */
    int64_t n_children;                    /**< The number of children. */
    struct ArrowSchema **children;         /**< The children. */
    struct ArrowSchema *dictionary;        /**< The type of the dictionary's values, or NULL. */
    void (*release)(struct ArrowSchema *); /**< Releases the schema; NULL after the release. */
    void *private_data;                    /**< Data of the producer. */
};

/** The values of an array in the Arrow C data interface. */
struct ArrowArray {
    int64_t length;                       /**< The number of values. */
    int64_t null_count;                   /**< The number of null values; -1: not known. */
    int64_t offset;                       /**< The number of values in the buffers before the first value. */
    int64_t n_buffers;                    /**< The number of buffers. */
    int64_t n_children;                   /**< The number of children. */
    const void **buffers;                 /**< The buffers; the first is the validity bitmap. */
    struct ArrowArray **children;         /**< The children. */
    struct ArrowArray *dictionary;        /**< The dictionary's values, or NULL. */
    void (*release)(struct ArrowArray *); /**< Releases the array; NULL after the release. */
    void *private_data;                   /**< Data of the producer. */
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE /**< The struct of the C stream interface is declared. */

/** A sequence of arrays of one type in the Arrow C stream interface. */
struct ArrowArrayStream {
    /** Gets the type of all arrays; returns 0 or an errno. */
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    /** Gets the next array; at the end, an array that is already released. Returns 0 or an errno. */
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    /** Returns a description of the last error, valid until the next call, or NULL. */
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *); /**< Releases the stream; NULL after the release. */
    void *private_data;                         /**< Data of the producer. */
};

#endif

/** Options of reading answers from Arrow arrays. Initialise them with nps_arrow_options_init(). */
typedef struct nps_arrow_options {
    uint32_t size; /**< sizeof(nps_arrow_options), set by init. */
    /** The name of the child with the answers; the first child of that name is used. No such child:
     * NPS_ERROR_NOT_FOUND. NULL, as init sets: the array itself has the answers. */
    const char *child;
    const int64_t *missing_codes; /**< Values that mean "no answer"; NULL, as init sets, when there are none. */
    size_t missing_code_count; /**< The number of missing codes; `missing_codes` NULL with a count: NPS_ERROR_NULL. */
} nps_arrow_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_arrow_options_init(nps_arrow_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_arrow_options);
        options->child = (const char *)0;
        options->missing_codes = (const int64_t *)0;
        options->missing_code_count = 0;
    }
}

/**
 * Counts the answers of an Arrow array.
 *
 * Nulls and NaN are missing, and so is a row of a struct that is itself null. Other values are classified as in any
 * column; see nps_column. A value of a dictionary or of a run counts once for each row that refers to it; if it is
 * null, these rows are missing. An index outside the dictionary is NPS_ERROR_COLUMN, and so are ends of runs that are
 * not positive, do not increase, or end before the last row.
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
 *     const uint8_t answers[] = {10, 9, 3};
 *     const void *buffers[] = {NULL, answers}; // no validity bitmap: no nulls
 *     struct ArrowSchema schema = {.format = "C", .release = release_schema};
 *     struct ArrowArray array = {.length = 3, .n_buffers = 2, .buffers = buffers, .release = release_array};
 *     nps_accumulator survey = {{0}, 0, 0};
 *     nps_error_detail detail;
 *     if (nps_accumulator_add_arrow(&survey, &schema, &array, NULL, &detail) == NPS_OK)
 *         printf("%d answer of 10\n", (int)survey.answers[10]); // prints: 1 answer of 10
 *     else
 *         puts(detail.text);
 *     return 0;
 * }
 * @endcode
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param schema  The type. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param array   The values. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options Made by nps_arrow_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE.
 * @param detail  Receives, on error, what is wrong and where; may be NULL.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add_arrow(nps_accumulator *self, const struct ArrowSchema *schema,
                                                const struct ArrowArray *array, const nps_arrow_options *options,
                                                nps_error_detail *detail);

/**
 * Counts the answers of all arrays of an Arrow stream.
 *
 * The stream is read to its end or to the first error, and cannot be read again. The caller releases it.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param stream  The stream. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options As for nps_accumulator_add_arrow().
 * @param detail  Receives, on error, what is wrong and where; may be NULL.
 * @return As nps_accumulator_add_arrow(), or NPS_ERROR_UNAVAILABLE if the stream itself fails; the detail is then the
 *         message of its producer. On error the accumulator does not change. Nothing is allocated except by the
 *         producer.
 */
NPS_EXPORT nps_status nps_accumulator_add_arrow_stream(nps_accumulator *self, struct ArrowArrayStream *stream,
                                                       const nps_arrow_options *options, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
