/* Cubes: any sequence of calls on two objects, with memory that ends now and then, against a plain list of cells.
 * SPDX-License-Identifier: MIT */
#include "bins.h"
#include "failing_allocator.h"

enum { OBJECTS = 2, KEYS = 3, MODEL_CELLS = 64, VALUES = 6 };

/* A cell of the model: the number of each value, VALUES for null. */
struct cell {
    uint8_t of[KEYS];
    bins counts;
};

struct model {
    struct cell cells[MODEL_CELLS];
    size_t size, key_count;
    size_t keys[KEYS]; /* which keys of KEY there are */
};

struct object {
    nps_cube *actual;
    struct failing failing;
    nps_allocator allocator;
    bool has_budget;
    struct model expected;
};

static const nps_cube_key KEY[KEYS] = {{"region", NPS_CUBE_TEXT}, {"shop", NPS_CUBE_INTEGER}, {"day", NPS_CUBE_DAY}};
static const char *const TEXTS[VALUES] = {"",  "a",    "aa",
                                          "b", "\x02", "a region with a name of more than sixteen bytes"};
static const int64_t INTEGERS[VALUES] = {INT64_MIN, INT64_MAX, -1, 0, 1, 256};
static const int32_t DAYS[VALUES] = {NPS_DAY_MIN, NPS_DAY_MAX, 0, 1, 31, -1};

static nps_cube_value value_of(size_t key, uint8_t number)
{
    nps_cube_value value = {KEY[key].type, 0, NULL, 0};
    if (number == VALUES)
        value.type = NPS_CUBE_NULL;
    else if (key == 0)
        value = (nps_cube_value){NPS_CUBE_TEXT, strlen(TEXTS[number]), TEXTS[number], 0};
    else
        value.integer = key == 1 ? INTEGERS[number] : DAYS[number];
    return value;
}

static void values_of(const struct model *model, const struct cell *cell, nps_cube_value *values)
{
    size_t i;
    for (i = 0; i < model->key_count; i++)
        values[i] = value_of(model->keys[i], cell->of[i]);
}

static struct cell *model_find(struct model *model, const uint8_t *of)
{
    size_t i;
    for (i = 0; i < model->size; i++)
        if (memcmp(model->cells[i].of, of, model->key_count) == 0)
            return &model->cells[i];
    return NULL;
}

/* Adds counts to a cell, which may be new; there is room for it. */
static nps_status model_add(struct model *model, const uint8_t *of, const bins *from)
{
    struct cell *cell = model_find(model, of);
    if (!cell) {
        MUST(model->size < MODEL_CELLS);
        cell = &model->cells[model->size++];
        memset(cell, 0, sizeof *cell);
        memcpy(cell->of, of, model->key_count);
    }
    return bins_merge(&cell->counts, from);
}

/* The call did what it should, or had no memory for it; whether the model has to follow. */
static bool is_done(const struct object *object, nps_status actual, nps_status expected)
{
    if (actual == NPS_ERROR_MEMORY) {
        MUST(object->has_budget || (object->failing.fail_at > 0 && object->failing.calls >= object->failing.fail_at));
        return false;
    }
    MUST(actual == expected);
    return actual == NPS_OK;
}

static void init(struct object *object, fuzz_input *input)
{
    nps_cube_options options;
    size_t i;
    memset(object, 0, sizeof *object);
    object->allocator = (nps_allocator){&object->failing, failing_allocate, failing_release};
    object->expected.key_count = KEYS;
    for (i = 0; i < KEYS; i++)
        object->expected.keys[i] = i;
    nps_cube_options_init(&options);
    options.allocator = &object->allocator;
    options.hash_key[0] = 1;
    if (fuzz_seldom(input, 4))
        options.memory_budget = 3000 + fuzz_below(input, 65536);
    object->has_budget = options.memory_budget != 0;
    MUST_OK(nps_cube_create(KEY, KEYS, &options, &object->actual));
}

static void any_cell(fuzz_input *input, uint8_t *of)
{
    size_t i;
    for (i = 0; i < KEYS; i++)
        of[i] = (uint8_t)fuzz_below(input, fuzz_bool(input) ? 2 : VALUES + 1);
}

/* A value that a key refuses, and the status. */
static nps_status spoil(fuzz_input *input, nps_cube_value *values)
{
    switch (fuzz_below(input, 4)) {
    case 0: values[0] = (nps_cube_value){NPS_CUBE_TEXT, 3, "a\0b", 0}; return NPS_ERROR_KEY;
    case 1: values[2] = (nps_cube_value){NPS_CUBE_DAY, 0, NULL, INT64_MAX}; return NPS_ERROR_DAY;
    case 2: values[1] = (nps_cube_value){NPS_CUBE_TEXT, 1, "a", 0}; return NPS_ERROR_KEY;
    default: values[0] = (nps_cube_value){NPS_CUBE_TEXT, 1, NULL, 0}; return NPS_ERROR_NULL;
    }
}

static void check_add(fuzz_input *input, struct object *object)
{
    const uint8_t manner = fuzz_byte(input);
    const int64_t answer = fuzz_answer(input);
    const uint64_t times = fuzz_number(input);
    static struct model after;
    nps_cube_value values[KEYS];
    nps_accumulator accumulator = {{0}, 0, 0};
    nps_error_detail detail;
    struct cell cell = {{0}, {{0}}};
    bins from = {{0}};
    nps_status status;
    after = object->expected;
    any_cell(input, cell.of);
    if (after.size == MODEL_CELLS)
        return;
    values_of(&after, &cell, values);
    from.of[manner % 3 == 0 ? BIN_MISSING : bin_of(answer)] = times;
    status = model_add(&after, cell.of, &from);
    if (manner >= 240)
        status = spoil(input, values);
    if (manner % 3 == 0) {
        status = is_done(object, nps_cube_add_missing(object->actual, values, times, &detail), status);
    } else if (manner % 3 == 1) {
        status = is_done(object, nps_cube_add(object->actual, values, answer, times, &detail), status);
    } else {
        MUST_OK(nps_accumulator_add_n(&accumulator, answer, times));
        status = is_done(object, nps_cube_merge_cell(object->actual, values, &accumulator, &detail), status);
    }
    if (status)
        object->expected = after;
}

/* A cube has the cells of a model, in an order of its own, and their sum. */
static void check_cells(const nps_cube *cube, struct model *model)
{
    nps_accumulator found, total;
    nps_status status = NPS_OK;
    bins sum = {{0}};
    size_t i;
    MUST(nps_cube_count(cube) == model->size && nps_cube_key_count(cube) == model->key_count);
    for (i = 0; i < model->size; i++) {
        nps_cube_value values[KEYS], read[KEYS];
        values_of(model, &model->cells[i], values);
        MUST_OK(nps_cube_find(cube, values, &found, NULL));
        MUST(bins_are(&model->cells[i].counts, &found));
        MUST_OK(nps_cube_get(cube, i, read, &found));
        MUST_OK(nps_cube_find(cube, read, &total, NULL));
        MUST_EQUAL(found, total);
        if (!status)
            status = bins_merge(&sum, &model->cells[i].counts);
    }
    MUST(nps_cube_total(cube, &total) == status);
    MUST(status || bins_are(&sum, &total));
}

enum { ROWS = 9 };

/* Rows as columns. */
struct columns {
    size_t count;
    uint8_t of[ROWS][KEYS];
    char bytes[ROWS * 64];
    int32_t offsets[ROWS + 1], days[ROWS];
    int64_t shops[ROWS];
    uint8_t answers[ROWS], valid[KEYS][2];
};

static void any_columns(fuzz_input *input, struct columns *out)
{
    size_t i, key;
    memset(out, 0, sizeof *out);
    out->count = (size_t)fuzz_below(input, ROWS + 1);
    for (i = 0; i < out->count; i++) {
        const uint8_t *of = out->of[i];
        const char *text;
        any_cell(input, out->of[i]);
        text = of[0] == VALUES ? "" : TEXTS[of[0]];
        memcpy(out->bytes + out->offsets[i], text, strlen(text));
        out->offsets[i + 1] = out->offsets[i] + (int32_t)strlen(text);
        out->shops[i] = of[1] == VALUES ? 0 : INTEGERS[of[1]];
        out->days[i] = of[2] == VALUES ? 0 : DAYS[of[2]];
        out->answers[i] = (uint8_t)fuzz_below(input, 14);
        for (key = 0; key < KEYS; key++)
            if (of[key] != VALUES)
                out->valid[key][i / 8] = (uint8_t)(out->valid[key][i / 8] | 1U << i % 8);
    }
}

/* The rows by the keys from the `first` on. */
static nps_status model_add_rows(struct model *model, const struct columns *columns, size_t first)
{
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; !status && i < columns->count; i++) {
        bins one = {{0}};
        one.of[bin_of(columns->answers[i])] = 1;
        status = model_add(model, columns->of[i] + first, &one);
    }
    return status;
}

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

/* A stream of one array. */
struct stream {
    struct ArrowArrayStream stream;
    const struct ArrowSchema *schema;
    const struct ArrowArray *array;
};

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    *out = *((struct stream *)stream->private_data)->schema;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct stream *self = stream->private_data;
    out->release = NULL;
    if (self->array)
        *out = *self->array;
    self->array = NULL;
    return 0;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static nps_status add_arrow(nps_cube *cube, const struct columns *columns, bool is_stream)
{
    enum { CHILDREN = KEYS + 1 };
    const void *buffers[CHILDREN][3] = {{columns->valid[0], columns->offsets, columns->bytes},
                                        {columns->valid[1], columns->shops, NULL},
                                        {columns->valid[2], columns->days, NULL},
                                        {NULL, columns->answers, NULL}};
    static const char *const formats[] = {"u", "l", "tdD", "C"}, *const names[] = {"region", "shop", "day", "answer"};
    struct ArrowSchema schemas[CHILDREN], *children[CHILDREN];
    struct ArrowArray arrays[CHILDREN], *values[CHILDREN];
    const void *none[] = {NULL};
    struct ArrowSchema schema = {
        .format = "+s", .n_children = CHILDREN, .children = children, .release = release_schema};
    struct ArrowArray array = {.length = (int64_t)columns->count,
                               .n_buffers = 1,
                               .n_children = CHILDREN,
                               .buffers = none,
                               .children = values,
                               .release = release_array};
    struct stream stream = {{get_schema, get_next, NULL, release_stream, &stream}, &schema, &array};
    nps_cube_arrow_options options;
    nps_error_detail detail;
    size_t i;
    nps_cube_arrow_options_init(&options, "answer");
    for (i = 0; i < CHILDREN; i++) {
        schemas[i] = (struct ArrowSchema){.format = formats[i], .name = names[i], .release = release_schema};
        arrays[i] = (struct ArrowArray){.length = (int64_t)columns->count,
                                        .null_count = i < KEYS ? -1 : 0,
                                        .n_buffers = i == 0 ? 3 : 2,
                                        .buffers = buffers[i],
                                        .release = release_array};
        children[i] = &schemas[i];
        values[i] = &arrays[i];
    }
    return is_stream ? nps_cube_add_arrow_stream(cube, &stream.stream, &options, &detail)
                     : nps_cube_add_arrow(cube, &schema, &array, &options, &detail);
}

static void check_add_arrow(fuzz_input *input, struct object *object)
{
    const bool is_stream = fuzz_bool(input);
    static struct model after;
    struct columns columns;
    nps_status status;
    after = object->expected;
    any_columns(input, &columns);
    if (after.size + columns.count > MODEL_CELLS)
        return;
    status = model_add_rows(&after, &columns, 0);
    if (is_done(object, add_arrow(object->actual, &columns, is_stream), status))
        object->expected = after;
}

/* A cube of the integers and the days alone. */
static void check_add_columns(fuzz_input *input, struct object *object)
{
    static struct model expected;
    nps_cube_options options;
    struct columns columns;
    nps_column keys[KEYS - 1], answers;
    nps_error_detail detail;
    nps_cube *cube;
    any_columns(input, &columns);
    nps_column_init(&keys[0], NPS_COLUMN_I64, columns.shops, columns.count);
    nps_column_init(&keys[1], NPS_COLUMN_I32, columns.days, columns.count);
    nps_column_init(&answers, NPS_COLUMN_U8, columns.answers, columns.count);
    keys[0].validity = columns.valid[1];
    keys[1].validity = columns.valid[2];
    nps_cube_options_init(&options);
    options.allocator = &object->allocator;
    options.hash_key[0] = 1;
    expected.size = 0;
    expected.key_count = KEYS - 1;
    expected.keys[0] = 1;
    expected.keys[1] = 2;
    MUST_OK(model_add_rows(&expected, &columns, 1));
    if (!is_done(object, nps_cube_create(KEY + 1, KEYS - 1, &options, &cube), NPS_OK))
        return;
    if (is_done(object, nps_cube_add_columns(cube, keys, &answers, &detail), NPS_OK))
        check_cells(cube, &expected);
    nps_cube_destroy(cube);
}

static void check_merge(struct object *object, const struct object *other)
{
    static struct model after;
    nps_status status = NPS_OK;
    size_t i;
    after = object->expected;
    if (after.size + other->expected.size > MODEL_CELLS)
        return;
    for (i = 0; !status && i < other->expected.size; i++)
        status = model_add(&after, other->expected.cells[i].of, &other->expected.cells[i].counts);
    if (is_done(object, nps_cube_merge(object->actual, other->actual), status))
        object->expected = after;
}

static void check_subtract(struct object *object, const struct object *other)
{
    static const bins none = {{0}};
    static struct model after;
    nps_status status = NPS_OK;
    size_t i;
    after = object->expected;
    for (i = 0; !status && i < other->expected.size; i++) {
        const struct cell *part = &other->expected.cells[i];
        struct cell *cell = model_find(&after, part->of);
        if (cell)
            status = bins_subtract(&cell->counts, &part->counts);
        else if (memcmp(&part->counts, &none, sizeof none) != 0)
            status = NPS_ERROR_UNDERFLOW;
    }
    if (is_done(object, nps_cube_subtract(object->actual, other->actual), status))
        object->expected = after;
}

/* A view of a model: some keys, some cells, and days that may be in periods. */
static nps_status model_view(const struct model *model, const size_t *keys, size_t count, int of_key, uint8_t number,
                             struct model *out)
{
    nps_status status = NPS_OK;
    size_t i, key;
    out->size = 0;
    out->key_count = count;
    for (key = 0; key < count; key++)
        out->keys[key] = model->keys[keys[key]];
    for (i = 0; !status && i < model->size; i++) {
        uint8_t of[KEYS];
        if (of_key >= 0 && model->cells[i].of[of_key] != number)
            continue;
        for (key = 0; key < count; key++)
            of[key] = model->cells[i].of[keys[key]];
        status = model_add(out, of, &model->cells[i].counts);
    }
    return status;
}

static void check_rollup(fuzz_input *input, struct object *object)
{
    static const size_t subsets[][KEYS + 1] = {{0}, {1, 0}, {1, 1}, {1, 2}, {2, 2, 0}, {3, 2, 0, 1}};
    const size_t *subset = subsets[fuzz_below(input, 6)];
    static struct model expected;
    nps_cube *rolled = NULL;
    const nps_status status = model_view(&object->expected, subset + 1, subset[0], -1, 0, &expected);
    if (is_done(object, nps_cube_rollup(object->actual, subset + 1, subset[0], &rolled), status))
        check_cells(rolled, &expected);
    nps_cube_destroy(rolled);
}

static void check_slice(fuzz_input *input, struct object *object)
{
    const size_t of_key = (size_t)fuzz_below(input, KEYS), keys[] = {of_key == 0, of_key == 2 ? 1 : 2};
    const uint8_t number = (uint8_t)fuzz_below(input, VALUES + 1);
    const nps_cube_value value = value_of(of_key, number);
    static struct model expected;
    nps_error_detail detail;
    nps_cube *sliced = NULL;
    const nps_status status = model_view(&object->expected, keys, 2, (int)of_key, number, &expected);
    if (is_done(object, nps_cube_slice(object->actual, of_key, &value, &sliced, &detail), status))
        check_cells(sliced, &expected);
    nps_cube_destroy(sliced);
}

/* The total is the same whatever the periods are, and every day is a first one. */
static void check_periods(fuzz_input *input, struct object *object)
{
    const nps_periods periods = {(nps_period_unit)fuzz_below(input, 9), (int32_t)fuzz_number(input), 0};
    nps_accumulator total, expected, counts;
    nps_cube_value values[KEYS];
    nps_period period;
    nps_cube *made = NULL;
    const nps_status possible = nps_periods_find(&periods, 0, &period);
    const nps_status status = nps_cube_periods(object->actual, 2, &periods, &made);
    size_t i;
    MUST(!possible || status == possible);
    MUST(status == possible || status == NPS_ERROR_MEMORY || status == NPS_ERROR_OVERFLOW);
    for (i = 0; nps_cube_get(made, i, values, &counts) == NPS_OK; i++)
        if (values[2].type == NPS_CUBE_DAY) {
            MUST_OK(nps_periods_find(&periods, (int32_t)values[2].integer, &period));
            MUST(period.first == values[2].integer);
        }
    if (!status && nps_cube_total(object->actual, &expected) == NPS_OK) {
        MUST_OK(nps_cube_total(made, &total));
        MUST_EQUAL(total, expected);
    }
    nps_cube_destroy(made);
}

static void check_sort(struct object *object)
{
    nps_cube_key key;
    size_t i;
    (void)is_done(object, nps_cube_sort(object->actual), NPS_OK);
    for (i = 0; i < KEYS; i++) {
        MUST_OK(nps_cube_key_at(object->actual, i, &key));
        MUST(strcmp(key.name, KEY[i].name) == 0 && key.type == KEY[i].type);
    }
    MUST(nps_cube_key_at(object->actual, KEYS, &key) == NPS_ERROR_NOT_FOUND);
}

/* The lines add up, small ones are withheld, and a published line has no single withheld line below it. */
static void check_lines(fuzz_input *input, struct object *object)
{
    static nps_cube_line lines[(MODEL_CELLS + 1) * (KEYS + 1)];
    nps_cube_lines_options options;
    nps_accumulator total;
    size_t count = 0, i, j;
    nps_status status;
    nps_cube_lines_options_init(&options);
    options.minimum = fuzz_number(input);
    options.has_subtotals = fuzz_bool(input);
    status = nps_cube_lines(object->actual, &options, lines, sizeof lines / sizeof *lines, &count);
    MUST(status == NPS_OK || status == NPS_ERROR_MEMORY || status == NPS_ERROR_OVERFLOW);
    if (status)
        return;
    MUST_OK(nps_cube_total(object->actual, &total));
    MUST_EQUAL(total, lines[0].accumulator);
    for (i = 0; i < count; i++) {
        const size_t next = options.has_subtotals ? lines[i].key_count + 1 : KEYS;
        size_t withheld = 0;
        for (j = i + 1; j < count && lines[j].key_count > lines[i].key_count; j++)
            withheld += lines[j].key_count == next && lines[j].is_withheld;
        MUST(lines[i].is_withheld || withheld != 1);
    }
}

/* The lines of each roll-up add up, and small ones are withheld; without a minimum none is. */
static void check_protect(fuzz_input *input, struct object *object)
{
    static nps_cube_rollup_line lines[(MODEL_CELLS + 1) * NPS_CUBE_ROLLUPS_MAX];
    size_t keys[NPS_CUBE_ROLLUPS_MAX][KEYS], count = 0, i, j;
    nps_cube_selection chosen[NPS_CUBE_ROLLUPS_MAX];
    nps_accumulator sums[NPS_CUBE_ROLLUPS_MAX], total;
    const size_t rollups = (size_t)fuzz_below(input, NPS_CUBE_ROLLUPS_MAX + 1);
    const uint64_t minimum = fuzz_below(input, 64);
    nps_status status;
    memset(sums, 0, sizeof sums);
    for (i = 0; i < rollups; i++) {
        const uint64_t has = fuzz_below(input, UINT64_C(1) << KEYS);
        chosen[i] = (nps_cube_selection){keys[i], 0};
        for (j = 0; j < KEYS; j++)
            if (has >> j & 1)
                keys[i][chosen[i].key_count++] = j;
    }
    status = nps_cube_protect(object->actual, &(nps_cube_publication){chosen, rollups, minimum}, lines,
                              sizeof lines / sizeof *lines, &count);
    MUST(status == NPS_OK || status == NPS_ERROR_MEMORY || status == NPS_ERROR_OVERFLOW);
    if (status)
        return;
    for (i = 0; i < count; i++) {
        uint64_t size = 0; /* UINT64_MAX: that many or more */
        for (j = 0; j < NPS_ANSWERS; j++)
            size = lines[i].accumulator.answers[j] > UINT64_MAX - size ? UINT64_MAX
                                                                       : size + lines[i].accumulator.answers[j];
        MUST(lines[i].is_withheld || size == 0 || size >= minimum);
        MUST(!lines[i].is_withheld || (size != 0 && minimum > 1));
    }
    status = nps_cube_total(object->actual, &total);
    MUST(status == NPS_OK || status == NPS_ERROR_OVERFLOW);
    if (status) /* the lines of a roll-up may hold what their sum cannot */
        return;
    for (i = 0; i < count; i++)
        MUST_OK(nps_accumulator_merge(&sums[lines[i].rollup], &lines[i].accumulator));
    for (i = 0; i < rollups; i++)
        MUST_EQUAL(sums[i], total);
}

/* What is encoded is read again, cell by cell, and written as the same bytes. */
static void check_codec(struct object *object, struct object *other)
{
    static struct model after;
    nps_error_detail detail;
    nps_status status = NPS_OK;
    nps_cube *read = NULL;
    unsigned char *bytes;
    size_t size, length, i;
    MUST_OK(nps_cube_encoded_size(object->actual, &size));
    bytes = fuzz_memory(size);
    MUST(nps_cube_encode(object->actual, bytes, size - 1, &length) == NPS_ERROR_SPACE);
    MUST_OK(nps_cube_encode(object->actual, bytes, size, &length));
    MUST(length == size);
    MUST_OK(nps_cube_decode(NULL, bytes, length, &read, &detail));
    check_cells(read, &object->expected);
    nps_cube_destroy(read);
    after = other->expected;
    if (after.size + object->expected.size <= MODEL_CELLS) {
        for (i = 0; !status && i < object->expected.size; i++)
            status = model_add(&after, object->expected.cells[i].of, &object->expected.cells[i].counts);
        if (is_done(other, nps_cube_merge_encoded(other->actual, bytes, length, &detail), status))
            other->expected = after;
    }
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct object objects[OBJECTS];
    fuzz_input input = {bytes, length};
    size_t i;
    for (i = 0; i < OBJECTS; i++)
        init(&objects[i], &input);
    while (input.length > 0) {
        struct object *object = &objects[fuzz_bool(&input)], *other = &objects[fuzz_bool(&input)];
        const uint64_t call = fuzz_below(&input, 17);
        object->failing.calls = 0;
        object->failing.fail_at = fuzz_seldom(&input, 8) ? 1 + (size_t)fuzz_below(&input, 8) : 0;
        switch (call) {
        case 0: check_merge(object, other); break;
        case 1: check_subtract(object, other); break;
        case 2: check_rollup(&input, object); break;
        case 3: check_slice(&input, object); break;
        case 4: check_periods(&input, object); break;
        case 5: check_sort(object); break;
        case 6: check_lines(&input, object); break;
        case 7: check_codec(object, other); break;
        case 8: check_add_arrow(&input, object); break;
        case 9: check_add_columns(&input, object); break;
        case 16: check_protect(&input, object); break;
        default: check_add(&input, object);
        }
        object->failing.fail_at = 0;
    }
    for (i = 0; i < OBJECTS; i++) {
        check_cells(objects[i].actual, &objects[i].expected);
        nps_cube_destroy(objects[i].actual);
        MUST(objects[i].failing.bytes == 0);
    }
    return 0;
}
