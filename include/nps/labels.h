/**
 * @file labels.h
 * @brief The words of a report in six languages: categories, bands, metrics and headings.
 *
 * Texts are UTF-8. They begin with a small letter, except for names and whole sentences, as they would inside a
 * sentence; a heading begins with a capital in most languages. A program that does not call nps_label_text() does not
 * link the tables.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_LABELS_H
#define NPS_LABELS_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/** A language. The values are part of the ABI; new ones are added at the end. */
typedef enum nps_language {
    NPS_LANGUAGE_ENGLISH = 0,    /**< English, "en". */
    NPS_LANGUAGE_LITHUANIAN = 1, /**< Lithuanian, "lt". */
    NPS_LANGUAGE_CHINESE = 2,    /**< Chinese in simplified characters, "zh". */
    NPS_LANGUAGE_RUSSIAN = 3,    /**< Russian, "ru". */
    NPS_LANGUAGE_FILIPINO = 4,   /**< Filipino, "fil". */
    NPS_LANGUAGE_POLISH = 5,     /**< Polish, "pl". */
    NPS_LANGUAGE_END             /**< One past the last language; moves with versions, not part of the ABI. */
} nps_language;

/** What a label names. The values are part of the ABI; new ones are added at the end. */
typedef enum nps_label {
    NPS_LABEL_PROMOTER = 0,                /**< A respondent who recommends. */
    NPS_LABEL_PROMOTERS = 1,               /**< Respondents who recommend. */
    NPS_LABEL_PASSIVE = 2,                 /**< A respondent between. */
    NPS_LABEL_PASSIVES = 3,                /**< Respondents between. */
    NPS_LABEL_DETRACTOR = 4,               /**< A respondent who does not recommend. */
    NPS_LABEL_DETRACTORS = 5,              /**< Respondents who do not recommend. */
    NPS_LABEL_QUESTION = 6,                /**< The question of the survey. */
    NPS_LABEL_NOT_AT_ALL_LIKELY = 7,       /**< The lower end of the scale of answers. */
    NPS_LABEL_EXTREMELY_LIKELY = 8,        /**< The upper end of the scale of answers. */
    NPS_LABEL_NO_ANSWER = 9,               /**< In place of an answer. */
    NPS_LABEL_BAND_BELOW_ZERO = 10,        /**< A band of scores. */
    NPS_LABEL_BAND_NEEDS_IMPROVEMENT = 11, /**< A band of scores. */
    NPS_LABEL_BAND_GOOD = 12,              /**< A band of scores. */
    NPS_LABEL_BAND_GREAT = 13,             /**< A band of scores. */
    NPS_LABEL_BAND_FAVORABLE = 14,         /**< A band of scores. */
    NPS_LABEL_BAND_EXCELLENT = 15,         /**< A band of scores. */
    NPS_LABEL_BAND_WORLD_CLASS = 16,       /**< A band of scores. */
    NPS_LABEL_BETWEEN = 17,                /**< A text around two bands, which stand for its two pairs of braces. */
    NPS_LABEL_NPS = 18,                    /**< A metric. */
    NPS_LABEL_ENPS = 19,                   /**< A metric: the score of employees. */
    NPS_LABEL_CSAT = 20,                   /**< A metric. */
    NPS_LABEL_CES = 21,                    /**< A metric. */
    NPS_LABEL_RESPONSE_RATE = 22,          /**< A metric. */
    NPS_LABEL_RETENTION = 23,              /**< A metric. */
    NPS_LABEL_CHURN = 24,                  /**< A metric. */
    NPS_LABEL_REPORT = 25,                 /**< A heading. */
    NPS_LABEL_SURVEY = 26,                 /**< A heading. */
    NPS_LABEL_LANGUAGE = 27,               /**< The language by its own name. */
    NPS_LABEL_ANSWERS = 28,                /**< A heading. */
    NPS_LABEL_RESPONDENTS = 29,            /**< A heading. */
    NPS_LABEL_INVITED = 30,                /**< A heading. */
    NPS_LABEL_MISSING = 31,                /**< A heading: rows without an answer. */
    NPS_LABEL_INVALID = 32,                /**< A heading: values that are not answers. */
    NPS_LABEL_SCALE = 33,                  /**< A heading. */
    NPS_LABEL_SCORE = 34,                  /**< A heading. */
    NPS_LABEL_POINTS = 35,                 /**< The unit of a score. */
    NPS_LABEL_INTERVAL = 36,               /**< A heading. */
    NPS_LABEL_LOWER = 37,                  /**< A heading. */
    NPS_LABEL_UPPER = 38,                  /**< A heading. */
    NPS_LABEL_LEVEL = 39,                  /**< A heading. */
    NPS_LABEL_MARGIN_OF_ERROR = 40,        /**< A heading. */
    NPS_LABEL_N = 41,                      /**< The number of answers, as in a table. */
    NPS_LABEL_SHARE = 42,                  /**< A heading. */
    NPS_LABEL_TOTAL = 43,                  /**< A heading. */
    NPS_LABEL_SEGMENT = 44,                /**< A heading. */
    NPS_LABEL_SEGMENTS = 45,               /**< A heading. */
    NPS_LABEL_WITHHELD = 46,               /**< In place of a figure of too few respondents. */
    NPS_LABEL_WEIGHT = 47,                 /**< A heading. */
    NPS_LABEL_DATE = 48,                   /**< A heading. */
    NPS_LABEL_PERIOD = 49,                 /**< A heading. */
    NPS_LABEL_DAY = 50,                    /**< A period. */
    NPS_LABEL_WEEK = 51,                   /**< A period. */
    NPS_LABEL_MONTH = 52,                  /**< A period. */
    NPS_LABEL_QUARTER = 53,                /**< A period. */
    NPS_LABEL_HALF_YEAR = 54,              /**< A period. */
    NPS_LABEL_YEAR = 55,                   /**< A period. */
    NPS_LABEL_WAVE = 56,                   /**< A heading: one round of a survey. */
    NPS_LABEL_TREND = 57,                  /**< A heading. */
    NPS_LABEL_DIFFERENCE = 58,             /**< A heading. */
    NPS_LABEL_CHANGE = 59,                 /**< A heading. */
    NPS_LABEL_DRIVERS = 60,                /**< A heading: what changed the score. */
    NPS_LABEL_RATE_EFFECT = 61,            /**< A heading: the part of a change from scores of segments. */
    NPS_LABEL_MIX_EFFECT = 62,             /**< A heading: the part of a change from shares of segments. */
    NPS_LABEL_KEY_DRIVERS = 63,            /**< A heading: what goes with recommending. */
    NPS_LABEL_CORRELATION = 64,            /**< The remark beside key drivers. */
    NPS_LABEL_P_VALUE = 65,                /**< A heading. */
    NPS_LABEL_ADJUSTED = 66,               /**< A heading. */
    NPS_LABEL_METHOD = 67,                 /**< A heading. */
    NPS_LABEL_NOTE = 68,                   /**< A heading. */
    NPS_LABEL_NOTES = 69,                  /**< A heading. */
    NPS_LABEL_BENCHMARK = 70,              /**< A heading. */
    NPS_LABEL_INDUSTRY = 71,               /**< A kind of benchmark. */
    NPS_LABEL_COMPANY = 72,                /**< A kind of benchmark. */
    NPS_LABEL_COMPETITORS = 73,            /**< A heading. */
    NPS_LABEL_REGION = 74,                 /**< A heading. */
    NPS_LABEL_SOURCE = 75,                 /**< A heading. */
    NPS_LABEL_RANK = 76,                   /**< A heading. */
    NPS_LABEL_TARGET = 77,                 /**< A heading. */
    NPS_LABEL_IS_HIGHER = 78,              /**< A question about a score. */
    NPS_LABEL_IS_RISING = 79,              /**< A question about a score. */
    NPS_LABEL_IS_ABOVE_ZERO = 80,          /**< A question about a score. */
    NPS_LABEL_YES = 81,                    /**< An answer to such a question. */
    NPS_LABEL_NO = 82,                     /**< An answer to such a question. */
    NPS_LABEL_NOT_KNOWN = 83,              /**< An answer to such a question. */
    NPS_LABEL_WORST_CASE = 84,             /**< A heading. */
    NPS_LABEL_BEST_CASE = 85,              /**< A heading. */
    NPS_LABEL_IMPORTANCE = 86,             /**< A heading: how much an attribute goes with recommending. */
    NPS_LABEL_PERFORMANCE = 87,            /**< A heading: how well an attribute does. */
    NPS_LABEL_POWER = 88,                  /**< A heading: how likely a test finds a difference. */
    NPS_LABEL_ALARM = 89,                  /**< A mark: the moment at which a watch raised an alarm. */
    NPS_LABEL_BEFORE = 90,                 /**< A heading: the earlier of two periods. */
    NPS_LABEL_AFTER = 91,                  /**< A heading: the later of two periods. */
    NPS_LABEL_EVERY_LOOK = 92,             /**< A remark on an interval that holds however often one looks. */
    NPS_LABEL_MOVES = 93,                  /**< A heading: who moved from which group to which. */
    NPS_LABEL_END                          /**< One past the last label; moves with versions, not part of the ABI. */
} nps_label;

/**
 * The code of a language in ISO 639: "en", "fil".
 *
 * @param language Any value. A value that is not a language has the code "unknown language".
 * @return A constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_language_string(nps_language language);

/**
 * A label in a language.
 *
 * @code
 * puts(nps_label_text(NPS_LABEL_PROMOTERS, NPS_LANGUAGE_POLISH)); // prints: promotorzy
 * @endcode
 *
 * @param label    Any value. A value that is not a label has the text "unknown label".
 * @param language Any value. For a value that is not a language the text is English.
 * @return A constant in UTF-8, never NULL, never empty, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_label_text(nps_label label, nps_language language);

NPS_END_DECLARATIONS

#endif
