/* SPDX-License-Identifier: MIT */
#include <nps/sequence_codec.h>

#include "bytes/envelope.h"
#include "bytes/real.h"
#include "counts.h"
#include "method.h"
#include "status.h"

#include <stdbool.h>

enum { COUNTERS = 3, DOUBLES = 3 };

_Static_assert(NPS_SEQUENCE_ENCODED_MAX ==
                   NPS_ENVELOPE_SIZE + COUNTERS * NPS_NUMBER_MAX + (size_t)DOUBLES * NPS_REAL_SIZE,
               "the largest sequence fits, and the number is part of the ABI");

static bool is_bound(double bound)
{
    return bound >= -100 && bound <= 100;
}

/* Whether it can have been begun and updated. */
static nps_status check(const nps_sequence *self)
{
    const nps_bounds *bounds = &self->bounds;
    const nps_status status = nps_method_check_level(self->level);
    uint64_t n;
    const nps_status total = nps_counts_total(&self->counts, &n);
    if (status)
        return status;
    if (total == NPS_ERROR_OVERFLOW)
        return total;
    if (!is_bound(bounds->lower) || !is_bound(bounds->upper))
        return NPS_ERROR_REFERENCE;
    return total == NPS_ERROR_EMPTY && (bounds->lower != -100 || bounds->upper != 100) ? NPS_ERROR_REFERENCE : NPS_OK;
}

static size_t state_size(const nps_sequence *self)
{
    const nps_counts *counts = &self->counts;
    return NPS_ENVELOPE_SIZE + nps_number_size(counts->promoters) + nps_number_size(counts->passives) +
           nps_number_size(counts->detractors) + (size_t)DOUBLES * NPS_REAL_SIZE;
}

nps_status nps_sequence_encoded_size(const nps_sequence *self, size_t *size)
{
    nps_status status;
    if (!self || !size)
        return NPS_ERROR_NULL;
    status = check(self);
    if (!status)
        *size = state_size(self);
    return status;
}

nps_status nps_sequence_encode(const nps_sequence *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to;
    nps_status status;
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    status = check(self);
    if (!status && capacity < state_size(self))
        status = NPS_ERROR_SPACE;
    if (status)
        return status;
    to = nps_write_number(nps_envelope_begin(bytes, NPS_KIND_SEQUENCE), self->counts.promoters);
    to = nps_write_number(nps_write_number(to, self->counts.passives), self->counts.detractors);
    to = nps_write_real(nps_write_real(nps_write_real(to, self->bounds.lower), self->bounds.upper), self->level);
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

static nps_status read_state(nps_reader *reader, nps_sequence *self)
{
    nps_status status = nps_read_number(reader, &self->counts.promoters);
    if (!status)
        status = nps_read_number(reader, &self->counts.passives);
    if (!status)
        status = nps_read_number(reader, &self->counts.detractors);
    if (!status)
        status = nps_read_real(reader, &self->bounds.lower);
    if (!status)
        status = nps_read_real(reader, &self->bounds.upper);
    if (!status)
        status = nps_read_real(reader, &self->level);
    if (!status)
        status = nps_read_end(reader);
    if (!status && check(self))
        status = nps_explain(reader->detail, NPS_ERROR_FORMAT,
                             "byte %d: expected counts, bounds and a level that a sequence can have, got others",
                             NPS_ENVELOPE_HEAD);
    return status;
}

nps_status nps_sequence_decode(nps_sequence *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_reader reader;
    nps_sequence read;
    unsigned kind;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = nps_envelope_open(&reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_SEQUENCE)
        status = nps_envelope_refuse(&reader, kind, "kind 05 (a sequence)");
    if (!status)
        status = read_state(&reader, &read);
    if (!status)
        *self = read;
    return status;
}
