/* SPDX-License-Identifier: MIT */
#include "sum_bytes.h"

#include "../status.h"

#include <stdbool.h>

/* A sum of words is an odd number times a power of two. */
struct odd {
    const uint64_t *words;
    int word_count;
    size_t shift, length; /* bits below it; its bytes, 0 for a sum of 0 */
};

static bool bit_of(const uint64_t *words, int bit)
{
    return words[bit / 64] >> (bit % 64) & 1;
}

static struct odd odd_of(const uint64_t *words, int word_count)
{
    struct odd odd = {words, word_count, 0, 0};
    int lowest = 0, highest = 64 * word_count - 1;
    /* Most words of most sums are 0. */
    while (lowest <= highest && words[lowest / 64] == 0)
        lowest += 64;
    if (lowest > highest)
        return odd;
    while (words[highest / 64] == 0)
        highest -= 64;
    while (!bit_of(words, lowest))
        lowest++;
    while (!bit_of(words, highest))
        highest--;
    odd.shift = (size_t)lowest;
    odd.length = (size_t)(highest - lowest) / 8 + 1;
    return odd;
}

static unsigned char byte_of(const struct odd *odd, size_t index)
{
    const size_t bit = odd->shift + 8 * index, word = bit / 64, from = bit % 64;
    const bool has_next = from > 56 && word + 1 < (size_t)odd->word_count;
    return (unsigned char)(odd->words[word] >> from | (has_next ? odd->words[word + 1] << (64 - from) : 0));
}

size_t nps_sum_size(const uint64_t *words, int word_count)
{
    const struct odd odd = odd_of(words, word_count);
    return odd.length == 0 ? 1 : nps_number_size(odd.length) + nps_number_size(odd.shift) + odd.length;
}

unsigned char *nps_write_sum(unsigned char *to, const uint64_t *words, int word_count)
{
    const struct odd odd = odd_of(words, word_count);
    size_t i;
    to = nps_write_number(to, odd.length);
    if (odd.length == 0)
        return to;
    to = nps_write_number(to, odd.shift);
    for (i = 0; i < odd.length; i++)
        *to++ = byte_of(&odd, i);
    return to;
}

/* Puts a byte where no bit is yet; whether there is room for it. */
static bool put_byte(uint64_t *words, int word_count, uint64_t bit, unsigned char byte)
{
    const uint64_t word = bit / 64, from = bit % 64;
    const uint64_t above = from > 56 ? (uint64_t)byte >> (64 - from) : 0;
    if (word >= (uint64_t)word_count || (above != 0 && word + 1 == (uint64_t)word_count))
        return false;
    words[word] |= (uint64_t)byte << from;
    if (above != 0)
        words[word + 1] |= above;
    return true;
}

nps_status nps_read_sum(nps_reader *reader, uint64_t *words, int word_count)
{
    const size_t start = reader->offset;
    const unsigned char *bytes;
    uint64_t length, shift, i;
    nps_status status = nps_read_number(reader, &length);
    if (status || length == 0)
        return status;
    status = nps_read_number(reader, &shift);
    if (!status)
        status = nps_read_bytes(reader, length, &bytes);
    if (status)
        return status;
    if (bytes[0] % 2 == 0 || bytes[length - 1] == 0)
        return nps_explain(reader->detail, NPS_ERROR_FORMAT,
                           "byte %zu: expected a sum in its shortest form, got zeros at an end", start);
    for (i = 0; i < length; i++)
        if (shift >= UINT16_MAX || !put_byte(words, word_count, shift + 8 * i, bytes[i]))
            return nps_explain(reader->detail, NPS_ERROR_FORMAT,
                               "byte %zu: expected a sum of %d bits, got a longer one", start, 64 * word_count);
    return NPS_OK;
}
