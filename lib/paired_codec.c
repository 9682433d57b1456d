/* SPDX-License-Identifier: MIT */
#include <nps/paired_codec.h>

#include "bytes/envelope.h"
#include "status.h"

enum { COUNTERS = 15 };

_Static_assert(NPS_PAIRED_ENCODED_MAX == NPS_ENVELOPE_SIZE + COUNTERS * NPS_NUMBER_MAX,
               "the largest waves fit, and the number is part of the ABI");

/* Five counts of three, in the order of the struct. */
static size_t counts_size(const nps_counts *counts)
{
    return nps_number_size(counts->promoters) + nps_number_size(counts->passives) + nps_number_size(counts->detractors);
}

static size_t state_size(const nps_paired *self)
{
    return NPS_ENVELOPE_SIZE + counts_size(&self->promoters) + counts_size(&self->passives) +
           counts_size(&self->detractors) + counts_size(&self->first_only) + counts_size(&self->second_only);
}

static unsigned char *write_counts(unsigned char *to, const nps_counts *counts)
{
    to = nps_write_number(nps_write_number(to, counts->promoters), counts->passives);
    return nps_write_number(to, counts->detractors);
}

static nps_status read_counts(nps_reader *reader, nps_counts *counts)
{
    nps_status status = nps_read_number(reader, &counts->promoters);
    if (!status)
        status = nps_read_number(reader, &counts->passives);
    return status ? status : nps_read_number(reader, &counts->detractors);
}

nps_status nps_paired_encoded_size(const nps_paired *self, size_t *size)
{
    if (!self || !size)
        return NPS_ERROR_NULL;
    *size = state_size(self);
    return NPS_OK;
}

nps_status nps_paired_encode(const nps_paired *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to;
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    if (capacity < state_size(self))
        return NPS_ERROR_SPACE;
    to = write_counts(nps_envelope_begin(bytes, NPS_KIND_PAIRED), &self->promoters);
    to = write_counts(write_counts(to, &self->passives), &self->detractors);
    to = write_counts(write_counts(to, &self->first_only), &self->second_only);
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

nps_status nps_paired_decode(nps_paired *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_paired read;
    nps_counts *const counts[] = {&read.promoters, &read.passives, &read.detractors, &read.first_only,
                                  &read.second_only};
    nps_reader reader;
    unsigned kind;
    nps_status status;
    int i;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_envelope_open(&reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_PAIRED)
        status = nps_envelope_refuse(&reader, kind, "kind 04 (two waves)");
    for (i = 0; !status && i < 5; i++)
        status = read_counts(&reader, counts[i]);
    if (!status)
        status = nps_read_end(&reader);
    if (!status)
        *self = read;
    return status;
}

nps_status nps_paired_merge_encoded(nps_paired *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_paired read;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_paired_decode(&read, bytes, length, detail);
    return status ? status : nps_explain_status(detail, nps_paired_merge(self, &read));
}
