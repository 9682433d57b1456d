/* Texts with offsets, and texts encoded by a dictionary. The naive way is a hash table without a secret key (FNV-1a)
 * that compares keys and does not copy them.
 * SPDX-License-Identifier: MIT */
#include "text_groups.h"

#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct texts_case {
    const char *name;
    size_t group_count;
    const char *format; /* the printf format of a key, given its number */
    bool encoded;
    double target; /* times the naive loop; 0: none */
};

static const char SHORT_KEY[] = "shop-%05d", LONG_KEY[] = "a shop in a small town, number %05d";

static const struct texts_case CASES[] = {
    {"texts, 10 bytes, 1,000", 1000, SHORT_KEY, false, 0},
    {"texts, 36 bytes, 1,000", 1000, LONG_KEY, false, 0},
    {"texts, 10 bytes, 100,000", 100000, SHORT_KEY, false, 1.5},
    {"texts, 36 bytes, 100,000", 100000, LONG_KEY, false, 0},
    {"texts, dictionary, 1,000", 1000, SHORT_KEY, true, 0},
    {"texts, dictionary, 36 bytes, 1,000", 1000, LONG_KEY, true, 0},
};

/* The number of rows of a call: one row for this number of bytes of a large column. */
enum { BYTES_A_ROW = 128, KEY_MAX = 64, LINE = 16, NO_ANSWER = 11 };

/* A text array with memory of its own. */
struct texts {
    size_t length, room;
    int32_t *offsets;
    char *bytes;
};

/* Both columns as one struct array; connect() sets its pointers. */
struct batch {
    struct ArrowSchema schema, keys_schema, values_schema, answers_schema, *schemas[2];
    struct ArrowArray array, keys_array, values_array, answers_array, *arrays[2];
    const void *keys[3], *values[3], *answers[2], *none[1];
};

struct rows {
    const struct texts_case *self;
    size_t length;
    uint32_t *codes; /* the groups from which the keys were drawn */
    uint8_t *answers;
    struct texts texts; /* of the rows, or of the dictionary */
    struct batch batch;
    nps_groups *counted; /* of the last call */
    nps_accumulator without_key;
    uint64_t *expected, *lines;
    uint32_t *slots; /* the naive hash table: the row of a key plus one */
    size_t slot_count;
    volatile uint64_t read;
};

/* ---- Data ---- */

static void make_texts(struct texts *texts, size_t length, const char *format, const uint32_t *numbers)
{
    size_t i, used = 0;
    texts->length = length;
    texts->room = length * KEY_MAX;
    texts->offsets = speed_map((length + 1) * sizeof *texts->offsets);
    texts->bytes = speed_map(texts->room);
    for (i = 0; i < length; i++) {
        texts->offsets[i] = (int32_t)used;
        used += (size_t)snprintf(texts->bytes + used, KEY_MAX, format, (int)(numbers ? numbers[i] : i));
    }
    texts->offsets[length] = (int32_t)used;
}

static void release_texts(struct texts *texts)
{
    speed_unmap(texts->offsets, (texts->length + 1) * sizeof *texts->offsets);
    speed_unmap(texts->bytes, texts->room);
}

/* A release function marks an array as valid. The arrays are released only together with their memory. */
static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

static void set_format(struct ArrowSchema *schema, const char *name, const char *format)
{
    schema->name = name;
    schema->format = format;
    schema->release = release_schema;
}

static void set_buffers(struct ArrowArray *array, size_t length, const void **buffers, int64_t count)
{
    array->length = (int64_t)length;
    array->buffers = buffers;
    array->n_buffers = count;
    array->release = release_array;
}

static void connect(struct rows *rows)
{
    struct batch *const batch = &rows->batch;
    const bool encoded = rows->self->encoded;
    const void **const texts = encoded ? batch->values : batch->keys;
    memset(batch, 0, sizeof *batch);
    texts[1] = rows->texts.offsets;
    texts[2] = rows->texts.bytes;
    batch->answers[1] = rows->answers;
    set_format(&batch->schema, "", "+s");
    set_format(&batch->keys_schema, "key", encoded ? "I" : "u");
    set_format(&batch->values_schema, "", "u");
    set_format(&batch->answers_schema, "answer", "C");
    set_buffers(&batch->array, rows->length, batch->none, 1);
    set_buffers(&batch->keys_array, rows->length, batch->keys, encoded ? 2 : 3);
    set_buffers(&batch->values_array, rows->texts.length, batch->values, 3);
    set_buffers(&batch->answers_array, rows->length, batch->answers, 2);
    if (encoded) {
        batch->keys[1] = rows->codes;
        batch->keys_schema.dictionary = &batch->values_schema;
        batch->keys_array.dictionary = &batch->values_array;
    }
    batch->schemas[0] = &batch->keys_schema;
    batch->schemas[1] = &batch->answers_schema;
    batch->arrays[0] = &batch->keys_array;
    batch->arrays[1] = &batch->answers_array;
    batch->schema.children = batch->schemas;
    batch->array.children = batch->arrays;
    batch->schema.n_children = batch->array.n_children = 2;
}

/* One row in 64 has a value that is not an answer. */
static void fill(struct rows *rows)
{
    uint64_t random = 4;
    size_t i;
    for (i = 0; i < rows->length; i++) {
        const uint64_t r = speed_random(&random);
        rows->codes[i] = (uint32_t)((speed_random(&random) >> 32) % rows->self->group_count);
        rows->answers[i] = r % 64 == 0 ? NO_ANSWER : (uint8_t)((r >> 32) % NPS_ANSWERS);
        rows->expected[(size_t)rows->codes[i] * LINE + rows->answers[i]]++;
    }
    if (rows->self->encoded)
        make_texts(&rows->texts, rows->self->group_count, rows->self->format, NULL);
    else
        make_texts(&rows->texts, rows->length, rows->self->format, rows->codes);
}

/* ---- Work ---- */

static size_t key_bytes(const struct rows *rows)
{
    if (rows->self->encoded)
        return rows->length * sizeof *rows->codes;
    return rows->length * sizeof *rows->texts.offsets + (size_t)rows->texts.offsets[rows->length];
}

static void read_rows(void *context)
{
    struct rows *const rows = context;
    rows->read = speed_read(rows->answers, rows->length);
    if (rows->self->encoded)
        rows->read ^= speed_read(rows->codes, rows->length * sizeof *rows->codes);
    else
        rows->read ^= speed_read(rows->texts.offsets, rows->length * sizeof *rows->texts.offsets) ^
                      speed_read(rows->texts.bytes, (size_t)rows->texts.offsets[rows->length]);
}

/* Creating and destroying the groups is included, as it is for the naive table. */
static void count_rows(void *context)
{
    struct rows *const rows = context;
    nps_groups_arrow_options options;
    nps_groups_arrow_options_init(&options, "key", "answer");
    if (rows->counted)
        nps_groups_destroy(rows->counted);
    rows->counted = NULL;
    if (nps_groups_create(NULL, &rows->counted) ||
        nps_groups_add_arrow(rows->counted, &rows->batch.schema, &rows->batch.array, &options, &rows->without_key,
                             NULL))
        abort();
}

static size_t find_naively(const struct rows *rows, const char *text, size_t length, size_t row)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t i;
    for (i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    for (i = (size_t)hash & (rows->slot_count - 1); rows->slots[i] != 0; i = (i + 1) & (rows->slot_count - 1)) {
        const size_t other = rows->slots[i] - 1;
        const int32_t *const at = rows->texts.offsets + other;
        if ((size_t)(at[1] - at[0]) == length && memcmp(rows->texts.bytes + at[0], text, length) == 0)
            return i;
    }
    rows->slots[i] = (uint32_t)row + 1;
    return i;
}

static void count_naively(void *context)
{
    struct rows *const rows = context;
    size_t i;
    memset(rows->slots, 0, rows->slot_count * sizeof *rows->slots);
    memset(rows->lines, 0, rows->slot_count * LINE * sizeof *rows->lines);
    for (i = 0; i < rows->length; i++) {
        const size_t text = rows->self->encoded ? rows->codes[i] : i;
        const int32_t *const at = rows->texts.offsets + text;
        const size_t slot = find_naively(rows, rows->texts.bytes + at[0], (size_t)(at[1] - at[0]), text);
        rows->lines[slot * LINE + rows->answers[i]]++;
    }
}

static bool is_right(const void *context)
{
    const struct rows *const rows = context;
    size_t group, answer, found = 0;
    for (group = 0; group < rows->self->group_count; group++) {
        const uint64_t *const expected = rows->expected + group * LINE;
        nps_accumulator counted;
        char key[KEY_MAX];
        const int length = snprintf(key, sizeof key, rows->self->format, (int)group);
        if (nps_groups_find_text(rows->counted, key, (size_t)length, &counted))
            memset(&counted, 0, sizeof counted);
        else
            found++;
        for (answer = 0; answer < NPS_ANSWERS; answer++)
            if (counted.answers[answer] != expected[answer])
                return false;
        if (counted.invalid != expected[NO_ANSWER])
            return false;
    }
    return nps_groups_count(rows->counted) == found;
}

static void run_case(const struct texts_case *self, const struct speed_options *options)
{
    static struct rows rows;
    struct speed_row row = {0};
    size_t lines_bytes;
    memset(&rows, 0, sizeof rows);
    rows.self = self;
    rows.length = options->large / BYTES_A_ROW;
    rows.codes = speed_map(rows.length * sizeof *rows.codes);
    rows.answers = speed_map(rows.length);
    rows.expected = speed_map(self->group_count * LINE * sizeof *rows.expected);
    for (rows.slot_count = 2; rows.slot_count < 2 * self->group_count;)
        rows.slot_count *= 2;
    lines_bytes = rows.slot_count * LINE * sizeof *rows.lines;
    rows.slots = speed_map(rows.slot_count * sizeof *rows.slots);
    rows.lines = speed_map(lines_bytes);
    fill(&rows);
    connect(&rows);
    row.name = self->name;
    row.target.naive = self->target;
    row.bytes = key_bytes(&rows) + rows.length;
    row.rows = rows.length;
    row.threads = 1;
    row.limit = (struct speed_work){read_rows, &rows};
    row.count = (struct speed_work){count_rows, &rows};
    row.naive = (struct speed_work){count_naively, &rows};
    row.is_right = is_right;
    speed_measure(&row, options);
    nps_groups_destroy(rows.counted);
    release_texts(&rows.texts);
    speed_unmap(rows.codes, rows.length * sizeof *rows.codes);
    speed_unmap(rows.answers, rows.length);
    speed_unmap(rows.expected, self->group_count * LINE * sizeof *rows.expected);
    speed_unmap(rows.slots, rows.slot_count * sizeof *rows.slots);
    speed_unmap(rows.lines, lines_bytes);
}

void speed_text_groups(const struct speed_options *options)
{
    size_t i;
    for (i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (speed_is_chosen(options, CASES[i].name))
            run_case(&CASES[i], options);
}
