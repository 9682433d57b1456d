/* Respondents: calls and columns in any order, with memory that ends now and then, against looking at every row.
 * SPDX-License-Identifier: MIT */
#include "columns.h"
#include "failing_allocator.h"
#include "respondents_oracle.h"

enum { ROWS = 300, PEOPLE = 12, FIRST = 19000, DAYS = 30 };

/* The rows that an object should have, by call; their people are indexes of `ids`. */
struct model {
    oracle_row rows[ROWS];
    size_t count;
    int64_t ids[PEOPLE];
    int64_t people;
};

struct object {
    nps_respondents *actual;
    struct failing failing;
    nps_allocator allocator;
    nps_respondents_options options;
    struct model model;
};

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

static void init(fuzz_input *input, struct object *object, const nps_respondents_options *options)
{
    memset(object, 0, sizeof *object);
    object->allocator = (nps_allocator){&object->failing, failing_allocate, failing_release};
    object->options = *options;
    object->options.allocator = &object->allocator;
    MUST_OK(nps_respondents_create(&object->options, &object->actual));
    object->failing.fail_at = fuzz_seldom(input, 4) ? object->failing.calls + 1 + fuzz_byte(input) : 0;
}

static void destroy(struct object *object)
{
    nps_respondents_destroy(object->actual);
    MUST(object->failing.bytes == 0);
}

/* Whether the call has done what it should; if not, it had no memory. */
static bool is_done(const struct object *object, nps_status actual, nps_status expected)
{
    if (actual == NPS_ERROR_MEMORY) {
        MUST(object->failing.fail_at > 0 && object->failing.calls >= object->failing.fail_at);
        return false;
    }
    MUST(actual == expected);
    return actual == NPS_OK;
}

/* The index of an id, which is added if there is room; or -1. */
static int64_t person_of(struct model *model, int64_t id)
{
    int64_t person;
    for (person = 0; person < model->people; person++)
        if (model->ids[person] == id)
            return person;
    if (person == PEOPLE)
        return -1;
    model->ids[model->people++] = id;
    return person;
}

static bool is_day(int64_t day)
{
    return day >= NPS_DAY_MIN && day <= NPS_DAY_MAX;
}

static int64_t any_day(fuzz_input *input)
{
    return fuzz_seldom(input, 20) ? fuzz_integer(input) : FIRST + (int64_t)fuzz_below(input, DAYS);
}

static nps_status add(const struct object *object, int64_t id, int32_t day, int64_t answer, int64_t sequence)
{
    const char *text = (const char *)&id; /* with zero bytes */
    if (object->options.key_type == NPS_KEY_TEXT)
        return answer == NPS_ANSWER_MISSING
                   ? nps_respondents_add_missing_text(object->actual, text, sizeof id, day, sequence)
                   : nps_respondents_add_text(object->actual, text, sizeof id, day, answer, sequence);
    return answer == NPS_ANSWER_MISSING ? nps_respondents_add_missing_integer(object->actual, id, day, sequence)
                                        : nps_respondents_add_integer(object->actual, id, day, answer, sequence);
}

static void check_add(fuzz_input *input, struct object *object)
{
    const int64_t id = fuzz_below(input, 8) == 7 ? fuzz_integer(input) : fuzz_byte(input) % 6;
    const int64_t answer = fuzz_answer(input), sequence = fuzz_byte(input) % 3 - 1;
    const int32_t day = (int32_t)any_day(input);
    struct model next = object->model;
    const int64_t person = person_of(&next, id);
    if (person < 0 || next.count == ROWS)
        return;
    next.rows[next.count++] = (oracle_row){person, day, sequence, (unsigned)bin_of(answer)};
    if (answer == NPS_ANSWER_MISSING)
        next.rows[next.count - 1].bin = NPS_ANSWER_MISSING;
    if (is_done(object, add(object, id, day, answer, sequence), is_day(day) ? NPS_OK : NPS_ERROR_DAY))
        object->model = next;
}

/* What the columns are to add: NPS_OK, or what they are refused for. False if the model has no room. */
static bool add_rows(struct model *model, const nps_respondents_columns *columns, bins *rest, nps_status *status)
{
    size_t row;
    *status = NPS_OK;
    if (is_floating(columns->ids->type) || is_floating(columns->days->type) || is_floating(columns->sequences->type)) {
        *status = NPS_ERROR_COLUMN;
        return true;
    }
    for (row = 0; row < columns->answers->length; row++) {
        const long double id = value_at(columns->ids, row), day = value_at(columns->days, row);
        const bool has_sequence = !is_missing(columns->sequences, row);
        const long double sequence = has_sequence ? value_at(columns->sequences, row) : 0;
        const bool has_id = !is_missing(columns->ids, row), has_day = !is_missing(columns->days, row);
        int64_t person;
        if ((has_id && id >= 0x1p63L) || (has_day && day >= 0x1p63L) || sequence >= 0x1p63L ||
            (has_id && has_day && !is_day((int64_t)day))) {
            *status = NPS_ERROR_DAY; /* or NPS_ERROR_OVERFLOW */
            return true;
        }
        if (!has_id || !has_day) {
            MUST_OK(bins_add(rest, answer_at(columns->answers, row), 1));
            continue;
        }
        person = person_of(model, (int64_t)id);
        if (person < 0 || model->count == ROWS)
            return false;
        model->rows[model->count++] =
            (oracle_row){person, (int64_t)day, (int64_t)sequence, (unsigned)answer_at(columns->answers, row)};
    }
    return true;
}

static void check_roll(fuzz_input *input, const struct object *object, const nps_respondents_columns *columns,
                       const struct model *model, const bins *rest)
{
    static const uint32_t windows[] = {1, 3, 20, NPS_NO_WINDOW};
    const nps_period days = {FIRST - 1, FIRST + DAYS + 20};
    nps_accumulator series[DAYS + 22], others = {{0}, 0, 0};
    nps_respondents_options options = object->options;
    size_t day;
    options.allocator = NULL;
    options.window = windows[fuzz_below(input, 4)];
    MUST_OK(nps_respondents_roll(columns, &options, &days, series, &others, NULL));
    MUST(bins_are(rest, &others));
    for (day = 0; day < DAYS + 22; day++) {
        const nps_accumulator expected = oracle_counts(model->rows, model->count, model->people, options.keep,
                                                       options.window, days.first + (int64_t)day);
        MUST_EQUAL(series[day], expected);
    }
}

static void check_columns(fuzz_input *input, struct object *object)
{
    static struct model next, alone;
    fuzz_column ids, days, answers, sequences;
    const size_t length = fuzz_byte(input) % 40;
    const nps_respondents_columns columns = {&ids.column, &days.column, &answers.column, &sequences.column};
    const bool is_broken = fuzz_seldom(input, 16);
    nps_accumulator found = {{0}, 0, 0};
    bins rest = {{0}}, alone_rest = {{0}};
    nps_status expected, status;
    next = object->model;
    memset(&alone, 0, sizeof alone);
    fuzz_column_init(input, &ids, length, 6);
    fuzz_column_init(input, &days, length, 30);
    fuzz_column_init(input, &answers, length, 13);
    fuzz_column_init(input, &sequences, length, 3);
    if (is_broken)
        (void)fuzz_break(input, &days.column);
    if (is_broken || add_rows(&next, &columns, &rest, &expected)) {
        status = nps_respondents_add_column(object->actual, &columns, &found, NULL);
        if (object->options.key_type == NPS_KEY_TEXT)
            MUST(status == NPS_ERROR_KEY);
        else if (is_broken || expected != NPS_OK)
            MUST(status != NPS_OK);
        else if (is_done(object, status, NPS_OK)) {
            object->model = next;
            MUST(bins_are(&rest, &found));
        }
        if (!is_broken && expected == NPS_OK && add_rows(&alone, &columns, &alone_rest, &expected))
            check_roll(input, object, &columns, &alone, &alone_rest);
    }
    fuzz_column_free(&ids);
    fuzz_column_free(&days);
    fuzz_column_free(&answers);
    fuzz_column_free(&sequences);
}

/* Ids of an Arrow array: texts as those of add(), or integers. */
static void check_arrow(fuzz_input *input, struct object *object)
{
    enum { MOST = 40 };
    static struct model next;
    const bool are_texts = object->options.key_type == NPS_KEY_TEXT;
    const size_t length = fuzz_byte(input) % MOST;
    int64_t ids[MOST];
    int32_t offsets[MOST + 1] = {0};
    uint8_t bits[MOST / 8 + 1];
    const void *buffers[] = {bits, are_texts ? (const void *)offsets : ids, ids};
    const struct ArrowSchema schema = {.format = are_texts ? "z" : "l", .release = release_schema};
    const struct ArrowArray array = {.length = (int64_t)length,
                                     .null_count = -1,
                                     .n_buffers = are_texts ? 3 : 2,
                                     .buffers = buffers,
                                     .release = release_array};
    fuzz_column days, answers, sequences;
    nps_column id;
    const nps_respondents_columns columns = {&id, &days.column, &answers.column, &sequences.column};
    nps_accumulator found = {{0}, 0, 0};
    bins rest = {{0}};
    nps_status expected, status;
    size_t i;
    for (i = 0; i < length; i++) {
        ids[i] = fuzz_byte(input) % 6;
        offsets[i + 1] = offsets[i] + (int32_t)sizeof *ids;
    }
    for (i = 0; i < sizeof bits; i++)
        bits[i] = fuzz_byte(input);
    nps_column_init(&id, NPS_COLUMN_I64, ids, length);
    id.validity = bits;
    fuzz_column_init(input, &days, length, 30);
    fuzz_column_init(input, &answers, length, 13);
    fuzz_column_init(input, &sequences, length, 3);
    next = object->model;
    if (add_rows(&next, &columns, &rest, &expected)) {
        status = nps_respondents_add_arrow(object->actual, &(nps_respondents_arrow){&schema, &array, 0}, &columns,
                                           &found, NULL);
        if (expected != NPS_OK)
            MUST(status != NPS_OK);
        else if (is_done(object, status, NPS_OK)) {
            object->model = next;
            MUST(bins_are(&rest, &found));
        }
    }
    fuzz_column_free(&days);
    fuzz_column_free(&answers);
    fuzz_column_free(&sequences);
}

/* The bits of all counters. */
static uint64_t bits_of(const nps_accumulator *all)
{
    uint64_t bits = all->missing | all->invalid;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        bits |= all->answers[i];
    return bits;
}

/* Rows of the one, then of the other; the same rows again and again until their counts overflow. */
static void check_append(struct object *object, const struct object *later)
{
    static struct model next;
    nps_accumulator all;
    uint64_t most;
    nps_status status;
    size_t i;
    next = object->model;
    for (i = 0; i < later->model.count; i++) {
        oracle_row row = later->model.rows[i];
        row.person = person_of(&next, later->model.ids[row.person]);
        if (row.person < 0 || next.count == ROWS)
            return;
        next.rows[next.count++] = row;
    }
    if (object == later)
        next = object->model; /* its answers are there already */
    MUST_OK(nps_respondents_read_rows(object->actual, &all));
    most = bits_of(&all);
    MUST_OK(nps_respondents_read_rows(later->actual, &all));
    most |= bits_of(&all);
    status = nps_respondents_append(object->actual, later->actual);
    if ((status != NPS_ERROR_OVERFLOW || most >> 62 == 0) && is_done(object, status, NPS_OK))
        object->model = next;
}

static void must_be_equal(const nps_respondents *a, const nps_respondents *b)
{
    size_t size, other, length;
    uint8_t *bytes, *others;
    MUST_OK(nps_respondents_encoded_size(a, &size));
    MUST_OK(nps_respondents_encoded_size(b, &other));
    MUST(size == other);
    bytes = fuzz_memory(size);
    others = fuzz_memory(size);
    MUST_OK(nps_respondents_encode(a, bytes, size, &length));
    MUST_OK(nps_respondents_encode(b, others, size, &length));
    MUST(length == size && memcmp(bytes, others, size) == 0);
    free(bytes);
    free(others);
}

/* Both orders of merging give the same. */
static void check_merge(const struct object *a, const struct object *b)
{
    nps_respondents_options options = a->options;
    nps_respondents *ab, *ba;
    nps_status status;
    options.allocator = NULL;
    MUST_OK(nps_respondents_create(&options, &ab));
    MUST_OK(nps_respondents_create(&options, &ba));
    MUST_OK(nps_respondents_merge(ab, a->actual));
    MUST_OK(nps_respondents_merge(ba, b->actual));
    status = nps_respondents_merge(ab, b->actual);
    MUST(nps_respondents_merge(ba, a->actual) == status);
    if (status == NPS_OK)
        must_be_equal(ab, ba);
    nps_respondents_destroy(ab);
    nps_respondents_destroy(ba);
}

static void check_read(const struct object *object)
{
    const struct model *model = &object->model;
    const nps_respondents_options *options = &object->options;
    const nps_period days = {FIRST - 1, FIRST + DAYS + 4};
    nps_accumulator series[DAYS + 6], found, expected;
    nps_respondents_rule rule;
    nps_period all;
    size_t day;
    MUST_OK(nps_respondents_read_rule(object->actual, &rule));
    MUST(rule.window == options->window && rule.keep == options->keep);
    MUST(nps_respondents_count(object->actual) == (size_t)model->people);
    MUST_OK(nps_respondents_read_rows(object->actual, &found));
    MUST(nps_respondents_read_span(object->actual, &all) == (model->count > 0 ? NPS_OK : NPS_ERROR_EMPTY));
    if (!options->has_history) {
        MUST_OK(nps_respondents_read(object->actual, NPS_DAY_MAX, &found));
        expected = oracle_counts(model->rows, model->count, model->people, options->keep, options->window, NPS_DAY_MAX);
        MUST(options->window != NPS_NO_WINDOW || memcmp(&found, &expected, sizeof found) == 0);
        return;
    }
    MUST_OK(nps_respondents_read_rolling(object->actual, options->window, &days, series));
    for (day = 0; day < DAYS + 6; day++) {
        expected = oracle_counts(model->rows, model->count, model->people, options->keep, options->window,
                                 days.first + (int64_t)day);
        MUST_OK(nps_respondents_read(object->actual, days.first + (int32_t)day, &found));
        MUST_EQUAL(found, expected);
        MUST_EQUAL(series[day], expected);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint32_t windows[] = {1, 4, 25, NPS_NO_WINDOW};
    static struct object objects[2];
    fuzz_input input = {bytes, length};
    nps_respondents_options options;
    nps_respondents_options_init(&options);
    options.hash_key[0] = 1; /* the same in each run */
    options.key_type = fuzz_bool(&input) ? NPS_KEY_TEXT : NPS_KEY_INTEGER;
    options.keep = fuzz_bool(&input) ? NPS_KEEP_FIRST : NPS_KEEP_LATEST;
    options.window = windows[fuzz_below(&input, 4)];
    options.has_history = !fuzz_seldom(&input, 4) || (options.keep == NPS_KEEP_FIRST && options.window < 100);
    init(&input, &objects[0], &options);
    init(&input, &objects[1], &options);
    while (input.length > 0) {
        struct object *object = &objects[fuzz_bool(&input)];
        switch (fuzz_byte(&input) % 16) {
        case 0: check_columns(&input, object); break;
        case 1: check_append(object, &objects[fuzz_bool(&input)]); break;
        case 2: check_merge(&objects[0], &objects[1]); break;
        case 3: check_arrow(&input, object); break;
        default: check_add(&input, object); break;
        }
    }
    check_read(&objects[0]);
    check_read(&objects[1]);
    destroy(&objects[0]);
    destroy(&objects[1]);
    return 0;
}
