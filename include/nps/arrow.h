/**
 * @file arrow.h
 * @brief Columns of other programs without a copy: the Arrow C data and C stream interfaces.
 *
 * A data frame of pyarrow, Polars, DuckDB, pandas, R and others hands out its columns as the structs below (the Arrow
 * C data interface and the Arrow C stream interface, both stable ABIs published by the Apache Arrow project). No Arrow
 * library is needed. The structs are declared here, unless another header has done so.
 *
 * Answers are read from these formats, with nulls, offsets and any number of chunks: integers (c C s S i I l L),
 * floating numbers (f g), and such values encoded by a dictionary; alone, or as a named child of a struct (+s), which
 * is what a data frame is. Any other format, a dictionary in a dictionary, and data that contradict the specification
 * are NPS_ERROR_COLUMN; the error detail names the format or says what is wrong. Buffers do not carry their length:
 * that they are as long as the array says is the producer's promise, everything else is checked.
 *
 * Who releases what: a schema and an array that are passed stay the caller's, to release afterwards. A stream that is
 * passed stays the caller's too; what comes out of it is released here, also after an error.
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

#define ARROW_FLAG_DICTIONARY_ORDERED 1 /**< The order of the dictionary means something. */
#define ARROW_FLAG_NULLABLE           2 /**< There may be nulls. */
#define ARROW_FLAG_MAP_KEYS_SORTED    4 /**< The keys of a map are sorted. */

/** The type of an array, by the Arrow C data interface. */
struct ArrowSchema {
    const char *format;                    /**< The type: "C" is uint8_t, "+s" a struct. */
    const char *name;                      /**< The name, or NULL. */
    const char *metadata;                  /**< More about it, or NULL; not read here. */
    int64_t flags;                         /**< ARROW_FLAG_...; not read here. */
    int64_t n_children;                    /**< How many children. */
    struct ArrowSchema **children;         /**< The children. */
    struct ArrowSchema *dictionary;        /**< The type of the dictionary's values, or NULL. */
    void (*release)(struct ArrowSchema *); /**< Gives it back; NULL once that was done. */
    void *private_data;                    /**< The producer's own. */
};

/** The values of an array, by the Arrow C data interface. */
struct ArrowArray {
    int64_t length;                       /**< How many values. */
    int64_t null_count;                   /**< How many of them are null; -1: not known. */
    int64_t offset;                       /**< How many values the buffers have before the first. */
    int64_t n_buffers;                    /**< How many buffers. */
    int64_t n_children;                   /**< How many children. */
    const void **buffers;                 /**< The buffers, the first of them the validity bitmap. */
    struct ArrowArray **children;         /**< The children. */
    struct ArrowArray *dictionary;        /**< The dictionary's values, or NULL. */
    void (*release)(struct ArrowArray *); /**< Gives it back; NULL once that was done. */
    void *private_data;                   /**< The producer's own. */
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE /**< The struct of the C stream interface is declared. */

/** Arrays of one type, one after the other, by the Arrow C stream interface. */
struct ArrowArrayStream {
    /** Gives the type of all arrays; returns 0 or an errno. */
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    /** Gives the next array, a released one at the end; returns 0 or an errno. */
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    /** Says more about the last error, or returns NULL; lives until the next call. */
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *); /**< Gives it back; NULL once that was done. */
    void *private_data;                         /**< The producer's own. */
};

#endif

/** Options for reading answers through Arrow. Initialise them with nps_arrow_options_init(). */
typedef struct nps_arrow_options {
    uint32_t size; /**< sizeof(nps_arrow_options), set by init. */
    /** The child of a struct that has the answers, the first of that name; there is none: NPS_ERROR_NOT_FOUND. NULL, as
     * init sets: the array itself has them. */
    const char *child;
    const int64_t *missing_codes; /**< Values that mean "no answer"; NULL, as init sets, when there are none. */
    size_t missing_code_count;    /**< How many missing codes; `missing_codes` NULL with a count: NPS_ERROR_NULL. */
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
 * What a value counts as is said at nps_column: a null and NaN are missing, and so is a row that is null as a whole in
 * a struct. Of a dictionary only the values that rows refer to count; a null among them is missing, and an index
 * without a value is NPS_ERROR_COLUMN.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param schema  The type. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param array   The values. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options Made by nps_arrow_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE.
 * @param detail  Receives what is wrong, and where, when the call fails; may be NULL.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_accumulator_add_arrow(nps_accumulator *self, const struct ArrowSchema *schema,
                                                const struct ArrowArray *array, const nps_arrow_options *options,
                                                nps_error_detail *detail);

/**
 * Counts the answers of all arrays of an Arrow stream.
 *
 * The stream is read to its end, or to the first error; it cannot be read again. It stays the caller's to release.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param stream  The stream. NULL: NPS_ERROR_NULL; released: NPS_ERROR_COLUMN.
 * @param options As for nps_accumulator_add_arrow().
 * @param detail  Receives what is wrong, and where, when the call fails; may be NULL.
 * @return As nps_accumulator_add_arrow(), or NPS_ERROR_UNAVAILABLE when the stream itself fails: the detail is what its
 *         producer says. On error the accumulator does not change. No allocation of our own.
 */
NPS_EXPORT nps_status nps_accumulator_add_arrow_stream(nps_accumulator *self, struct ArrowArrayStream *stream,
                                                       const nps_arrow_options *options, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
