/**
 * @file cube.h
 * @brief Accumulators by several keys at once: region and channel and day, and every roll-up of them.
 *
 * A cube has up to 16 keys, each with a name. A cell is a combination of values, one of each key, and has an
 * accumulator. A value is a text, an integer, a day, a boolean or null. All values of a key have one type, besides
 * null. Rows without a value of a key have a cell of their own, so that the cells of every roll-up add up to the total.
 *
 * Names are part of a cube, so that encoded cubes describe themselves and cubes of other keys are not merged by
 * mistake.
 *
 * Memory, hashing, threads and long calls are those of groups.h: cells are hashed with a secret, a call that gets no
 * memory returns NPS_ERROR_MEMORY, and an interrupted call NPS_ERROR_INTERRUPTED; on error nothing changes.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_CUBE_H
#define NPS_CUBE_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/calendar.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The largest number of keys. */
#define NPS_CUBE_KEYS_MAX 16

/** The largest length of the name of a key in bytes. */
#define NPS_CUBE_NAME_MAX 255

/** The type of a value, and of the values of a key. The values are part of the ABI. */
typedef enum nps_cube_type {
    NPS_CUBE_NULL = 0,    /**< No value. As the type of a key: that of its first value, not known yet. */
    NPS_CUBE_TEXT = 1,    /**< Bytes without a zero byte, UTF-8 by habit; compared byte by byte. */
    NPS_CUBE_INTEGER = 2, /**< int64_t. */
    NPS_CUBE_DAY = 3,     /**< A day of calendar.h. */
    NPS_CUBE_BOOLEAN = 4  /**< 0, which is false, or 1. */
} nps_cube_type;

/** A value of a key. Plain and part of the ABI; it never grows. */
typedef struct nps_cube_value {
    nps_cube_type type; /**< The type. */
    size_t length;      /**< The length of `text` in bytes; 0 for other types. */
    const char *text;   /**< The text, not terminated; NULL for other types. */
    int64_t integer;    /**< The integer, the day or the boolean; 0 for other types. */
} nps_cube_value;

/** A key. Plain and part of the ABI; it never grows. */
typedef struct nps_cube_key {
    const char *name;   /**< Its name, terminated. */
    nps_cube_type type; /**< The type of its values; NPS_CUBE_NULL: that of its first value. */
} nps_cube_key;

/** Accumulators by several keys. The members are private. */
typedef struct nps_cube nps_cube;

/** Options of nps_cube_create(). Initialise them with nps_cube_options_init(). */
typedef struct nps_cube_options {
    uint32_t size;                  /**< sizeof(nps_cube_options), set by init. */
    const nps_allocator *allocator; /**< The allocator, copied; NULL: malloc() and free(). */
    uint64_t hash_key[2];           /**< The secret of the hash; both 0, as init sets: random bytes from the system. */
    /** The largest number of bytes that the cube may have allocated at once; 0, as init sets: no limit. A roll-up is a
     *  cube of its own and has the same budget. */
    uint64_t memory_budget;
    /** Asked by long calls. Copied: its context must live as long as the cube and its roll-ups. init sets none. */
    nps_interrupt interrupt;
} nps_cube_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_cube_options_init(nps_cube_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_cube_options);
        options->allocator = (const nps_allocator *)0;
        options->hash_key[0] = 0;
        options->hash_key[1] = 0;
        options->memory_budget = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/**
 * Makes a cube without cells.
 *
 * @code
 * const nps_cube_key keys[] = {{"region", NPS_CUBE_TEXT}, {"channel", NPS_CUBE_TEXT}};
 * const nps_cube_value north[] = {{NPS_CUBE_TEXT, 5, "north", 0}, {NPS_CUBE_TEXT, 3, "web", 0}};
 * const nps_cube_value south[] = {{NPS_CUBE_TEXT, 5, "south", 0}, {NPS_CUBE_NULL, 0, NULL, 0}};
 * const size_t channel = 1;
 * nps_cube *cube, *channels;
 * if (nps_cube_create(keys, 2, NULL, &cube) != NPS_OK)
 *     return 1;
 * if (nps_cube_add(cube, north, 10, 3, NULL) == NPS_OK && nps_cube_add(cube, south, 6, 1, NULL) == NPS_OK &&
 *     nps_cube_rollup(cube, &channel, 1, &channels) == NPS_OK) {
 *     printf("%d channels\n", (int)nps_cube_count(channels)); // prints: 2 channels
 *     nps_cube_destroy(channels);
 * }
 * nps_cube_destroy(cube);
 * @endcode
 *
 * @param keys      The keys, copied. NULL: NPS_ERROR_NULL, unless `key_count` is 0; a name that is NULL:
 * NPS_ERROR_NULL; two keys of one name, an empty name, one longer than NPS_CUBE_NAME_MAX, or an unknown type:
 *                  NPS_ERROR_KEY.
 * @param key_count The number of keys. More than NPS_CUBE_KEYS_MAX: NPS_ERROR_KEY. A cube of 0 keys has one cell, the
 *                  total.
 * @param options   Made by nps_cube_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; an
 *                  allocator without both functions: NPS_ERROR_NULL.
 * @param out       Receives the cube; the caller gives it to nps_cube_destroy(). NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, NPS_ERROR_MEMORY or NPS_ERROR_ENTROPY; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_cube_create(const nps_cube_key *keys, size_t key_count, const nps_cube_options *options,
                                      nps_cube **out);

/**
 * Releases all memory of a cube.
 *
 * @param self The cube, not to be used afterwards; NULL does nothing.
 */
NPS_EXPORT void nps_cube_destroy(nps_cube *self);

/**
 * Adds an answer to a cell; new values create the cell.
 *
 * @param self   The cube. NULL: NPS_ERROR_NULL.
 * @param values One value for each key, copied. NULL: NPS_ERROR_NULL, unless there are no keys; a text that is NULL
 * with a length: NPS_ERROR_NULL; a value of another type than that of its key, an unknown type, a text with a zero
 * byte, or a boolean that is neither 0 nor 1: NPS_ERROR_KEY; a day outside the calendar: NPS_ERROR_DAY.
 * @param answer As for nps_accumulator_add().
 * @param times  How often; 0 creates the cell only.
 * @param detail Receives, on error, which key and value are wrong; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_cube_add(nps_cube *self, const nps_cube_value *values, int64_t answer, uint64_t times,
                                   nps_error_detail *detail);

/**
 * Adds respondents without an answer to a cell; new values create the cell.
 *
 * @param self   As for nps_cube_add().
 * @param values As for nps_cube_add().
 * @param times  How many; 0 creates the cell only.
 * @param detail As for nps_cube_add().
 * @return As nps_cube_add().
 */
NPS_EXPORT nps_status nps_cube_add_missing(nps_cube *self, const nps_cube_value *values, uint64_t times,
                                           nps_error_detail *detail);

/**
 * Adds columns of integer, day and boolean keys with their answers; new combinations of values create cells.
 *
 * New cells are appended in the order of their first rows. A value that is null, NaN or a missing code of its column is
 * null. Texts, dates of other formats and all types of a data frame come in through cube_arrow.h.
 *
 * @code
 * const nps_cube_key names[] = {{"shop", NPS_CUBE_INTEGER}, {"day", NPS_CUBE_DAY}};
 * const int32_t shops[] = {7, 7, -1}, days[] = {20000, 20000, 20001};
 * const uint8_t given[] = {10, 9, 3};
 * const int64_t no_shop = -1;
 * nps_column keys[2], answers;
 * nps_cube *cube;
 * nps_column_init(&keys[0], NPS_COLUMN_I32, shops, 3);
 * nps_column_init(&keys[1], NPS_COLUMN_I32, days, 3);
 * nps_column_init(&answers, NPS_COLUMN_U8, given, 3);
 * keys[0].missing_codes = &no_shop;
 * keys[0].missing_code_count = 1;
 * if (nps_cube_create(names, 2, NULL, &cube) != NPS_OK)
 *     return 1;
 * if (nps_cube_add_columns(cube, keys, &answers, NULL) == NPS_OK)
 *     printf("%d cells\n", (int)nps_cube_count(cube)); // prints: 2 cells
 * nps_cube_destroy(cube);
 * @endcode
 *
 * @param self    The cube. NULL: NPS_ERROR_NULL; with a key of texts: NPS_ERROR_KEY.
 * @param keys    A column for each key; see nps_column for which are refused. Keys whose type is not known yet become
 *                integers. NULL: NPS_ERROR_NULL, unless there are no keys; a number that is not whole, or a boolean
 * that is neither 0 nor 1: NPS_ERROR_KEY; a day outside the calendar: NPS_ERROR_DAY.
 * @param answers The answers, as many as there are values in every column; otherwise: NPS_ERROR_COLUMN. NULL:
 *                NPS_ERROR_NULL.
 * @param detail  Receives, on error, what is wrong, in which key and row; may be NULL.
 * @return NPS_OK, one of these, NPS_ERROR_SIZE, NPS_ERROR_OVERFLOW (also for a key above INT64_MAX), NPS_ERROR_MEMORY
 *         or NPS_ERROR_INTERRUPTED; on error nothing changes. The memory is that of nps_cube_add_arrow().
 */
NPS_EXPORT nps_status nps_cube_add_columns(nps_cube *self, const nps_column *keys, const nps_column *answers,
                                           nps_error_detail *detail);

/**
 * Adds an accumulator to a cell; new values create the cell.
 *
 * @param self   As for nps_cube_add().
 * @param values As for nps_cube_add().
 * @param from   The object to add; unchanged. NULL: NPS_ERROR_NULL.
 * @param detail As for nps_cube_add().
 * @return As nps_cube_add().
 */
NPS_EXPORT nps_status nps_cube_merge_cell(nps_cube *self, const nps_cube_value *values, const nps_accumulator *from,
                                          nps_error_detail *detail);

/**
 * Adds all cells of another cube.
 *
 * @param self The cube. NULL: NPS_ERROR_NULL.
 * @param from The cube to add; unchanged. NULL: NPS_ERROR_NULL; another number of keys, or another name or type of a
 *             key: NPS_ERROR_KEY. Adding a cube to itself doubles its content.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing
 *         changes.
 */
NPS_EXPORT nps_status nps_cube_merge(nps_cube *self, const nps_cube *from);

/**
 * Subtracts all cells of another cube. Cells that become empty are kept.
 *
 * @param self The cube. NULL: NPS_ERROR_NULL.
 * @param part The cube to subtract; unchanged. NULL: NPS_ERROR_NULL; other keys, as for nps_cube_merge():
 *             NPS_ERROR_KEY. A counter larger than that of the same cell of `self`: NPS_ERROR_UNDERFLOW.
 * @return NPS_OK or one of these, or NPS_ERROR_INTERRUPTED; on error nothing changes.
 */
NPS_EXPORT nps_status nps_cube_subtract(nps_cube *self, const nps_cube *part);

/**
 * Sorts the cells by the values of the first key, then of the second, and so on: texts by their bytes, integers, days
 * and booleans by value, null last.
 *
 * @param self The cube. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error the order is unchanged.
 */
NPS_EXPORT nps_status nps_cube_sort(nps_cube *self);

/**
 * The number of cells.
 *
 * @param self The cube. NULL: 0.
 * @return The number of cells.
 */
NPS_EXPORT size_t nps_cube_count(const nps_cube *self);

/**
 * The number of keys.
 *
 * @param self The cube. NULL: 0.
 * @return The number of keys.
 */
NPS_EXPORT size_t nps_cube_key_count(const nps_cube *self);

/**
 * A key by its index, from 0 to nps_cube_key_count() - 1.
 *
 * @param self  The cube. NULL: NPS_ERROR_NULL.
 * @param index The index. Too large: NPS_ERROR_NOT_FOUND.
 * @param out   Receives the key; its name is borrowed and lives as long as the cube. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_cube_key_at(const nps_cube *self, size_t index, nps_cube_key *out);

/**
 * A cell by its index, from 0 to nps_cube_count() - 1.
 *
 * The order is that in which the cells came first, or that of nps_cube_sort().
 *
 * @param self   The cube. NULL: NPS_ERROR_NULL.
 * @param index  The index. Too large: NPS_ERROR_NOT_FOUND.
 * @param values Receives one value for each key; texts are borrowed and live until the cube changes. NULL:
 *               NPS_ERROR_NULL, unless there are no keys.
 * @param out    Receives a copy of the counts. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error nothing is written.
 */
NPS_EXPORT nps_status nps_cube_get(const nps_cube *self, size_t index, nps_cube_value *values, nps_accumulator *out);

/**
 * The counts of a cell.
 *
 * @param self   As for nps_cube_add(); unchanged.
 * @param values As for nps_cube_add().
 * @param out    Receives a copy of the counts. NULL: NPS_ERROR_NULL.
 * @param detail As for nps_cube_add().
 * @return NPS_OK, one of these, NPS_ERROR_MEMORY, or NPS_ERROR_NOT_FOUND if there is no such cell; on error `out` is
 *         unchanged.
 */
NPS_EXPORT nps_status nps_cube_find(const nps_cube *self, const nps_cube_value *values, nps_accumulator *out,
                                    nps_error_detail *detail);

/**
 * The sum of all cells.
 *
 * @param self The cube. NULL: NPS_ERROR_NULL.
 * @param out  Receives the sum; empty when there are no cells. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_cube_total(const nps_cube *self, nps_accumulator *out);

/**
 * Makes a cube of some of the keys, in which the cells that differ in the other keys only are one.
 *
 * @param self      The cube, unchanged. NULL: NPS_ERROR_NULL.
 * @param keys      The indexes of the keys that remain, in the order of the new cube. NULL: NPS_ERROR_NULL, unless
 *                  `key_count` is 0; an index that is too large: NPS_ERROR_NOT_FOUND; an index twice: NPS_ERROR_KEY.
 * @param key_count Their number; 0 gives the total, as a cube of one cell.
 * @param out       Receives the new cube, with the allocator, the secret, the budget and the interrupt of `self`; the
 *                  caller gives it to nps_cube_destroy(). NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error `out` is
 *         unchanged.
 */
NPS_EXPORT nps_status nps_cube_rollup(const nps_cube *self, const size_t *keys, size_t key_count, nps_cube **out);

/**
 * Makes a cube of the cells that have one value of a key. The new cube does not have this key.
 *
 * @param self   The cube, unchanged. NULL: NPS_ERROR_NULL.
 * @param key    The index of the key. Too large: NPS_ERROR_NOT_FOUND.
 * @param value  The value, which may be null. NULL: NPS_ERROR_NULL. A value that no cell has gives a cube without
 * cells; an unknown type, or another type than that of the key: NPS_ERROR_KEY.
 * @param out    As for nps_cube_rollup().
 * @param detail Receives, on error, what is wrong with the value; may be NULL.
 * @return As nps_cube_rollup().
 */
NPS_EXPORT nps_status nps_cube_slice(const nps_cube *self, size_t key, const nps_cube_value *value, nps_cube **out,
                                     nps_error_detail *detail);

/**
 * Makes a cube of the same keys, in which each day of a key is the first day of its period.
 *
 * @param self    The cube, unchanged. NULL: NPS_ERROR_NULL.
 * @param key     The index of the key. Too large: NPS_ERROR_NOT_FOUND; not a key of days: NPS_ERROR_KEY.
 * @param periods The periods; see nps_periods for which are refused. NULL: NPS_ERROR_NULL.
 * @param out     As for nps_cube_rollup().
 * @return As nps_cube_rollup(), or NPS_ERROR_PERIOD or NPS_ERROR_DAY.
 */
NPS_EXPORT nps_status nps_cube_periods(const nps_cube *self, size_t key, const nps_periods *periods, nps_cube **out);

/** A line of a table: a cell, a subtotal or the total. Plain and part of the ABI; it never grows. */
typedef struct nps_cube_line {
    size_t cell;                 /**< The index of a cell that has the values of the line. */
    size_t key_count;            /**< The number of leading keys that the line has a value of; 0: the total. */
    uint32_t is_withheld;        /**< Not 0 if the line must not be published. */
    nps_accumulator accumulator; /**< The counts, also of a line that is withheld. */
} nps_cube_line;

/** Options of nps_cube_lines(). Initialise them with nps_cube_lines_options_init(). */
typedef struct nps_cube_lines_options {
    uint32_t size;          /**< sizeof(nps_cube_lines_options), set by init. */
    uint32_t has_subtotals; /**< Not 0: also a line for each combination of the first key, of the first two, ... */
    uint64_t minimum;       /**< The smallest number of answers that may be published; 0, as init sets: any. */
} nps_cube_lines_options;

/**
 * Sets the defaults: no subtotals, and nothing is withheld.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_cube_lines_options_init(nps_cube_lines_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_cube_lines_options);
        options->has_subtotals = 0;
        options->minimum = 0;
    }
}

/**
 * The lines of a table of all cells with its total, and which of them must be withheld so that no line of fewer answers
 * than a minimum becomes known.
 *
 * A line with at least 1 and fewer than `minimum` answers is withheld. A line that others add up to, the total or a
 * subtotal, could be used to subtract: so where lines of it are withheld, at least two are, and together they have at
 * least `minimum` answers; the smallest other lines go with them. If a subtotal has one line with answers only, which
 * is withheld, the subtotal is withheld as well; and in a subtotal that is withheld for another reason, lines with at
 * least `minimum` answers are withheld. Then no linear combination of the published lines is a withheld one. A line
 * without answers is not withheld, because it is about nobody.
 *
 * This holds for one table: its total, its subtotals and its cells together. It does not hold for several tables read
 * side by side, each of which withholds for itself: a value of a key that is withheld in one roll-up may be the
 * difference of two lines of another, and tables of two days, or of a cube before and after a merge, may be subtracted
 * from one another. To publish several levels, take one table of keys in order with subtotals: region, and region by
 * channel, are lines of it. nps_cube_protect() protects any roll-ups together, by region and by channel among them.
 *
 * The order is that of nps_cube_sort(), with the total first and every subtotal before its lines. The time is linear in
 * the number of lines, times the number of keys.
 *
 * @param self     The cube; its cells are sorted. NULL: NPS_ERROR_NULL.
 * @param options  Made by nps_cube_lines_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE.
 * @param lines    Receives the lines; NULL: none is written.
 * @param capacity The number of lines that there is room for. Too few, while `lines` is not NULL: NPS_ERROR_SPACE.
 *                 (nps_cube_key_count() + 1) * (nps_cube_count() + 1) is enough.
 * @param count    Receives the number of lines, also with NPS_ERROR_SPACE. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. On error the content of
 *         `lines` is undefined.
 */
NPS_EXPORT nps_status nps_cube_lines(nps_cube *self, const nps_cube_lines_options *options, nps_cube_line *lines,
                                     size_t capacity, size_t *count);

/** The largest number of roll-ups that are protected together. */
#define NPS_CUBE_ROLLUPS_MAX 8

/** The keys of a roll-up. Plain and part of the ABI; it never grows. */
typedef struct nps_cube_selection {
    const size_t *keys; /**< The indexes of the keys, as for nps_cube_rollup(). */
    size_t key_count;   /**< Their number; 0: the total. */
} nps_cube_selection;

/** Roll-ups that are published side by side. Plain and part of the ABI; it never grows. */
typedef struct nps_cube_publication {
    const nps_cube_selection *rollups; /**< The roll-ups, the most important first. */
    size_t rollup_count;               /**< Their number. */
    uint64_t minimum;                  /**< The smallest number of answers that may be published; 0 or 1: any. */
} nps_cube_publication;

/** A line of one of several roll-ups. Plain and part of the ABI; it never grows. */
typedef struct nps_cube_rollup_line {
    size_t rollup;               /**< The index of the roll-up. */
    size_t cell;                 /**< The index of a cell that has the values of the line. */
    uint32_t is_withheld;        /**< Not 0 if the line must not be published. */
    nps_accumulator accumulator; /**< The counts, also of a line that is withheld. */
} nps_cube_rollup_line;

/**
 * The lines of several roll-ups that are published side by side, and which of them must be withheld so that no line and
 * no cell of fewer answers than a minimum becomes known by adding and subtracting lines of any of them. Several lines
 * or cells together may become known: with the channels web and shop, of 24 and 33 answers, and the region north, of
 * 50, web and shop less north are the 7 answers of all other regions together, each of which is withheld.
 *
 * The roll-ups are any: region; channel; region by channel; the total. The cells below are those of all their keys
 * together. A line with at least 1 and fewer than `minimum` answers is withheld, and of the others so many that
 *
 * - no linear combination of the published lines, of all roll-ups together, is a withheld line, or a cell with at least
 *   1 and fewer than `minimum` answers;
 * - what remains of a published line, when published lines that lie in it and do not overlap are taken away, has no
 *   answers or at least `minimum`.
 *
 * The second holds for every choice of lines of one roll-up, and for every choice of lines of several that do not
 * overlap, of which 10,000 are tried for each published line. Sums of lines that overlap, such as a region and a
 * channel less the total, are covered by the first alone: they may give several cells together, as above.
 *
 * Whether a line lies in another is decided by the cells that have answers, not by the keys: a channel that only one
 * region has lies in that region. A line without answers is not withheld, because it is about nobody.
 *
 * The order of the roll-ups is their importance: lines of the first are withheld only if they are small or would give
 * one of these away on their own, those of the second only if they would do so beside the first, and so on; within a
 * roll-up the smaller lines are withheld first. To find the fewest lines is a hard problem; this finds few.
 *
 * This holds for the lines of one call. Publishing the same cube after more answers, or with another minimum, lets
 * lines of the two calls be subtracted from one another.
 *
 * Not protected are: bounds, since published lines may leave few possible numbers for a withheld one; lines of at least
 * `minimum` answers that are all the same, which tell what each person of them answered; and what people find who know
 * some of the answers, such as their own, and take them away.
 *
 * The time grows with the square of the number of cells, and more where few of them can be published: 1,000 cells take
 * some hundredths of a second, 10,000 about a second, roll-ups of few lines much less. The memory is about 16 bytes for
 * each cell and roll-up, and what the combinations of published lines need, which is at most 8 bytes for each pair of
 * cells.
 *
 * Method: complementary suppression with an audit by linear algebra, as in L. H. Cox (1980), "Suppression methodology
 * and statistical disclosure control", Journal of the American Statistical Association 75, 377-385. Lines are taken one
 * by one into a basis of what is published, in reduced echelon form modulo the prime 2^31 - 1, and a line that would
 * bring a small one into its span is withheld; small remainders are added to what must not be in the span, and all is
 * done again until there are none.
 *
 * @code
 * const nps_cube_key names[] = {{"region", NPS_CUBE_TEXT}, {"channel", NPS_CUBE_TEXT}};
 * const nps_cube_value north[] = {{NPS_CUBE_TEXT, 5, "north", 0}, {NPS_CUBE_TEXT, 3, "web", 0}};
 * const nps_cube_value south[] = {{NPS_CUBE_TEXT, 5, "south", 0}, {NPS_CUBE_TEXT, 3, "web", 0}};
 * const nps_cube_value shop[] = {{NPS_CUBE_TEXT, 5, "north", 0}, {NPS_CUBE_TEXT, 4, "shop", 0}};
 * const size_t region = 0, channel = 1;
 * const nps_cube_selection rollups[] = {{&region, 1}, {&channel, 1}};
 * const nps_cube_publication table = {rollups, 2, 10};
 * nps_cube_rollup_line lines[4];
 * nps_cube *cube;
 * size_t count, i, withheld = 0;
 * if (nps_cube_create(names, 2, NULL, &cube) != NPS_OK)
 *     return 1;
 * if (nps_cube_add(cube, north, 9, 50, NULL) == NPS_OK && nps_cube_add(cube, south, 9, 30, NULL) == NPS_OK &&
 *     nps_cube_add(cube, shop, 9, 3, NULL) == NPS_OK &&
 *     nps_cube_protect(cube, &table, lines, 4, &count) == NPS_OK) {
 *     for (i = 0; i < count; i++)
 *         withheld += lines[i].is_withheld != 0;
 *     printf("%d of %d lines are withheld\n", (int)withheld, (int)count); // prints: 2 of 4 lines are withheld
 * }
 * nps_cube_destroy(cube);
 * @endcode
 *
 * @param self     The cube; its cells are sorted. NULL: NPS_ERROR_NULL.
 * @param what     The roll-ups and the minimum. NULL, or no roll-ups though `rollup_count` is not 0: NPS_ERROR_NULL;
 *                 more than NPS_CUBE_ROLLUPS_MAX: NPS_ERROR_KEY; keys that nps_cube_rollup() refuses: its status.
 * @param lines    Receives the lines of the first roll-up in the order of nps_cube_sort(), then those of the next, and
 *                 so on; NULL: none is written.
 * @param capacity The number of lines that there is room for. Too few, while `lines` is not NULL: NPS_ERROR_SPACE.
 *                 `rollup_count` * nps_cube_count() is enough.
 * @param count    Receives the number of lines, also with NPS_ERROR_SPACE. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. On error the content of
 *         `lines` is undefined.
 */
NPS_EXPORT nps_status nps_cube_protect(nps_cube *self, const nps_cube_publication *what, nps_cube_rollup_line *lines,
                                       size_t capacity, size_t *count);

NPS_END_DECLARATIONS

#endif
