/* SPDX-License-Identifier: MIT */
#include "folded.h"

/* The bytes of a character after the first, and the smallest character that needs so many; 0 for a wrong first byte. */
static unsigned following(unsigned char first, int32_t *smallest)
{
    if (first >= 0xC2 && first < 0xE0)
        return *smallest = 0x80, 1;
    if (first >= 0xE0 && first < 0xF0)
        return *smallest = 0x800, 2;
    if (first >= 0xF0 && first < 0xF5)
        return *smallest = 0x10000, 3;
    return 0;
}

/* The next character as it is written. */
static int32_t decode(nps_folded *self)
{
    int32_t smallest = 0, character;
    unsigned more, i;
    if (self->at == self->end)
        return NPS_FOLDED_END;
    character = *self->at++;
    if (character < 0x80)
        return character;
    more = following((unsigned char)character, &smallest);
    if (more == 0 || (size_t)(self->end - self->at) < more)
        return NPS_FOLDED_BROKEN;
    character &= 0x3F >> more;
    for (i = 0; i < more; i++, self->at++) {
        if ((*self->at & 0xC0) != 0x80)
            return NPS_FOLDED_BROKEN;
        character = character << 6 | (*self->at & 0x3F);
    }
    if (character < smallest || character > 0x10FFFF || (character >= 0xD800 && character < 0xE000))
        return NPS_FOLDED_BROKEN;
    return character;
}

/* Blanks, those without a width, and the marks of writing directions. */
static bool is_blank(int32_t character)
{
    return character == ' ' || (character >= '\t' && character <= '\r') || character == 0x85 || character == 0xA0 ||
           (character >= 0x2000 && character <= 0x200F) || (character >= 0x2028 && character <= 0x202F) ||
           character == 0x205F || character == 0x2060 || character == 0x3000 || character == 0xFEFF;
}

/* Latin letters with marks: capitals are the even ones in some ranges, and the odd ones in others. */
static int32_t small_latin(int32_t character)
{
    if (character >= 0xC0 && character <= 0xDE && character != 0xD7)
        return character + 0x20;
    if ((character >= 0x139 && character <= 0x148) || (character >= 0x179 && character <= 0x17E))
        return character + (character & 1);
    if (character >= 0x100 && character <= 0x177 && character != 0x130 && character != 0x138 && character != 0x149)
        return character | 1;
    return character;
}

static int32_t fold(int32_t character)
{
    if (character >= 0xFF01 && character <= 0xFF5E) /* wide forms of ASCII */
        character -= 0xFEE0;
    if (character >= 'A' && character <= 'Z')
        return character + ('a' - 'A');
    if ((character >= 0x2010 && character <= 0x2015) || character == 0x2212)
        return '-';
    if (character >= 0x410 && character <= 0x42F)
        return character + 0x20;
    if (character >= 0x400 && character <= 0x40F)
        return character + 0x50;
    if (character == 0x2019) /* the apostrophe of word processors */
        return '\'';
    return small_latin(character);
}

nps_folded nps_folded_open(const char *text, size_t length)
{
    nps_folded self, next;
    self.at = (const unsigned char *)(text ? text : "");
    self.end = self.at + length;
    for (next = self; is_blank(decode(&next));)
        self = next;
    return self;
}

int32_t nps_folded_next(nps_folded *self)
{
    const int32_t character = decode(self);
    nps_folded next = *self;
    if (!is_blank(character))
        return character >= 0 && (character < ' ' || character == 0x7F || (character >= 0x80 && character < 0xA0))
                   ? NPS_FOLDED_BROKEN
                   : fold(character);
    while (is_blank(decode(&next)))
        *self = next;
    return self->at == self->end ? NPS_FOLDED_END : ' ';
}

bool nps_folded_equal(nps_folded a, nps_folded b)
{
    for (;;) {
        const int32_t character = nps_folded_next(&a);
        if (character != nps_folded_next(&b) || character == NPS_FOLDED_BROKEN)
            return false;
        if (character == NPS_FOLDED_END)
            return true;
    }
}
