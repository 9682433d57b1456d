/* Groups by code: any sequence of calls, with columns on every path through the kernels, against plain counters.
 * SPDX-License-Identifier: MIT */
#include "columns.h"

#include "cpu_paths.h"

enum { GROUPS = 700, OBJECTS = 2 };

/* What an object should have: a row of counters for each code, for other codes and for none. */
typedef struct model {
    bins groups[GROUPS], outside, missing;
} model;

struct object {
    nps_code_groups actual;
    model expected;
    nps_accumulator *memory;
};

static bool is_model(const nps_code_groups *actual, const model *expected)
{
    size_t i;
    for (i = 0; i < actual->group_count; i++)
        if (!bins_are(&expected->groups[i], &actual->groups[i]))
            return false;
    return bins_are(&expected->outside, &actual->rest.outside) && bins_are(&expected->missing, &actual->rest.missing);
}

static bins *at(model *self, size_t count, long double code)
{
    return code >= 0 && code < (long double)count && code == floorl(code) ? &self->groups[(size_t)code]
                                                                          : &self->outside;
}

static void check_add(fuzz_input *input, struct object *object)
{
    const int64_t code = fuzz_bool(input) ? fuzz_byte(input) : fuzz_integer(input), answer = fuzz_answer(input);
    const uint64_t times = fuzz_number(input);
    bins *const counts = at(&object->expected, object->actual.group_count, (long double)code);
    if (fuzz_bool(input))
        MUST(nps_code_groups_add(&object->actual, code, answer, times) == bins_add(counts, bin_of(answer), times));
    else
        MUST(nps_code_groups_add_missing(&object->actual, code, times) == bins_add(counts, BIN_MISSING, times));
}

/* The rows of two columns; NPS_ERROR_OVERFLOW when a counter would not hold them. */
static nps_status add_rows(model *self, size_t count, const nps_column *codes, const nps_column *answers)
{
    size_t row;
    for (row = 0; row < codes->length; row++) {
        bins *const counts = is_missing(codes, row) ? &self->missing : at(self, count, value_at(codes, row));
        if (bins_add(counts, answer_at(answers, row), 1) != NPS_OK)
            return NPS_ERROR_OVERFLOW;
    }
    return NPS_OK;
}

static void check_column(fuzz_input *input, struct object *object)
{
    static model sum;
    static nps_accumulator kept[GROUPS];
    const size_t count = object->actual.group_count, rows = fuzz_below(input, fuzz_bool(input) ? 4000 : 100);
    const size_t need = nps_code_groups_workspace_size(count), short_by = fuzz_seldom(input, 4) && need > 0;
    const nps_code_groups_rest rest = object->actual.rest;
    void *const workspace = fuzz_bool(input) ? fuzz_memory(need) : NULL;
    nps_code_groups_options options;
    fuzz_column codes, answers;
    nps_status status;
    int path;
    fuzz_column_init(input, &codes, rows, 1 + fuzz_byte(input));
    fuzz_column_init(input, &answers, rows, 13);
    nps_code_groups_options_init(&options);
    options.workspace = workspace;
    options.workspace_size = need - short_by;
    sum = object->expected;
    status = add_rows(&sum, count, &codes.column, &answers.column);
    if (count > 0)
        memcpy(kept, object->actual.groups, count * sizeof *kept);
    for (path = -1; next_path(&path);) {
        if (count > 0)
            memcpy(object->actual.groups, kept, count * sizeof *kept);
        object->actual.rest = rest;
        MUST(nps_code_groups_add_column(&object->actual, &codes.column, &answers.column, &options) == status);
        MUST(is_model(&object->actual, status == NPS_OK ? &sum : &object->expected));
    }
    if (status == NPS_OK)
        object->expected = sum;
    answers.column.length++;
    MUST(nps_code_groups_add_column(&object->actual, &codes.column, &answers.column, &options) != NPS_OK);
    fuzz_column_free(&codes);
    fuzz_column_free(&answers);
    free(workspace);
}

typedef nps_status change_bins(bins *self, const bins *other);

static nps_status change(struct object *object, const struct object *other, change_bins *with)
{
    static model sum;
    const size_t count = object->actual.group_count;
    size_t i;
    if (count != other->actual.group_count)
        return NPS_ERROR_KEY;
    sum = object->expected;
    for (i = 0; i < count + 2; i++) {
        bins *const to = i < count ? &sum.groups[i] : i == count ? &sum.outside : &sum.missing;
        const bins *const from = i < count    ? &other->expected.groups[i]
                                 : i == count ? &other->expected.outside
                                              : &other->expected.missing;
        const nps_status status = with(to, from);
        if (status != NPS_OK)
            return status;
    }
    object->expected = sum;
    return NPS_OK;
}

static void check_total(const struct object *object)
{
    bins total = {{0}};
    nps_accumulator out = {{7}, 7, 7};
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; status == NPS_OK && i < object->actual.group_count; i++)
        status = bins_merge(&total, &object->expected.groups[i]);
    MUST(nps_code_groups_total(&object->actual, &out) == status);
    MUST(status == NPS_OK ? bins_are(&total, &out) : out.invalid == 7);
}

/* The bytes, decoded into an array of just the room, and merged into another object. */
static void check_bytes(struct object *object, struct object *to)
{
    nps_code_groups decoded;
    size_t size, written, count;
    unsigned char *bytes;
    nps_accumulator *room;
    nps_status status;
    MUST_OK(nps_code_groups_encoded_size(&object->actual, &size));
    bytes = fuzz_memory(size);
    MUST(nps_code_groups_encode(&object->actual, bytes, size - 1, &written) == NPS_ERROR_SPACE);
    MUST_OK(nps_code_groups_encode(&object->actual, bytes, size, &written));
    MUST_OK(nps_code_groups_encoded_count(bytes, size, &count, NULL));
    MUST(written == size && count == object->actual.group_count);
    room = fuzz_memory(count * sizeof *room);
    nps_code_groups_init(&decoded, room, count);
    MUST_OK(nps_code_groups_decode(&decoded, bytes, size, NULL));
    MUST(is_model(&decoded, &object->expected));
    status = nps_code_groups_merge_encoded(&to->actual, bytes, size, NULL);
    MUST(status == change(to, object, bins_merge));
    free(room);
    free(bytes);
}

static void step(fuzz_input *input, struct object *objects)
{
    struct object *const object = &objects[fuzz_byte(input) % OBJECTS];
    struct object *const other = &objects[fuzz_byte(input) % OBJECTS];
    nps_status status;
    switch (fuzz_byte(input) % 6) {
    case 0: check_add(input, object); break;
    case 1: check_column(input, object); break;
    case 2:
        status = nps_code_groups_merge(&object->actual, &other->actual);
        MUST(status == change(object, other, bins_merge));
        break;
    case 3:
        status = nps_code_groups_subtract(&object->actual, &other->actual);
        MUST(status == change(object, other, bins_subtract));
        break;
    case 4: check_total(object); break;
    default: check_bytes(object, other); break;
    }
    MUST(is_model(&object->actual, &object->expected));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const size_t counts[] = {0, 1, 5, 30, 200, 512, 513, GROUPS};
    static struct object objects[OBJECTS];
    fuzz_input input = {bytes, length};
    const size_t count = counts[fuzz_byte(&input) % 8];
    size_t i;
    for (i = 0; i < OBJECTS; i++) {
        const size_t own = i > 0 && fuzz_seldom(&input, 8) ? 3 : count;
        memset(&objects[i], 0, sizeof objects[i]);
        objects[i].memory = fuzz_memory(own * sizeof *objects[i].memory);
        if (own > 0)
            memset(objects[i].memory, 0, own * sizeof *objects[i].memory);
        nps_code_groups_init(&objects[i].actual, objects[i].memory, own);
    }
    while (input.length > 0)
        step(&input, objects);
    for (i = 0; i < OBJECTS; i++)
        free(objects[i].memory);
    return 0;
}
