/**
 * @file reading.h
 * @brief Answers as people and survey tools wrote them, "10 - Extremely likely" for example, read as numbers.
 *
 * A text is read only if it has one meaning. What could mean two things, "1 or 2", "9-10", "9-May", or nothing, is
 * unread: the caller counts it as invalid and shows it. Nothing is guessed.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_READING_H
#define NPS_READING_H

#include <nps/export.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The answer of a text that could not be read. An accumulator counts it as invalid. */
#define NPS_READING_UNREAD (-1)
/** The answer of a text that means "no answer". Declare it as a missing code of the column of answers. */
#define NPS_READING_MISSING (-2)

/** What becomes of numbers that are not whole, such as averages. The values are part of the ABI. */
typedef enum nps_cut {
    NPS_CUT_NONE = 0,   /**< They are unread. */
    NPS_CUT_FLOOR = 1,  /**< They are rounded down: 8.9 is 8. */
    NPS_CUT_NEAREST = 2 /**< They are rounded to the nearest whole number, halves up: 8.5 is 9. */
} nps_cut;

/** The mark between the whole part of a number and its decimals. The values are part of the ABI. */
typedef enum nps_decimal {
    NPS_DECIMAL_POINT = 0, /**< "9.0". */
    NPS_DECIMAL_COMMA = 1  /**< "9,0". */
} nps_decimal;

/** A text and what it means. Plain and part of the ABI; it never grows. */
typedef struct nps_reading_label {
    const char *text; /**< The text in UTF-8, need not be terminated; may be NULL if `length` is 0. */
    size_t length;    /**< Its length in bytes. */
    int32_t answer;   /**< An answer on the scale, or NPS_READING_MISSING. */
} nps_reading_label;

/** Options of nps_reading_text() and nps_reading_number(). Initialise them with nps_reading_options_init(). */
typedef struct nps_reading_options {
    uint32_t size;          /**< sizeof(nps_reading_options), set by init. */
    nps_cut cut;            /**< What becomes of numbers that are not whole; init sets NPS_CUT_NONE. */
    nps_decimal decimal;    /**< The decimal mark in texts; init sets NPS_DECIMAL_POINT. */
    uint32_t only_labels;   /**< Not 0: nps_reading_missing_text() is not used; init sets 0. */
    const nps_scale *scale; /**< The scale; init sets NULL, which is nps_scale_0_10(). */
    /** Texts with a meaning of their own, which comes before every other. A label that is a whole number, such as "98",
     *  is the label of every text and number of that value. init sets NULL, with a count of 0. */
    const nps_reading_label *labels;
    size_t label_count; /**< The number of labels. */
} nps_reading_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_reading_options_init(nps_reading_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_reading_options);
        options->cut = NPS_CUT_NONE;
        options->decimal = NPS_DECIMAL_POINT;
        options->only_labels = 0;
        options->scale = (const nps_scale *)0;
        options->labels = (const nps_reading_label *)0;
        options->label_count = 0;
    }
}

/**
 * The texts that mean "no answer" by default: the empty text, "-", "NA", "N/A", "NULL" and others that software writes,
 * and "no answer" in the languages of nps/labels.h.
 *
 * @param place The place in the list, from 0 on.
 * @return A constant in UTF-8, not to be freed; NULL after the last one. Safe from any thread.
 */
NPS_EXPORT const char *nps_reading_missing_text(size_t place);

/**
 * Reads a text as an answer.
 *
 * Capital and small letters are alike, so are wide and narrow digits and letters, and all dashes. Blanks of every kind
 * around a text do not count, and several are as one. These are read, in this order:
 *
 * - a label of the options. A text with two labels of different answers is unread; an answer wins over "no answer";
 * - a text that means "no answer": one of nps_reading_missing_text();
 * - a number on the scale, "9", "09" or "9.0", alone, with the Chinese word for points, or with "/" and the highest
 *   answer of the scale, "9/10". A number with other decimals is read as `cut` says. A number off the scale is unread;
 * - such a number before or after words, and between them a blank with "-", ":", "=", "|" or brackets: "10 - Extremely
 *   likely", "Extremely likely (10)". Without blanks a dash must have two words beside it, because "9-May" is a date;
 *   the name of a month beside a number is unread in any case. Words that contain digits are unread. Words that are
 *   a label, a category or an end of the scale need only a blank, and must agree: "0 - Extremely likely" is unread;
 * - "promoter", "passive" or "detractor", one or many, in the languages of nps/labels.h. The answer is the one of that
 *   category next to the passives, on the standard scale 9, 7 or 6: counts and score are right, a mean is not.
 *
 * @code
 * const char *const texts[] = {"10 - Extremely likely", " 9,0 ", "критик", "n/a", "1 or 2"};
 * nps_reading_options options;
 * nps_reading_options_init(&options);
 * options.decimal = NPS_DECIMAL_COMMA;
 * for (int i = 0; i < 5; i++) {
 *     size_t length = 0;
 *     int32_t answer;
 *     while (texts[i][length])
 *         length++;
 *     if (nps_reading_text(texts[i], length, &options, &answer) == NPS_OK)
 *         printf("%d\n", (int)answer);
 * }
 * // prints: 10
 * // prints: 9
 * // prints: 6
 * // prints: -2
 * // prints: -1
 * @endcode
 *
 * @param text    The text in UTF-8, need not be terminated. Bytes that are not UTF-8, and control characters, are
 *                unread. NULL: NPS_ERROR_NULL, unless `length` is 0.
 * @param length  Its length in bytes. The time taken grows with the length and the number of labels.
 * @param options Made by nps_reading_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; an
 *                unknown cut or decimal mark: NPS_ERROR_METHOD; a scale that is not valid: NPS_ERROR_SCALE; labels that
 *                are NULL with a count, or have a NULL text with a length: NPS_ERROR_NULL; a label whose answer is off
 *                the scale and not NPS_READING_MISSING: NPS_ERROR_OUTSIDE.
 * @param answer  Receives the answer, 0 to 10, NPS_READING_UNREAD or NPS_READING_MISSING. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `answer` is unchanged. No allocation. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_reading_text(const char *text, size_t length, const nps_reading_options *options,
                                       int32_t *answer);

/**
 * Reads a number as an answer, as nps_reading_text() reads its digits. NaN is NPS_READING_MISSING.
 *
 * @param number  The number. Infinite, or off the scale: NPS_READING_UNREAD, unless it is a label.
 * @param options As for nps_reading_text(); the decimal mark has no effect on the number.
 * @param answer  As for nps_reading_text().
 * @return As nps_reading_text().
 */
NPS_EXPORT nps_status nps_reading_number(double number, const nps_reading_options *options, int32_t *answer);

NPS_END_DECLARATIONS

#endif
