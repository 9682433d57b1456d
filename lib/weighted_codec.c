/* SPDX-License-Identifier: MIT */
#include "weighted_codec.h"

#include "bytes/envelope.h"
#include "codec.h"
#include "status.h"
#include "weighted.h"
#include "weighted/sum_bytes.h"

/* Below 2^64 weights of 2^128 in units of 2^-178, and squares of 2^256 in units of 2^-304, in bytes. */
enum { MOST_WEIGHT_BYTES = (64 + 128 + 178 + 7) / 8, MOST_SQUARE_BYTES = (64 + 256 + 304 + 7) / 8 };

_Static_assert(NPS_WEIGHTED_ENCODED_MAX == NPS_ENVELOPE_SIZE + (NPS_BINS + 1) * NPS_NUMBER_MAX +
                                               NPS_BINS * (2 + MOST_WEIGHT_BYTES) +
                                               NPS_ANSWERS * (2 + MOST_SQUARE_BYTES),
               "the largest state fits, and the number is part of the ABI; a sum of so many bytes is hardly shifted");

size_t nps_weighted_size(const nps_weighted *self)
{
    size_t size = nps_counters_size(&self->rows) + nps_number_size(self->weightless);
    unsigned bin;
    for (bin = 0; bin < NPS_BINS; bin++)
        size += nps_sum_size(self->weights[bin], NPS_WEIGHT_WORDS);
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        size += nps_sum_size(self->squares[bin], NPS_SQUARE_WORDS);
    return size;
}

unsigned char *nps_write_weighted(unsigned char *to, const nps_weighted *self)
{
    unsigned bin;
    to = nps_write_number(nps_write_counters(to, &self->rows), self->weightless);
    for (bin = 0; bin < NPS_BINS; bin++)
        to = nps_write_sum(to, self->weights[bin], NPS_WEIGHT_WORDS);
    for (bin = 0; bin < NPS_ANSWERS; bin++)
        to = nps_write_sum(to, self->squares[bin], NPS_SQUARE_WORDS);
    return to;
}

nps_status nps_read_weighted(nps_reader *reader, nps_weighted *self)
{
    const size_t start = reader->offset;
    nps_status status = nps_read_counters(reader, &self->rows);
    unsigned bin;
    if (!status)
        status = nps_read_number(reader, &self->weightless);
    for (bin = 0; !status && bin < NPS_BINS; bin++)
        status = nps_read_sum(reader, self->weights[bin], NPS_WEIGHT_WORDS);
    for (bin = 0; !status && bin < NPS_ANSWERS; bin++)
        status = nps_read_sum(reader, self->squares[bin], NPS_SQUARE_WORDS);
    if (!status && !nps_weighted_is_possible(self))
        status = nps_explain(reader->detail, NPS_ERROR_FORMAT,
                             "byte %zu: expected sums that so many weights can have, got others", start);
    return status;
}

nps_status nps_weighted_encoded_size(const nps_weighted *self, size_t *size)
{
    if (!self || !size)
        return NPS_ERROR_NULL;
    if (!nps_weighted_is_possible(self))
        return NPS_ERROR_WEIGHT;
    *size = NPS_ENVELOPE_SIZE + nps_weighted_size(self);
    return NPS_OK;
}

nps_status nps_weighted_encode(const nps_weighted *self, void *bytes, size_t capacity, size_t *length)
{
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    if (!nps_weighted_is_possible(self))
        return NPS_ERROR_WEIGHT;
    if (capacity < NPS_ENVELOPE_SIZE + nps_weighted_size(self))
        return NPS_ERROR_SPACE;
    *length = nps_envelope_end(bytes, nps_write_weighted(nps_envelope_begin(bytes, NPS_KIND_WEIGHTED), self));
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
        status = nps_read_weighted(&reader, &read);
    if (!status)
        status = nps_read_end(&reader);
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
