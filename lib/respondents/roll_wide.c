/* The rolling series of rows of any ids: the rows of a bucket are sorted by day, and each person's answers then come in
 * order.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../interrupt.h"
#include "../status.h"
#include "roll.h"

#include <string.h>

/* A bucket has at most this many rows on average, which fit into the second-level cache with their people, as long as
 * there are not too many buckets. Smaller buckets are more, and writing to many places is slow. */
enum { BUCKET_ROWS = 16384, BUCKET_BITS_MAX = 12 };

/* Days are sorted by this many bits at a time; two times are enough for the days of the calendar. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

_Static_assert(NPS_DAY_MAX - NPS_DAY_MIN < DIGITS * DIGITS, "two digits are enough for every day");

/* How many rows of a large bucket are taken between two questions: a few milliseconds. */
enum { TAKEN_AT_ONCE = 65536 };

/* A row that can change the series. */
struct rolled_row {
    int64_t id;
    uint32_t dated; /* days since the first that matters, and the bin */
    uint32_t row;   /* in the columns */
};

struct rolled_person {
    int64_t id;
    nps_person_activity activity;
    uint32_t answer_row, other_row; /* of the last answer, and of the last row that is none */
};

/* The work in progress, and its memory. */
struct wide {
    nps_roll *roll;
    unsigned bucket_bits;
    uint16_t *buckets; /* the bucket of each row of the columns */
    size_t *starts;    /* where the rows of each bucket begin */
    size_t *ends;      /* and where they end; behind that there may be room for more */
    struct rolled_row *rows, *sorted;
    struct rolled_person *people;
    uint32_t *slots; /* the index of a person plus one; 0 for a free slot */
    size_t row_count, largest, slot_count;
};

static uint64_t hash_of(const struct wide *self, int64_t id)
{
    uint64_t mixed = ((uint64_t)id ^ self->roll->secret[0]) * (self->roll->secret[1] | 1);
    mixed ^= mixed >> 32;
    return mixed * 0x9e3779b97f4a7c15;
}

static size_t bucket_count(const struct wide *self)
{
    return (size_t)1 << self->bucket_bits;
}

static size_t bucket_of(const struct wide *self, uint64_t hash)
{
    return (size_t)(hash >> (64 - BUCKET_BITS_MAX)) >> (BUCKET_BITS_MAX - self->bucket_bits);
}

/* The first reading: the largest sizes of the buckets. */
static nps_status measure(struct wide *self)
{
    size_t sizes[1 << BUCKET_BITS_MAX] = {0};
    nps_response_block block;
    nps_status status = NPS_OK;
    size_t from, bucket, i;
    for (from = 0; !status && from < self->roll->columns.length; from += NPS_BLOCK) {
        status = nps_response_columns_read_ids(&self->roll->columns, from, &block);
        for (i = 0; !status && i < block.count; i++) {
            bucket = bucket_of(self, hash_of(self, block.ids[i]));
            self->buckets[from + i] = (uint16_t)bucket;
            sizes[bucket]++;
        }
        if (!status)
            status = nps_explain_status(self->roll->columns.detail, nps_interrupt_check(&self->roll->interrupt));
    }
    for (bucket = 0; bucket < bucket_count(self); bucket++) {
        self->starts[bucket] = self->ends[bucket] = self->row_count;
        self->row_count += sizes[bucket];
        self->largest = sizes[bucket] > self->largest ? sizes[bucket] : self->largest;
    }
    return status;
}

static void distribute_block(struct wide *self, const nps_response_block *block, size_t from)
{
    const int64_t first = self->roll->earliest, last = self->roll->activity.days.last;
    size_t i;
    for (i = 0; i < block->count; i++) {
        struct rolled_row *to = &self->rows[self->ends[self->buckets[from + i]]];
        if (nps_response_is_skipped(block, i)) {
            ++*nps_accumulator_counter(&self->roll->rest, block->bins[i]);
        } else if (block->days[i] >= first && block->days[i] <= last) {
            *to = (struct rolled_row){block->ids[i],
                                      (uint32_t)(block->days[i] - first) << NPS_DATED_BITS | block->bins[i],
                                      (uint32_t)(from + i)};
            self->ends[self->buckets[from + i]]++;
        }
    }
}

/* The second reading, which trusts the first about the buckets only: another thread may have changed the columns. */
static nps_status distribute(struct wide *self)
{
    nps_response_block block;
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < self->roll->columns.length; from += NPS_BLOCK) {
        status = nps_response_columns_read(&self->roll->columns, from, &block);
        if (status)
            return status;
        distribute_block(self, &block, from);
        status = nps_explain_status(self->roll->columns.detail, nps_interrupt_check(&self->roll->interrupt));
    }
    return status;
}

static size_t digit_of(const struct rolled_row *row, unsigned shift)
{
    return row->dated >> (NPS_DATED_BITS + shift) & (DIGITS - 1);
}

/* Sorts by one digit of the day; rows with equal digits keep their order. */
static void sort_by_digit(const struct rolled_row *from, struct rolled_row *to, size_t count, unsigned shift)
{
    size_t ends[DIGITS] = {0};
    size_t i, sum = 0;
    for (i = 0; i < count; i++)
        ends[digit_of(&from[i], shift)]++;
    for (i = 0; i < DIGITS; i++) {
        const size_t size = ends[i];
        ends[i] = sum;
        sum += size;
    }
    for (i = 0; i < count; i++)
        to[ends[digit_of(&from[i], shift)]++] = from[i];
}

/* The rows of a bucket in the order of their days, and of the columns within a day. */
static const struct rolled_row *sort_by_day(struct wide *self, struct rolled_row *rows, size_t count)
{
    sort_by_digit(rows, self->sorted, count, 0);
    if (self->roll->activity.days.last - self->roll->earliest < DIGITS)
        return self->sorted;
    sort_by_digit(self->sorted, rows, count, DIGIT_BITS);
    return rows;
}

/* The person of a row of the bucket; `count` people are known. */
static struct rolled_person *person_of(const struct wide *self, int64_t id, size_t slot_mask, size_t *count)
{
    size_t slot = (size_t)(hash_of(self, id) >> 16) & slot_mask;
    struct rolled_person *person;
    for (; self->slots[slot] != 0; slot = (slot + 1) & slot_mask) {
        person = &self->people[self->slots[slot] - 1];
        if (person->id == id)
            return person;
    }
    person = &self->people[*count];
    *person = (struct rolled_person){id, nps_activity_begin(), 0, 0};
    self->slots[slot] = (uint32_t)++*count;
    return person;
}

/* Whether a row counts instead of an older one of the same person, day and kind. */
static bool replaces(const struct wide *self, uint32_t old, uint32_t new, uint32_t bin)
{
    const nps_response before = {0, bin, nps_response_columns_sequence(&self->roll->columns, old)};
    const nps_response after = {0, bin, nps_response_columns_sequence(&self->roll->columns, new)};
    return nps_response_replaces(self->roll->activity.keep, NPS_TIES_BY_CALL, &before, &after);
}

static void take(const struct wide *self, struct rolled_person *person, const struct rolled_row *row)
{
    const int32_t day = (int32_t)(row->dated >> NPS_DATED_BITS) + self->roll->earliest;
    const uint32_t bin = nps_dated_bin(row->dated);
    const bool is_answer = nps_is_answer(bin);
    uint32_t *last = is_answer ? &person->answer_row : &person->other_row;
    if ((is_answer ? person->activity.answered : person->activity.other) != day) {
        nps_activity_row(&self->roll->activity, &person->activity, day, bin);
    } else if (replaces(self, *last, row->row, bin)) {
        *(is_answer ? &person->activity.answer : &person->activity.other_bin) = (uint8_t)bin;
    } else {
        return;
    }
    *last = row->row;
}

static nps_status roll_bucket(struct wide *self, struct rolled_row *rows, size_t count)
{
    const struct rolled_row *sorted = sort_by_day(self, rows, count);
    size_t slot_count = 2, people = 0, i;
    nps_status status = NPS_OK;
    while (slot_count / 2 < count)
        slot_count *= 2;
    memset(self->slots, 0, slot_count * sizeof *self->slots);
    for (i = 0; !status && i < count; i++) {
        take(self, person_of(self, sorted[i].id, slot_count - 1, &people), &sorted[i]);
        status = nps_interrupt_check_every(&self->roll->interrupt, TAKEN_AT_ONCE, i);
    }
    for (i = 0; i < people; i++)
        nps_activity_finish(&self->roll->activity, &self->people[i].activity);
    return status;
}

static nps_status roll_buckets(struct wide *self)
{
    nps_status status = NPS_OK;
    size_t bucket;
    for (bucket = 0; !status && bucket < bucket_count(self); bucket++) {
        const size_t start = self->starts[bucket];
        status = roll_bucket(self, self->rows + start, self->ends[bucket] - start);
    }
    return nps_explain_status(self->roll->columns.detail, status);
}

/* Memory for the first reading. */
static bool allocate(struct wide *self)
{
    const nps_allocator *allocator = &self->roll->allocator;
    self->starts = nps_allocator_array(allocator, bucket_count(self), sizeof *self->starts);
    self->ends = nps_allocator_array(allocator, bucket_count(self), sizeof *self->ends);
    if (self->roll->columns.length != 0)
        self->buckets = nps_allocator_array(allocator, self->roll->columns.length, sizeof *self->buckets);
    return self->starts && self->ends && (self->buckets || self->roll->columns.length == 0);
}

/* Memory for the rows and for the largest bucket; there is a row. */
static bool allocate_rows(struct wide *self)
{
    const nps_allocator *allocator = &self->roll->allocator;
    self->slot_count = 2;
    while (self->slot_count / 2 < self->largest)
        self->slot_count *= 2;
    self->rows = nps_allocator_array(allocator, self->row_count, sizeof *self->rows);
    self->sorted = nps_allocator_array(allocator, self->largest, sizeof *self->sorted);
    self->people = nps_allocator_array(allocator, self->largest, sizeof *self->people);
    self->slots = nps_allocator_array(allocator, self->slot_count, sizeof *self->slots);
    return self->rows && self->sorted && self->people && self->slots;
}

static void release(const struct wide *self)
{
    const nps_allocator *allocator = &self->roll->allocator;
    nps_allocator_release(allocator, self->starts, bucket_count(self), sizeof *self->starts);
    nps_allocator_release(allocator, self->ends, bucket_count(self), sizeof *self->ends);
    nps_allocator_release(allocator, self->buckets, self->roll->columns.length, sizeof *self->buckets);
    nps_allocator_release(allocator, self->rows, self->row_count, sizeof *self->rows);
    nps_allocator_release(allocator, self->sorted, self->largest, sizeof *self->sorted);
    nps_allocator_release(allocator, self->people, self->largest, sizeof *self->people);
    nps_allocator_release(allocator, self->slots, self->slot_count, sizeof *self->slots);
}

static nps_status run(struct wide *self)
{
    nps_error_detail *detail = self->roll->columns.detail;
    nps_status status = allocate(self) ? NPS_OK : nps_explain_status(detail, NPS_ERROR_MEMORY);
    if (!status)
        status = measure(self);
    if (!status && self->row_count != 0) {
        status = allocate_rows(self) ? NPS_OK : nps_explain_status(detail, NPS_ERROR_MEMORY);
        if (!status)
            status = distribute(self);
        if (!status)
            status = roll_buckets(self);
    }
    return status;
}

nps_status nps_roll_wide(nps_roll *roll)
{
    struct wide self;
    nps_status status;
    memset(&self, 0, sizeof self);
    self.roll = roll;
    while (self.bucket_bits < BUCKET_BITS_MAX && roll->columns.length >> self.bucket_bits > BUCKET_ROWS)
        self.bucket_bits++;
    status = run(&self);
    release(&self);
    return status;
}
