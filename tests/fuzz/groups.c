/* Groups: any sequence of calls on two objects, with memory that ends now and then, against a plain array.
 * SPDX-License-Identifier: MIT */
#include "columns.h"
#include "failing_allocator.h"
#include "groups_model.h"

enum { OBJECTS = 2 };

/* An object, its memory and what it should have. */
struct object {
    nps_groups *actual;
    struct failing failing;
    nps_allocator allocator;
    bool has_budget;
    groups_model expected;
};

static bool may_run_out(const struct object *object)
{
    return object->has_budget || (object->failing.fail_at > 0 && object->failing.calls >= object->failing.fail_at);
}

/* The call did what it should, or had no memory for it; whether the model has to follow. */
static bool is_done(const struct object *object, nps_status actual, nps_status expected)
{
    if (actual == NPS_ERROR_MEMORY) {
        MUST(may_run_out(object));
        return false;
    }
    MUST(actual == expected);
    return actual == NPS_OK;
}

static nps_groups_options options_of(struct object *object, nps_key_type type, uint64_t budget)
{
    nps_groups_options options;
    nps_groups_options_init(&options);
    options.key_type = type;
    options.allocator = &object->allocator;
    options.hash_key[0] = 1; /* the same in each run */
    options.memory_budget = budget;
    object->has_budget = budget != 0;
    return options;
}

static void init(struct object *object, fuzz_input *input)
{
    const nps_key_type type = fuzz_bool(input) ? NPS_KEY_TEXT : NPS_KEY_INTEGER;
    const uint64_t budget = fuzz_seldom(input, 4) ? 2000 + fuzz_below(input, 65536) : 0;
    nps_groups_options options;
    memset(object, 0, sizeof *object);
    object->allocator = (nps_allocator){&object->failing, failing_allocate, failing_release};
    options = options_of(object, type, budget);
    object->expected.type = type;
    MUST_OK(nps_groups_create(&options, &object->actual));
}

static void destroy(struct object *object)
{
    nps_groups_destroy(object->actual);
    MUST(object->failing.bytes == 0);
}

/* One that there is already, or any. */
static model_key any_key(fuzz_input *input, const groups_model *model)
{
    char text[MODEL_TEXT];
    size_t length, i;
    if (model->size > 0 && fuzz_bool(input))
        return model->groups[fuzz_below(input, model->size)].key;
    if (model->type == NPS_KEY_INTEGER)
        return model_integer(fuzz_integer(input));
    length = fuzz_below(input, MODEL_TEXT + 1);
    for (i = 0; i < length; i++)
        text[i] = (char)(i < 4 ? fuzz_byte(input) : i);
    return model_text(text, length);
}

static nps_status add(nps_groups *actual, nps_key_type type, const model_key *key, int64_t answer, uint64_t times)
{
    return type == NPS_KEY_TEXT ? nps_groups_add_text(actual, key->text, key->length, answer, times)
                                : nps_groups_add_integer(actual, key->integer, answer, times);
}

static nps_status merge_key(nps_groups *actual, nps_key_type type, const model_key *key, const nps_accumulator *from)
{
    return type == NPS_KEY_TEXT ? nps_groups_merge_text(actual, key->text, key->length, from)
                                : nps_groups_merge_integer(actual, key->integer, from);
}

static nps_status find(const nps_groups *actual, nps_key_type type, const model_key *key, nps_accumulator *out)
{
    return type == NPS_KEY_TEXT ? nps_groups_find_text(actual, key->text, key->length, out)
                                : nps_groups_find_integer(actual, key->integer, out);
}

/* Adds the bins to a key. */
static void check_key(struct object *object, const model_key *key, const bins *from, nps_status actual)
{
    bins sum = model_counts(&object->expected, key);
    if (is_done(object, actual, bins_merge(&sum, from)))
        model_at(&object->expected, key)->counts = sum;
}

static void check_add(fuzz_input *input, struct object *object)
{
    const model_key key = any_key(input, &object->expected);
    const int64_t answer = fuzz_answer(input);
    const uint64_t times = fuzz_number(input);
    bins from = {{0}};
    from.of[bin_of(answer)] = times;
    if (object->expected.size < MODEL_GROUPS)
        check_key(object, &key, &from, add(object->actual, object->expected.type, &key, answer, times));
}

static void check_merge_key(fuzz_input *input, struct object *object)
{
    const model_key key = any_key(input, &object->expected);
    nps_accumulator accumulator = {{0}, 0, 0};
    bins from;
    accumulator.answers[fuzz_below(input, NPS_ANSWERS)] = fuzz_number(input);
    accumulator.missing = fuzz_number(input);
    accumulator.invalid = fuzz_byte(input);
    from = bins_from(&accumulator);
    if (object->expected.size < MODEL_GROUPS)
        check_key(object, &key, &from, merge_key(object->actual, object->expected.type, &key, &accumulator));
}

static void check_add_missing(fuzz_input *input, struct object *object)
{
    const model_key key = any_key(input, &object->expected);
    const uint64_t times = fuzz_number(input);
    bins from = {{0}};
    from.of[BIN_MISSING] = times;
    if (object->expected.size < MODEL_GROUPS)
        check_key(object, &key, &from,
                  object->expected.type == NPS_KEY_TEXT
                      ? nps_groups_add_missing_text(object->actual, key.text, key.length, times)
                      : nps_groups_add_missing_integer(object->actual, key.integer, times));
}

/* Many keys at once, so that tables grow. */
static void check_many(fuzz_input *input, struct object *object)
{
    const size_t count = fuzz_byte(input);
    const int64_t start = fuzz_integer(input);
    const uint64_t step = fuzz_number(input);
    size_t i;
    for (i = 0; i < count && object->expected.size < MODEL_GROUPS; i++) {
        const int64_t number = (int64_t)((uint64_t)start + i * step);
        const model_key key = object->expected.type == NPS_KEY_TEXT ? model_text((const char *)&number, sizeof number)
                                                                    : model_integer(number);
        const bins from = {{[9] = 1}};
        check_key(object, &key, &from, add(object->actual, object->expected.type, &key, 9, 1));
    }
}

/* What merging should say, without doing it. */
static nps_status merging(const groups_model *to, const groups_model *from)
{
    size_t i;
    if (to->type != from->type)
        return NPS_ERROR_KEY;
    for (i = 0; i < from->size; i++) {
        bins sum = model_counts(to, &from->groups[i].key);
        if (bins_merge(&sum, &from->groups[i].counts) != NPS_OK)
            return NPS_ERROR_OVERFLOW;
    }
    return NPS_OK;
}

static void merge_model(groups_model *to, const groups_model *from)
{
    const size_t size = from->size;
    size_t i;
    for (i = 0; i < size; i++) {
        const bins counts = from->groups[i].counts;
        MUST_OK(bins_merge(&model_at(to, &from->groups[i].key)->counts, &counts));
    }
}

static bool has_room(const struct object *to, const struct object *from)
{
    return to == from || to->expected.size + from->expected.size <= MODEL_GROUPS;
}

static void check_merge(struct object *to, const struct object *from)
{
    if (!has_room(to, from))
        return;
    if (is_done(to, nps_groups_merge(to->actual, from->actual), merging(&to->expected, &from->expected)))
        merge_model(&to->expected, &from->expected);
}

/* Groups of a part that are not there have nothing to take away. */
static nps_status subtracting(const groups_model *from, const groups_model *part)
{
    size_t i;
    if (from->type != part->type)
        return NPS_ERROR_KEY;
    for (i = 0; i < part->size; i++) {
        bins rest = model_counts(from, &part->groups[i].key);
        if (bins_subtract(&rest, &part->groups[i].counts) != NPS_OK)
            return NPS_ERROR_UNDERFLOW;
    }
    return NPS_OK;
}

static void check_subtract(struct object *object, const struct object *part)
{
    const nps_status status = subtracting(&object->expected, &part->expected);
    size_t i;
    MUST(nps_groups_subtract(object->actual, part->actual) == status);
    for (i = 0; status == NPS_OK && i < part->expected.size; i++) {
        const bins counts = part->expected.groups[i].counts;
        const size_t place = model_place(&object->expected, &part->expected.groups[i].key);
        if (place < object->expected.size)
            MUST_OK(bins_subtract(&object->expected.groups[place].counts, &counts));
    }
}

/* Whether every floating-point key is a whole number of 64 bits. A few rows are read at once, so that a key which is
 * none is found before a sum that overflows. */
static bool are_keys(const nps_column *keys)
{
    size_t row;
    for (row = 0; is_floating(keys->type) && row < keys->length; row++) {
        const long double value = value_at(keys, row);
        if (!is_missing(keys, row) && !(value >= -0x1p63L && value < 0x1p63L && value == floorl(value)))
            return false;
    }
    return true;
}

/* What the columns are to add, row by row; NPS_OK, or what a row of them is refused for. */
static nps_status add_rows(groups_model *model, const nps_column *keys, const nps_column *answers, bins *rest)
{
    size_t row;
    for (row = 0; row < keys->length; row++) {
        const long double value = value_at(keys, row);
        bins *counts = rest;
        if (!is_missing(keys, row)) {
            const model_key key = model_integer(value < 0x1p63L ? (int64_t)value : 0);
            if (value >= 0x1p63L)
                return NPS_ERROR_OVERFLOW;
            counts = &model_at(model, &key)->counts;
        }
        if (bins_add(counts, answer_at(answers, row), 1) != NPS_OK)
            return NPS_ERROR_OVERFLOW;
    }
    return NPS_OK;
}

static void check_add_column(fuzz_input *input, struct object *object)
{
    static groups_model sum;
    const size_t room = MODEL_GROUPS - object->expected.size;
    const size_t rows = fuzz_below(input, room < 100 ? room + 1 : 100);
    nps_accumulator rest = {{0}, 0, 0}, before;
    fuzz_column keys, answers;
    bins expected_rest;
    nps_status status = NPS_ERROR_KEY, actual;
    fuzz_column_init(input, &keys, rows, 200);
    fuzz_column_init(input, &answers, rows, 13);
    rest.answers[9] = fuzz_bool(input) ? UINT64_MAX - 3 : 0;
    before = rest;
    expected_rest = bins_from(&rest);
    sum = object->expected;
    if (object->expected.type == NPS_KEY_INTEGER)
        status = are_keys(&keys.column) ? add_rows(&sum, &keys.column, &answers.column, &expected_rest) : NPS_ERROR_KEY;
    actual = nps_groups_add_column(object->actual, &keys.column, &answers.column, &rest, NULL);
    if (is_done(object, actual, status)) {
        object->expected = sum;
        MUST(bins_are(&expected_rest, &rest));
    } else {
        MUST_EQUAL(rest, before);
    }
    fuzz_column_free(&keys);
    fuzz_column_free(&answers);
}

static void check_find(fuzz_input *input, struct object *object)
{
    const model_key key = any_key(input, &object->expected);
    const size_t place = model_place(&object->expected, &key);
    const bool is_there = place < object->expected.size;
    const nps_accumulator before = {{1}, 2, 3};
    nps_accumulator found = before;
    const nps_status status = find(object->actual, object->expected.type, &key, &found);
    MUST(status == (is_there ? NPS_OK : NPS_ERROR_NOT_FOUND));
    if (is_there)
        MUST(bins_are(&object->expected.groups[place].counts, &found));
    else
        MUST_EQUAL(found, before);
}

static void check_total(const struct object *object)
{
    bins total = {{0}};
    nps_accumulator actual = {{7}, 7, 7}, before = actual;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; status == NPS_OK && i < object->expected.size; i++)
        status = bins_merge(&total, &object->expected.groups[i].counts);
    MUST(nps_groups_total(object->actual, &actual) == status);
    if (status == NPS_OK)
        MUST(bins_are(&total, &actual));
    else
        MUST_EQUAL(actual, before);
}

/* An object from the bytes takes the place of this one, or the bytes are merged into another. */
static void check_bytes(fuzz_input *input, struct object *object, struct object *to)
{
    const bool replaces = fuzz_bool(input);
    size_t size, written = 99;
    unsigned char *bytes;
    MUST_OK(nps_groups_encoded_size(object->actual, &size));
    bytes = fuzz_memory(size);
    MUST(nps_groups_encode(object->actual, bytes, size - 1, &written) == NPS_ERROR_SPACE && written == 99);
    MUST_OK(nps_groups_encode(object->actual, bytes, size, &written));
    MUST(written == size);
    must_be_model(object->actual, &object->expected);
    if (replaces) {
        const bool had_budget = object->has_budget;
        nps_groups_options options = options_of(object, NPS_KEY_TEXT, 0);
        nps_groups *decoded = NULL;
        const size_t kept = object->failing.bytes;
        nps_status status;
        object->failing.peak = kept;
        status = nps_groups_decode(&options, bytes, size, &decoded, NULL);
        MUST(object->failing.peak - kept <= 12 * size + 4096);
        if (is_done(object, status, NPS_OK)) {
            nps_groups_destroy(object->actual);
            object->actual = decoded;
            model_sort(&object->expected);
        } else {
            object->has_budget = had_budget;
        }
    } else if (has_room(to, object)) {
        const nps_status expected = merging(&to->expected, &object->expected);
        groups_model sorted = object->expected;
        model_sort(&sorted);
        if (is_done(to, nps_groups_merge_encoded(to->actual, bytes, size, NULL), expected))
            merge_model(&to->expected, &sorted);
    }
    free(bytes);
}

/* The keys are of another kind, or there is nothing where something is needed. */
static void check_refusals(const struct object *object)
{
    const bool is_text = object->expected.type == NPS_KEY_TEXT;
    const nps_accumulator one = {{1}, 0, 0};
    nps_accumulator out;
    nps_group group;
    MUST((is_text ? nps_groups_add_integer(object->actual, 1, 9, 1)
                  : nps_groups_add_text(object->actual, "", 0, 9, 1)) == NPS_ERROR_KEY);
    MUST((is_text ? nps_groups_merge_integer(object->actual, 1, &one)
                  : nps_groups_merge_text(object->actual, "a", 1, &one)) == NPS_ERROR_KEY);
    MUST((is_text ? nps_groups_find_integer(object->actual, 1, &out)
                  : nps_groups_find_text(object->actual, "", 0, &out)) == NPS_ERROR_KEY);
    MUST(nps_groups_get(object->actual, object->expected.size, &group) == NPS_ERROR_NOT_FOUND);
    if (is_text)
        MUST(nps_groups_add_text(object->actual, NULL, 1, 9, 1) == NPS_ERROR_NULL);
}

static void step(fuzz_input *input, struct object *objects)
{
    struct object *const object = &objects[fuzz_byte(input) % OBJECTS];
    struct object *const other = &objects[fuzz_byte(input) % OBJECTS];
    switch (fuzz_byte(input) % 15) {
    case 0: check_add(input, object); break;
    case 1: check_merge_key(input, object); break;
    case 2: check_many(input, object); break;
    case 3: check_merge(object, other); break;
    case 4: check_find(input, object); break;
    case 5: check_total(object); break;
    case 6: check_bytes(input, object, other); break;
    case 7:
        MUST_OK(nps_groups_sort(object->actual));
        model_sort(&object->expected);
        break;
    case 8: check_refusals(object); break;
    case 9:
        object->failing = (struct failing){.fail_at = 1 + fuzz_byte(input) % 8, .bytes = object->failing.bytes};
        object->failing.for_good = fuzz_bool(input);
        break;
    case 10: object->failing = (struct failing){.bytes = object->failing.bytes}; break;
    case 11: check_add_missing(input, object); break;
    case 12: check_subtract(object, other); break;
    case 13: check_add_column(input, object); break;
    default: must_be_model(object->actual, &object->expected); break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct object objects[OBJECTS];
    fuzz_input input = {bytes, length};
    int i;
    for (i = 0; i < OBJECTS; i++)
        init(&objects[i], &input);
    while (input.length > 0)
        step(&input, objects);
    for (i = 0; i < OBJECTS; i++) {
        must_be_model(objects[i].actual, &objects[i].expected);
        destroy(&objects[i]);
    }
    return 0;
}
