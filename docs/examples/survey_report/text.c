/* SPDX-License-Identifier: MIT */
#include "text.h"

#include "complaints.h"
#include <stdlib.h>
#include <string.h>

bool text_append(struct text *self, const char *bytes, size_t length)
{
    if (self->capacity - self->length <= length) {
        size_t capacity = 2 * (self->length + length) + 16;
        char *grown = realloc(self->bytes, capacity);
        if (!grown)
            return complain("out of memory");
        self->bytes = grown;
        self->capacity = capacity;
    }
    memcpy(self->bytes + self->length, bytes, length);
    self->length += length;
    self->bytes[self->length] = '\0';
    return true;
}

/* The length of the UTF-8 character at `bytes`; 0 when it is damaged. */
static size_t character_length(const unsigned char *bytes, size_t left)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000}; /* by length: less is written overlong */
    unsigned char first = bytes[0];
    size_t length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    uint32_t code = length < 2 ? first : first & (0x7fU >> length);
    size_t i;
    if (length == 0 || length > left)
        return 0;
    for (i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (bytes[i] & 0x3f);
    }
    return code < smallest[length] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? 0 : length;
}

static bool is_control(const unsigned char *character)
{
    return character[0] < 0x20 || character[0] == 0x7f || (character[0] == 0xc2 && character[1] < 0xa0);
}

bool text_append_printable(struct text *self, const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        const unsigned char *character = (const unsigned char *)bytes + i;
        size_t step = character_length(character, length - i);
        bool printable = step > 0 && !is_control(character);
        if (!(printable ? text_append(self, bytes + i, step) : text_append(self, "?", 1)))
            return false;
        i += step > 0 ? step : 1;
    }
    return text_append(self, "", 0); /* an empty text shall end with a zero, too */
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *trim(const char *bytes, size_t *length)
{
    while (*length && is_blank(bytes[*length - 1]))
        --*length;
    while (*length && is_blank(*bytes)) {
        bytes++;
        --*length;
    }
    return bytes;
}

bool read_whole_number(const char *bytes, size_t length, int64_t *number)
{
    bool negative = length && *bytes == '-';
    size_t digits = 0;
    int64_t value = 0;
    if (negative || (length && *bytes == '+')) {
        bytes++;
        length--;
    }
    for (; digits < length && bytes[digits] >= '0' && bytes[digits] <= '9'; digits++) {
        if (digits == MOST_DIGITS)
            return false;
        value = 10 * value + (bytes[digits] - '0');
    }
    if (digits == 0 || (digits < length && bytes[digits] != '.'))
        return false;
    if (digits < length && strspn(bytes + digits + 1, "0") < length - digits - 1)
        return false;
    *number = negative ? -value : value;
    return true;
}
