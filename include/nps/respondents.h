/**
 * @file respondents.h
 * @brief One answer a person: the latest or the first, as of a day, or in a rolling window of days.
 *
 * A survey that asks the same people again has several answers of a person, and a score of all answers counts those
 * who answer often several times. An object of this file keeps the answers by person and day, so that every person
 * counts once.
 *
 * The rule. On a day, a window of w days holds the rows of that day and of the w - 1 days before it; without a window
 * it holds the rows of that day and of all days before it. A person who has answers in the window counts once, with the
 * latest of them (NPS_KEEP_LATEST) or with the first of them (NPS_KEEP_FIRST). A missing or an invalid answer never
 * replaces an answer: a person whose rows in the window are all missing or invalid counts once, as missing or as
 * invalid, whichever the latest row is. A person without a row in the window does not count.
 *
 * Rows of one day. The largest sequence number is the latest, such as the second of the day or a number of a database.
 * If sequence numbers are equal, the later call is the latest; rows of a column are calls in the order of the rows, and
 * nps_respondents_append() is calls after those that were made.
 *
 * Merged objects have no common order of calls. "The later call" would then be the object that is merged last, and the
 * result would depend on the order of merging, which is that of the network or of the threads. So
 * nps_respondents_merge() decides by the rows alone. An answer counts instead of a missing or an invalid one. Then the
 * larger sequence number counts, or of two answers the smaller one where the first answer counts (NPS_KEEP_FIRST). If
 * these are equal, the lower answer counts, and a missing one instead of an invalid one. Merging is so commutative and
 * associative, and never flatters. Pass sequence numbers, or append instead of merging, where the later of two answers
 * of a day must count.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_RESPONDENTS_H
#define NPS_RESPONDENTS_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/arrow.h>
#include <nps/calendar.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/groups.h>
#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The answer of a person that counts. The values are part of the ABI. */
typedef enum nps_keep {
    NPS_KEEP_LATEST = 0, /**< The latest answer in the window. */
    NPS_KEEP_FIRST = 1   /**< The first answer in the window. */
} nps_keep;

/** The length of a window that has no end: answers count for ever. */
#define NPS_NO_WINDOW UINT32_MAX

/**
 * Answers by person and day. The members are private.
 *
 * Memory, from 1000 people on. An object of integer ids without history takes at most 48 bytes a person, also while it
 * grows: 36 and less at rest. With history, p people with r rows of a person and a day take at most 32 p + 14 r bytes
 * at rest, and while the object grows 32 p + 26 r; with sequence numbers 32 p + 23 r and 32 p + 35 r. So one answer of
 * each person takes at most 46 bytes, and each other one of them 14. Text ids take 72 bytes and the text instead of 8
 * bytes of an integer.
 *
 * Ids are hashed with a secret, as in groups.h. An object is not locked: several threads may read it while no thread
 * changes it. A call that gets no memory returns NPS_ERROR_MEMORY and changes nothing.
 *
 * Long calls that change an object ask nps_respondents_options.interrupt at least every 0.1 s while they read rows;
 * nps_respondents_add_column(), nps_respondents_append() and merging then add what was read without asking, which
 * takes up to 0.5 s for a million rows.
 */
typedef struct nps_respondents nps_respondents;

/** Options of nps_respondents_create(). Initialise them with nps_respondents_options_init(). */
typedef struct nps_respondents_options {
    uint32_t size;         /**< sizeof(nps_respondents_options), set by init. */
    nps_key_type key_type; /**< The type of the ids; init sets NPS_KEY_TEXT. */
    nps_keep keep;         /**< The answer that counts; init sets NPS_KEEP_LATEST. */
    /** The number of days in the window of nps_respondents_read(); init sets NPS_NO_WINDOW. */
    uint32_t window;
    /** 1, as init sets: the rows of all days are kept, which answers for any day and any window. 0: one row a person is
     *  kept, which answers for the last day and later days only, see nps_respondents_read(). */
    uint32_t has_history;
    const nps_allocator *allocator; /**< The allocator, copied; NULL: malloc() and free(). */
    uint64_t hash_key[2];           /**< The secret of the hash; both 0, as init sets: random bytes from the system. */
    /** The largest number of bytes that the object may have allocated at once, including itself; 0, as init sets: no
     *  limit. nps_respondents_add_column() and reading have a second budget of the same size. */
    uint64_t memory_budget;
    /** Asked by long calls, see above. Copied: its context must live as long as the object. init sets none. */
    nps_interrupt interrupt;
} nps_respondents_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_respondents_options_init(nps_respondents_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_respondents_options);
        options->key_type = NPS_KEY_TEXT;
        options->keep = NPS_KEEP_LATEST;
        options->window = NPS_NO_WINDOW;
        options->has_history = 1;
        options->allocator = (const nps_allocator *)0;
        options->hash_key[0] = 0;
        options->hash_key[1] = 0;
        options->memory_budget = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/** The options of an object that belong to its state. Plain and part of the ABI; it never grows. */
typedef struct nps_respondents_rule {
    nps_key_type key_type; /**< The type of the ids. */
    nps_keep keep;         /**< The answer that counts. */
    uint32_t window;       /**< The number of days in the window, or NPS_NO_WINDOW. */
    uint32_t has_history;  /**< 1: the rows of all days are kept. 0: one row a person. */
} nps_respondents_rule;

/**
 * Columns of rows: row i says that the person `ids[i]` gave `answers[i]` on `days[i]`. Plain and part of the ABI; it
 * never grows. The columns are only read; see nps_column for which are refused, and how.
 */
typedef struct nps_respondents_columns {
    const nps_column *ids;       /**< Integers; an id above 2^63 - 1: NPS_ERROR_OVERFLOW. */
    const nps_column *days;      /**< Integers; a day outside the calendar: NPS_ERROR_DAY. */
    const nps_column *answers;   /**< As for nps_accumulator_add_column(). */
    const nps_column *sequences; /**< Integers; a row without one has 0. NULL: all rows have 0. */
} nps_respondents_columns;

/**
 * Makes an object without respondents.
 *
 * @param options Made by nps_respondents_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; an
 *                unknown key type: NPS_ERROR_KEY; an unknown `keep`, or `has_history` above 1: NPS_ERROR_RULE; a window
 *                of 0 days: NPS_ERROR_PERIOD; an allocator without both functions: NPS_ERROR_NULL. NPS_KEEP_FIRST with
 *                a window and without history: NPS_ERROR_UNAVAILABLE, because when the first answer leaves the window
 *                the second one is needed.
 * @param out     Receives the object; the caller gives it to nps_respondents_destroy().
 * @return NPS_OK or one of these, NPS_ERROR_MEMORY or NPS_ERROR_ENTROPY.
 */
NPS_EXPORT nps_status nps_respondents_create(const nps_respondents_options *options, nps_respondents **out);

/**
 * Releases all memory of an object.
 *
 * @param self The object, not to be used afterwards; NULL does nothing.
 */
NPS_EXPORT void nps_respondents_destroy(nps_respondents *self);

/**
 * Adds an answer of a person with a text id. Answers may come in any order of days.
 *
 * @param self     The respondents. NULL: NPS_ERROR_NULL; integer ids: NPS_ERROR_KEY.
 * @param id       The id, copied. NULL: NPS_ERROR_NULL, unless `length` is 0 (the empty id is an id).
 * @param length   Its length in bytes; it may contain zero bytes.
 * @param day      The day of the answer. Outside the calendar: NPS_ERROR_DAY.
 * @param answer   0..10 is an answer; any other value is invalid.
 * @param sequence Orders the answers of one day; 0 where there is none.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes. Constant time on
 *         average; the logarithm of the number of the person's days with history.
 */
NPS_EXPORT nps_status nps_respondents_add_text(nps_respondents *self, const char *id, size_t length, int32_t day,
                                               int64_t answer, int64_t sequence);

/**
 * Adds an answer of a person with an integer id. Answers may come in any order of days.
 *
 * @param self     The respondents. NULL: NPS_ERROR_NULL; text ids: NPS_ERROR_KEY.
 * @param id       The id.
 * @param day      As for nps_respondents_add_text().
 * @param answer   As for nps_respondents_add_text().
 * @param sequence As for nps_respondents_add_text().
 * @return As nps_respondents_add_text().
 */
NPS_EXPORT nps_status nps_respondents_add_integer(nps_respondents *self, int64_t id, int32_t day, int64_t answer,
                                                  int64_t sequence);

/**
 * Adds a missing answer of a person with a text id: the person was asked and gave none.
 *
 * @param self     As for nps_respondents_add_text().
 * @param id       As for nps_respondents_add_text().
 * @param length   As for nps_respondents_add_text().
 * @param day      As for nps_respondents_add_text().
 * @param sequence As for nps_respondents_add_text().
 * @return As nps_respondents_add_text().
 */
NPS_EXPORT nps_status nps_respondents_add_missing_text(nps_respondents *self, const char *id, size_t length,
                                                       int32_t day, int64_t sequence);

/**
 * Adds a missing answer of a person with an integer id: the person was asked and gave none.
 *
 * @param self     As for nps_respondents_add_integer().
 * @param id       As for nps_respondents_add_integer().
 * @param day      As for nps_respondents_add_integer().
 * @param sequence As for nps_respondents_add_integer().
 * @return As nps_respondents_add_text().
 */
NPS_EXPORT nps_status nps_respondents_add_missing_integer(nps_respondents *self, int64_t id, int32_t day,
                                                          int64_t sequence);

/**
 * Adds columns of answers with integer ids, in the order of their rows.
 *
 * @param self    The respondents. NULL: NPS_ERROR_NULL; text ids: NPS_ERROR_KEY.
 * @param columns The columns. NULL, or a NULL column other than `sequences`: NPS_ERROR_NULL. Columns of different
 *                lengths, or floating-point numbers where integers are needed: NPS_ERROR_COLUMN.
 * @param rest    The answers of rows without an id or without a day (null, or a missing code) are added here. NULL:
 *                NPS_ERROR_NULL.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_DAY, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or
 *         NPS_ERROR_INTERRUPTED; on error nothing changes. If the object has respondents already, the rows are gathered
 *         in memory of their own first.
 */
NPS_EXPORT nps_status nps_respondents_add_column(nps_respondents *self, const nps_respondents_columns *columns,
                                                 nps_accumulator *rest, nps_error_detail *detail);

/** Ids in an Arrow array, which is only read. Plain and part of the ABI; it never grows. */
typedef struct nps_respondents_arrow {
    const struct ArrowSchema *schema; /**< The type of the ids. */
    const struct ArrowArray *array;   /**< The ids. A null, or a NaN, is a row without an id. */
    size_t first;                     /**< The row of the columns that belongs to the first id. */
} nps_respondents_arrow;

/**
 * Adds columns of answers whose ids are an Arrow array, in the order of their rows: texts, or whatever is an integer.
 *
 * Ids have the types and encodings of the keys in groups_arrow.h, dictionaries among them. A column in several arrays
 * takes a call for each, with the number of ids before it as `first`; so messages name the row of the whole column.
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
 *     const int32_t ends[] = {0, 3, 6, 9}, on[] = {100, 101, 130};
 *     const uint8_t values[] = {3, 9, 10};
 *     const void *buffers[] = {NULL, ends, "AnnBobAnn"};
 *     const struct ArrowSchema schema = {.format = "u", .release = release_schema};
 *     const struct ArrowArray ids = {.length = 3, .n_buffers = 3, .buffers = buffers, .release = release_array};
 *     const nps_respondents_arrow arrow = {&schema, &ids, 0};
 *     nps_column days, answers;
 *     const nps_respondents_columns columns = {NULL, &days, &answers, NULL};
 *     nps_respondents *people;
 *     nps_accumulator march, rest = {{0}, 0, 0};
 *     nps_column_init(&days, NPS_COLUMN_I32, on, 3);
 *     nps_column_init(&answers, NPS_COLUMN_U8, values, 3);
 *     if (nps_respondents_create(NULL, &people) != NPS_OK)
 *         return 1;
 *     if (nps_respondents_add_arrow(people, &arrow, &columns, &rest, NULL) == NPS_OK &&
 *         nps_respondents_read(people, 130, &march) == NPS_OK)
 *         printf("%d %d %d\n", (int)march.answers[3], (int)march.answers[9], (int)march.answers[10]); // prints: 0 1 1
 *     nps_respondents_destroy(people);
 *     return 0;
 * }
 * @endcode
 *
 * @param self    The respondents. NULL: NPS_ERROR_NULL; ids of the other type: NPS_ERROR_KEY.
 * @param ids     The ids. NULL, or a member that is NULL: NPS_ERROR_NULL; released, a type that has no keys, or
 *                impossible buffers: NPS_ERROR_COLUMN; fewer rows of the columns than ids: NPS_ERROR_COLUMN.
 * @param columns As for nps_respondents_add_column(); their `ids` are not read and may be NULL.
 * @param rest    As for nps_respondents_add_column().
 * @param detail  As for nps_respondents_add_column().
 * @return As nps_respondents_add_column(), and NPS_ERROR_KEY for an integer id that is not whole; on error nothing
 *         changes.
 */
NPS_EXPORT nps_status nps_respondents_add_arrow(nps_respondents *self, const nps_respondents_arrow *ids,
                                                const nps_respondents_columns *columns, nps_accumulator *rest,
                                                nps_error_detail *detail);

/**
 * Adds the answers of another object. The result is the same in every order and grouping of merges; see "Rows of one
 * day" above for answers of one person on one day.
 *
 * @param self The respondents. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL; ids of another type: NPS_ERROR_KEY; another rule,
 *             window or history: NPS_ERROR_RULE. Merging an object into itself keeps its answers, and doubles what
 *             nps_respondents_read_rows() returns.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing
 *         changes.
 */
NPS_EXPORT nps_status nps_respondents_merge(nps_respondents *self, const nps_respondents *from);

/**
 * Adds the answers of another object all of whose calls were later, such as today's answers to those of the days
 * before: as if they had been added to `self` in the first place. In everything else like nps_respondents_merge().
 *
 * @param self  As for nps_respondents_merge().
 * @param later As `from` of nps_respondents_merge().
 * @return As nps_respondents_merge().
 */
NPS_EXPORT nps_status nps_respondents_append(nps_respondents *self, const nps_respondents *later);

/**
 * The number of people, those without an answer included.
 *
 * @param self The respondents. NULL: 0.
 * @return The number of people.
 */
NPS_EXPORT size_t nps_respondents_count(const nps_respondents *self);

/**
 * The rule and the type of the ids.
 *
 * @param self The respondents. NULL: NPS_ERROR_NULL.
 * @param out  Receives the rule. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL.
 */
NPS_EXPORT nps_status nps_respondents_read_rule(const nps_respondents *self, nps_respondents_rule *out);

/**
 * All rows that were added, those that the rule replaced included: how often each answer was given.
 *
 * @param self The respondents. NULL: NPS_ERROR_NULL.
 * @param out  Receives the counts. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL.
 */
NPS_EXPORT nps_status nps_respondents_read_rows(const nps_respondents *self, nps_accumulator *out);

/**
 * The first and the last day of the rows that were added.
 *
 * @param self The respondents. NULL: NPS_ERROR_NULL. No rows: NPS_ERROR_EMPTY.
 * @param out  Receives the days. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_respondents_read_span(const nps_respondents *self, nps_period *out);

/**
 * The answers that count on a day, one for each person, in the window of the object.
 *
 * @code
 * nps_respondents *people;
 * nps_accumulator march;
 * if (nps_respondents_create(NULL, &people) != NPS_OK)
 *     return 1;
 * if (nps_respondents_add_text(people, "Ann", 3, 100, 3, 0) == NPS_OK &&
 *     nps_respondents_add_text(people, "Bob", 3, 101, 9, 0) == NPS_OK &&
 *     nps_respondents_add_text(people, "Ann", 3, 130, 10, 0) == NPS_OK &&
 *     nps_respondents_read(people, 130, &march) == NPS_OK)
 *     printf("%d %d %d\n", (int)march.answers[3], (int)march.answers[9], (int)march.answers[10]); // prints: 0 1 1
 * nps_respondents_destroy(people);
 * @endcode
 *
 * @param self  The respondents. NULL: NPS_ERROR_NULL.
 * @param as_of The day. Outside the calendar: NPS_ERROR_DAY. Without history, before the last day of the rows:
 *              NPS_ERROR_UNAVAILABLE, because a later answer may have replaced the one that counted then.
 * @param out   Receives the counts; empty when nobody counts. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Linear time, no allocation. Without history only one row
 *         of a person is kept, an answer rather than a missing one, so a person does not count as missing when the
 *         answer has left the window.
 */
NPS_EXPORT nps_status nps_respondents_read(const nps_respondents *self, int32_t as_of, nps_accumulator *out);

/**
 * The answers that count on each of several days, one for each person, in a rolling window.
 *
 * The latest answer of a person counts from its day to the day before the person's next answer, or for as many days as
 * the window has, whichever ends first; each day has the sum of these answers. So a series takes one pass over the
 * rows, however many days it has.
 *
 * @code
 * const nps_period days = {100, 104};
 * nps_respondents *people;
 * nps_accumulator series[5];
 * int i;
 * if (nps_respondents_create(NULL, &people) != NPS_OK)
 *     return 1;
 * if (nps_respondents_add_text(people, "Ann", 3, 100, 10, 0) == NPS_OK &&
 *     nps_respondents_add_text(people, "Bob", 3, 101, 10, 0) == NPS_OK &&
 *     nps_respondents_add_text(people, "Ann", 3, 102, 10, 0) == NPS_OK &&
 *     nps_respondents_read_rolling(people, 2, &days, series) == NPS_OK)
 *     for (i = 0; i < 5; i++)
 *         printf("%d\n", (int)series[i].answers[10]);
 * // prints: 1
 * // prints: 2
 * // prints: 2
 * // prints: 1
 * // prints: 0
 * nps_respondents_destroy(people);
 * @endcode
 *
 * @param self   The respondents. NULL: NPS_ERROR_NULL; without history: NPS_ERROR_UNAVAILABLE.
 * @param window The number of days in the window, or NPS_NO_WINDOW; that of the object does not matter. 0:
 *               NPS_ERROR_PERIOD.
 * @param days   The first and the last day. NULL: NPS_ERROR_NULL; outside the calendar, or `first` after `last`:
 *               NPS_ERROR_DAY.
 * @param series Receives the counts of each day, `last - first + 1` of them. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error nothing is written. One
 *         pass over the rows, whatever the window, and one over the days; no allocation.
 */
NPS_EXPORT nps_status nps_respondents_read_rolling(const nps_respondents *self, uint32_t window, const nps_period *days,
                                                   nps_accumulator *series);

/**
 * The series of nps_respondents_read_rolling() directly from columns, several times faster than through an object.
 *
 * @code
 * const int64_t ids[] = {7, 8, 7};
 * const int32_t on[] = {100, 101, 102};
 * const uint8_t values[] = {3, 9, 10};
 * const nps_period days = {100, 102};
 * nps_column people, dates, answers;
 * nps_respondents_columns columns = {&people, &dates, &answers, NULL};
 * nps_respondents_options options;
 * nps_accumulator series[3], rest = {{0}, 0, 0};
 * nps_column_init(&people, NPS_COLUMN_I64, ids, 3);
 * nps_column_init(&dates, NPS_COLUMN_I32, on, 3);
 * nps_column_init(&answers, NPS_COLUMN_U8, values, 3);
 * nps_respondents_options_init(&options);
 * options.window = 90;
 * if (nps_respondents_roll(&columns, &options, &days, series, &rest, NULL) == NPS_OK)
 *     printf("%d %d\n", (int)series[1].answers[3], (int)series[2].answers[3]); // prints: 1 0
 * @endcode
 *
 * @param columns As for nps_respondents_add_column(), of fewer than 2^32 rows: more are NPS_ERROR_TOO_MANY.
 * @param options `keep`, `window`, `allocator`, `hash_key`, `memory_budget` and `interrupt` are those of
 *                nps_respondents_create(), with the same errors; the other members are ignored. NULL: the defaults.
 * @param days    As for nps_respondents_read_rolling().
 * @param series  As for nps_respondents_read_rolling(); must not overlap the columns.
 * @param rest    As for nps_respondents_add_column().
 * @param detail  As for nps_respondents_add_column().
 * @return NPS_OK or the errors of these parameters, NPS_ERROR_MEMORY, NPS_ERROR_ENTROPY or NPS_ERROR_INTERRUPTED; on
 *         error nothing is written. Allocates up to 50 bytes a row, 104 bytes a day and 10,000 bytes, until it returns.
 *         Fastest, with half of that memory, without sequence numbers and with ids that lie within about 2^40 of each
 *         other: 64 - 7 bits less those of the number of days. On Linux, without an allocator, it asks for large pages.
 */
NPS_EXPORT nps_status nps_respondents_roll(const nps_respondents_columns *columns,
                                           const nps_respondents_options *options, const nps_period *days,
                                           nps_accumulator *series, nps_accumulator *rest, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
