/* The rolling series of rows that fit into a word: the person, the day and the bin. The rows of a bucket are sorted by
 * person and day, so a row and the one behind it say how long an answer counts.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../interrupt.h"
#include "../status.h"
#include "roll.h"

#include <string.h>

/* A bucket has at most this many rows on average, as long as there are not too many buckets. They fit into the
 * second-level cache twice. */
enum { BUCKET_ROWS = 16384, BUCKET_BITS_MIN = 1, BUCKET_BITS_MAX = 11 };

/* A bucket gets its memory in pieces of so many rows, so that its size need not be known before. */
enum { PIECE = 512 };

/* The rows of a bucket are distributed to this many slots, of one person or two if there are few answers of each. */
enum { SLOT_BITS = 12, SLOTS = 1 << SLOT_BITS };

/* Up to FEW rows are sorted without branches, which a processor would guess wrong; up to SOME by insertion, which is
 * fast where they are in order already; and more by digits. */
enum { FEW = 8, SOME = 48, DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS };

/* Between the day and the bin a row has room for its place among a few. */
enum { PLACE_BITS = 3, DAY_SHIFT = NPS_DATED_BITS + PLACE_BITS };

/* How many rows are taken between two questions: less than a millisecond. */
enum { TAKEN_AT_ONCE = 65536 };

_Static_assert(FEW == 1 << PLACE_BITS, "the place of a row among a few is in its bits");

struct bucket {
    size_t end;            /* the place behind its last row; at the start of a piece there is no room */
    uint32_t first, count; /* its first piece, and how many pieces it has */
    bool has_others;       /* a row is no answer */
};

/* The work in progress, and its memory. A row is the person, mixed, above the days since the first, above the place,
 * above the bin. */
struct packed {
    nps_roll *roll;
    unsigned person_bits, dated_bits, bucket_bits;
    uint64_t lowest; /* the lowest id that fits, modulo 2^64; ids are packed as differences from it */
    uint64_t *rows;  /* in pieces */
    uint32_t *after; /* the piece after each piece of a bucket */
    struct bucket *buckets;
    nps_accumulator rest;
    size_t piece_count, pieces_used;
    uint64_t *slotted, *sorted; /* of one bucket, with room for FEW rows more */
    size_t room;
};

static uint32_t bin_of(uint64_t row)
{
    return (uint32_t)row & ((1 << NPS_DATED_BITS) - 1);
}

/* The bits of the days that matter. */
static unsigned day_bits(const nps_roll *roll)
{
    const uint64_t last = (uint64_t)((int64_t)roll->activity.days.last - roll->earliest);
    unsigned bits = 0;
    while (last >> bits != 0)
        bits++;
    return bits;
}

/* A number of so many bits for a number of as many: each has one, and nobody who does not know the secret can choose
 * many people for one bucket. */
static inline uint64_t mix(const struct packed *self, uint64_t person)
{
    const uint64_t mask = UINT64_MAX >> (64 - self->person_bits);
    uint64_t mixed = ((person ^ self->roll->secret[0]) * (self->roll->secret[1] | 1)) & mask;
    mixed ^= mixed >> (self->person_bits / 2);
    return (mixed * 0x9e3779b97f4a7c15) & mask;
}

/* Packs the rows of a block that can change the series, and counts those without a person or a day. Sets `outside` if
 * an id does not fit. */
static size_t pack(struct packed *self, const nps_response_block *block, uint64_t packed[NPS_BLOCK], bool *outside)
{
    const nps_roll *roll = self->roll;
    const uint64_t first = (uint64_t)(int64_t)roll->earliest, last = (uint64_t)(int64_t)roll->activity.days.last;
    size_t count = 0, i;
    for (i = 0; i < block->count; i++) {
        const uint64_t day = (uint64_t)block->days[i] - first, person = (uint64_t)block->ids[i] - self->lowest;
        const bool is_skipped = nps_response_is_skipped(block, i);
        packed[count] = mix(self, person) << self->dated_bits | day << DAY_SHIFT | block->bins[i];
        count += !is_skipped && day <= last - first;
        *outside |= !is_skipped && person >> self->person_bits != 0;
        if (is_skipped)
            ++*nps_accumulator_counter(&self->rest, block->bins[i]);
    }
    return count;
}

/* A new piece for a bucket whose last one is full; its first place. */
static size_t add_piece(struct packed *self, struct bucket *bucket)
{
    const size_t piece = self->pieces_used++;
    if (bucket->count++ == 0)
        bucket->first = (uint32_t)piece;
    else
        self->after[(bucket->end - 1) / PIECE] = (uint32_t)piece;
    return piece * PIECE;
}

static size_t size_of(const struct bucket *bucket)
{
    return bucket->count == 0 ? 0 : (size_t)(bucket->count - 1) * PIECE + (bucket->end - 1) % PIECE + 1;
}

/* The middle of the ids that fit is the first id. */
static void choose_lowest(struct packed *self)
{
    int64_t first = 0;
    if (self->roll->columns.length != 0)
        first = nps_block_integer(&self->roll->columns.ids, 0);
    self->lowest = (uint64_t)first - ((uint64_t)1 << (self->person_bits - 1));
}

static void put(struct packed *self, uint64_t row)
{
    struct bucket *bucket = &self->buckets[row >> (self->person_bits + self->dated_bits - self->bucket_bits)];
    size_t at = bucket->end;
    if (at % PIECE == 0)
        at = add_piece(self, bucket);
    self->rows[at] = row;
    bucket->end = at + 1;
    bucket->has_others |= !nps_is_answer(bin_of(row));
}

static nps_status distribute(struct packed *self, bool *fits)
{
    nps_response_columns *const columns = &self->roll->columns;
    nps_response_block block;
    uint64_t packed[NPS_BLOCK];
    bool is_outside = false;
    nps_status status = NPS_OK;
    size_t from, count, i;
    choose_lowest(self);
    for (from = 0; !status && !is_outside && from < columns->length; from += NPS_BLOCK) {
        status = nps_response_columns_read(columns, from, &block);
        if (status)
            return status;
        count = pack(self, &block, packed, &is_outside);
        for (i = 0; i < count; i++)
            put(self, packed[i]);
        status = nps_explain_status(columns->detail, nps_interrupt_check(&self->roll->interrupt));
    }
    *fits = !is_outside;
    return status;
}

/* The number of rows in a piece of a bucket, of which so many rows are left. */
static size_t rows_in_piece(size_t left)
{
    return left < PIECE ? left : PIECE;
}

/* Distributes the rows of a bucket to slots; `ends` receives the ends of these. */
static nps_status fill_slots(const struct packed *self, const struct bucket *bucket, uint32_t ends[SLOTS])
{
    const unsigned shift = self->person_bits + self->dated_bits - self->bucket_bits - SLOT_BITS;
    const size_t count = size_of(bucket);
    uint32_t piece, sum = 0;
    nps_status status = NPS_OK;
    size_t done, i;
    memset(ends, 0, SLOTS * sizeof *ends);
    for (done = 0, piece = bucket->first; !status && done < count; done += PIECE, piece = self->after[piece]) {
        const uint64_t *rows = self->rows + (size_t)piece * PIECE;
        for (i = 0; i < rows_in_piece(count - done); i++)
            ends[rows[i] >> shift & (SLOTS - 1)]++;
        status = nps_interrupt_check_every(&self->roll->interrupt, TAKEN_AT_ONCE, done);
    }
    for (i = 0; i < SLOTS; i++) {
        const uint32_t size = ends[i];
        ends[i] = sum;
        sum += size;
    }
    for (done = 0, piece = bucket->first; !status && done < count; done += PIECE, piece = self->after[piece]) {
        const uint64_t *rows = self->rows + (size_t)piece * PIECE;
        for (i = 0; i < rows_in_piece(count - done); i++)
            self->slotted[ends[rows[i] >> shift & (SLOTS - 1)]++] = rows[i];
        status = nps_interrupt_check_every(&self->roll->interrupt, TAKEN_AT_ONCE, done);
    }
    return status;
}

static inline void order(uint64_t *a, uint64_t *b)
{
    const uint64_t lower = *a < *b ? *a : *b, higher = *a < *b ? *b : *a;
    *a = lower;
    *b = higher;
}

/* A row and its place, or what is behind all rows. */
static uint64_t placed(const uint64_t *rows, size_t count, size_t i)
{
    return i < count ? rows[i] | (uint64_t)i << NPS_DATED_BITS : UINT64_MAX;
}

/* Sorts a few rows by person and day; those of one day keep their order. Reads and writes FEW, of which the first
 * `count` are rows. The sorting network of 19 comparisons (Batcher, Sorting networks and their applications, 1968). */
static void sort_few(const uint64_t *rows, size_t count, uint64_t *to)
{
    uint64_t a = placed(rows, count, 0), b = placed(rows, count, 1), c = placed(rows, count, 2),
             d = placed(rows, count, 3), e = placed(rows, count, 4), f = placed(rows, count, 5),
             g = placed(rows, count, 6), h = placed(rows, count, 7);
    order(&a, &b);
    order(&c, &d);
    order(&e, &f);
    order(&g, &h);
    order(&a, &c);
    order(&b, &d);
    order(&e, &g);
    order(&f, &h);
    order(&b, &c);
    order(&f, &g);
    order(&a, &e);
    order(&b, &f);
    order(&c, &g);
    order(&d, &h);
    order(&c, &e);
    order(&d, &f);
    order(&b, &c);
    order(&d, &e);
    order(&f, &g);
    to[0] = a;
    to[1] = b;
    to[2] = c;
    to[3] = d;
    to[4] = e;
    to[5] = f;
    to[6] = g;
    to[7] = h;
}

/* The same for more rows. */
static void sort_some(const uint64_t *rows, size_t count, uint64_t *to)
{
    size_t i, at;
    for (i = 0; i < count; i++) {
        for (at = i; at > 0 && to[at - 1] >> DAY_SHIFT > rows[i] >> DAY_SHIFT; at--)
            to[at] = to[at - 1];
        to[at] = rows[i];
    }
}

/* Sorts by the digit from bit `shift` on; rows with equal digits keep their order. */
static nps_status sort_by_digit(const struct packed *self, const uint64_t *from, uint64_t *to, size_t count,
                                unsigned shift)
{
    uint32_t ends[DIGITS] = {0}, sum = 0;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; i < count; i++)
        ends[from[i] >> shift & (DIGITS - 1)]++;
    for (i = 0; i < DIGITS; i++) {
        const uint32_t size = ends[i];
        ends[i] = sum;
        sum += size;
    }
    for (i = 0; !status && i < count; i++) {
        to[ends[from[i] >> shift & (DIGITS - 1)]++] = from[i];
        status = nps_interrupt_check_every(&self->roll->interrupt, TAKEN_AT_ONCE, i + 1);
    }
    return status;
}

/* The same for many rows, by the digits in which they differ. */
static nps_status sort_many(const struct packed *self, uint64_t *rows, size_t count, uint64_t *into)
{
    uint64_t differences = 0, *from = rows, *to = into;
    nps_status status = NPS_OK;
    unsigned shift;
    size_t i;
    for (i = 0; i < count; i++)
        differences |= rows[i] ^ rows[0];
    for (shift = DAY_SHIFT; !status && shift < 64; shift += DIGIT_BITS)
        if ((differences >> shift & (DIGITS - 1)) != 0) {
            uint64_t *const sorted = to;
            status = sort_by_digit(self, from, to, count, shift);
            to = from;
            from = sorted;
        }
    if (from != into)
        memcpy(into, from, count * sizeof *rows);
    return status;
}

/* Takes a row of a person whose rows before it were taken; of the latest ones of a day the last counts. */
static void take(const nps_roll *roll, nps_person_activity *person, int32_t day, uint8_t bin)
{
    const bool is_answer = nps_is_answer(bin);
    if ((is_answer ? person->answered : person->other) != day)
        nps_activity_row(&roll->activity, person, day, bin);
    else if (!is_answer || roll->activity.keep == NPS_KEEP_LATEST)
        *(is_answer ? &person->answer : &person->other_bin) = bin;
}

static int32_t day_of(const struct packed *self, uint64_t row)
{
    const uint64_t mask = ((uint64_t)1 << self->dated_bits) - 1;
    return (int32_t)((row & mask) >> DAY_SHIFT) + self->roll->earliest;
}

/* Adds the steps of rows in the order of people and days, by all rules. */
static nps_status add_with_care(const struct packed *self, const uint64_t *rows, size_t count)
{
    const nps_roll *roll = self->roll;
    nps_person_activity person = nps_activity_begin();
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < count; i++) {
        if (i != 0 && (rows[i] ^ rows[i - 1]) >> self->dated_bits != 0) {
            nps_activity_finish(&roll->activity, &person);
            person = nps_activity_begin();
        }
        take(roll, &person, day_of(self, rows[i]), (uint8_t)bin_of(rows[i]));
        status = nps_interrupt_check_every(&roll->interrupt, TAKEN_AT_ONCE, i + 1);
    }
    nps_activity_finish(&roll->activity, &person);
    return status;
}

/* The same for answers of which the latest counts, without branches: an answer counts from its day to that of the next
 * one of the person, or to the end of the window. An answer that is replaced on its day steps up and down at once. */
static nps_status add_answers(const struct packed *self, uint64_t *rows, size_t count)
{
    const nps_roll *roll = self->roll;
    const uint64_t mask = ((uint64_t)1 << self->dated_bits) - 1;
    const uint64_t begin = (uint64_t)(roll->activity.days.first - roll->earliest), end = begin + roll->day_count;
    const uint64_t window = roll->activity.window < end ? roll->activity.window : end;
    uint64_t *const steps = (uint64_t *)roll->activity.steps;
    nps_status status = NPS_OK;
    size_t i;
    rows[count] = count != 0 ? ~rows[count - 1] : 0; /* somebody else */
    for (i = 0; !status && i < count; i++) {
        const uint64_t row = rows[i], next = rows[i + 1], bin = bin_of(row);
        const uint64_t day = (row & mask) >> DAY_SHIFT, later = (next & mask) >> DAY_SHIFT;
        const uint64_t other = (uint64_t)0 - ((row ^ next) >> self->dated_bits != 0);
        const uint64_t from = day > begin ? day : begin;
        uint64_t to = day + window;
        to = (later | other) < to ? later : to;
        to = to < end ? to : end;
        to = to > from ? to : from;
        ++steps[(from - begin) * NPS_BINS + bin];
        --steps[(to - begin) * NPS_BINS + bin];
        status = nps_interrupt_check_every(&roll->interrupt, TAKEN_AT_ONCE, i + 1);
    }
    return status;
}

static bool are_answers(const uint64_t *rows, size_t count)
{
    bool others = false;
    size_t i;
    for (i = 0; i < count; i++)
        others |= !nps_is_answer(bin_of(rows[i]));
    return !others;
}

static nps_status roll_bucket(const struct packed *self, const struct bucket *bucket)
{
    const bool is_latest = self->roll->activity.keep == NPS_KEEP_LATEST;
    uint32_t ends[SLOTS];
    nps_status status = fill_slots(self, bucket, ends);
    size_t start = 0, kept = 0, slot;
    for (slot = 0; !status && slot < SLOTS; start = ends[slot++]) {
        uint64_t *const rows = self->slotted + start, *const sorted = self->sorted + kept;
        const size_t count = ends[slot] - start;
        if (count <= FEW)
            sort_few(rows, count, sorted);
        else if (count <= SOME)
            sort_some(rows, count, sorted);
        else
            status = sort_many(self, rows, count, sorted);
        if (is_latest && (!bucket->has_others || are_answers(sorted, count)))
            kept += count;
        else if (!status)
            status = add_with_care(self, sorted, count);
    }
    return status ? status : add_answers(self, self->sorted, kept);
}

static nps_status roll_buckets(const struct packed *self)
{
    nps_status status = NPS_OK;
    size_t bucket;
    for (bucket = 0; !status && bucket < (size_t)1 << self->bucket_bits; bucket++)
        status = roll_bucket(self, &self->buckets[bucket]);
    return nps_explain_status(self->roll->columns.detail, status);
}

/* Memory for the rows. */
static bool allocate(struct packed *self)
{
    const nps_allocator *allocator = &self->roll->allocator;
    const size_t bucket_count = (size_t)1 << self->bucket_bits;
    self->piece_count = self->roll->columns.length / PIECE + bucket_count;
    self->buckets = nps_allocator_array(allocator, bucket_count, sizeof *self->buckets);
    self->after = nps_allocator_array(allocator, self->piece_count, sizeof *self->after);
    self->rows = nps_allocator_array(allocator, self->piece_count, PIECE * sizeof *self->rows);
    if (!self->buckets || !self->after || !self->rows)
        return false;
    memset(self->buckets, 0, bucket_count * sizeof *self->buckets);
    return true;
}

/* Memory for sorting the largest bucket. */
static bool allocate_sorted(struct packed *self)
{
    size_t bucket;
    for (bucket = 0; bucket < (size_t)1 << self->bucket_bits; bucket++) {
        const size_t size = size_of(&self->buckets[bucket]);
        self->room = size + FEW > self->room ? size + FEW : self->room;
    }
    self->slotted = nps_allocator_array(&self->roll->allocator, self->room, sizeof *self->slotted);
    self->sorted = nps_allocator_array(&self->roll->allocator, self->room, sizeof *self->sorted);
    return self->slotted && self->sorted;
}

static void release(const struct packed *self)
{
    const nps_allocator *allocator = &self->roll->allocator;
    nps_allocator_release(allocator, self->buckets, (size_t)1 << self->bucket_bits, sizeof *self->buckets);
    nps_allocator_release(allocator, self->after, self->piece_count, sizeof *self->after);
    nps_allocator_release(allocator, self->rows, self->piece_count, PIECE * sizeof *self->rows);
    nps_allocator_release(allocator, self->slotted, self->room, sizeof *self->slotted);
    nps_allocator_release(allocator, self->sorted, self->room, sizeof *self->sorted);
}

static nps_status run(struct packed *self, bool *fits)
{
    nps_error_detail *detail = self->roll->columns.detail;
    nps_status status = allocate(self) ? NPS_OK : nps_explain_status(detail, NPS_ERROR_MEMORY);
    if (!status)
        status = distribute(self, fits);
    if (status || !*fits)
        return status;
    self->roll->rest = self->rest;
    if (!allocate_sorted(self))
        return nps_explain_status(detail, NPS_ERROR_MEMORY);
    return roll_buckets(self);
}

nps_status nps_roll_packed(nps_roll *roll, bool *fits)
{
    struct packed self;
    nps_status status;
    *fits = !roll->columns.is_sequenced;
    if (!*fits)
        return NPS_OK;
    memset(&self, 0, sizeof self);
    self.roll = roll;
    self.dated_bits = day_bits(roll) + DAY_SHIFT;
    self.person_bits = 64 - self.dated_bits;
    self.bucket_bits = BUCKET_BITS_MIN;
    while (self.bucket_bits < BUCKET_BITS_MAX && roll->columns.length >> self.bucket_bits > BUCKET_ROWS)
        self.bucket_bits++;
    status = run(&self, fits);
    release(&self);
    return status;
}
