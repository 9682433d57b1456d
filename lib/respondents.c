/* SPDX-License-Identifier: MIT */
#include "respondents.h"

#include "accumulator.h"
#include "interrupt.h"
#include "keys/entropy.h"
#include "respondents/activity.h"
#include "support/options.h"

#include <string.h>

static const nps_period no_days = {NPS_DAY_MAX, NPS_DAY_MIN};

nps_status nps_respondents_read_options(const nps_respondents_options *options, nps_respondents_options *read)
{
    nps_allocator allocator;
    nps_respondents_options_init(read);
    if (options) {
        const nps_status status = nps_options_read(read, sizeof *read, sizeof *read, options);
        if (status)
            return status;
    }
    if (read->keep != NPS_KEEP_LATEST && read->keep != NPS_KEEP_FIRST)
        return NPS_ERROR_RULE;
    if (read->window == 0)
        return NPS_ERROR_PERIOD;
    return nps_allocator_read(&allocator, read->allocator) ? NPS_OK : NPS_ERROR_NULL;
}

/* An empty object with options that have been checked. */
static nps_status create(const nps_respondents_options *options, nps_respondents **out)
{
    nps_allocator allocator;
    nps_respondents empty, *self;
    memset(&empty, 0, sizeof empty);
    (void)nps_allocator_read(&empty.budget.source, options->allocator);
    empty.budget.limit = options->memory_budget != 0 ? options->memory_budget : UINT64_MAX;
    allocator = nps_budget_allocator(&empty.budget);
    self = nps_allocator_array(&allocator, 1, sizeof *self);
    if (!self)
        return NPS_ERROR_MEMORY;
    *self = empty;
    self->rule = (nps_respondents_rule){options->key_type, options->keep, options->window, options->has_history};
    self->days = no_days;
    self->interrupt = options->interrupt;
    allocator = nps_budget_allocator(&self->budget);
    nps_ids_init(&self->ids, options->key_type, &allocator, options->hash_key);
    *out = self;
    return NPS_OK;
}

nps_status nps_respondents_create(const nps_respondents_options *options, nps_respondents **out)
{
    nps_respondents_options read;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_respondents_read_options(options, &read);
    if (status)
        return status;
    if (read.key_type != NPS_KEY_TEXT && read.key_type != NPS_KEY_INTEGER)
        return NPS_ERROR_KEY;
    if (read.has_history > 1)
        return NPS_ERROR_RULE;
    if (read.keep == NPS_KEEP_FIRST && read.window != NPS_NO_WINDOW && !read.has_history)
        return NPS_ERROR_UNAVAILABLE;
    if (read.hash_key[0] == 0 && read.hash_key[1] == 0 && !nps_entropy(read.hash_key))
        return NPS_ERROR_ENTROPY;
    return create(&read, out);
}

nps_status nps_respondents_create_like(const nps_respondents *self, nps_respondents **out)
{
    nps_respondents_options options;
    nps_respondents_options_init(&options);
    options.key_type = self->rule.key_type;
    options.keep = self->rule.keep;
    options.window = self->rule.window;
    options.has_history = self->rule.has_history;
    options.allocator = &self->budget.source;
    memcpy(options.hash_key, self->ids.texts.hash_key, sizeof options.hash_key);
    options.memory_budget = self->budget.limit;
    options.interrupt = self->interrupt;
    return create(&options, out);
}

void nps_respondents_clear(nps_respondents *self)
{
    const nps_allocator allocator = self->ids.texts.allocator;
    uint64_t hash_key[2];
    memcpy(hash_key, self->ids.texts.hash_key, sizeof hash_key);
    nps_array_release(&self->rows, &allocator, self->rule.has_history ? sizeof(nps_stored_row) : sizeof(uint32_t));
    nps_array_release(&self->sequences, &allocator, sizeof(int64_t));
    nps_array_release(&self->roots, &allocator, sizeof(uint32_t));
    nps_ids_release(&self->ids);
    nps_ids_init(&self->ids, self->rule.key_type, &allocator, hash_key);
    memset(&self->added, 0, sizeof self->added);
    self->days = no_days;
    self->row_count = 0;
}

void nps_respondents_destroy(nps_respondents *self)
{
    nps_allocator source;
    if (!self)
        return;
    nps_respondents_clear(self);
    source = self->budget.source;
    nps_allocator_release(&source, self, 1, sizeof *self);
}

nps_status nps_respondents_count_row(nps_respondents *self, int32_t day, uint32_t bin)
{
    uint64_t *counter = nps_accumulator_counter(&self->added, bin);
    if (*counter == UINT64_MAX)
        return NPS_ERROR_OVERFLOW;
    ++*counter;
    self->days.first = day < self->days.first ? day : self->days.first;
    self->days.last = day > self->days.last ? day : self->days.last;
    return NPS_OK;
}

nps_status nps_respondents_receive(nps_respondents *self, const nps_key *id, const nps_response *response)
{
    nps_respondents_need need = {0, 0, 0, false};
    nps_status status = nps_is_day(response->day) ? NPS_OK : NPS_ERROR_DAY;
    size_t person;
    if (status)
        return status;
    person = nps_ids_find(&self->ids, id);
    if (person == NPS_KEYS_NOWHERE) {
        need.people = 1;
        need.text_length = id->length;
    }
    nps_respondents_plan(self, person, response, &need);
    status = nps_respondents_reserve(self, &need, &self->interrupt);
    if (!status)
        status = nps_respondents_count_row(self, response->day, response->bin);
    if (status)
        return status;
    if (person == NPS_KEYS_NOWHERE)
        person = nps_respondents_append_person(self, id);
    nps_respondents_put(self, person, response, NPS_TIES_BY_CALL);
    return NPS_OK;
}

static nps_status add(nps_respondents *self, nps_key_type type, const nps_key *id, const nps_response *response)
{
    if (!self)
        return NPS_ERROR_NULL;
    if (self->rule.key_type != type)
        return NPS_ERROR_KEY;
    if (type == NPS_KEY_TEXT && !id->text && id->length != 0)
        return NPS_ERROR_NULL;
    return nps_respondents_receive(self, id, response);
}

static uint32_t bin_of(int64_t answer)
{
    return answer >= 0 && answer < NPS_ANSWERS ? (uint32_t)answer : NPS_ANSWER_INVALID;
}

nps_status nps_respondents_add_text(nps_respondents *self, const char *id, size_t length, int32_t day, int64_t answer,
                                    int64_t sequence)
{
    const nps_response response = {day, bin_of(answer), sequence};
    return add(self, NPS_KEY_TEXT, &(nps_key){id, length, 0}, &response);
}

nps_status nps_respondents_add_integer(nps_respondents *self, int64_t id, int32_t day, int64_t answer, int64_t sequence)
{
    const nps_response response = {day, bin_of(answer), sequence};
    return add(self, NPS_KEY_INTEGER, &(nps_key){NULL, 0, id}, &response);
}

nps_status nps_respondents_add_missing_text(nps_respondents *self, const char *id, size_t length, int32_t day,
                                            int64_t sequence)
{
    const nps_response response = {day, NPS_ANSWER_MISSING, sequence};
    return add(self, NPS_KEY_TEXT, &(nps_key){id, length, 0}, &response);
}

nps_status nps_respondents_add_missing_integer(nps_respondents *self, int64_t id, int32_t day, int64_t sequence)
{
    const nps_response response = {day, NPS_ANSWER_MISSING, sequence};
    return add(self, NPS_KEY_INTEGER, &(nps_key){NULL, 0, id}, &response);
}

size_t nps_respondents_count(const nps_respondents *self)
{
    return self ? nps_ids_count(&self->ids) : 0;
}

nps_status nps_respondents_read_rule(const nps_respondents *self, nps_respondents_rule *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    *out = self->rule;
    return NPS_OK;
}

nps_status nps_respondents_read_rows(const nps_respondents *self, nps_accumulator *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    *out = self->added;
    return NPS_OK;
}

nps_status nps_respondents_read_span(const nps_respondents *self, nps_period *out)
{
    if (!self || !out)
        return NPS_ERROR_NULL;
    if (self->days.first > self->days.last)
        return NPS_ERROR_EMPTY;
    *out = self->days;
    return NPS_OK;
}

/* Counts the row of a person that counts on the last day of the window; there are fewer than 2^32 people. */
static void count_person(const nps_respondents *self, size_t person, const nps_period *window, nps_accumulator *out)
{
    nps_response best = {0, NPS_BINS, 0};
    uint32_t row = nps_respondents_first_from(self, person, window->first);
    while (row != NPS_NO_ROW) {
        const nps_response next = nps_respondents_row(self, row);
        if (next.day > window->last)
            break;
        if (best.bin == NPS_BINS || nps_response_replaces(self->rule.keep, NPS_TIES_BY_CALL, &best, &next))
            best = next;
        row = self->rule.has_history ? nps_respondents_next(self, person, &next) : NPS_NO_ROW;
    }
    if (best.bin != NPS_BINS)
        ++*nps_accumulator_counter(out, best.bin);
}

nps_status nps_respondents_read(const nps_respondents *self, int32_t as_of, nps_accumulator *out)
{
    nps_accumulator counted = {{0}, 0, 0};
    nps_period window;
    size_t person;
    if (!self || !out)
        return NPS_ERROR_NULL;
    if (!nps_is_day(as_of))
        return NPS_ERROR_DAY;
    if (!self->rule.has_history && as_of < self->days.last)
        return NPS_ERROR_UNAVAILABLE;
    window.last = as_of;
    window.first = nps_activity_first(&(nps_activity){self->rule.keep, self->rule.window, {as_of, as_of}, NULL});
    for (person = 0; person < nps_ids_count(&self->ids); person++)
        count_person(self, person, &window, &counted);
    *out = counted;
    return NPS_OK;
}

/* Writes the steps of a person, day by day. */
static void count_activity(const nps_respondents *self, const nps_activity *activity, size_t person)
{
    nps_person_activity state = nps_activity_begin();
    uint32_t row = nps_respondents_first_from(self, person, nps_activity_first(activity));
    while (row != NPS_NO_ROW) {
        const nps_response response = nps_respondents_row(self, row);
        if (response.day > activity->days.last)
            break;
        nps_activity_row(activity, &state, response.day, response.bin);
        row = nps_respondents_next(self, person, &response);
    }
    nps_activity_finish(activity, &state);
}

nps_status nps_respondents_read_rolling(const nps_respondents *self, uint32_t window, const nps_period *days,
                                        nps_accumulator *series)
{
    nps_activity activity;
    nps_status status;
    size_t person, count;
    if (!self || !days || !series)
        return NPS_ERROR_NULL;
    status = nps_activity_check(window, days);
    if (status)
        return status;
    if (!self->rule.has_history)
        return NPS_ERROR_UNAVAILABLE;
    count = (size_t)(days->last - days->first) + 1;
    memset(series, 0, count * sizeof *series);
    activity = (nps_activity){self->rule.keep, window, *days, series};
    for (person = 0; person < nps_ids_count(&self->ids); person++)
        count_activity(self, &activity, person);
    nps_activity_sum(series, count);
    return NPS_OK;
}
