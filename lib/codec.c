/* SPDX-License-Identifier: MIT */
#include "codec.h"

#include "bytes/envelope.h"
#include "status.h"

_Static_assert(NPS_ACCUMULATOR_ENCODED_MAX == NPS_ENVELOPE_SIZE + NPS_BINS * NPS_NUMBER_MAX,
               "the largest accumulator fits, and the number is part of the ABI");

size_t nps_counters_size(const nps_accumulator *accumulator)
{
    size_t size = nps_number_size(accumulator->missing) + nps_number_size(accumulator->invalid);
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        size += nps_number_size(accumulator->answers[i]);
    return size;
}

unsigned char *nps_write_counters(unsigned char *to, const nps_accumulator *accumulator)
{
    to = nps_write_numbers(to, accumulator->answers, NPS_ANSWERS);
    return nps_write_number(nps_write_number(to, accumulator->missing), accumulator->invalid);
}

nps_status nps_read_counters(nps_reader *reader, nps_accumulator *accumulator)
{
    uint64_t rest[2];
    nps_status status = nps_read_numbers(reader, accumulator->answers, NPS_ANSWERS);
    if (!status)
        status = nps_read_numbers(reader, rest, 2);
    if (!status) {
        accumulator->missing = rest[0];
        accumulator->invalid = rest[1];
    }
    return status;
}

nps_status nps_accumulator_encoded_size(const nps_accumulator *self, size_t *size)
{
    if (!self || !size)
        return NPS_ERROR_NULL;
    *size = NPS_ENVELOPE_SIZE + nps_counters_size(self);
    return NPS_OK;
}

nps_status nps_accumulator_encode(const nps_accumulator *self, void *bytes, size_t capacity, size_t *length)
{
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    if (capacity < NPS_ACCUMULATOR_ENCODED_MAX && capacity < NPS_ENVELOPE_SIZE + nps_counters_size(self))
        return NPS_ERROR_SPACE;
    *length = nps_envelope_end(bytes, nps_write_counters(nps_envelope_begin(bytes, NPS_KIND_ACCUMULATOR), self));
    return NPS_OK;
}

nps_status nps_accumulator_decode(nps_accumulator *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_reader reader;
    nps_accumulator read;
    unsigned kind;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_envelope_open(&reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_ACCUMULATOR)
        status = nps_envelope_refuse(&reader, kind, "kind 01 (an accumulator)");
    if (!status)
        status = nps_read_counters(&reader, &read);
    if (!status)
        status = nps_read_end(&reader);
    if (!status)
        *self = read;
    return status;
}

nps_status nps_accumulator_merge_encoded(nps_accumulator *self, const void *bytes, size_t length,
                                         nps_error_detail *detail)
{
    nps_accumulator read;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_accumulator_decode(&read, bytes, length, detail);
    return status ? status : nps_explain_status(detail, nps_accumulator_merge(self, &read));
}
