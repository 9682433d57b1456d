/* Timelines: any sequence of calls on two objects, with memory that ends now and then, against a plain list of days.
 * SPDX-License-Identifier: MIT */
#include "bins.h"
#include "failing_allocator.h"

enum { OBJECTS = 2, MODEL_DAYS = 64, LONGEST = 4000 };

/* What a timeline should have: a list of days, in no order. */
struct model {
    struct {
        int32_t day;
        bins counts;
    } days[MODEL_DAYS];
    size_t size;
    bins older, undated;
    int32_t horizon;
    bool gathers;
};

/* An object, its memory and what it should have. */
struct object {
    nps_timeline *actual;
    struct failing failing;
    nps_allocator allocator;
    bool has_budget;
    struct model expected;
};

static bool is_day(int64_t day)
{
    return day >= NPS_DAY_MIN && day <= NPS_DAY_MAX;
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

/* A day near another one, near an end of the calendar, or any number. */
static int32_t any_day(fuzz_input *input)
{
    const uint8_t manner = fuzz_byte(input);
    if (manner < 200)
        return 20000 + (int32_t)fuzz_below(input, 40) - (manner % 4 == 0 ? 1000 : 0);
    if (manner < 240)
        return (manner % 2 ? NPS_DAY_MIN : NPS_DAY_MAX) + (int8_t)fuzz_byte(input) / 16;
    return (int32_t)fuzz_bits(input, 4);
}

static nps_timeline_options options_of(struct object *object, uint64_t budget)
{
    nps_timeline_options options;
    nps_timeline_options_init(&options);
    options.horizon = object->expected.horizon;
    options.older = object->expected.gathers ? NPS_OLDER_GATHERED : NPS_OLDER_REFUSED;
    options.allocator = &object->allocator;
    options.memory_budget = budget;
    object->has_budget = budget != 0;
    return options;
}

static void init(struct object *object, fuzz_input *input)
{
    const uint64_t budget = fuzz_seldom(input, 4) ? 2000 + fuzz_below(input, 65536) : 0;
    nps_timeline_options options;
    memset(object, 0, sizeof *object);
    object->allocator = (nps_allocator){&object->failing, failing_allocate, failing_release};
    object->expected.gathers = fuzz_bool(input);
    object->expected.horizon = fuzz_bool(input) ? any_day(input) : NPS_DAY_MIN;
    if (!is_day(object->expected.horizon)) {
        options = options_of(object, budget);
        MUST(nps_timeline_create(&options, &object->actual) == NPS_ERROR_DAY);
        object->expected.horizon = NPS_DAY_MIN;
    }
    options = options_of(object, budget);
    MUST_OK(nps_timeline_create(&options, &object->actual));
}

static void destroy(struct object *object)
{
    nps_timeline_destroy(object->actual);
    MUST(object->failing.bytes == 0);
}

/* The counts of a day of the model, which may be new; NULL when there is no room. */
static bins *model_at(struct model *model, int32_t day)
{
    size_t i;
    for (i = 0; i < model->size; i++)
        if (model->days[i].day == day)
            return &model->days[i].counts;
    if (model->size == MODEL_DAYS)
        return NULL;
    model->days[model->size].day = day;
    memset(&model->days[model->size].counts, 0, sizeof(bins));
    return &model->days[model->size++].counts;
}

/* The sum of days of the model, or NPS_ERROR_OVERFLOW. */
static nps_status model_between(const struct model *model, int64_t first, int64_t last, bins *sum)
{
    size_t i;
    for (i = 0; i < model->size; i++)
        if (model->days[i].day >= first && model->days[i].day <= last)
            if (bins_merge(sum, &model->days[i].counts))
                return NPS_ERROR_OVERFLOW;
    return NPS_OK;
}

static bool is_blank(const bins *counts)
{
    static const bins none = {{0}};
    return memcmp(counts, &none, sizeof none) == 0;
}

/* Adds the bins on a day to the model, as the call should. */
static nps_status model_add(struct model *model, int32_t day, const bins *from)
{
    if (!is_day(day) || (day < model->horizon && !model->gathers))
        return NPS_ERROR_DAY;
    return bins_merge(day < model->horizon ? &model->older : model_at(model, day), from);
}

static void check_add(fuzz_input *input, struct object *object)
{
    const uint8_t manner = fuzz_byte(input);
    const int32_t day = any_day(input);
    const int64_t answer = fuzz_answer(input);
    const uint64_t times = fuzz_number(input);
    struct model after = object->expected;
    nps_accumulator accumulator = {{0}, 0, 0};
    bins from = {{0}};
    nps_status status;
    if (after.size == MODEL_DAYS)
        return;
    from.of[manner % 3 == 0 ? BIN_MISSING : bin_of(answer)] = times;
    status = model_add(&after, day, &from);
    if (manner % 3 == 0) {
        status = is_done(object, nps_timeline_add_missing(object->actual, day, times), status);
    } else if (manner % 3 == 1) {
        status = is_done(object, nps_timeline_add(object->actual, day, answer, times), status);
    } else {
        MUST_OK(nps_accumulator_add_n(&accumulator, answer, times));
        status = is_done(object, nps_timeline_merge_day(object->actual, day, &accumulator), status);
    }
    if (status)
        object->expected = after;
}

static void check_undated(fuzz_input *input, struct object *object)
{
    nps_accumulator accumulator = {{0}, fuzz_number(input), fuzz_byte(input)};
    const bins from = bins_from(&accumulator);
    bins sum = object->expected.undated;
    if (is_done(object, nps_timeline_merge_undated(object->actual, &accumulator), bins_merge(&sum, &from)))
        object->expected.undated = sum;
}

/* A column of a few rows: days as 32 or 64 bits, some of them null. */
static void check_column(fuzz_input *input, struct object *object)
{
    enum { ROWS = 20 };
    const bool is_wide = fuzz_bool(input), has_nulls = fuzz_bool(input);
    const uint8_t validity[3] = {fuzz_byte(input), fuzz_byte(input), fuzz_byte(input)};
    const size_t rows = fuzz_below(input, ROWS + 1);
    struct model after = object->expected;
    int32_t narrow[ROWS];
    int64_t wide[ROWS];
    uint8_t answers[ROWS];
    nps_column day_column, answer_column;
    nps_status status = NPS_OK;
    size_t i;
    if (after.size + ROWS > MODEL_DAYS)
        return;
    for (i = 0; i < rows; i++) {
        const bool is_null = has_nulls && !(validity[i / 8] >> i % 8 & 1);
        bins one = {{0}};
        narrow[i] = any_day(input);
        wide[i] = narrow[i];
        answers[i] = fuzz_byte(input) % 14;
        one.of[bin_of(answers[i])] = 1;
        if (status == NPS_OK || status == NPS_ERROR_OVERFLOW) {
            const nps_status added = is_null ? bins_merge(&after.undated, &one) : model_add(&after, narrow[i], &one);
            status = added ? added : status;
        }
    }
    nps_column_init(&day_column, is_wide ? NPS_COLUMN_I64 : NPS_COLUMN_I32, is_wide ? (void *)wide : narrow, rows);
    nps_column_init(&answer_column, NPS_COLUMN_U8, answers, rows);
    day_column.validity = has_nulls ? validity : NULL;
    if (is_done(object, nps_timeline_add_column(object->actual, &day_column, &answer_column, NULL), status))
        object->expected = after;
}

/* Moves the days before a horizon of the model. */
static nps_status model_advance(struct model *model, int32_t horizon)
{
    size_t i, kept = 0;
    if (horizon <= model->horizon)
        return NPS_OK;
    if (model_between(model, model->horizon, horizon - 1, &model->older))
        return NPS_ERROR_OVERFLOW;
    for (i = 0; i < model->size; i++)
        if (model->days[i].day >= horizon)
            model->days[kept++] = model->days[i];
    model->size = kept;
    model->horizon = horizon;
    return NPS_OK;
}

static void check_advance(fuzz_input *input, struct object *object)
{
    const int32_t horizon = any_day(input);
    struct model after = object->expected;
    const nps_status status = is_day(horizon) ? model_advance(&after, horizon) : NPS_ERROR_DAY;
    if (is_done(object, nps_timeline_advance(object->actual, horizon), status))
        object->expected = after;
}

/* Whether days with a count are before a horizon. */
static bool has_older(const struct model *model, int32_t horizon)
{
    size_t i;
    for (i = 0; i < model->size; i++)
        if (model->days[i].day < horizon && !is_blank(&model->days[i].counts))
            return true;
    return false;
}

static nps_status model_merge(struct model *to, struct model from)
{
    const int32_t horizon = from.horizon > to->horizon ? from.horizon : to->horizon;
    size_t i;
    if (!to->gathers && (has_older(to, horizon) || has_older(&from, horizon)))
        return NPS_ERROR_DAY;
    if (model_advance(to, horizon) || model_advance(&from, horizon) || bins_merge(&to->older, &from.older) ||
        bins_merge(&to->undated, &from.undated))
        return NPS_ERROR_OVERFLOW;
    for (i = 0; i < from.size; i++)
        if (bins_merge(model_at(to, from.days[i].day), &from.days[i].counts))
            return NPS_ERROR_OVERFLOW;
    return NPS_OK;
}

/* Merges by the object or by its bytes. */
static nps_status merge(struct object *to, const struct object *from, bool by_bytes)
{
    static unsigned char bytes[MODEL_DAYS * 140 + 400];
    size_t length;
    if (!by_bytes)
        return nps_timeline_merge(to->actual, from->actual);
    MUST_OK(nps_timeline_encode(from->actual, bytes, sizeof bytes, &length));
    return nps_timeline_merge_encoded(to->actual, bytes, length, NULL);
}

static void check_merge(fuzz_input *input, struct object *to, const struct object *from)
{
    struct model after = to->expected;
    if (after.size + from->expected.size <= MODEL_DAYS &&
        is_done(to, merge(to, from, fuzz_bool(input)), model_merge(&after, from->expected)))
        to->expected = after;
}

static nps_status model_subtract(struct model *from, const struct model *part)
{
    bins older = part->older;
    size_t i;
    if (part->horizon > from->horizon && !is_blank(&part->older))
        return NPS_ERROR_RULE;
    if (model_between(part, NPS_DAY_MIN, (int64_t)from->horizon - 1, &older) || bins_subtract(&from->older, &older) ||
        bins_subtract(&from->undated, &part->undated))
        return NPS_ERROR_UNDERFLOW;
    for (i = 0; i < part->size; i++)
        if (part->days[i].day >= from->horizon && !is_blank(&part->days[i].counts) &&
            bins_subtract(model_at(from, part->days[i].day), &part->days[i].counts))
            return NPS_ERROR_UNDERFLOW;
    return NPS_OK;
}

static void check_subtract(struct object *from, const struct object *part)
{
    struct model after = from->expected;
    if (after.size + part->expected.size <= MODEL_DAYS &&
        is_done(from, nps_timeline_subtract(from->actual, part->actual), model_subtract(&after, &part->expected)))
        from->expected = after;
}

static bool is_readable(const struct model *model, int64_t first, int64_t last)
{
    return is_day(first) && is_day(last) && first <= last && (first >= model->horizon || is_blank(&model->older));
}

static void check_between(fuzz_input *input, const struct object *object)
{
    const int32_t first = any_day(input), last = any_day(input);
    nps_accumulator sum = {{7}, 0, 0};
    bins expected = {{0}}, found;
    const nps_status status = is_readable(&object->expected, first, last)
                                  ? model_between(&object->expected, first, last, &expected)
                                  : NPS_ERROR_DAY;
    MUST(nps_timeline_read_between(object->actual, first, last, &sum) == status);
    found = bins_from(&sum);
    if (status == NPS_OK)
        MUST_EQUAL(found, expected);
    else
        MUST(sum.answers[0] == 7);
}

static void check_rolling(fuzz_input *input, const struct object *object)
{
    static nps_accumulator sums[LONGEST];
    const nps_period range = {any_day(input), any_day(input)};
    const int32_t window = (int32_t)fuzz_number(input);
    const int64_t count = (int64_t)range.last - range.first + 1, first = (int64_t)range.first - window + 1;
    const int64_t read = first < NPS_DAY_MIN ? NPS_DAY_MIN : first;
    bins all = {{0}};
    nps_status status, expected = NPS_OK;
    int64_t i;
    if (count > LONGEST)
        return;
    status = nps_timeline_read_rolling(object->actual, window, &range, count < 0 ? 0 : (size_t)count, sums);
    if (window < 1)
        expected = NPS_ERROR_PERIOD;
    else if (!is_day(range.first) || range.first > range.last || !is_readable(&object->expected, read, range.last))
        expected = NPS_ERROR_DAY;
    else
        expected = model_between(&object->expected, read, range.last, &all);
    MUST(status == expected);
    for (i = 0; status == NPS_OK && i < count; i += 1 + count / 16) {
        const int64_t last = range.first + i;
        const bins found = bins_from(&sums[i]);
        bins sum = {{0}};
        MUST_OK(model_between(&object->expected, last - window + 1, last, &sum));
        MUST_EQUAL(found, sum);
    }
}

static void check_periods(fuzz_input *input, const struct object *object)
{
    static nps_timeline_period found[LONGEST];
    const nps_periods periods = {(nps_period_unit)(fuzz_byte(input) % 8), (int32_t)fuzz_byte(input), any_day(input)};
    const nps_period range = {any_day(input), any_day(input)};
    nps_status status, expected;
    size_t count = 0, i;
    expected = nps_periods_count(&periods, range.first, range.last, &count);
    if (count > LONGEST)
        return;
    status = nps_timeline_read_periods(object->actual, &periods, &range, count, found);
    if (expected) {
        MUST(status == expected);
        return;
    }
    MUST(status == NPS_OK || status == NPS_ERROR_DAY || status == NPS_ERROR_OVERFLOW);
    for (i = 0; status == NPS_OK && i < count; i++) {
        const bins counts = bins_from(&found[i].accumulator);
        bins sum = {{0}};
        MUST(i == 0 || found[i].days.first == found[i - 1].days.last + 1);
        MUST_OK(model_between(&object->expected, found[i].days.first, found[i].days.last, &sum));
        MUST_EQUAL(counts, sum);
    }
}

/* The horizon, the rest, the span, and the bytes and back. */
static void check_state(const struct object *object)
{
    static unsigned char bytes[MODEL_DAYS * 140 + 400], again[sizeof bytes];
    const struct model *model = &object->expected;
    nps_timeline *decoded = NULL;
    nps_timeline_rest rest;
    nps_period span = {INT32_MAX, INT32_MIN}, found;
    bins older, undated;
    int32_t horizon;
    size_t size, length, i;
    MUST_OK(nps_timeline_horizon(object->actual, &horizon));
    MUST_OK(nps_timeline_read_rest(object->actual, &rest));
    older = bins_from(&rest.older);
    undated = bins_from(&rest.undated);
    MUST(horizon == model->horizon);
    MUST_EQUAL(older, model->older);
    MUST_EQUAL(undated, model->undated);
    for (i = 0; i < model->size; i++) {
        if (is_blank(&model->days[i].counts))
            continue;
        span.first = model->days[i].day < span.first ? model->days[i].day : span.first;
        span.last = model->days[i].day > span.last ? model->days[i].day : span.last;
    }
    if (span.first > span.last)
        MUST(nps_timeline_read_span(object->actual, &found) == NPS_ERROR_EMPTY);
    else
        MUST(nps_timeline_read_span(object->actual, &found) == NPS_OK && found.first == span.first &&
             found.last == span.last);
    MUST_OK(nps_timeline_encoded_size(object->actual, &size));
    MUST_OK(nps_timeline_encode(object->actual, bytes, sizeof bytes, &length));
    MUST(size == length && nps_timeline_encode(object->actual, again, size - 1, &length) == NPS_ERROR_SPACE);
    MUST_OK(nps_timeline_decode(NULL, bytes, size, &decoded, NULL));
    MUST_OK(nps_timeline_encode(decoded, again, sizeof again, &length));
    MUST(length == size && memcmp(bytes, again, size) == 0);
    nps_timeline_destroy(decoded);
}

static void step(fuzz_input *input, struct object objects[OBJECTS])
{
    const uint8_t what = fuzz_byte(input);
    struct object *object = &objects[what % OBJECTS], *other = &objects[fuzz_bool(input)];
    if (fuzz_seldom(input, 16)) {
        object->failing.fail_at = object->failing.calls + 1 + fuzz_below(input, 4);
        object->failing.for_good = fuzz_bool(input);
    }
    switch (what / OBJECTS % 10) {
    case 0: check_undated(input, object); break;
    case 1: check_advance(input, object); break;
    case 2: check_merge(input, object, other); break;
    case 3: check_subtract(object, other); break;
    case 4: check_between(input, object); break;
    case 5: check_rolling(input, object); break;
    case 6: check_periods(input, object); break;
    case 7: check_column(input, object); break;
    default: check_add(input, object);
    }
    object->failing.fail_at = 0;
    object->failing.for_good = false;
    check_state(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    static struct object objects[OBJECTS];
    int i;
    for (i = 0; i < OBJECTS; i++)
        init(&objects[i], &input);
    while (input.length > 0)
        step(&input, objects);
    for (i = 0; i < OBJECTS; i++)
        destroy(&objects[i]);
    return 0;
}
