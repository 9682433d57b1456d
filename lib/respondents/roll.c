/* The rolling series of columns. Rows are distributed to buckets by the hash of their ids, so that the people of a
 * bucket fit into the cache; the rows of a bucket are sorted by day, and each person's answers then come in order.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../allocator.h"
#include "../interrupt.h"
#include "../keys/entropy.h"
#include "../respondents.h"
#include "../status.h"
#include "activity.h"
#include "columns.h"

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
struct roll {
    nps_response_columns columns;
    nps_activity activity;
    int32_t earliest; /* rows before this day cannot change the series */
    uint64_t secret[2];
    unsigned bucket_bits;
    nps_budget budget;
    nps_allocator allocator; /* within the budget */
    nps_interrupt interrupt;
    nps_accumulator rest;
    uint16_t *buckets; /* the bucket of each row of the columns */
    size_t *starts;    /* where the rows of each bucket begin */
    size_t *ends;      /* and where they end; behind that there may be room for more */
    struct rolled_row *rows, *sorted;
    struct rolled_person *people;
    uint32_t *slots; /* the index of a person plus one; 0 for a free slot */
    size_t day_count, row_count, largest, slot_count;
};

static uint64_t hash_of(const struct roll *roll, int64_t id)
{
    uint64_t mixed = ((uint64_t)id ^ roll->secret[0]) * (roll->secret[1] | 1);
    mixed ^= mixed >> 32;
    return mixed * 0x9e3779b97f4a7c15;
}

static size_t bucket_count(const struct roll *roll)
{
    return (size_t)1 << roll->bucket_bits;
}

static size_t bucket_of(const struct roll *roll, uint64_t hash)
{
    return (size_t)(hash >> (64 - BUCKET_BITS_MAX)) >> (BUCKET_BITS_MAX - roll->bucket_bits);
}

/* The first reading: the largest sizes of the buckets. */
static nps_status measure(struct roll *roll)
{
    size_t sizes[1 << BUCKET_BITS_MAX] = {0};
    nps_response_block block;
    nps_status status = NPS_OK;
    size_t from, bucket, i;
    for (from = 0; !status && from < roll->columns.length; from += NPS_BLOCK) {
        status = nps_response_columns_read_ids(&roll->columns, from, &block);
        for (i = 0; !status && i < block.count; i++) {
            bucket = bucket_of(roll, hash_of(roll, block.ids[i]));
            roll->buckets[from + i] = (uint16_t)bucket;
            sizes[bucket]++;
        }
        if (!status)
            status = nps_explain_status(roll->columns.detail, nps_interrupt_check(&roll->interrupt));
    }
    for (bucket = 0; bucket < bucket_count(roll); bucket++) {
        roll->starts[bucket] = roll->ends[bucket] = roll->row_count;
        roll->row_count += sizes[bucket];
        roll->largest = sizes[bucket] > roll->largest ? sizes[bucket] : roll->largest;
    }
    return status;
}

static void distribute_block(struct roll *roll, const nps_response_block *block, size_t from)
{
    const int64_t first = roll->earliest, last = roll->activity.days.last;
    size_t i;
    for (i = 0; i < block->count; i++) {
        struct rolled_row *to = &roll->rows[roll->ends[roll->buckets[from + i]]];
        if (nps_response_is_skipped(block, i)) {
            ++*nps_accumulator_counter(&roll->rest, block->bins[i]);
        } else if (block->days[i] >= first && block->days[i] <= last) {
            *to = (struct rolled_row){block->ids[i],
                                      (uint32_t)(block->days[i] - first) << NPS_DATED_BITS | block->bins[i],
                                      (uint32_t)(from + i)};
            roll->ends[roll->buckets[from + i]]++;
        }
    }
}

/* The second reading, which trusts the first about the buckets only: another thread may have changed the columns. */
static nps_status distribute(struct roll *roll)
{
    nps_response_block block;
    nps_status status = NPS_OK;
    size_t from;
    for (from = 0; !status && from < roll->columns.length; from += NPS_BLOCK) {
        status = nps_response_columns_read(&roll->columns, from, &block);
        if (status)
            return status;
        distribute_block(roll, &block, from);
        status = nps_explain_status(roll->columns.detail, nps_interrupt_check(&roll->interrupt));
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
static const struct rolled_row *sort_by_day(struct roll *roll, struct rolled_row *rows, size_t count)
{
    sort_by_digit(rows, roll->sorted, count, 0);
    if (roll->activity.days.last - roll->earliest < DIGITS)
        return roll->sorted;
    sort_by_digit(roll->sorted, rows, count, DIGIT_BITS);
    return rows;
}

/* The person of a row of the bucket; `count` people are known. */
static struct rolled_person *person_of(const struct roll *roll, int64_t id, size_t slot_mask, size_t *count)
{
    size_t slot = (size_t)(hash_of(roll, id) >> 16) & slot_mask;
    struct rolled_person *person;
    for (; roll->slots[slot] != 0; slot = (slot + 1) & slot_mask) {
        person = &roll->people[roll->slots[slot] - 1];
        if (person->id == id)
            return person;
    }
    person = &roll->people[*count];
    *person = (struct rolled_person){id, nps_activity_begin(), 0, 0};
    roll->slots[slot] = (uint32_t)++*count;
    return person;
}

/* Whether a row counts instead of an older one of the same person, day and kind. */
static bool replaces(const struct roll *roll, uint32_t old, uint32_t new, uint32_t bin)
{
    const nps_response before = {0, bin, nps_response_columns_sequence(&roll->columns, old)};
    const nps_response after = {0, bin, nps_response_columns_sequence(&roll->columns, new)};
    return nps_response_replaces(roll->activity.keep, NPS_TIES_BY_CALL, &before, &after);
}

static void take(const struct roll *roll, struct rolled_person *person, const struct rolled_row *row)
{
    const int32_t day = (int32_t)(row->dated >> NPS_DATED_BITS) + roll->earliest;
    const uint32_t bin = nps_dated_bin(row->dated);
    const bool is_answer = nps_is_answer(bin);
    uint32_t *last = is_answer ? &person->answer_row : &person->other_row;
    if ((is_answer ? person->activity.answered : person->activity.other) != day) {
        nps_activity_row(&roll->activity, &person->activity, day, bin);
    } else if (replaces(roll, *last, row->row, bin)) {
        *(is_answer ? &person->activity.answer : &person->activity.other_bin) = (uint8_t)bin;
    } else {
        return;
    }
    *last = row->row;
}

static nps_status roll_bucket(struct roll *roll, struct rolled_row *rows, size_t count)
{
    const struct rolled_row *sorted = sort_by_day(roll, rows, count);
    size_t slot_count = 2, people = 0, i;
    nps_status status = NPS_OK;
    while (slot_count / 2 < count)
        slot_count *= 2;
    memset(roll->slots, 0, slot_count * sizeof *roll->slots);
    for (i = 0; !status && i < count; i++) {
        take(roll, person_of(roll, sorted[i].id, slot_count - 1, &people), &sorted[i]);
        status = nps_interrupt_check_every(&roll->interrupt, TAKEN_AT_ONCE, i);
    }
    for (i = 0; i < people; i++)
        nps_activity_finish(&roll->activity, &roll->people[i].activity);
    return status;
}

static nps_status roll_buckets(struct roll *roll)
{
    nps_status status = NPS_OK;
    size_t bucket;
    for (bucket = 0; !status && bucket < bucket_count(roll); bucket++) {
        const size_t start = roll->starts[bucket];
        status = roll_bucket(roll, roll->rows + start, roll->ends[bucket] - start);
    }
    return nps_explain_status(roll->columns.detail, status);
}

/* Memory for the first reading. */
static bool allocate(struct roll *roll)
{
    const nps_allocator *allocator = &roll->allocator;
    roll->activity.steps = nps_allocator_array(allocator, roll->day_count, sizeof *roll->activity.steps);
    roll->starts = nps_allocator_array(allocator, bucket_count(roll), sizeof *roll->starts);
    roll->ends = nps_allocator_array(allocator, bucket_count(roll), sizeof *roll->ends);
    if (roll->columns.length != 0)
        roll->buckets = nps_allocator_array(allocator, roll->columns.length, sizeof *roll->buckets);
    if (!roll->activity.steps || !roll->starts || !roll->ends || (!roll->buckets && roll->columns.length != 0))
        return false;
    memset(roll->activity.steps, 0, roll->day_count * sizeof *roll->activity.steps);
    return true;
}

/* Memory for the rows and for the largest bucket; there is a row. */
static bool allocate_rows(struct roll *roll)
{
    const nps_allocator *allocator = &roll->allocator;
    roll->slot_count = 2;
    while (roll->slot_count / 2 < roll->largest)
        roll->slot_count *= 2;
    roll->rows = nps_allocator_array(allocator, roll->row_count, sizeof *roll->rows);
    roll->sorted = nps_allocator_array(allocator, roll->largest, sizeof *roll->sorted);
    roll->people = nps_allocator_array(allocator, roll->largest, sizeof *roll->people);
    roll->slots = nps_allocator_array(allocator, roll->slot_count, sizeof *roll->slots);
    return roll->rows && roll->sorted && roll->people && roll->slots;
}

static void release(const struct roll *roll)
{
    const nps_allocator *allocator = &roll->allocator;
    nps_allocator_release(allocator, roll->activity.steps, roll->day_count, sizeof *roll->activity.steps);
    nps_allocator_release(allocator, roll->starts, bucket_count(roll), sizeof *roll->starts);
    nps_allocator_release(allocator, roll->ends, bucket_count(roll), sizeof *roll->ends);
    nps_allocator_release(allocator, roll->buckets, roll->columns.length, sizeof *roll->buckets);
    nps_allocator_release(allocator, roll->rows, roll->row_count, sizeof *roll->rows);
    nps_allocator_release(allocator, roll->sorted, roll->largest, sizeof *roll->sorted);
    nps_allocator_release(allocator, roll->people, roll->largest, sizeof *roll->people);
    nps_allocator_release(allocator, roll->slots, roll->slot_count, sizeof *roll->slots);
}

static nps_status run(struct roll *roll)
{
    nps_error_detail *detail = roll->columns.detail;
    nps_status status = allocate(roll) ? NPS_OK : nps_explain_status(detail, NPS_ERROR_MEMORY);
    if (!status)
        status = measure(roll);
    if (!status && roll->row_count != 0) {
        status = allocate_rows(roll) ? NPS_OK : nps_explain_status(detail, NPS_ERROR_MEMORY);
        if (!status)
            status = distribute(roll);
        if (!status)
            status = roll_buckets(roll);
    }
    if (!status)
        nps_activity_sum(roll->activity.steps, roll->day_count);
    return status;
}

static nps_status read_options(struct roll *roll, const nps_respondents_options *options, const nps_period *days)
{
    nps_respondents_options read;
    nps_status status = nps_respondents_read_options(options, &read);
    if (!status)
        status = nps_activity_check(read.window, days);
    if (status)
        return status;
    (void)nps_allocator_read(&roll->budget.source, read.allocator);
    roll->budget.limit = read.memory_budget != 0 ? read.memory_budget : UINT64_MAX;
    roll->interrupt = read.interrupt;
    roll->activity = (nps_activity){read.keep, read.window, *days, NULL};
    roll->earliest = nps_activity_first(&roll->activity);
    roll->day_count = (size_t)(days->last - days->first) + 1;
    memcpy(roll->secret, read.hash_key, sizeof roll->secret);
    return roll->secret[0] != 0 || roll->secret[1] != 0 || nps_entropy(roll->secret) ? NPS_OK : NPS_ERROR_ENTROPY;
}

static nps_status open_columns(struct roll *roll, const nps_respondents_columns *columns, nps_error_detail *detail)
{
    const nps_status status = nps_response_columns_open(&roll->columns, columns, detail);
    if (status)
        return status;
    if (roll->columns.length > UINT32_MAX)
        return nps_explain_status(detail, NPS_ERROR_TOO_MANY);
    while (roll->bucket_bits < BUCKET_BITS_MAX && roll->columns.length >> roll->bucket_bits > BUCKET_ROWS)
        roll->bucket_bits++;
    return NPS_OK;
}

nps_status nps_respondents_roll(const nps_respondents_columns *columns, const nps_respondents_options *options,
                                const nps_period *days, nps_accumulator *series, nps_accumulator *rest,
                                nps_error_detail *detail)
{
    struct roll roll;
    nps_status status;
    if (!columns || !days || !series || !rest)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    memset(&roll, 0, sizeof roll);
    status = nps_explain_status(detail, read_options(&roll, options, days));
    if (!status)
        status = open_columns(&roll, columns, detail);
    if (status)
        return status;
    roll.allocator = nps_budget_allocator(&roll.budget);
    status = run(&roll);
    if (!status)
        status = nps_explain_status(detail, nps_accumulator_merge(rest, &roll.rest));
    if (!status)
        memcpy(series, roll.activity.steps, roll.day_count * sizeof *series);
    release(&roll);
    return status;
}
