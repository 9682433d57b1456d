/* Adding all rows of another object, or of its encoded form: a pass that asks and finds what is new, then one that puts
 * the rows and cannot fail.
 * SPDX-License-Identifier: MIT */
#include "../accumulator.h"
#include "../interrupt.h"
#include "../respondents.h"

/* How many rows are read between two questions: less than a millisecond. */
enum { READ_AT_ONCE = 1024 };

static nps_status plan(const nps_respondents *self, const nps_respondents_source *source, nps_respondents_need *need)
{
    nps_source_response row;
    nps_status status = NPS_OK;
    size_t i, person = NPS_KEYS_NOWHERE;
    for (i = 0; !status && i < source->count; i++) {
        status = source->read(source->context, i, &row);
        if (status)
            return status;
        if (row.is_new) {
            person = nps_ids_find(&self->ids, &row.id);
            need->people += person == NPS_KEYS_NOWHERE;
            need->text_length += person == NPS_KEYS_NOWHERE ? row.id.length : 0;
        }
        nps_respondents_plan(self, person, &row.response, need);
        status = nps_interrupt_check_every(&self->interrupt, READ_AT_ONCE, i);
    }
    return status;
}

static nps_status put(nps_respondents *self, const nps_respondents_source *source, nps_ties ties)
{
    nps_source_response row;
    nps_status status = NPS_OK;
    size_t i, person = NPS_KEYS_NOWHERE;
    for (i = 0; !status && i < source->count; i++) {
        status = source->read(source->context, i, &row);
        if (row.is_new)
            person = nps_ids_find(&self->ids, &row.id);
        if (person == NPS_KEYS_NOWHERE)
            person = nps_respondents_append_person(self, &row.id);
        nps_respondents_put(self, person, &row.response, ties);
    }
    return status;
}

nps_status nps_respondents_merge_source(nps_respondents *self, const nps_respondents_source *source, nps_ties ties)
{
    nps_respondents_need need = {0, 0, 0, false};
    const nps_accumulator added = source->added;
    const nps_period days = source->days;
    nps_status status = plan(self, source, &need);
    if (!status && !nps_accumulator_can_merge(&self->added, &added))
        status = NPS_ERROR_OVERFLOW;
    if (!status)
        status = nps_respondents_reserve(self, &need, &self->interrupt);
    if (status)
        return status;
    (void)nps_accumulator_merge(&self->added, &added);
    self->days.first = days.first < self->days.first ? days.first : self->days.first;
    self->days.last = days.last > self->days.last ? days.last : self->days.last;
    return put(self, source, ties);
}

/* A walk through all rows of an object, person by person. */
struct person_walk {
    const nps_respondents *from;
    size_t person;
    uint32_t row; /* the next one */
};

static nps_status read_row(void *context, size_t index, nps_source_response *out)
{
    struct person_walk *walk = context;
    out->is_new = index == 0 || walk->row == NPS_NO_ROW;
    if (index == 0)
        walk->person = 0;
    else if (out->is_new)
        walk->person++;
    if (out->is_new)
        walk->row = nps_respondents_first_from(walk->from, walk->person, NPS_DAY_MIN);
    out->id = nps_ids_get(&walk->from->ids, walk->person);
    out->response = nps_respondents_row(walk->from, walk->row);
    walk->row =
        walk->from->rule.has_history ? nps_respondents_next(walk->from, walk->person, &out->response) : NPS_NO_ROW;
    return NPS_OK;
}

nps_status nps_respondents_check_rule(const nps_respondents *self, const nps_respondents_rule *other)
{
    const nps_respondents_rule *rule = &self->rule;
    if (rule->key_type != other->key_type)
        return NPS_ERROR_KEY;
    return rule->keep == other->keep && rule->window == other->window && rule->has_history == other->has_history
               ? NPS_OK
               : NPS_ERROR_RULE;
}

static nps_status merge(nps_respondents *self, const nps_respondents *from, nps_ties ties)
{
    struct person_walk walk = {from, 0, NPS_NO_ROW};
    nps_respondents_source source = {&walk, 0, {{0}, 0, 0}, {0, 0}, read_row};
    nps_status status;
    if (!self || !from)
        return NPS_ERROR_NULL;
    status = nps_respondents_check_rule(self, &from->rule);
    if (status)
        return status;
    source.count = from->row_count;
    source.added = from->added;
    source.days = from->days;
    return nps_respondents_merge_source(self, &source, ties);
}

nps_status nps_respondents_merge(nps_respondents *self, const nps_respondents *from)
{
    return merge(self, from, NPS_TIES_BY_CONTENT);
}

nps_status nps_respondents_append(nps_respondents *self, const nps_respondents *later)
{
    return merge(self, later, NPS_TIES_BY_CALL);
}
