/* States written as bytes, and read from them with every check. Ten answers for each group and a hundred for each day.
 * The naive way copies the counters as they are in memory, 104 bytes and the key, and checks nothing.
 * SPDX-License-Identifier: MIT */
#include "codec.h"

#include <nps/nps.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 100000, FIRST_DAY = 18000, DAYS = 3652 };

/* A plain copy of a state: what the naive way reads and writes. */
struct line {
    int64_t key;
    nps_accumulator counters;
};

/* A kind of states, behind pointers to void. */
struct kind {
    const char *encoding, *decoding; /* the names of the cases */
    size_t lines;
    void *(*make)(struct line *lines);
    nps_status (*measure)(const void *state, size_t *size);
    nps_status (*encode)(const void *state, void *bytes, size_t capacity, size_t *length);
    nps_status (*decode)(const void *bytes, size_t length, void **state);
    void (*destroy)(void *state);
};

struct work {
    const struct kind *kind;
    void *state, *decoded;
    unsigned char *bytes, *expected;
    size_t length;
    struct line *lines, *copy;
    volatile uint64_t read;
};

static void *allocate(size_t bytes)
{
    void *const memory = calloc(1, bytes);
    if (!memory)
        abort();
    return memory;
}

/* `answers` answers, most of which are high. */
static nps_accumulator make_counters(int answers, uint64_t *random)
{
    nps_accumulator counters = {{0}, 0, 0};
    while (answers-- > 0) {
        const uint64_t r = speed_random(random) >> 32;
        counters.answers[r % 4 == 0 ? r / 4 % NPS_ANSWERS : 8 + r / 4 % 3]++;
    }
    return counters;
}

/* ---- one state ---- */

static void *make_state(struct line *lines)
{
    static nps_accumulator made;
    nps_accumulator *const state = &made;
    uint64_t random = 1;
    *state = lines->counters = make_counters(10000, &random);
    return state;
}

static nps_status measure_state(const void *state, size_t *size)
{
    return nps_accumulator_encoded_size(state, size);
}

static nps_status encode_state(const void *state, void *bytes, size_t capacity, size_t *length)
{
    return nps_accumulator_encode(state, bytes, capacity, length);
}

static nps_status decode_state(const void *bytes, size_t length, void **state)
{
    static nps_accumulator read;
    *state = &read;
    return nps_accumulator_decode(&read, bytes, length, NULL);
}

static void keep_state(void *state)
{
    (void)state;
}

/* ---- groups ---- */

static void *make_groups(struct line *lines)
{
    nps_groups_options options;
    nps_groups *groups;
    uint64_t random = 2;
    int i;
    nps_groups_options_init(&options);
    options.key_type = NPS_KEY_INTEGER;
    if (nps_groups_create(&options, &groups))
        abort();
    for (i = 0; i < GROUPS; i++) {
        lines[i] = (struct line){7 * (int64_t)i, make_counters(10, &random)};
        if (nps_groups_merge_integer(groups, lines[i].key, &lines[i].counters))
            abort();
    }
    return groups;
}

static nps_status measure_groups(const void *state, size_t *size)
{
    return nps_groups_encoded_size(state, size);
}

static nps_status encode_groups(const void *state, void *bytes, size_t capacity, size_t *length)
{
    return nps_groups_encode(state, bytes, capacity, length);
}

static nps_status decode_groups(const void *bytes, size_t length, void **state)
{
    nps_groups *groups = NULL;
    const nps_status status = nps_groups_decode(NULL, bytes, length, &groups, NULL);
    *state = groups;
    return status;
}

static void destroy_groups(void *state)
{
    nps_groups_destroy(state);
}

/* ---- timelines ---- */

static void *make_timeline(struct line *lines)
{
    nps_timeline *timeline;
    uint64_t random = 3;
    int32_t i;
    if (nps_timeline_create(NULL, &timeline))
        abort();
    for (i = 0; i < DAYS; i++) {
        lines[i] = (struct line){FIRST_DAY + i, make_counters(100, &random)};
        if (nps_timeline_merge_day(timeline, FIRST_DAY + i, &lines[i].counters))
            abort();
    }
    return timeline;
}

static nps_status measure_timeline(const void *state, size_t *size)
{
    return nps_timeline_encoded_size(state, size);
}

static nps_status encode_timeline(const void *state, void *bytes, size_t capacity, size_t *length)
{
    return nps_timeline_encode(state, bytes, capacity, length);
}

static nps_status decode_timeline(const void *bytes, size_t length, void **state)
{
    nps_timeline *timeline = NULL;
    const nps_status status = nps_timeline_decode(NULL, bytes, length, &timeline, NULL);
    *state = timeline;
    return status;
}

static void destroy_timeline(void *state)
{
    nps_timeline_destroy(state);
}

static const struct kind KINDS[] = {
    {"encode, a state", "decode, a state", 1, make_state, measure_state, encode_state, decode_state, keep_state},
    {"encode, groups by integer, 100,000", "decode, groups by integer, 100,000", GROUPS, make_groups, measure_groups,
     encode_groups, decode_groups, destroy_groups},
    {"encode, timeline, ten years", "decode, timeline, ten years", DAYS, make_timeline, measure_timeline,
     encode_timeline, decode_timeline, destroy_timeline},
};

/* ---- work ---- */

static void encode(void *context)
{
    struct work *const work = context;
    if (work->kind->encode(work->state, work->bytes, work->length, &work->length))
        abort();
}

static void decode(void *context)
{
    struct work *const work = context;
    work->kind->destroy(work->decoded);
    if (work->kind->decode(work->bytes, work->length, &work->decoded))
        abort();
}

static void copy_naively(void *context)
{
    struct work *const work = context;
    memcpy(work->copy, work->lines, work->kind->lines * sizeof *work->lines);
    work->read = (uint64_t)work->copy[work->kind->lines - 1].key; /* so that the copy has to be made */
}

static void read_bytes(void *context)
{
    struct work *const work = context;
    work->read = speed_read(work->bytes, work->length);
}

static bool is_encoded(const void *context)
{
    const struct work *const work = context;
    return memcmp(work->bytes, work->expected, work->length) == 0;
}

/* What was decoded is encoded again. */
static bool is_decoded(const void *context)
{
    const struct work *const work = context;
    unsigned char *const bytes = allocate(work->length);
    size_t length;
    const bool is_same = work->kind->encode(work->decoded, bytes, work->length, &length) == NPS_OK &&
                         length == work->length && memcmp(bytes, work->expected, length) == 0;
    free(bytes);
    return is_same;
}

static void run_kind(const struct kind *kind, const struct speed_options *options)
{
    struct work work = {.kind = kind};
    struct speed_row row = {.rows = kind->lines, .threads = 1, .limit = {read_bytes, &work}};
    work.lines = allocate(kind->lines * sizeof *work.lines);
    work.copy = allocate(kind->lines * sizeof *work.copy);
    work.state = kind->make(work.lines);
    if (kind->measure(work.state, &work.length))
        abort();
    row.bytes = work.length;
    row.naive = (struct speed_work){copy_naively, &work};
    work.bytes = allocate(work.length);
    work.expected = allocate(work.length);
    encode(&work);
    memcpy(work.expected, work.bytes, work.length);
    if (speed_is_chosen(options, kind->encoding)) {
        row.name = kind->encoding;
        row.count = (struct speed_work){encode, &work};
        row.is_right = is_encoded;
        speed_measure(&row, options);
    }
    if (speed_is_chosen(options, kind->decoding)) {
        row.name = kind->decoding;
        row.count = (struct speed_work){decode, &work};
        row.is_right = is_decoded;
        speed_measure(&row, options);
    }
    kind->destroy(work.decoded);
    kind->destroy(work.state);
    free(work.lines);
    free(work.copy);
    free(work.bytes);
    free(work.expected);
}

void speed_codec(const struct speed_options *options)
{
    size_t i;
    for (i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (speed_is_chosen(options, KINDS[i].encoding) || speed_is_chosen(options, KINDS[i].decoding))
            run_kind(&KINDS[i], options);
}
