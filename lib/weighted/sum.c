/* SPDX-License-Identifier: MIT */
#include "sum.h"

#include <math.h>
#include <string.h>

/* The last bit of 2^-126 is 2^-178; a square is rounded to a double once, so that of 2^-252 is 2^-304. */
const nps_sum_format nps_weight_format = {NPS_WEIGHT_WORDS, -178};
const nps_sum_format nps_square_format = {NPS_SQUARE_WORDS, -304};

enum { MOST_WORDS = NPS_SQUARE_WORDS };

/* sum += the words, with carry; these may be the sum itself. */
static inline void add_words(uint64_t *sum, int count, const uint64_t *words, int word_count)
{
    uint64_t carry = 0;
    int i;
    for (i = 0; i < count && i < word_count; i++) {
        const uint64_t word = words[i], with = sum[i] + carry;
        sum[i] = with + word;
        carry = (with < carry) | (sum[i] < word);
    }
    for (; carry != 0 && i < count; i++)
        carry = ++sum[i] == 0;
}

/* sum -= the words, with carry. */
static void take_words(uint64_t *sum, int count, const uint64_t *words, int word_count)
{
    uint64_t carry = 0;
    int i;
    for (i = 0; i < count && (i < word_count || carry != 0); i++) {
        const uint64_t word = i < word_count ? words[i] : 0, with = sum[i] - word, carried = with - carry;
        carry = (sum[i] < word) | (with < carry);
        sum[i] = carried;
    }
}

/* a * b = 2^64 high + low, by halves. */
static void multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
    const uint64_t mask = 0xffffffff;
    const uint64_t outer = (a & mask) * (b & mask);
    const uint64_t middle = (a >> 32) * (b & mask) + (outer >> 32);
    const uint64_t inner = (a & mask) * (b >> 32) + (middle & mask);
    *low = inner << 32 | (outer & mask);
    *high = (a >> 32) * (b >> 32) + (middle >> 32) + (inner >> 32);
}

/* sum += or -= (2^64 high + low) times the value of a place. */
static void add_placed(const nps_sum_format *format, uint64_t *sum, uint64_t high, uint64_t low, nps_sum_place place,
                       bool negative)
{
    const int shift = place.bit;
    uint64_t words[3];
    words[0] = low << shift;
    words[1] = high << shift | (shift ? low >> (64 - shift) : 0);
    words[2] = shift ? high >> (64 - shift) : 0;
    if (place.word >= format->words)
        return;
    if (negative)
        take_words(sum + place.word, format->words - place.word, words, 3);
    else
        add_words(sum + place.word, format->words - place.word, words, 3);
}

/* sum += a word + a carry, which are returned as the carry from it. */
static inline uint64_t add_word(uint64_t *sum, uint64_t word, uint64_t carry)
{
    const uint64_t with = *sum + word, carried = with < word;
    *sum = with + carry;
    return carried | (*sum < carry);
}

static nps_sum_place place_of_bit(int bit)
{
    const nps_sum_place out = {(int)((unsigned)bit / 64), (int)((unsigned)bit % 64)};
    return out;
}

nps_sum_place nps_sum_place_of(const nps_sum_format *format, int exponent)
{
    return place_of_bit(exponent - format->unit);
}

void nps_sum_add_integer(const nps_sum_format *format, uint64_t *sum, uint64_t high, uint64_t low, nps_sum_place place)
{
    uint64_t *at = sum + place.word, *const end = sum + format->words, carry;
    if (place.word + 3 > format->words) {
        add_placed(format, sum, high, low, place, false);
        return;
    }
    /* Two shifts of less than 64 bits, as the sum of both may be 64. */
    carry = add_word(at, low << place.bit, 0);
    carry = add_word(at + 1, high << place.bit | low >> 1 >> (63 - place.bit), carry);
    carry = add_word(at + 2, high >> 1 >> (63 - place.bit), carry);
    for (at += 3; carry != 0 && at < end; at++)
        carry = ++*at == 0;
}

void nps_sum_add(const nps_sum_format *format, uint64_t *sum, double value, uint64_t times)
{
    uint64_t bits, significand, high, low;
    int place;
    memcpy(&bits, &value, sizeof bits);
    place = (int)(bits >> 52 & 0x7ff);
    significand = (bits & (UINT64_MAX >> 12)) | (uint64_t)(place != 0) << 52;
    /* value = +- significand 2^(place - 1075). */
    place -= 1075 + format->unit;
    if (place < 0) {
        significand = place > -64 ? significand >> -place : 0;
        place = 0;
    }
    high = 0;
    low = significand;
    if (times != 1)
        multiply(significand, times, &high, &low);
    if (bits >> 63)
        add_placed(format, sum, high, low, place_of_bit(place), true);
    else
        nps_sum_add_integer(format, sum, high, low, place_of_bit(place));
}

/* Most words of most sums are 0. */
void nps_sum_merge(const nps_sum_format *format, uint64_t *sum, const uint64_t *from)
{
    int first = 0, end = format->words;
    while (first < end && from[first] == 0)
        first++;
    while (end > first && from[end - 1] == 0)
        end--;
    add_words(sum + first, format->words - first, from + first, end - first);
}

void nps_sum_subtract(const nps_sum_format *format, uint64_t *sum, const uint64_t *part)
{
    take_words(sum, format->words, part, format->words);
}

bool nps_sum_is_less(const nps_sum_format *format, const uint64_t *a, const uint64_t *b)
{
    int i = format->words - 1;
    while (i > 0 && a[i] == b[i])
        i--;
    return a[i] < b[i];
}

bool nps_sum_is_of(const nps_sum_format *format, const uint64_t *sum, uint64_t count, double lowest, double highest)
{
    uint64_t least[MOST_WORDS] = {0}, most[MOST_WORDS] = {0};
    nps_sum_add(format, least, lowest, count);
    nps_sum_add(format, most, highest, count);
    return !nps_sum_is_less(format, sum, least) && !nps_sum_is_less(format, most, sum);
}

/* Sixty-four bits from the highest that is set on, the last of them standing for all below. */
double nps_sum_value(const nps_sum_format *format, const uint64_t *sum)
{
    uint64_t words[MOST_WORDS] = {0}, leading, rest;
    const bool negative = sum[format->words - 1] >> 63;
    int top = format->words - 1, shift = 0, i;
    double value;
    if (negative)
        take_words(words, format->words, sum, format->words);
    else
        add_words(words, format->words, sum, format->words);
    while (top > 0 && words[top] == 0)
        top--;
    if (words[top] == 0)
        return 0;
    while (!(words[top] << shift >> 63))
        shift++;
    rest = top > 0 ? words[top - 1] : 0;
    leading = words[top] << shift | (shift ? rest >> (64 - shift) : 0);
    rest = shift ? rest << shift : rest;
    for (i = 0; i < top - 1; i++)
        rest |= words[i];
    value = ldexp((double)(leading | (rest != 0)), format->unit + 64 * top - shift);
    return negative ? -value : value;
}
