/* Arrow arrays and streams built from the bytes: answers of every format, keys
 * that are texts in every layout, integers or what is read as such, dictionaries
 * and runs, nulls and offsets at every level; counted and grouped as row by row,
 * or broken in a known way, refused, and nothing changed.
 * SPDX-License-Identifier: MIT */
#include "columns.h"
#include "groups_model.h"

#include "cpu_paths.h"

#include <math.h>
#include <stdio.h>

enum { ROWS = 120, TEXTS = ROWS + 40, TEXT = 30, VIEW = 16, BUFFERS = 5, ARRAYS = 2 };

/* An array and all that it points to. */
struct array {
    struct ArrowSchema schema;
    struct ArrowArray array;
    const void *buffers[BUFFERS];
    struct ArrowSchema *child_schemas[2];
    struct ArrowArray *child_arrays[2];
};

/* Texts, each as long as said. */
struct texts {
    char bytes[TEXTS * TEXT];
    int32_t lengths[TEXTS], offsets[TEXTS + 1];
    int64_t wide_offsets[TEXTS + 1], size;
    unsigned char views[TEXTS * VIEW];
    uint8_t bits[TEXTS / 8 + 1];
    bool has_nulls;
};

enum { WIDEST = 32, EXOTICS = TEXTS };

/* Values of a type that no column has, with what each of them is. */
struct exotic {
    enum { NO_EXOTIC, NULLS, HALVES, DECIMALS, BOOLEANS, DAYS, TIMES } kind;
    char format[24];
    unsigned char bytes[EXOTICS * WIDEST];
    enum { WHOLE, NOT_WHOLE, NOT_THERE } states[EXOTICS];
    int64_t integers[EXOTICS];
    uint8_t bits[EXOTICS / 8 + 1];
    bool has_nulls;
};

/* Values or texts, or a dictionary of them with indices, which are values too;
 * or runs of them. */
struct child {
    struct array self, dictionary, runs, ends_of_runs;
    struct exotic exotic;
    int32_t ends[ROWS + 20];
    size_t run_count;
    bool has_runs;
    fuzz_column values, entries;
    struct texts texts;
    bool has_texts, has_dictionary;
};

/* A data frame of answers and keys; `first` is where its rows begin in the
 * children. */
struct frame {
    struct array self;
    struct child answers, keys;
    uint8_t bits[ROWS / 8 + 2];
    size_t rows, first;
    int64_t codes[2];
    size_t code_count;
};

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

static void init(struct array *self, const char *format, const char *name, size_t length, size_t offset)
{
    memset(self, 0, sizeof *self);
    self->schema.format = format;
    self->schema.name = name;
    self->schema.release = release_schema;
    self->array.length = (int64_t)(length - offset);
    self->array.offset = (int64_t)offset;
    self->array.n_buffers = 2;
    self->array.buffers = self->buffers;
    self->array.release = release_array;
}

/* Packed values of any type that the mask allows, from the first on. */
static void read_values(fuzz_input *input, fuzz_column *values, size_t length, uint64_t small, bool integers)
{
    const nps_column_type type = TYPES[fuzz_byte(input) % (integers ? TYPE_COUNT - 2 : TYPE_COUNT)];
    size_t i;
    memset(values, 0, sizeof *values);
    values->memory = fuzz_memory(length * width_of(type));
    nps_column_init(&values->column, type, values->memory, length);
    fuzz_values(input, &values->column, values->memory, 1 + fuzz_byte(input) % 64, small);
    if (fuzz_bool(input)) {
        values->bits = fuzz_memory((length + 7) / 8);
        for (i = 0; i < (length + 7) / 8; i++)
            values->bits[i] = fuzz_byte(input);
        values->column.validity = values->bits;
    }
}

static const char *format_of(nps_column_type type)
{
    static const char *const formats[] = {"", "C", "c", "S", "s", "I", "i", "L", "l", "f", "g"};
    return formats[type];
}

static void of_values(struct array *self, const fuzz_column *values, const char *name, size_t offset)
{
    init(self, format_of(values->column.type), name, values->column.length, offset);
    self->array.null_count = values->bits ? -1 : 0;
    self->buffers[0] = values->bits;
    self->buffers[1] = values->memory;
}

static void read_texts(fuzz_input *input, struct texts *texts, size_t length)
{
    size_t i;
    memset(texts, 0, sizeof *texts);
    texts->has_nulls = fuzz_bool(input);
    for (i = 0; i < length; i++) {
        const uint8_t seed = fuzz_byte(input);
        unsigned char *const view = texts->views + i * VIEW;
        char *const text = texts->bytes + texts->offsets[i];
        const int32_t size = texts->lengths[i] = seed % TEXT;
        memset(text, seed / 64, (size_t)size);
        texts->offsets[i + 1] = texts->offsets[i] + size;
        texts->wide_offsets[i + 1] = texts->offsets[i + 1];
        memcpy(view, &size, sizeof size);
        memcpy(view + 4, text, (size_t)(size <= 12 ? size : 4));
        if (size > 12)
            memcpy(view + 12, &texts->offsets[i], sizeof texts->offsets[i]);
        if (!fuzz_seldom(input, 4))
            texts->bits[i / 8] = (uint8_t)(texts->bits[i / 8] | 1U << i % 8);
    }
    texts->size = texts->offsets[length];
}

static void of_texts(fuzz_input *input, struct array *self, const struct texts *texts, size_t length, size_t offset)
{
    static const char *const formats[] = {"u", "z", "U", "Z", "vu", "vz"};
    const unsigned which = fuzz_byte(input) % 6;
    init(self, formats[which], "key", length, offset);
    self->array.null_count = texts->has_nulls ? -1 : 0;
    self->buffers[0] = texts->has_nulls ? texts->bits : NULL;
    self->buffers[1] = which < 2   ? (const void *)texts->offsets
                       : which < 4 ? (const void *)texts->wide_offsets
                                   : texts->views;
    self->buffers[2] = texts->bytes;
    self->array.n_buffers = 3;
    if (which >= 4) {
        self->buffers[3] = &texts->size;
        self->array.n_buffers = 4;
    }
}

/* Writes value * 10^zeros + more in two's complement. */
static void put_decimal(unsigned char *at, size_t width, int64_t value, int zeros, int more)
{
    unsigned char bytes[WIDEST];
    size_t i;
    for (i = 0; i < WIDEST; i++)
        bytes[i] = (unsigned char)(i < 8 ? (uint64_t)value >> 8 * i : value < 0 ? 0xFF : 0);
    for (; zeros > 0; zeros--) {
        unsigned carry = 0;
        for (i = 0; i < WIDEST; i++, carry >>= 8) {
            carry += bytes[i] * 10U;
            bytes[i] = (unsigned char)carry;
        }
    }
    for (i = 0; i < WIDEST; i++) {
        const int sum = bytes[i] + more;
        bytes[i] = (unsigned char)sum;
        more = sum < 0 ? -1 : sum >> 8;
    }
    memcpy(at, bytes, width);
}

static void put_half(struct exotic *self, size_t place, uint16_t half)
{
    const int exponent = half >> 10 & 31, mantissa = half & 1023;
    const double size = exponent ? ldexp(1 + mantissa / 1024.0, exponent - 15) : ldexp(mantissa / 1024.0, -14);
    memcpy(self->bytes + place * sizeof half, &half, sizeof half);
    if (exponent == 31)
        self->states[place] = mantissa ? NOT_THERE : NOT_WHOLE;
    else if (size != floor(size))
        self->states[place] = NOT_WHOLE;
    else
        self->integers[place] = half >> 15 ? -(int64_t)size : (int64_t)size;
}

__extension__ typedef __int128 wide;

static void put_time(struct exotic *self, size_t place, int64_t time, int64_t per_second, int64_t offset)
{
    const wide local = (wide)time + (wide)offset * per_second, day = (wide)86400 * per_second;
    memcpy(self->bytes + place * sizeof time, &time, sizeof time);
    self->integers[place] = (int64_t)(local / day - (local % day < 0));
}

static void put_exotic(fuzz_input *input, struct exotic *self, size_t place, int choice)
{
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    static const int64_t offsets[] = {0, 0, 7200, -35940};
    static const size_t widths[] = {4, 8, 16, 32};
    static const int largest[] = {6, 15, 34, 70};
    const uint8_t seed = fuzz_byte(input);
    const int64_t small = seed % 14 - 1;
    const int scale = choice / 4 % (largest[choice % 4] + 1), more = seed < 230 ? 0 : seed % 2 ? 1 : -1;
    int32_t day;
    switch (self->kind) {
    case HALVES: put_half(self, place, (uint16_t)(seed < 100 ? 0x4200 + seed * 64 : fuzz_bits(input, 2))); break;
    case DECIMALS:
        put_decimal(self->bytes + place * widths[choice % 4], widths[choice % 4], small, scale, more);
        self->integers[place] = small + more;
        self->states[place] = scale > 0 && more != 0 ? NOT_WHOLE : WHOLE;
        break;
    case BOOLEANS:
        self->bytes[place / 8] = (unsigned char)(self->bytes[place / 8] | (unsigned)(seed % 2) << place % 8);
        self->integers[place] = seed % 2;
        break;
    case DAYS:
        day = (int32_t)(seed < 200 ? small : (int64_t)(int32_t)(uint32_t)fuzz_bits(input, 4));
        memcpy(self->bytes + place * sizeof day, &day, sizeof day);
        self->integers[place] = day;
        break;
    case TIMES:
        put_time(self, place, seed < 100 ? small * 40000 * per_second[choice % 4] : (int64_t)fuzz_bits(input, 8),
                 per_second[choice % 4], offsets[choice / 4 % 4]);
        break;
    case NULLS:
    case NO_EXOTIC: self->states[place] = NOT_THERE; break;
    }
}

/* Values of a type for keys, or for answers; of nulls only where the keys are texts. */
static void read_exotic(fuzz_input *input, struct exotic *self, size_t length, bool keys, bool texts)
{
    static const char *const zones[] = {"", "UTC", "+02:00", "-09:59"};
    static const int largest[] = {6, 15, 34, 70};
    const int choice = fuzz_byte(input);
    size_t i;
    self->kind = texts ? NULLS : 1 + fuzz_byte(input) % (keys ? TIMES : DECIMALS);
    self->has_nulls = self->kind != NULLS && fuzz_bool(input);
    switch (self->kind) {
    case HALVES: strcpy(self->format, "e"); break;
    case DECIMALS:
        (void)snprintf(self->format, sizeof self->format, "d:9,%d,%d", choice / 4 % (largest[choice % 4] + 1),
                       32 << choice % 4);
        break;
    case BOOLEANS: strcpy(self->format, "b"); break;
    case DAYS: strcpy(self->format, "tdD"); break;
    case TIMES:
        (void)snprintf(self->format, sizeof self->format, "ts%c:%s", "smun"[choice % 4], zones[choice / 4 % 4]);
        break;
    case NULLS:
    case NO_EXOTIC: strcpy(self->format, "n"); break;
    }
    for (i = 0; i < length; i++) {
        put_exotic(input, self, i, choice);
        if (!self->has_nulls || !fuzz_seldom(input, 4))
            self->bits[i / 8] = (uint8_t)(self->bits[i / 8] | 1U << i % 8);
    }
}

static void of_exotic(struct array *self, const struct exotic *exotic, const char *name, size_t length, size_t offset)
{
    init(self, exotic->format, name, length, offset);
    self->array.null_count = exotic->has_nulls ? -1 : 0;
    self->buffers[0] = exotic->has_nulls ? exotic->bits : NULL;
    self->buffers[1] = exotic->bytes;
    if (exotic->kind == NULLS)
        self->array.n_buffers = 0;
}

/* Puts the values of a child into runs; `length` rows, the first of them at an offset. */
static void read_runs(fuzz_input *input, struct child *child, size_t length, const char *name)
{
    const size_t offset = fuzz_byte(input) % 5;
    size_t i;
    init(&child->ends_of_runs, "i", NULL, child->run_count, 0);
    child->ends_of_runs.buffers[1] = child->ends;
    for (i = 0; i < child->run_count; i++)
        child->ends[i] = (int32_t)(1 + fuzz_byte(input) % 9) + (i ? child->ends[i - 1] : 0);
    if (child->ends[child->run_count - 1] < (int32_t)(length + offset))
        child->ends[child->run_count - 1] = (int32_t)(length + offset);
    init(&child->runs, "+r", name, length + offset, offset);
    child->runs.array.n_buffers = 0;
    child->runs.schema.n_children = child->runs.array.n_children = 2;
    child->runs.schema.children = child->runs.child_schemas;
    child->runs.array.children = child->runs.child_arrays;
    child->runs.child_schemas[0] = &child->ends_of_runs.schema;
    child->runs.child_schemas[1] = &child->self.schema;
    child->runs.child_arrays[0] = &child->ends_of_runs.array;
    child->runs.child_arrays[1] = &child->self.array;
}

static struct array *top_of(struct child *child)
{
    return child->has_runs ? &child->runs : &child->self;
}

/* A child of `length` rows behind an offset; of keys or of answers. */
static void read_child(fuzz_input *input, struct child *child, size_t length, bool keys, bool texts)
{
    const char *const name = keys ? "key" : "answer";
    const size_t offset = fuzz_byte(input) % 5, entry_offset = fuzz_byte(input) % 3;
    const size_t entries = entry_offset + 1 + fuzz_byte(input) % 30;
    const uint8_t manner = fuzz_byte(input);
    const bool is_exotic = manner % 4 == 3;
    size_t values;
    memset(child, 0, sizeof *child);
    child->has_dictionary = manner / 4 % 4 == 3;
    child->has_runs = manner / 4 % 4 == 2;
    child->has_texts = keys && texts && !is_exotic;
    child->run_count = 1 + fuzz_byte(input) % 20;
    values = child->has_dictionary ? entries : (child->has_runs ? child->run_count : length) + offset;
    if (child->has_texts)
        read_texts(input, &child->texts, values);
    else if (is_exotic)
        read_exotic(input, &child->exotic, values, keys, texts);
    if (child->has_dictionary) {
        /* Indices are mostly of the entries; rows of others are refused. */
        read_values(input, &child->values, length + offset, entries - entry_offset, true);
        of_values(&child->self, &child->values, name, offset);
        if (child->has_texts) {
            of_texts(input, &child->dictionary, &child->texts, entries, entry_offset);
        } else if (is_exotic) {
            of_exotic(&child->dictionary, &child->exotic, NULL, entries, entry_offset);
        } else {
            read_values(input, &child->entries, entries, keys ? 200 : 13, false);
            of_values(&child->dictionary, &child->entries, NULL, entry_offset);
        }
        child->self.schema.dictionary = &child->dictionary.schema;
        child->self.array.dictionary = &child->dictionary.array;
    } else if (child->has_texts) {
        of_texts(input, &child->self, &child->texts, values, offset);
    } else if (is_exotic) {
        of_exotic(&child->self, &child->exotic, name, values, offset);
    } else {
        read_values(input, &child->values, values, keys ? 200 : 13, false);
        of_values(&child->self, &child->values, name, offset);
    }
    if (child->has_runs)
        read_runs(input, child, length, name);
}

static void read_frame(fuzz_input *input, struct frame *frame, bool texts)
{
    size_t i;
    frame->rows = fuzz_below(input, ROWS + 1);
    frame->first = fuzz_byte(input) % 4;
    frame->code_count = fuzz_byte(input) % 3;
    for (i = 0; i < frame->code_count; i++)
        frame->codes[i] = fuzz_byte(input) % 14;
    read_child(input, &frame->answers, frame->first + frame->rows, false, false);
    read_child(input, &frame->keys, frame->first + frame->rows, true, texts);
    init(&frame->self, "+s", "", frame->first + frame->rows, frame->first);
    frame->self.array.n_buffers = 1;
    if (fuzz_bool(input)) {
        for (i = 0; i < sizeof frame->bits; i++)
            frame->bits[i] = (uint8_t)(fuzz_byte(input) | fuzz_byte(input));
        frame->self.buffers[0] = frame->bits;
        frame->self.array.null_count = -1;
    }
    frame->self.schema.children = frame->self.child_schemas;
    frame->self.array.children = frame->self.child_arrays;
    frame->self.schema.n_children = frame->self.array.n_children = 2;
    frame->self.child_schemas[0] = &top_of(&frame->answers)->schema;
    frame->self.child_schemas[1] = &top_of(&frame->keys)->schema;
    frame->self.child_arrays[0] = &top_of(&frame->answers)->array;
    frame->self.child_arrays[1] = &top_of(&frame->keys)->array;
}

static void free_frame(struct frame *frame)
{
    fuzz_column_free(&frame->answers.values);
    fuzz_column_free(&frame->answers.entries);
    fuzz_column_free(&frame->keys.values);
    fuzz_column_free(&frame->keys.entries);
}

/* Whether a value, a text or an exotic value is there. */
static bool is_there(const struct child *child, const fuzz_column *values, size_t place)
{
    if (child->has_texts)
        return !child->texts.has_nulls || child->texts.bits[place / 8] >> place % 8 & 1;
    if (child->exotic.kind)
        return (child->exotic.bits[place / 8] >> place % 8 & 1) && child->exotic.states[place] != NOT_THERE;
    return !is_missing(&values->column, place);
}

/* What a row of a child is in its values or texts: false for a null; an index
 * outside its dictionary is told. */
static bool find_row(const struct child *child, size_t row, size_t *place, bool *is_outside)
{
    const size_t at = row + (size_t)child->self.array.offset;
    long double index;
    size_t run = 0;
    if (child->has_runs) {
        while (child->ends[run] <= (int32_t)(row + (size_t)child->runs.array.offset))
            run++;
        *place = run + (size_t)child->self.array.offset;
        return is_there(child, &child->values, *place);
    }
    *place = at;
    if (!child->has_dictionary)
        return is_there(child, &child->values, at);
    if (is_missing(&child->values.column, at))
        return false;
    index = value_at(&child->values.column, at);
    *is_outside = !(index >= 0 && index < (long double)child->dictionary.array.length);
    if (*is_outside)
        return false;
    *place = (size_t)index + (size_t)child->dictionary.array.offset;
    return is_there(child, &child->entries, *place);
}

static int answer_of(const struct frame *frame, size_t row, bool *is_outside)
{
    const struct child *const answers = &frame->answers;
    nps_column values = answers->has_dictionary ? answers->entries.column : answers->values.column;
    size_t place, i;
    int64_t integer;
    if (!find_row(answers, frame->first + row, &place, is_outside))
        return NPS_ANSWER_MISSING;
    values.missing_codes = frame->codes;
    values.missing_code_count = frame->code_count;
    if (!answers->exotic.kind)
        return answer_at(&values, place);
    integer = answers->exotic.integers[place];
    if (answers->exotic.states[place] == NOT_WHOLE)
        return NPS_ANSWER_INVALID;
    for (i = 0; i < frame->code_count; i++)
        if (frame->codes[i] == integer)
            return NPS_ANSWER_MISSING;
    return integer >= 0 && integer <= 10 ? (int)integer : NPS_ANSWER_INVALID;
}

/* The key of a row: false when it has none; one beyond the largest integer, or
 * that is not whole, is told. */
static bool key_of(const struct frame *frame, size_t row, model_key *key, bool *is_outside, bool *is_refused)
{
    const struct child *const keys = &frame->keys;
    size_t place;
    long double value;
    bool is_good;
    if (!find_row(keys, frame->first + row, &place, is_outside))
        return false;
    if (keys->has_texts) {
        *key = model_text(keys->texts.bytes + keys->texts.offsets[place], (size_t)keys->texts.lengths[place]);
        return true;
    }
    if (keys->exotic.kind) {
        *is_refused = *is_refused || keys->exotic.states[place] == NOT_WHOLE;
        *key = model_integer(keys->exotic.integers[place]);
        return true;
    }
    value = value_at(keys->has_dictionary ? &keys->entries.column : &keys->values.column, place);
    is_good = value >= -0x1p63L && value < 0x1p63L && value == floorl(value);
    *is_refused = *is_refused || !is_good;
    *key = model_integer(is_good ? (int64_t)value : 0);
    return true;
}

static bool is_null(const struct frame *frame, size_t row)
{
    const size_t at = frame->first + row;
    return frame->self.buffers[0] && !(frame->bits[at / 8] >> at % 8 & 1);
}

/* Adds the rows of a frame; false when one of them must be refused. */
static bool add_rows(const struct frame *frame, bins *all, groups_model *groups, bins *rest)
{
    bool is_outside = false, is_refused = false;
    size_t row;
    for (row = 0; row < frame->rows; row++) {
        bool of_answer = false, of_key = false;
        model_key key;
        const bool null = is_null(frame, row);
        const int answer = null ? NPS_ANSWER_MISSING : answer_of(frame, row, &of_answer);
        all->of[answer]++;
        if (groups)
            ++*(!null && key_of(frame, row, &key, &of_key, &is_refused) ? &model_at(groups, &key)->counts.of[answer]
                                                                        : &rest->of[answer]);
        is_outside = is_outside || of_answer || of_key;
    }
    return !is_outside && !is_refused;
}

/* ---- the calls ---- */

static nps_arrow_options options_of(const struct frame *frame, const char *child)
{
    nps_arrow_options options;
    nps_arrow_options_init(&options);
    options.child = child;
    options.missing_codes = frame->codes;
    options.missing_code_count = frame->code_count;
    return options;
}

static nps_groups_arrow_options group_options_of(const struct frame *frame)
{
    nps_groups_arrow_options options;
    nps_groups_arrow_options_init(&options, "key", "answer");
    options.missing_codes = frame->codes;
    options.missing_code_count = frame->code_count;
    return options;
}

static nps_status count(nps_accumulator *self, const struct frame *frame, const char *child)
{
    const nps_arrow_options options = options_of(frame, child);
    const struct array *const array = child                     ? &frame->self
                                      : frame->answers.has_runs ? &frame->answers.runs
                                                                : &frame->answers.self;
    nps_error_detail detail;
    return nps_accumulator_add_arrow(self, &array->schema, &array->array, &options, &detail);
}

static nps_status group(nps_groups *self, const struct frame *frame, nps_accumulator *rest)
{
    const nps_groups_arrow_options options = group_options_of(frame);
    return nps_groups_add_arrow(self, &frame->self.schema, &frame->self.array, &options, rest, NULL);
}

/* A stream that gives a frame several times, and then fails or ends. */
struct stream {
    struct ArrowArrayStream stream;
    struct frame *frame;
    int left, living;
    bool fails;
};

static void release_streamed(struct ArrowArray *array)
{
    ((struct stream *)array->private_data)->living--;
    array->release = NULL;
}

static void release_streamed_schema(struct ArrowSchema *schema)
{
    ((struct stream *)schema->private_data)->living--;
    schema->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct stream *const self = stream->private_data;
    *out = self->frame->self.schema;
    out->release = release_streamed_schema;
    out->private_data = self;
    self->living++;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct stream *const self = stream->private_data;
    out->release = NULL;
    if (self->left == 0)
        return self->fails ? 5 : 0;
    self->left--;
    *out = self->frame->self.array;
    out->release = release_streamed;
    out->private_data = self;
    self->living++;
    return 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    return ((struct stream *)stream->private_data)->fails ? "no more" : NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static void init_stream(struct stream *self, struct frame *frame, int arrays, bool fails)
{
    memset(self, 0, sizeof *self);
    self->stream = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release_stream, self};
    self->frame = frame;
    self->left = arrays;
    self->fails = fails;
}

static nps_groups *new_groups(nps_key_type type)
{
    nps_groups_options options;
    nps_groups *groups;
    nps_groups_options_init(&options);
    options.key_type = type;
    options.hash_key[0] = 1; /* the same in each run */
    MUST_OK(nps_groups_create(&options, &groups));
    return groups;
}

/* ---- what must hold ---- */

static void check_counts(struct frame *frame)
{
    nps_accumulator counted = {{0}, 0, 0};
    bins expected = {{0}};
    const bool is_good = add_rows(frame, &expected, NULL, NULL);
    const nps_status status = count(&counted, frame, "answer");
    MUST(status == (is_good ? NPS_OK : NPS_ERROR_COLUMN));
    if (!is_good)
        memset(&expected, 0, sizeof expected);
    MUST(bins_are(&expected, &counted));
    if (is_good && frame->first == 0 && !frame->self.buffers[0]) {
        nps_accumulator alone = {{0}, 0, 0};
        MUST_OK(count(&alone, frame, NULL));
        MUST_EQUAL(alone, counted);
    }
}

static void check_groups(struct frame *frame, nps_key_type type)
{
    static groups_model expected;
    nps_groups *const groups = new_groups(type);
    nps_accumulator rest = {{0}, 0, 0};
    bins all = {{0}}, expected_rest = {{0}};
    nps_status status;
    bool is_good;
    memset(&expected, 0, sizeof expected);
    expected.type = type;
    is_good = add_rows(frame, &all, &expected, &expected_rest);
    status = group(groups, frame, &rest);
    if (is_good) {
        MUST(status == NPS_OK);
    } else {
        MUST(status == NPS_ERROR_COLUMN || status == NPS_ERROR_OVERFLOW || status == NPS_ERROR_KEY);
        memset(&expected_rest, 0, sizeof expected_rest);
        expected.size = 0;
    }
    must_be_model(groups, &expected);
    MUST(bins_are(&expected_rest, &rest));
    nps_groups_destroy(groups);
}

/* A stream is the sum of its arrays; what fails changes nothing; all is given
 * back. */
static void check_streams(fuzz_input *input, struct frame *frame, nps_key_type type)
{
    static groups_model expected;
    const int arrays = fuzz_byte(input) % (ARRAYS + 1);
    const bool fails = fuzz_seldom(input, 4);
    const nps_arrow_options options = options_of(frame, "answer");
    const nps_groups_arrow_options group_options = group_options_of(frame);
    nps_groups *const groups = new_groups(type);
    nps_accumulator counted = {{0}, 0, 0}, rest = counted;
    bins all = {{0}}, expected_rest = {{0}}, of_answers = {{0}};
    bool is_good = true, are_answers_good = true;
    struct stream stream;
    nps_status status;
    int i;
    memset(&expected, 0, sizeof expected);
    expected.type = type;
    for (i = 0; i < arrays; i++) {
        are_answers_good = add_rows(frame, &of_answers, NULL, NULL);
        is_good = add_rows(frame, &all, &expected, &expected_rest);
    }
    init_stream(&stream, frame, arrays, fails);
    status = nps_accumulator_add_arrow_stream(&counted, &stream.stream, &options, NULL);
    MUST((status == NPS_OK) == (are_answers_good && !fails) && stream.living == 0);
    if (status != NPS_OK)
        memset(&of_answers, 0, sizeof of_answers);
    MUST(bins_are(&of_answers, &counted));
    init_stream(&stream, frame, arrays, fails);
    status = nps_groups_add_arrow_stream(groups, &stream.stream, &group_options, &rest, NULL);
    MUST((status == NPS_OK) == (is_good && !fails) && stream.living == 0);
    if (status != NPS_OK) {
        memset(&expected_rest, 0, sizeof expected_rest);
        expected.size = 0;
    }
    must_be_model(groups, &expected);
    MUST(bins_are(&expected_rest, &rest));
    nps_groups_destroy(groups);
}

/* Contradicts the specification in one place. */
static void break_frame(fuzz_input *input, struct frame *frame)
{
    struct child *const child = fuzz_bool(input) ? &frame->answers : &frame->keys;
    const bool has_buffers = child->has_dictionary || child->exotic.kind != NULLS;
    const unsigned manner = fuzz_byte(input) % 13;
    switch (manner) {
    case 0: child->self.schema.format = "tts"; break;
    case 2: child->self.array.length = -1; break;
    case 3: child->self.array.offset = -1; break;
    case 5: frame->self.array.n_children = 1; break;
    case 6: frame->self.schema.release = NULL; break;
    case 7: frame->self.array.length = INT64_MAX; break;
    case 8: frame->self.schema.format = "+l"; break;
    case 9: child->ends[child->run_count / 2] = -(int32_t)(fuzz_byte(input) % 2); break;
    case 10: child->ends_of_runs.schema.format = "L"; break;
    case 11: child->runs.array.n_children = 1; break;
    default:
        if (!has_buffers)
            child->self.array.release = NULL;
        else if (manner == 1)
            child->self.array.n_buffers = 1;
        else if (child->has_dictionary)
            child->self.array.dictionary = NULL;
        else
            child->self.array.buffers = NULL;
        break;
    }
    if (manner == 4 || (manner >= 9 && manner <= 11 && !child->has_runs))
        child->self.array.release = NULL;
}

static void check_broken(fuzz_input *input, struct frame *frame, nps_key_type type)
{
    nps_groups *const groups = new_groups(type);
    nps_accumulator rest = {{0}, 0, 0}, before = rest;
    break_frame(input, frame);
    MUST(group(groups, frame, &rest) != NPS_OK);
    MUST(nps_groups_count(groups) == 0);
    (void)count(&rest, frame, "no such child");
    MUST_EQUAL(rest, before);
    nps_groups_destroy(groups);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct frame frame;
    fuzz_input input = {bytes, length};
    const nps_key_type type = fuzz_bool(&input) ? NPS_KEY_TEXT : NPS_KEY_INTEGER;
    int path;
    memset(&frame, 0, sizeof frame);
    read_frame(&input, &frame, type == NPS_KEY_TEXT);
    for (path = -1; next_path(&path);) {
        fuzz_input again = input;
        check_counts(&frame);
        check_groups(&frame, type);
        check_streams(&again, &frame, type);
    }
    check_broken(&input, &frame, type);
    free_frame(&frame);
    return 0;
}
