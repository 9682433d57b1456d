/* SPDX-License-Identifier: MIT */
#include <nps/code_groups_codec.h>

#include "accumulator.h"
#include "bytes/envelope.h"
#include "code_groups.h"
#include "codec.h"
#include "status.h"

#include <stdbool.h>

/* The rest is two accumulators: rows outside, and rows without a code. */
enum { REST = 2 };

static size_t state_size(const nps_code_groups *self)
{
    size_t size = NPS_ENVELOPE_SIZE + nps_number_size(self->group_count), i;
    for (i = 0; i < self->group_count; i++)
        size += nps_counters_size(&self->groups[i]);
    return size + nps_counters_size(&self->rest.outside) + nps_counters_size(&self->rest.missing);
}

nps_status nps_code_groups_encoded_size(const nps_code_groups *self, size_t *size)
{
    const nps_status status = nps_code_groups_check(self);
    if (status)
        return status;
    if (!size)
        return NPS_ERROR_NULL;
    *size = state_size(self);
    return NPS_OK;
}

nps_status nps_code_groups_encode(const nps_code_groups *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to;
    size_t i;
    const nps_status status = nps_code_groups_check(self);
    if (status)
        return status;
    if (!bytes || !length)
        return NPS_ERROR_NULL;
    if (capacity < state_size(self))
        return NPS_ERROR_SPACE;
    to = nps_write_number(nps_envelope_begin(bytes, NPS_KIND_GROUPS_BY_CODE), self->group_count);
    for (i = 0; i < self->group_count; i++)
        to = nps_write_counters(to, &self->groups[i]);
    to = nps_write_counters(nps_write_counters(to, &self->rest.outside), &self->rest.missing);
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

/* Opens a reader at the first counter and reads the number of groups. */
static nps_status open_groups(nps_reader *reader, const void *bytes, size_t length, size_t *group_count,
                              nps_error_detail *detail)
{
    unsigned kind;
    uint64_t count;
    size_t possible;
    nps_status status = nps_envelope_open(reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_GROUPS_BY_CODE)
        status = nps_envelope_refuse(reader, kind, "kind 31 (groups by code)");
    if (!status)
        status = nps_read_number(reader, &count);
    if (status)
        return status;
    possible = (reader->length - reader->offset) / NPS_BINS;
    if (possible < REST || count > possible - REST)
        return nps_explain(detail, NPS_ERROR_FORMAT,
                           "byte %d: expected at most %zu groups and the rest in %zu bytes, got %llu groups",
                           NPS_ENVELOPE_HEAD, possible < REST ? 0 : possible - REST, length, (unsigned long long)count);
    if (count > NPS_CODE_GROUPS_MAX)
        return nps_explain(detail, NPS_ERROR_UNAVAILABLE, "byte %d: expected at most %zu groups, got %llu",
                           NPS_ENVELOPE_HEAD, NPS_CODE_GROUPS_MAX, (unsigned long long)count);
    *group_count = (size_t)count;
    return NPS_OK;
}

nps_status nps_code_groups_encoded_count(const void *bytes, size_t length, size_t *group_count,
                                         nps_error_detail *detail)
{
    nps_reader reader;
    if (!group_count)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    return open_groups(&reader, bytes, length, group_count, detail);
}

/* The accumulator at a place: a group, or after the groups one of the rest. */
static nps_accumulator *at(nps_code_groups *self, size_t group_count, size_t place)
{
    if (place < group_count)
        return &self->groups[place];
    return place == group_count ? &self->rest.outside : &self->rest.missing;
}

/* Checks all counters to the end. An overflow in a merge is reported only if the bytes are otherwise valid. */
static nps_status check_bytes(nps_code_groups *self, size_t group_count, nps_reader reader, bool merges)
{
    nps_status status = NPS_OK, overflow = NPS_OK;
    nps_accumulator read;
    size_t place;
    for (place = 0; !status && place < group_count + REST; place++) {
        status = nps_read_counters(&reader, &read);
        if (!status && merges && !nps_accumulator_can_merge(at(self, group_count, place), &read))
            overflow = NPS_ERROR_OVERFLOW;
    }
    if (!status)
        status = nps_read_end(&reader);
    return status ? status : nps_explain_status(reader.detail, overflow);
}

nps_status nps_code_groups_decode(nps_code_groups *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_reader reader;
    size_t group_count = 0, place;
    nps_status status = nps_explain_status(detail, nps_code_groups_check(self));
    if (!status)
        status = open_groups(&reader, bytes, length, &group_count, detail);
    if (!status)
        status = check_bytes(self, group_count, reader, false);
    if (!status && group_count > self->group_count)
        status = nps_explain(detail, NPS_ERROR_SPACE, "expected room for %zu groups, got %zu", group_count,
                             self->group_count);
    /* With the bytes checked, none of these can fail. */
    for (place = 0; !status && place < group_count + REST; place++)
        status = nps_read_counters(&reader, at(self, group_count, place));
    if (!status)
        self->group_count = group_count;
    return status;
}

nps_status nps_code_groups_merge_encoded(nps_code_groups *self, const void *bytes, size_t length,
                                         nps_error_detail *detail)
{
    nps_reader reader;
    size_t group_count = 0, place;
    nps_status status = nps_explain_status(detail, nps_code_groups_check(self));
    if (!status)
        status = open_groups(&reader, bytes, length, &group_count, detail);
    if (!status && group_count != self->group_count)
        status = nps_explain(detail, NPS_ERROR_KEY, "expected %zu groups, got %zu", self->group_count, group_count);
    if (!status)
        status = check_bytes(self, group_count, reader, true);
    /* With the bytes and the sums checked, none of these can fail. */
    for (place = 0; !status && place < group_count + REST; place++) {
        nps_accumulator read;
        status = nps_read_counters(&reader, &read);
        if (!status)
            status = nps_accumulator_merge(at(self, group_count, place), &read);
    }
    return status;
}
