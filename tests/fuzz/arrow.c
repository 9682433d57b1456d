/* Arrow arrays and streams built from the bytes: answers of every format, keys
 * that are texts in every layout or integers, dictionaries, nulls and offsets
 * at every level; counted and grouped as row by row, or broken in a known way,
 * refused, and nothing changed.
 * SPDX-License-Identifier: MIT */
#include "columns.h"
#include "groups_model.h"

#include "cpu_paths.h"

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

/* Values or texts, or a dictionary of them with indices, which are values too.
 */
struct child {
    struct array self, dictionary;
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

/* A child of `length` rows behind an offset; of keys or of answers. */
static void read_child(fuzz_input *input, struct child *child, size_t length, bool keys, bool texts)
{
    const size_t offset = fuzz_byte(input) % 5, entry_offset = fuzz_byte(input) % 3;
    const size_t entries = entry_offset + 1 + fuzz_byte(input) % 30;
    memset(child, 0, sizeof *child);
    child->has_texts = keys && texts;
    child->has_dictionary = fuzz_seldom(input, 3);
    if (child->has_texts)
        read_texts(input, &child->texts, child->has_dictionary ? entries : length + offset);
    if (child->has_dictionary) {
        /* Indices are mostly of the entries; rows of others are refused. */
        read_values(input, &child->values, length + offset, entries - entry_offset, true);
        if (child->has_texts) {
            of_texts(input, &child->dictionary, &child->texts, entries, entry_offset);
        } else {
            read_values(input, &child->entries, entries, keys ? 200 : 13, keys);
            of_values(&child->dictionary, &child->entries, NULL, entry_offset);
        }
    } else if (!child->has_texts) {
        read_values(input, &child->values, length + offset, keys ? 200 : 13, keys);
    }
    if (child->has_texts && !child->has_dictionary)
        of_texts(input, &child->self, &child->texts, length + offset, offset);
    else
        of_values(&child->self, &child->values, keys ? "key" : "answer", offset);
    if (child->has_dictionary) {
        child->self.schema.dictionary = &child->dictionary.schema;
        child->self.array.dictionary = &child->dictionary.array;
    }
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
    frame->self.child_schemas[0] = &frame->answers.self.schema;
    frame->self.child_schemas[1] = &frame->keys.self.schema;
    frame->self.child_arrays[0] = &frame->answers.self.array;
    frame->self.child_arrays[1] = &frame->keys.self.array;
}

static void free_frame(struct frame *frame)
{
    fuzz_column_free(&frame->answers.values);
    fuzz_column_free(&frame->answers.entries);
    fuzz_column_free(&frame->keys.values);
    fuzz_column_free(&frame->keys.entries);
}

/* What a row of a child is in its values or texts: false for a null; an index
 * outside its dictionary is told. */
static bool find_row(const struct child *child, size_t row, size_t *place, bool *is_outside)
{
    const size_t at = row + (size_t)child->self.array.offset;
    long double index;
    *place = at;
    if (child->has_texts && !child->has_dictionary)
        return !child->texts.has_nulls || child->texts.bits[at / 8] >> at % 8 & 1;
    if (is_missing(&child->values.column, at))
        return false;
    if (!child->has_dictionary)
        return true;
    index = value_at(&child->values.column, at);
    *is_outside = !(index >= 0 && index < (long double)child->dictionary.array.length);
    if (*is_outside)
        return false;
    *place = (size_t)index + (size_t)child->dictionary.array.offset;
    if (child->has_texts)
        return !child->texts.has_nulls || child->texts.bits[*place / 8] >> *place % 8 & 1;
    return !is_missing(&child->entries.column, *place);
}

static int answer_of(const struct frame *frame, size_t row, bool *is_outside)
{
    nps_column values = frame->answers.has_dictionary ? frame->answers.entries.column : frame->answers.values.column;
    size_t place;
    if (!find_row(&frame->answers, frame->first + row, &place, is_outside))
        return NPS_ANSWER_MISSING;
    values.missing_codes = frame->codes;
    values.missing_code_count = frame->code_count;
    return answer_at(&values, place);
}

/* The key of a row: false when it has none; one beyond the largest integer is
 * told. */
static bool key_of(const struct frame *frame, size_t row, model_key *key, bool *is_outside, bool *is_too_large)
{
    const struct child *const keys = &frame->keys;
    size_t place;
    long double value;
    if (!find_row(keys, frame->first + row, &place, is_outside))
        return false;
    if (keys->has_texts) {
        *key = model_text(keys->texts.bytes + keys->texts.offsets[place], (size_t)keys->texts.lengths[place]);
        return true;
    }
    value = value_at(keys->has_dictionary ? &keys->entries.column : &keys->values.column, place);
    *is_too_large = *is_too_large || value >= 0x1p63L;
    *key = model_integer(value < 0x1p63L ? (int64_t)value : 0);
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
    bool is_outside = false, is_too_large = false;
    size_t row;
    for (row = 0; row < frame->rows; row++) {
        bool of_answer = false, of_key = false;
        model_key key;
        const bool null = is_null(frame, row);
        const int answer = null ? NPS_ANSWER_MISSING : answer_of(frame, row, &of_answer);
        all->of[answer]++;
        if (groups)
            ++*(!null && key_of(frame, row, &key, &of_key, &is_too_large) ? &model_at(groups, &key)->counts.of[answer]
                                                                          : &rest->of[answer]);
        is_outside = is_outside || of_answer || of_key;
    }
    return !is_outside && !is_too_large;
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
    const struct array *const array = child ? &frame->self : &frame->answers.self;
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
        MUST(status == NPS_ERROR_COLUMN || status == NPS_ERROR_OVERFLOW);
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
    switch (fuzz_byte(input) % 10) {
    case 0: child->self.schema.format = "tdD"; break;
    case 1: child->self.array.n_buffers = 1; break;
    case 2: child->self.array.length = -1; break;
    case 3: child->self.array.offset = -1; break;
    case 4: child->self.array.release = NULL; break;
    case 5: frame->self.array.n_children = 1; break;
    case 6: frame->self.schema.release = NULL; break;
    case 7: frame->self.array.length = INT64_MAX; break;
    case 8: frame->self.schema.format = "+l"; break;
    default:
        if (child->has_dictionary)
            child->self.array.dictionary = NULL;
        else
            child->self.array.buffers = NULL;
        break;
    }
}

static void check_broken(fuzz_input *input, struct frame *frame, nps_key_type type)
{
    nps_groups *const groups = new_groups(type);
    nps_accumulator rest = {{0}, 0, 0}, before = rest;
    break_frame(input, frame);
    MUST(group(groups, frame, &rest) != NPS_OK);
    MUST(nps_groups_size(groups) == 0);
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
