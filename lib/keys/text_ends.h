/* The first and the last bytes of a text as two numbers, which tell most texts apart without reading all of them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TEXT_ENDS_H
#define NPS_TEXT_ENDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** The longest text that its ends and its length determine. */
enum { NPS_TEXT_ENDS_WHOLE = 16 };

/** The first and the last 8 bytes of a text; they overlap in a text shorter than 16 bytes. */
typedef struct nps_text_ends {
    uint64_t head, tail;
} nps_text_ends;

static inline uint64_t nps_text_read_32(const char *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static inline uint64_t nps_text_read_64(const char *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

/** The ends of a text; 0 and 0 for an empty one, which may be NULL. */
static inline nps_text_ends nps_text_ends_of(const char *text, size_t length)
{
    nps_text_ends ends = {0, 0};
    if (length >= 8) {
        ends.head = nps_text_read_64(text);
        ends.tail = nps_text_read_64(text + length - 8);
    } else if (length >= 4) {
        ends.head = nps_text_read_32(text);
        ends.tail = nps_text_read_32(text + length - 4);
    } else if (length != 0) {
        ends.head = (unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8;
        ends.tail = (unsigned char)text[length - 1];
    }
    return ends;
}

/** Whether two texts of the same length and with the same ends are the same in between. */
static inline bool nps_text_is_same(const char *a, const char *b, size_t length)
{
    size_t i;
    for (i = 8; i + 8 < length; i += 8)
        if (nps_text_read_64(a + i) != nps_text_read_64(b + i))
            return false;
    return true;
}

#endif
