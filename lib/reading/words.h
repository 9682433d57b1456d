/* What words mean: those of the labels of nps/labels.h, codes for "no answer", and months.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_READING_WORDS_H
#define NPS_READING_WORDS_H

#include "folded.h"

#include <nps/reading.h>

/** What words that belong to a scale mean. */
typedef enum nps_words_meaning {
    NPS_WORDS_UNKNOWN,
    NPS_WORDS_PROMOTER,
    NPS_WORDS_PASSIVE,
    NPS_WORDS_DETRACTOR,
    NPS_WORDS_LOWEST, /* an end of the scale: "not at all likely" */
    NPS_WORDS_HIGHEST
} nps_words_meaning;

/** What words mean in any language. */
nps_words_meaning nps_words_mean(nps_folded words);

/** Whether a text is one of nps_reading_missing_text(). */
bool nps_words_are_missing(nps_folded words);

/** Whether a word is the name of a month, or short for one, in any language. */
bool nps_words_are_month(nps_folded words);

#endif
