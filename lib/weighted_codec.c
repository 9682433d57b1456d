/* SPDX-License-Identifier: MIT */
#include <nps/weighted_codec.h>

#include "bytes/envelope.h"
#include "codec.h"
#include "status.h"
#include "weighted.h"

#include <stdbool.h>

/* Below 2^64 weights of 2^128 in units of 2^-178, and squares of 2^256 in units of 2^-304, in bytes. */
enum { MOST_WEIGHT_BYTES = (64 + 128 + 178 + 7) / 8, MOST_SQUARE_BYTES = (64 + 256 + 304 + 7) / 8 };

_Static_assert(NPS_WEIGHTED_ENCODED_MAX == NPS_ENVELOPE_SIZE + (NPS_BINS + 1) * NPS_NUMBER_MAX +
                                               NPS_BINS * (2 + MOST_WEIGHT_BYTES) +
                                               NPS_ANSWERS * (2 + MOST_SQUARE_BYTES),
               "the largest state fits, and the number is part of the ABI; a sum of so many bytes is hardly shifted");

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
    while (lowest <= highest && !bit_of(words, lowest))
        lowest++;
    if (lowest > highest)
        return odd;
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

static size_t sum_size(const uint64_t *words, int word_count)
{
    const struct odd odd = odd_of(words, word_count);
    return odd.length == 0 ? 1 : nps_number_size(odd.length) + nps_number_size(odd.shift) + odd.length;
}

static unsigned char *write_sum(unsigned char *to, const uint64_t *words, int word_count)
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

static nps_status read_sum(nps_reader *reader, uint64_t *words, int word_count)
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

static size_t state_size(const nps_weighted *self)
{
    size_t size = NPS_ENVELOPE_SIZE + nps_counters_size(&self->rows) + nps_number_size(self->weightless);
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++)
        size += sum_size(self->weights[bin], NPS_WEIGHT_WORDS);
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        size += sum_size(self->squares[bin], NPS_SQUARE_WORDS);
    return size;
}

static unsigned char *write_state(unsigned char *to, const nps_weighted *self)
{
    unsigned bin;
    to = nps_write_number(nps_write_counters(to, &self->rows), self->weightless);
    for (bin = 0; bin < NPS_BINS; bin++)
        to = write_sum(to, self->weights[bin], NPS_WEIGHT_WORDS);
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        to = write_sum(to, self->squares[bin], NPS_SQUARE_WORDS);
    return to;
}

static nps_status read_state(nps_reader *reader, nps_weighted *self)
{
    nps_status status = nps_read_counters(reader, &self->rows);
    unsigned bin;
    if (!status)
        status = nps_read_number(reader, &self->weightless);
    for (bin = 0; !status && bin < NPS_BINS; bin++)
        status = read_sum(reader, self->weights[bin], NPS_WEIGHT_WORDS);
    for (bin = 0; !status && bin < NPS_ANSWERS; bin++)
        status = read_sum(reader, self->squares[bin], NPS_SQUARE_WORDS);
    if (!status)
        status = nps_read_end(reader);
    if (!status && !nps_weighted_is_possible(self))
        status = nps_explain(reader->detail, NPS_ERROR_FORMAT,
                             "byte %d: expected sums that so many weights can have, got others", NPS_ENVELOPE_HEAD);
    return status;
}

nps_status nps_weighted_encoded_size(const nps_weighted *self, size_t *size)
{
    if (!self || !size)
        return NPS_ERROR_NULL;
    if (!nps_weighted_is_possible(self))
        return NPS_ERROR_WEIGHT;
    *size = state_size(self);
    return NPS_OK;
}

nps_status nps_weighted_encode(const nps_weighted *self, void *bytes, size_t capacity, size_t *length)
{
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    if (!nps_weighted_is_possible(self))
        return NPS_ERROR_WEIGHT;
    if (capacity < state_size(self))
        return NPS_ERROR_SPACE;
    *length = nps_envelope_end(bytes, write_state(nps_envelope_begin(bytes, NPS_KIND_WEIGHTED), self));
    return NPS_OK;
}

nps_status nps_weighted_decode(nps_weighted *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_reader reader;
    nps_weighted read = {.weightless = 0};
    unsigned kind;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_envelope_open(&reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_WEIGHTED)
        status = nps_envelope_refuse(&reader, kind, "kind 02 (weighted answers)");
    if (!status)
        status = read_state(&reader, &read);
    if (!status)
        *self = read;
    return status;
}

nps_status nps_weighted_merge_encoded(nps_weighted *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_weighted read;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_weighted_decode(&read, bytes, length, detail);
    return status ? status : nps_explain_status(detail, nps_weighted_merge(self, &read));
}
