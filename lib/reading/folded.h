/* A text as a reader sees it: small letters, narrow digits, plain dashes, and single blanks between words.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_READING_FOLDED_H
#define NPS_READING_FOLDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What nps_folded_next() returns at the end of a text, and for bytes that are not UTF-8 or a control character. */
enum { NPS_FOLDED_END = -1, NPS_FOLDED_BROKEN = -2 };

/** A place in a text. Copy it to look ahead. */
typedef struct nps_folded {
    const unsigned char *at, *end;
} nps_folded;

/** The beginning of a text, after its blanks. */
nps_folded nps_folded_open(const char *text, size_t length);

/** The next character and the place after it. A run of blanks is one ' ', or nothing at the end of the text. */
int32_t nps_folded_next(nps_folded *self);

/** The next character; the place stays. */
static inline int32_t nps_folded_peek(nps_folded self)
{
    return nps_folded_next(&self);
}

/** Whether two texts are alike from their places on. */
bool nps_folded_equal(nps_folded a, nps_folded b);

/** Whether a character is a digit. */
static inline bool nps_folded_is_digit(int32_t character)
{
    return character >= '0' && character <= '9';
}

#endif
