/* Two keys with 1,000 cells: integers, texts with offsets, and texts encoded by dictionaries. The naive way for
 * integers counts into an array by both numbers, and checks nothing; that for texts looks each of the two up in a hash
 * table without a secret key (FNV-1a), which compares texts and does not copy them. SPDX-License-Identifier: MIT */
#include "cube.h"

#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number of rows of a call: one row for this number of bytes of a large column. */
enum { BYTES_A_ROW = 128 };

enum { KEYS = 2, REGIONS = 20, CHANNELS = 50, LINE = 16, TEXT_MAX = 16, SLOTS = 128 };

enum form { INTEGERS, TEXTS, DICTIONARIES };

static const char *const NAMES[] = {"cube, two integers, 1,000 cells", "cube, two texts, 1,000 cells",
                                    "cube, two dictionaries, 1,000 cells"};
static const char *const FORMATS[KEYS] = {"region-%03d", "channel-%04d"};
static const uint32_t COUNTS[KEYS] = {REGIONS, CHANNELS};

/* A column of texts, and the naive table of its values: a row of each, plus one. */
struct texts {
    int32_t *offsets;
    char *bytes;
    size_t room;
    uint32_t slots[SLOTS];
};

struct rows {
    enum form form;
    size_t length;
    uint32_t *codes[KEYS];
    uint8_t *answers;
    struct texts texts[KEYS]; /* of the rows, or of the dictionaries */
    struct ArrowSchema schema, schemas[KEYS + 1], values_schemas[KEYS], *schema_children[KEYS + 1];
    struct ArrowArray array, arrays[KEYS + 1], values[KEYS], *array_children[KEYS + 1];
    const void *buffers[KEYS][3], *values_buffers[KEYS][3], *answer_buffers[2], *none[1];
    nps_cube *counted;
    uint64_t expected[REGIONS * CHANNELS * LINE];
    uint64_t lines[SLOTS * SLOTS * LINE];
    volatile uint64_t read;
};

/* ---- Data ---- */

static void make_texts(struct texts *texts, size_t length, const char *format, const uint32_t *numbers)
{
    size_t i, used = 0;
    texts->room = length * TEXT_MAX;
    texts->offsets = speed_map((length + 1) * sizeof *texts->offsets);
    texts->bytes = speed_map(texts->room);
    for (i = 0; i < length; i++) {
        texts->offsets[i] = (int32_t)used;
        used += (size_t)snprintf(texts->bytes + used, TEXT_MAX, format, (int)(numbers ? numbers[i] : i));
    }
    texts->offsets[length] = (int32_t)used;
}

static void fill(struct rows *rows)
{
    uint64_t random = 7;
    size_t i;
    int k;
    for (i = 0; i < rows->length; i++) {
        rows->codes[0][i] = (uint32_t)((speed_random(&random) >> 32) % REGIONS);
        rows->codes[1][i] = (uint32_t)((speed_random(&random) >> 32) % CHANNELS);
        rows->answers[i] = (uint8_t)((speed_random(&random) >> 32) % NPS_ANSWERS);
        rows->expected[(rows->codes[0][i] * CHANNELS + rows->codes[1][i]) * LINE + rows->answers[i]]++;
    }
    for (k = 0; k < KEYS; k++)
        if (rows->form == TEXTS)
            make_texts(&rows->texts[k], rows->length, FORMATS[k], rows->codes[k]);
        else
            make_texts(&rows->texts[k], COUNTS[k], FORMATS[k], NULL);
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

static struct ArrowSchema schema_of(const char *name, const char *format)
{
    return (struct ArrowSchema){.name = name, .format = format, .release = release_schema};
}

static struct ArrowArray array_of(size_t length, const void **buffers, int64_t count)
{
    return (struct ArrowArray){
        .length = (int64_t)length, .buffers = buffers, .n_buffers = count, .release = release_array};
}

static void connect_key(struct rows *rows, int k)
{
    static const char *const names[KEYS] = {"region", "channel"};
    const bool is_encoded = rows->form == DICTIONARIES;
    const void **const texts = is_encoded ? rows->values_buffers[k] : rows->buffers[k];
    texts[1] = rows->texts[k].offsets;
    texts[2] = rows->texts[k].bytes;
    rows->schemas[k] = schema_of(names[k], is_encoded ? "I" : "u");
    rows->arrays[k] = array_of(rows->length, rows->buffers[k], is_encoded ? 2 : 3);
    if (!is_encoded)
        return;
    rows->buffers[k][1] = rows->codes[k];
    rows->values_schemas[k] = schema_of("", "u");
    rows->values[k] = array_of(COUNTS[k], rows->values_buffers[k], 3);
    rows->schemas[k].dictionary = &rows->values_schemas[k];
    rows->arrays[k].dictionary = &rows->values[k];
}

static void connect(struct rows *rows)
{
    int k;
    for (k = 0; k < KEYS; k++)
        connect_key(rows, k);
    rows->answer_buffers[1] = rows->answers;
    rows->schemas[KEYS] = schema_of("answer", "C");
    rows->arrays[KEYS] = array_of(rows->length, rows->answer_buffers, 2);
    rows->schema = schema_of("", "+s");
    rows->array = array_of(rows->length, rows->none, 1);
    for (k = 0; k <= KEYS; k++) {
        rows->schema_children[k] = &rows->schemas[k];
        rows->array_children[k] = &rows->arrays[k];
    }
    rows->schema.children = rows->schema_children;
    rows->array.children = rows->array_children;
    rows->schema.n_children = rows->array.n_children = KEYS + 1;
}

/* ---- Work ---- */

static size_t bytes_of(const struct rows *rows)
{
    size_t bytes = rows->length;
    int k;
    for (k = 0; k < KEYS; k++)
        bytes += rows->length * 4 + (rows->form == TEXTS ? (size_t)rows->texts[k].offsets[rows->length] : 0);
    return bytes;
}

static void read_rows(void *context)
{
    struct rows *const rows = context;
    int k;
    rows->read = speed_read(rows->answers, rows->length);
    for (k = 0; k < KEYS; k++) {
        rows->read ^=
            speed_read(rows->form == TEXTS ? (const void *)rows->texts[k].offsets : rows->codes[k], rows->length * 4);
        if (rows->form == TEXTS)
            rows->read ^= speed_read(rows->texts[k].bytes, (size_t)rows->texts[k].offsets[rows->length]);
    }
}

static nps_status add_integers(struct rows *rows)
{
    nps_column keys[KEYS], answers;
    int k;
    for (k = 0; k < KEYS; k++)
        nps_column_init(&keys[k], NPS_COLUMN_U32, rows->codes[k], rows->length);
    nps_column_init(&answers, NPS_COLUMN_U8, rows->answers, rows->length);
    return nps_cube_add_columns(rows->counted, keys, &answers, NULL);
}

static nps_status add_texts(struct rows *rows)
{
    nps_cube_arrow_options options;
    nps_cube_arrow_options_init(&options, "answer");
    return nps_cube_add_arrow(rows->counted, &rows->schema, &rows->array, &options, NULL);
}

/* Creating and destroying the cube is included. */
static void count_rows(void *context)
{
    static const nps_cube_key integers[KEYS] = {{"region", NPS_CUBE_INTEGER}, {"channel", NPS_CUBE_INTEGER}};
    static const nps_cube_key texts[KEYS] = {{"region", NPS_CUBE_TEXT}, {"channel", NPS_CUBE_TEXT}};
    struct rows *const rows = context;
    nps_cube_destroy(rows->counted);
    if (nps_cube_create(rows->form == INTEGERS ? integers : texts, KEYS, NULL, &rows->counted) ||
        (rows->form == INTEGERS ? add_integers : add_texts)(rows))
        abort();
}

static size_t find_naively(struct texts *texts, size_t row)
{
    const int32_t *const at = texts->offsets + row;
    const size_t length = (size_t)(at[1] - at[0]);
    uint64_t hash = UINT64_C(14695981039346656037);
    size_t i;
    for (i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)texts->bytes[(size_t)at[0] + i]) * UINT64_C(1099511628211);
    for (i = hash % SLOTS; texts->slots[i] != 0; i = (i + 1) % SLOTS) {
        const int32_t *const other = texts->offsets + texts->slots[i] - 1;
        if ((size_t)(other[1] - other[0]) == length &&
            memcmp(texts->bytes + other[0], texts->bytes + at[0], length) == 0)
            return i;
    }
    texts->slots[i] = (uint32_t)row + 1;
    return i;
}

static void count_naively(void *context)
{
    struct rows *const rows = context;
    size_t i;
    int k;
    memset(rows->lines, 0, sizeof rows->lines);
    for (k = 0; k < KEYS; k++)
        memset(rows->texts[k].slots, 0, sizeof rows->texts[k].slots);
    if (rows->form == TEXTS)
        for (i = 0; i < rows->length; i++)
            rows->lines[(find_naively(&rows->texts[0], i) * SLOTS + find_naively(&rows->texts[1], i)) * LINE +
                        rows->answers[i]]++;
    else /* dictionaries: by their codes */
        for (i = 0; i < rows->length; i++)
            rows->lines[(rows->codes[0][i] * SLOTS + rows->codes[1][i]) * LINE + rows->answers[i]]++;
}

static nps_cube_value value_of(const struct rows *rows, int k, uint32_t code, char *text)
{
    if (rows->form == INTEGERS)
        return (nps_cube_value){.type = NPS_CUBE_INTEGER, .integer = code};
    return (nps_cube_value){
        .type = NPS_CUBE_TEXT, .text = text, .length = (size_t)snprintf(text, TEXT_MAX, FORMATS[k], (int)code)};
}

static bool is_right(const void *context)
{
    const struct rows *const rows = context;
    uint32_t region, channel;
    for (region = 0; region < REGIONS; region++)
        for (channel = 0; channel < CHANNELS; channel++) {
            char texts[KEYS][TEXT_MAX];
            const nps_cube_value values[KEYS] = {value_of(rows, 0, region, texts[0]),
                                                 value_of(rows, 1, channel, texts[1])};
            nps_accumulator cell;
            if (nps_cube_find(rows->counted, values, &cell, NULL) ||
                memcmp(cell.answers, rows->expected + (region * CHANNELS + channel) * LINE, sizeof cell.answers) != 0)
                return false;
        }
    return nps_cube_count(rows->counted) == (size_t)REGIONS * CHANNELS;
}

static void run_case(enum form form, const struct speed_options *options)
{
    static struct rows rows;
    struct speed_row row = {.name = NAMES[form], .threads = 1, .is_right = is_right};
    int k;
    memset(&rows, 0, sizeof rows);
    rows.form = form;
    row.rows = rows.length = options->large / BYTES_A_ROW;
    for (k = 0; k < KEYS; k++)
        rows.codes[k] = speed_map(rows.length * sizeof *rows.codes[k]);
    rows.answers = speed_map(rows.length);
    fill(&rows);
    connect(&rows);
    row.bytes = bytes_of(&rows);
    row.limit = (struct speed_work){read_rows, &rows};
    row.count = (struct speed_work){count_rows, &rows};
    row.naive = (struct speed_work){count_naively, &rows};
    speed_measure(&row, options);
    nps_cube_destroy(rows.counted);
    for (k = 0; k < KEYS; k++) {
        const size_t length = form == TEXTS ? rows.length : COUNTS[k];
        speed_unmap(rows.texts[k].offsets, (length + 1) * sizeof *rows.texts[k].offsets);
        speed_unmap(rows.texts[k].bytes, rows.texts[k].room);
        speed_unmap(rows.codes[k], rows.length * sizeof *rows.codes[k]);
    }
    speed_unmap(rows.answers, rows.length);
}

void speed_cube(const struct speed_options *options)
{
    int form;
    for (form = INTEGERS; form <= DICTIONARIES; form++)
        if (speed_is_chosen(options, NAMES[form]))
            run_case((enum form)form, options);
}
