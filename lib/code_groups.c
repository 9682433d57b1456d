/* SPDX-License-Identifier: MIT */
#include "code_groups.h"

#include "accumulator.h"
#include "code_groups/indexes.h"
#include "column.h"
#include "support/large_pages.h"
#include "support/options.h"
#include "support/prefetch.h"

#include <stdbool.h>
#include <string.h>

_Static_assert(sizeof(nps_accumulator) == NPS_BINS * sizeof(uint64_t), "a group is NPS_BINS counters");
_Static_assert(sizeof(nps_code_groups_rest) == 2 * sizeof(nps_accumulator), "the rest is two more groups");
_Static_assert((NPS_CODE_GROUPS_MAX + 2) * NPS_BINS <= UINT32_MAX, "every index fits 32 bits");

/* Up to SMALL_GROUPS groups, a table of 32-bit counters fits into the first-level cache; processors pass a number just
 * stored on to the next load of it faster when it has at least 32 bits. Up to FOUR_TABLES_GROUPS groups, neighbouring
 * rows often have the same group; four tables prevent an increment from waiting for the previous one. */
enum { SMALL_GROUPS = 512, FOUR_TABLES_GROUPS = 32, TABLES = 4 };

/* Rows read in pairs are counted by one increment for two, in a table of all pairs of indexes, which has 32 KiB. It is
 * emptied after PAIR_READS reads: no cell and no sum of cells can overflow before. With fewer rows than PAIRS_FROM,
 * emptying the table takes longer than pairs save. */
enum { PAIR_READS = UINT16_MAX / NPS_INDEX_PAIRS, PAIRS_FROM = 16384 };

/* With more groups than this the counters do not fit into the second-level cache and are prefetched. */
enum { NEAR_GROUPS = 32768 };

/* With more groups than this not even counters of a byte fit there: rows are sorted into buckets by the range of their
 * counter, and a full bucket is counted at once, while its range is in the cache. */
enum { LINE = 64, NEAR_BYTES_GROUPS = 131072, BUCKET_BITS = 16, BUCKET_ROWS = 16384 };

#ifdef __GNUC__
#define NPS_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define NPS_APART               __attribute__((noinline))
#else
#define NPS_UNLIKELY(condition) (condition)
#define NPS_APART
#endif

/* The number of reads after which the tables are added to the counters: a counter cannot overflow before, and it takes
 * no time that counts. */
enum { READS_BEFORE_FLUSH = 2048 };

/* The counters of the groups, in the order of their indexes, and those of the rest. If a counter overflows, `wrapped`
 * is set; arithmetic modulo 2^64 loses no information, so subtracting the rows again restores all counters. */
struct counters {
    uint64_t *groups, *rest;
    uint32_t group_counters; /* the number of counters of all groups */
    bool wrapped;
};

static uint64_t *counter_at(const struct counters *counters, size_t index)
{
    return index < counters->group_counters ? &counters->groups[index]
                                            : &counters->rest[index - counters->group_counters];
}

static void add(struct counters *counters, size_t index, uint64_t times)
{
    uint64_t *counter = counter_at(counters, index);
    *counter += times;
    if (*counter < times)
        counters->wrapped = true;
}

static void count_checked(struct counters *counters, const nps_indexes *indexes, uint64_t times)
{
    size_t i;
    for (i = 0; i < indexes->count; i++)
        add(counters, indexes->at[i], times);
}

static void count_plain(uint64_t *groups, const nps_indexes *indexes)
{
    size_t i;
    for (i = 0; i + 4 <= indexes->count; i += 4) {
        groups[indexes->at[i]]++;
        groups[indexes->at[i + 1]]++;
        groups[indexes->at[i + 2]]++;
        groups[indexes->at[i + 3]]++;
    }
    for (; i < indexes->count; i++)
        groups[indexes->at[i]]++;
}

/* Whether every counter of the groups can be increased by `length` without overflow. */
static bool have_room(const struct counters *counters, size_t length)
{
    uint64_t bits = length;
    size_t i;
    for (i = 0; i < counters->group_counters; i++)
        bits |= counters->groups[i];
    return bits <= UINT64_MAX / 2;
}

static void prefetch_counters(const struct counters *counters, const nps_indexes *indexes)
{
    size_t i;
    for (i = 0; i < indexes->count; i++)
        NPS_PREFETCH_TO_WRITE(counter_at(counters, indexes->at[i]));
}

/* Counts each row in its group; `times` is 1, or -1 to subtract the rows again. */
static void count_directly(const nps_index_reader *reader, struct counters *counters, uint64_t times)
{
    const size_t length = reader->codes->length;
    const bool plain = times == 1 && length >= reader->range.count && have_room(counters, length);
    const bool far = reader->range.count > NEAR_GROUPS;
    nps_indexes indexes[2];
    size_t from;
    int now = 0;
    nps_index_reader_read(reader, 0, &indexes[now]);
    for (from = 0; from < length; from += NPS_INDEXES_STEP, now = !now) {
        nps_index_reader_read(reader, from + NPS_INDEXES_STEP, &indexes[!now]);
        if (far)
            prefetch_counters(counters, &indexes[!now]);
        if (plain && indexes[now].largest < counters->group_counters)
            count_plain(counters->groups, &indexes[now]);
        else
            count_checked(counters, &indexes[now], times);
    }
}

static void flush_table(const uint32_t *table, struct counters *counters)
{
    bool wrapped = false;
    size_t i;
    for (i = 0; i < counters->group_counters; i++) {
        const uint64_t sum = counters->groups[i] + table[i];
        wrapped |= sum < table[i];
        counters->groups[i] = sum;
    }
    counters->wrapped |= wrapped;
    for (; i < counters->group_counters + 2 * NPS_BINS; i++)
        add(counters, i, table[i]);
}

static void flush_tables(uint32_t *tables, size_t table_count, size_t counter_count, struct counters *counters)
{
    size_t table;
    for (table = 0; table < table_count; table++)
        flush_table(tables + table * counter_count, counters);
    memset(tables, 0, table_count * counter_count * sizeof *tables);
}

/* Counts four rows at a time, in one table or in four. */
static void count_in_tables(uint32_t *tables, size_t table_count, size_t counter_count, const nps_indexes *indexes)
{
    const size_t next = table_count == 1 ? 0 : counter_count;
    uint32_t *const second = tables + next, *const third = second + next, *const fourth = third + next;
    size_t i;
    for (i = 0; i + TABLES <= indexes->count; i += TABLES) {
        tables[indexes->at[i]]++;
        second[indexes->at[i + 1]]++;
        third[indexes->at[i + 2]]++;
        fourth[indexes->at[i + 3]]++;
    }
    for (; i < indexes->count; i++)
        tables[indexes->at[i]]++;
}

static void count_in_small_tables(const nps_index_reader *reader, struct counters *counters)
{
    uint32_t tables[(SMALL_GROUPS + 2) * NPS_BINS];
    const size_t length = reader->codes->length, counter_count = ((size_t)reader->range.count + 2) * NPS_BINS;
    const size_t table_count = reader->range.count <= FOUR_TABLES_GROUPS ? TABLES : 1;
    nps_indexes indexes[2];
    size_t from, since_flush = 0;
    int now = 0;
    memset(tables, 0, table_count * counter_count * sizeof *tables);
    nps_index_reader_read(reader, 0, &indexes[now]);
    for (from = 0; from < length; from += NPS_INDEXES_STEP, now = !now) {
        nps_index_reader_read(reader, from + NPS_INDEXES_STEP, &indexes[!now]);
        count_in_tables(tables, table_count, counter_count, &indexes[now]);
        if (++since_flush == READS_BEFORE_FLUSH) {
            flush_tables(tables, table_count, counter_count, counters);
            since_flush = 0;
        }
    }
    flush_tables(tables, table_count, counter_count, counters);
}

/* Counts both rows of each pair, and empties the table. Rows that are read in pairs have a code. */
static void flush_pairs(uint16_t *table, struct counters *counters)
{
    const size_t counter_count = (size_t)counters->group_counters + NPS_BINS;
    uint16_t seconds[NPS_INDEX_PAIR_BASE] = {0};
    size_t i, j;
    for (i = 0; i < counter_count; i++) {
        const uint16_t *const row = table + i * NPS_INDEX_PAIR_BASE;
        uint16_t firsts = 0;
        for (j = 0; j < NPS_INDEX_PAIR_BASE; j++) {
            firsts = (uint16_t)(firsts + row[j]);
            seconds[j] = (uint16_t)(seconds[j] + row[j]);
        }
        add(counters, i, firsts);
    }
    for (i = 0; i < counter_count; i++)
        add(counters, i, seconds[i]);
    memset(table, 0, counter_count * NPS_INDEX_PAIR_BASE * sizeof *table);
}

static void count_pairs(uint16_t *table, const uint32_t *pairs)
{
    int i;
    for (i = 0; i < NPS_INDEX_PAIRS; i += 4) {
        table[pairs[i]]++;
        table[pairs[i + 1]]++;
        table[pairs[i + 2]]++;
        table[pairs[i + 3]]++;
    }
}

static void count_in_pairs(const nps_index_reader *reader, struct counters *counters)
{
    uint16_t table[NPS_INDEX_PAIR_BASE * NPS_INDEX_PAIR_BASE] = {0};
    const size_t length = reader->codes->length;
    _Alignas(64) uint32_t pairs[2][NPS_INDEX_PAIRS];
    nps_indexes rest;
    size_t from, since_flush = 0;
    int now = 0;
    nps_index_reader_read_pairs(reader, 0, pairs[now]);
    for (from = NPS_INDEXES_STEP; from + NPS_INDEXES_STEP <= length; from += NPS_INDEXES_STEP, now = !now) {
        nps_index_reader_read_pairs(reader, from, pairs[!now]);
        count_pairs(table, pairs[now]);
        if (++since_flush == PAIR_READS) {
            flush_pairs(table, counters);
            since_flush = 0;
        }
    }
    count_pairs(table, pairs[now]);
    flush_pairs(table, counters);
    nps_index_reader_read(reader, from, &rest);
    count_checked(counters, &rest, 1);
}

/* What a byte has lost by an overflow; apart, as it is rare and would be copied to many places. */
NPS_APART static void carry(struct counters *counters, size_t index)
{
    add(counters, index, UINT8_MAX + 1);
}

static void count_in_byte(uint8_t *bytes, size_t index, struct counters *counters)
{
    if (NPS_UNLIKELY(++bytes[index] == 0))
        carry(counters, index);
}

/* Counts rows four at a time, given their indexes from `first` on. */
#define DEFINE_COUNT_IN_BYTES(index_type)                                                                              \
    static void count_in_bytes_##index_type(uint8_t *bytes, size_t first, const index_type *at, size_t count,          \
                                            struct counters *counters)                                                 \
    {                                                                                                                  \
        size_t i;                                                                                                      \
        for (i = 0; i + 4 <= count; i += 4) {                                                                          \
            count_in_byte(bytes, first + at[i], counters);                                                             \
            count_in_byte(bytes, first + at[i + 1], counters);                                                         \
            count_in_byte(bytes, first + at[i + 2], counters);                                                         \
            count_in_byte(bytes, first + at[i + 3], counters);                                                         \
        }                                                                                                              \
        for (; i < count; i++)                                                                                         \
            count_in_byte(bytes, first + at[i], counters);                                                             \
    }

DEFINE_COUNT_IN_BYTES(uint16_t)
DEFINE_COUNT_IN_BYTES(uint32_t)

/* Rows of one range of counters, by the low bits of their index. The line behind the last row is prefetched, and keeps
 * the buckets, which fill alike, from all being filled in the same set of a cache. */
struct row_bucket {
    uint16_t rows[BUCKET_ROWS + LINE / sizeof(uint16_t)];
};

/* A workspace: bytes for all counters, and buckets if there are many. */
struct workspace {
    uint8_t *bytes;
    struct row_bucket *buckets; /* NULL: none */
    uint32_t *row_counts;       /* of each bucket */
    size_t bucket_count;
};

static size_t bytes_of(size_t group_count)
{
    return (group_count + 2) * NPS_BINS;
}

/* How many buckets all counters need. */
static size_t bucket_count_of(size_t group_count)
{
    return group_count > NEAR_BYTES_GROUPS ? ((bytes_of(group_count) - 1) >> BUCKET_BITS) + 1 : 0;
}

static struct workspace open_workspace(void *memory, size_t group_count)
{
    const size_t bytes = bytes_of(group_count), count = bucket_count_of(group_count);
    unsigned char *const behind = (unsigned char *)memory + bytes;
    struct workspace out = {memory, NULL, NULL, count};
    nps_large_pages_use(memory, nps_code_groups_workspace_size(group_count));
    memset(memory, 0, bytes);
    if (count == 0)
        return out;
    out.buckets = (struct row_bucket *)(void *)(behind + (0 - (uintptr_t)behind) % LINE);
    out.row_counts = (uint32_t *)(void *)(out.buckets + count);
    memset(out.row_counts, 0, count * sizeof *out.row_counts);
    return out;
}

static void empty_bucket(struct workspace *self, size_t bucket, struct counters *counters)
{
    count_in_bytes_uint16_t(self->bytes, bucket << BUCKET_BITS, self->buckets[bucket].rows, self->row_counts[bucket],
                            counters);
    self->row_counts[bucket] = 0;
}

static void put_in_buckets(struct workspace *self, const nps_indexes *indexes, struct counters *counters)
{
    size_t i;
    for (i = 0; i < indexes->count; i++) {
        const uint32_t index = indexes->at[i], bucket = index >> BUCKET_BITS;
        const uint32_t row = self->row_counts[bucket]++;
        uint16_t *const at = &self->buckets[bucket].rows[row];
        *at = (uint16_t)index;
        NPS_PREFETCH_TO_WRITE(at + LINE / sizeof *at);
        if (NPS_UNLIKELY(row == BUCKET_ROWS - 1))
            empty_bucket(self, bucket, counters);
    }
}

/* Adds the bytes to the counters, eight at a time, because most are 0 if there are few rows or a few large groups. */
static void flush_bytes(const uint8_t *bytes, struct counters *counters)
{
    enum { STEP = 8 };
    const size_t counter_count = (size_t)counters->group_counters + (size_t)2 * NPS_BINS;
    bool wrapped = false;
    size_t from, i;
    for (from = 0; from + STEP <= counters->group_counters; from += STEP) {
        uint64_t any;
        memcpy(&any, bytes + from, sizeof any);
        if (any == 0)
            continue;
        for (i = from; i < from + STEP; i++) {
            const uint64_t sum = counters->groups[i] + bytes[i];
            wrapped |= sum < bytes[i];
            counters->groups[i] = sum;
        }
    }
    counters->wrapped |= wrapped;
    for (; from < counter_count; from++)
        add(counters, from, bytes[from]);
}

static void count_in_bytes(const nps_index_reader *reader, void *memory, struct counters *counters)
{
    const size_t length = reader->codes->length;
    struct workspace workspace = open_workspace(memory, reader->range.count);
    nps_indexes indexes[2];
    size_t from, bucket;
    int now = 0;
    nps_index_reader_read(reader, 0, &indexes[now]);
    for (from = 0; from < length; from += NPS_INDEXES_STEP, now = !now) {
        nps_index_reader_read(reader, from + NPS_INDEXES_STEP, &indexes[!now]);
        if (workspace.buckets)
            put_in_buckets(&workspace, &indexes[now], counters);
        else
            count_in_bytes_uint32_t(workspace.bytes, 0, indexes[now].at, indexes[now].count, counters);
    }
    for (bucket = 0; bucket < workspace.bucket_count; bucket++)
        empty_bucket(&workspace, bucket, counters);
    flush_bytes(workspace.bytes, counters);
}

size_t nps_code_groups_workspace_size(size_t group_count)
{
    const size_t bucket_count = bucket_count_of(group_count);
    if (group_count <= SMALL_GROUPS || group_count > NPS_CODE_GROUPS_MAX)
        return 0;
    return bytes_of(group_count) + (bucket_count ? LINE - 1 : 0) +
           bucket_count * (sizeof(struct row_bucket) + sizeof(uint32_t));
}

nps_status nps_code_groups_check(const nps_code_groups *self)
{
    if (!self || (!self->groups && self->group_count != 0))
        return NPS_ERROR_NULL;
    return self->group_count <= NPS_CODE_GROUPS_MAX ? NPS_OK : NPS_ERROR_UNAVAILABLE;
}

static nps_accumulator *group_of(nps_code_groups *self, int64_t code)
{
    return code >= 0 && (uint64_t)code < self->group_count ? &self->groups[code] : &self->rest.outside;
}

nps_status nps_code_groups_add(nps_code_groups *self, int64_t code, int64_t answer, uint64_t times)
{
    const nps_status status = nps_code_groups_check(self);
    return status ? status : nps_accumulator_add_n(group_of(self, code), answer, times);
}

nps_status nps_code_groups_add_missing(nps_code_groups *self, int64_t code, uint64_t times)
{
    const nps_status status = nps_code_groups_check(self);
    return status ? status : nps_accumulator_add_missing(group_of(self, code), times);
}

/* Counts all rows; `workspace` is NULL if it is too small. */
static nps_status count(const nps_index_reader *reader, struct counters *counters, void *workspace)
{
    const size_t length = reader->codes->length, group_count = reader->range.count;
    if (length >= PAIRS_FROM && reader->pairs)
        count_in_pairs(reader, counters);
    else if (length / 4 >= group_count && group_count <= SMALL_GROUPS)
        count_in_small_tables(reader, counters);
    else if (length >= group_count && group_count > SMALL_GROUPS && workspace)
        count_in_bytes(reader, workspace, counters);
    else
        count_directly(reader, counters, 1);
    if (!counters->wrapped)
        return NPS_OK;
    count_directly(reader, counters, UINT64_MAX);
    return NPS_ERROR_OVERFLOW;
}

nps_status nps_code_groups_count(nps_code_groups *self, int64_t first, const nps_column *codes,
                                 const nps_column *answers, void *workspace)
{
    struct counters counters = {(uint64_t *)self->groups, (uint64_t *)&self->rest,
                                (uint32_t)(self->group_count * NPS_BINS), false};
    nps_index_reader reader;
    nps_index_reader_open(&reader, codes, answers, (nps_code_range){first, (uint32_t)self->group_count});
    return count(&reader, &counters, workspace);
}

nps_status nps_code_groups_add_column(nps_code_groups *self, const nps_column *codes, const nps_column *answers,
                                      const nps_code_groups_options *options)
{
    nps_code_groups_options read;
    nps_column read_codes, read_answers;
    nps_status status = nps_code_groups_check(self);
    nps_code_groups_options_init(&read);
    if (!status && options)
        status = nps_options_read(&read, sizeof read, sizeof read, options);
    if (!status)
        status = nps_column_open(codes, &read_codes);
    if (!status)
        status = nps_column_open(answers, &read_answers);
    if (status)
        return status;
    if (read_codes.length != read_answers.length)
        return NPS_ERROR_COLUMN;
    if (read.workspace_size < nps_code_groups_workspace_size(self->group_count))
        read.workspace = NULL;
    return nps_code_groups_count(self, 0, &read_codes, &read_answers, read.workspace);
}

static nps_status check_both(const nps_code_groups *self, const nps_code_groups *other)
{
    nps_status status = nps_code_groups_check(self);
    if (!status)
        status = nps_code_groups_check(other);
    return status || self->group_count == other->group_count ? status : NPS_ERROR_KEY;
}

nps_status nps_code_groups_merge(nps_code_groups *self, const nps_code_groups *from)
{
    size_t i;
    const nps_status status = check_both(self, from);
    if (status)
        return status;
    for (i = 0; i < self->group_count; i++)
        if (!nps_accumulator_can_merge(&self->groups[i], &from->groups[i]))
            return NPS_ERROR_OVERFLOW;
    if (!nps_accumulator_can_merge(&self->rest.outside, &from->rest.outside) ||
        !nps_accumulator_can_merge(&self->rest.missing, &from->rest.missing))
        return NPS_ERROR_OVERFLOW;
    for (i = 0; i < self->group_count; i++)
        (void)nps_accumulator_merge(&self->groups[i], &from->groups[i]);
    (void)nps_accumulator_merge(&self->rest.outside, &from->rest.outside);
    (void)nps_accumulator_merge(&self->rest.missing, &from->rest.missing);
    return NPS_OK;
}

nps_status nps_code_groups_subtract(nps_code_groups *self, const nps_code_groups *part)
{
    size_t i;
    const nps_status status = check_both(self, part);
    if (status)
        return status;
    for (i = 0; i < self->group_count; i++)
        if (!nps_accumulator_has_part(&self->groups[i], &part->groups[i]))
            return NPS_ERROR_UNDERFLOW;
    if (!nps_accumulator_has_part(&self->rest.outside, &part->rest.outside) ||
        !nps_accumulator_has_part(&self->rest.missing, &part->rest.missing))
        return NPS_ERROR_UNDERFLOW;
    for (i = 0; i < self->group_count; i++)
        (void)nps_accumulator_subtract(&self->groups[i], &part->groups[i]);
    (void)nps_accumulator_subtract(&self->rest.outside, &part->rest.outside);
    (void)nps_accumulator_subtract(&self->rest.missing, &part->rest.missing);
    return NPS_OK;
}

nps_status nps_code_groups_total(const nps_code_groups *self, nps_accumulator *out)
{
    nps_accumulator total = {{0}, 0, 0};
    nps_status status = nps_code_groups_check(self);
    size_t i;
    if (!status && !out)
        status = NPS_ERROR_NULL;
    for (i = 0; !status && i < self->group_count; i++)
        status = nps_accumulator_merge(&total, &self->groups[i]);
    if (!status)
        *out = total;
    return status;
}
