/* SPDX-License-Identifier: MIT */
#include <nps/timeline_codec.h>

#include "accumulator.h"
#include "bytes/envelope.h"
#include "codec.h"
#include "status.h"
#include "support/options.h"
#include "timeline.h"

/* The number of days since the one before, and each counter, take at least one byte. */
enum { SMALLEST_DAY = 1 + NPS_BINS };

/* The days with a count, in order. */
struct days_walk {
    const nps_days *days;
    nps_days_run run;
    int32_t next; /* the day to go on with */
};

/* The accumulator of the next day with a count, and that day; NULL after the last one. */
static const nps_accumulator *next_day(struct days_walk *walk, int32_t *day)
{
    for (;;) {
        const nps_accumulator *counts;
        if (walk->next >= walk->run.first + walk->run.count &&
            !nps_days_next(walk->days, walk->next, NPS_DAY_MAX, &walk->run))
            return NULL;
        if (walk->next < walk->run.first)
            walk->next = walk->run.first;
        *day = walk->next++;
        counts = &walk->run.days[*day - walk->run.first];
        if (!nps_is_blank(counts))
            return counts;
    }
}

static struct days_walk walk_of(const nps_timeline *self)
{
    return (struct days_walk){&self->days, {self->horizon, 0, NULL}, self->horizon};
}

static size_t state_size(const nps_timeline *self, size_t *day_count)
{
    size_t size = NPS_ENVELOPE_SIZE + nps_number_size((uint64_t)(self->horizon - NPS_DAY_MIN));
    struct days_walk walk = walk_of(self);
    const nps_accumulator *counts;
    int32_t day, after = self->horizon;
    *day_count = 0;
    for (counts = next_day(&walk, &day); counts; counts = next_day(&walk, &day)) {
        size += nps_number_size((uint64_t)(day - after)) + nps_counters_size(counts);
        after = day + 1;
        ++*day_count;
    }
    return size + nps_counters_size(&self->rest.older) + nps_counters_size(&self->rest.undated) +
           nps_number_size(*day_count);
}

nps_status nps_timeline_encoded_size(const nps_timeline *self, size_t *size)
{
    size_t day_count;
    if (!self || !size)
        return NPS_ERROR_NULL;
    *size = state_size(self, &day_count);
    return NPS_OK;
}

nps_status nps_timeline_encode(const nps_timeline *self, void *bytes, size_t capacity, size_t *length)
{
    const nps_accumulator *counts;
    unsigned char *to;
    struct days_walk walk;
    size_t day_count;
    int32_t day, after;
    if (!self || !bytes || !length)
        return NPS_ERROR_NULL;
    if (capacity < state_size(self, &day_count))
        return NPS_ERROR_SPACE;
    to = nps_envelope_begin(bytes, NPS_KIND_TIMELINE);
    to = nps_write_number(to, (uint64_t)(self->horizon - NPS_DAY_MIN));
    to = nps_write_counters(nps_write_counters(to, &self->rest.older), &self->rest.undated);
    to = nps_write_number(to, day_count);
    walk = walk_of(self);
    after = self->horizon;
    for (counts = next_day(&walk, &day); counts; counts = next_day(&walk, &day)) {
        to = nps_write_counters(nps_write_number(to, (uint64_t)(day - after)), counts);
        after = day + 1;
    }
    *length = nps_envelope_end(bytes, to);
    return NPS_OK;
}

/* What comes before the days. */
struct head {
    int32_t horizon;
    nps_timeline_rest rest;
    uint64_t day_count;
};

static nps_status read_horizon(nps_reader *reader, int32_t *horizon)
{
    uint64_t number;
    const nps_status status = nps_read_number(reader, &number);
    if (status)
        return status;
    if (number > NPS_DAY_MAX - NPS_DAY_MIN)
        return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %d: expected a horizon of at most %d, got %llu",
                           NPS_ENVELOPE_HEAD, NPS_DAY_MAX - NPS_DAY_MIN, (unsigned long long)number);
    *horizon = NPS_DAY_MIN + (int32_t)number;
    return NPS_OK;
}

static nps_status open_timeline(nps_reader *reader, struct head *head, const void *bytes, size_t length,
                                nps_error_detail *detail)
{
    unsigned kind;
    size_t start, possible;
    nps_status status = nps_envelope_open(reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_TIMELINE)
        status = nps_envelope_refuse(reader, kind, "kind 03 (a timeline)");
    if (!status)
        status = read_horizon(reader, &head->horizon);
    start = reader->offset;
    if (!status)
        status = nps_read_counters(reader, &head->rest.older);
    if (!status && head->horizon == NPS_DAY_MIN && !nps_is_blank(&head->rest.older))
        return nps_explain(detail, NPS_ERROR_FORMAT,
                           "byte %zu: expected no answers before the first day of the calendar, got some", start);
    if (!status)
        status = nps_read_counters(reader, &head->rest.undated);
    start = reader->offset;
    if (!status)
        status = nps_read_number(reader, &head->day_count);
    if (status)
        return status;
    possible = (reader->length - reader->offset) / SMALLEST_DAY;
    if (head->day_count > possible)
        return nps_explain(detail, NPS_ERROR_FORMAT, "byte %zu: expected at most %zu days in %zu bytes, got %llu",
                           start, possible, length, (unsigned long long)head->day_count);
    return NPS_OK;
}

/* Reads a day; `after` is the first day that it may be, and then the one after it. */
static nps_status read_day(nps_reader *reader, int32_t *after, int32_t *day, nps_accumulator *counts)
{
    const size_t start = reader->offset;
    uint64_t gap;
    nps_status status = nps_read_number(reader, &gap);
    if (status)
        return status;
    if (*after > NPS_DAY_MAX || gap > (uint64_t)(NPS_DAY_MAX - *after))
        return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected at most %d days to this one, got %llu",
                           start, (int)(NPS_DAY_MAX - *after), (unsigned long long)gap);
    *day = *after + (int32_t)gap;
    *after = *day + 1;
    status = nps_read_counters(reader, counts);
    if (!status && nps_is_blank(counts))
        return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected a day with a count, got none", start);
    return status;
}

/* Reads all days to the end, into a timeline unless that is NULL; only memory may lack then. */
static nps_status read_days(nps_reader reader, const struct head *head, nps_timeline *into)
{
    nps_status status = NPS_OK;
    int32_t day = head->horizon, after = day;
    uint64_t i;
    for (i = 0; !status && i < head->day_count; i++) {
        nps_accumulator counts;
        status = read_day(&reader, &after, &day, &counts);
        if (!status && into)
            status = nps_explain_status(reader.detail, nps_timeline_merge_day(into, day, &counts));
    }
    return status ? status : nps_read_end(&reader);
}

/* Checks all bytes, and reads them into a timeline without answers. */
static nps_status read_into(nps_timeline *into, const nps_reader *reader, const struct head *head)
{
    const nps_status status = read_days(*reader, head, NULL);
    if (status)
        return status;
    into->horizon = head->horizon;
    into->rest = head->rest;
    return read_days(*reader, head, into);
}

nps_status nps_timeline_decode(const nps_timeline_options *options, const void *bytes, size_t length,
                               nps_timeline **out, nps_error_detail *detail)
{
    nps_timeline_options read;
    nps_reader reader;
    struct head head;
    nps_timeline *made;
    nps_status status;
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_timeline(&reader, &head, bytes, length, detail);
    if (status)
        return status;
    nps_timeline_options_init(&read);
    status = nps_options_read(&read, sizeof read, NPS_TIMELINE_OPTIONS_OLDEST, options);
    read.horizon = NPS_DAY_MIN;
    if (!status)
        status = nps_timeline_create(&read, &made);
    if (status)
        return nps_explain_status(detail, status);
    status = read_into(made, &reader, &head);
    if (status)
        nps_timeline_destroy(made);
    else
        *out = made;
    return status;
}

nps_status nps_timeline_merge_encoded(nps_timeline *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    nps_reader reader;
    struct head head;
    nps_timeline decoded = {.older = NPS_OLDER_GATHERED};
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_timeline(&reader, &head, bytes, length, detail);
    if (status)
        return status;
    nps_days_init(&decoded.days, &self->days.allocator);
    status = read_into(&decoded, &reader, &head);
    if (!status)
        status = nps_explain_status(detail, nps_timeline_merge(self, &decoded));
    nps_days_release(&decoded.days);
    return status;
}
