/* The rows of each person in a tree ordered by day: a treap (Seidel and Aragon, Randomized Search Trees, 1996), whose
 * depth is the logarithm of the number of rows, whatever the order in which they came.
 * SPDX-License-Identifier: MIT */
#include "../interrupt.h"
#include "../respondents.h"
#include "../support/prefetch.h"

#include <string.h>

static size_t row_size(const nps_respondents *self)
{
    return self->rule.has_history ? sizeof(nps_stored_row) : sizeof(uint32_t);
}

/* The day and the bin of a row. */
static uint32_t *dated_at(const nps_respondents *self, size_t row)
{
    return (uint32_t *)(void *)((unsigned char *)self->rows.items + row * row_size(self));
}

/* A row with its links; only with history. */
static nps_stored_row *row_at(const nps_respondents *self, uint32_t row)
{
    return (nps_stored_row *)self->rows.items + row;
}

static int64_t *sequences_of(const nps_respondents *self)
{
    return self->sequences.items;
}

static uint32_t *roots_of(const nps_respondents *self)
{
    return self->roots.items;
}

nps_response nps_respondents_row(const nps_respondents *self, size_t row)
{
    const uint32_t dated = *dated_at(self, row);
    return (nps_response){nps_dated_day(dated), nps_dated_bin(dated),
                          self->sequences.items ? sequences_of(self)[row] : 0};
}

static void set_row(nps_respondents *self, size_t row, const nps_response *response)
{
    *dated_at(self, row) = nps_dated_of(response->day, response->bin);
    if (self->sequences.items)
        sequences_of(self)[row] = response->sequence;
}

uint32_t nps_respondents_first_from(const nps_respondents *self, size_t person, int32_t day)
{
    uint32_t row, found = NPS_NO_ROW;
    if (!self->rule.has_history)
        return nps_dated_day(*dated_at(self, person)) >= day ? (uint32_t)person : NPS_NO_ROW;
    row = roots_of(self)[person];
    while (row != NPS_NO_ROW) {
        const nps_stored_row *at = row_at(self, row);
        const bool is_early = nps_dated_day(at->dated) < day;
        if (!is_early)
            found = row;
        row = is_early ? at->later : at->earlier;
    }
    return found;
}

void nps_respondents_prefetch(const nps_respondents *self, const int64_t *ids, size_t count)
{
    size_t people[NPS_IDS_MANY], i;
    const size_t guessed = nps_ids_guess_many(&self->ids, ids, count, people);
    if (!self->rule.has_history) {
        for (i = 0; i < guessed; i++)
            NPS_PREFETCH(dated_at(self, people[i]));
        return;
    }
    for (i = 0; i < guessed; i++)
        NPS_PREFETCH(&roots_of(self)[people[i]]);
    for (i = 0; i < guessed; i++)
        NPS_PREFETCH(row_at(self, roots_of(self)[people[i]]));
}

/* A random number of a row that nobody can guess: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t priority(const nps_respondents *self, uint32_t row)
{
    uint64_t mixed = (row ^ self->ids.texts.hash_key[0]) + self->ids.texts.hash_key[1];
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
}

/* Inserts a row whose day is not in the tree of the person. */
static void insert(nps_respondents *self, size_t person, uint32_t row)
{
    nps_stored_row *const new = row_at(self, row);
    const uint32_t day = new->dated >> NPS_DATED_BITS;
    const uint64_t mine = priority(self, row);
    uint32_t *link = &roots_of(self)[person], *earlier = &new->earlier, *later = &new->later, rest;
    while (*link != NPS_NO_ROW && priority(self, *link) >= mine) {
        nps_stored_row *at = row_at(self, *link);
        link = at->dated >> NPS_DATED_BITS < day ? &at->later : &at->earlier;
    }
    rest = *link;
    *link = row;
    while (rest != NPS_NO_ROW) { /* what was below is divided into what is earlier and what is later */
        nps_stored_row *at = row_at(self, rest);
        if (at->dated >> NPS_DATED_BITS < day) {
            *earlier = rest;
            earlier = &at->later;
            rest = *earlier;
        } else {
            *later = rest;
            later = &at->earlier;
            rest = *later;
        }
    }
    *earlier = *later = NPS_NO_ROW;
}

/* The row of a person that a response competes with, or NPS_NO_ROW. */
static uint32_t rival_of(const nps_respondents *self, size_t person, int32_t day)
{
    const uint32_t row = nps_respondents_first_from(self, person, self->rule.has_history ? day : NPS_DAY_MIN);
    return row != NPS_NO_ROW && self->rule.has_history && nps_dated_day(*dated_at(self, row)) != day ? NPS_NO_ROW : row;
}

void nps_respondents_plan(const nps_respondents *self, size_t person, const nps_response *response,
                          nps_respondents_need *need)
{
    need->is_sequenced |= response->sequence != 0;
    if (person == NPS_KEYS_NOWHERE || rival_of(self, person, response->day) == NPS_NO_ROW)
        need->rows++;
}

static nps_status grow(nps_respondents *self, nps_array *array, size_t item, size_t more,
                       const nps_interrupt *interrupt)
{
    const bool is_of_people = array == &self->roots;
    const nps_array_use use = {&self->ids.texts.allocator, item,
                               is_of_people ? nps_ids_count(&self->ids) : self->row_count};
    return nps_array_grow(array, &use, more, interrupt);
}

/* The first sequence numbers: those of all rows before are 0. */
static nps_status begin_sequences(nps_respondents *self, size_t more, const nps_interrupt *interrupt)
{
    const nps_array_use none = {&self->ids.texts.allocator, sizeof(int64_t), 0};
    const nps_status status = nps_array_grow(&self->sequences, &none, self->row_count + more, interrupt);
    if (!status && self->row_count != 0)
        memset(self->sequences.items, 0, self->row_count * sizeof(int64_t));
    return status;
}

nps_status nps_respondents_reserve(nps_respondents *self, const nps_respondents_need *need,
                                   const nps_interrupt *interrupt)
{
    nps_status status = NPS_OK;
    if (need->rows >= NPS_NO_ROW - self->row_count)
        return NPS_ERROR_MEMORY;
    if (need->people != 0)
        status = nps_ids_grow(&self->ids, need->people, need->text_length, interrupt);
    if (!status && self->rule.has_history)
        status = grow(self, &self->roots, sizeof(uint32_t), need->people, interrupt);
    if (!status)
        status = grow(self, &self->rows, row_size(self), need->rows, interrupt);
    if (!status && self->sequences.items)
        status = grow(self, &self->sequences, sizeof(int64_t), need->rows, interrupt);
    else if (!status && need->is_sequenced)
        status = begin_sequences(self, need->rows, interrupt);
    return status;
}

size_t nps_respondents_append_person(nps_respondents *self, const nps_key *id)
{
    const size_t person = nps_ids_append(&self->ids, id);
    if (self->rule.has_history)
        roots_of(self)[person] = NPS_NO_ROW;
    return person;
}

void nps_respondents_put(nps_respondents *self, size_t person, const nps_response *response, nps_ties ties)
{
    const bool is_first = !self->rule.has_history && person == self->row_count;
    const uint32_t row = is_first ? NPS_NO_ROW : rival_of(self, person, response->day);
    if (row == NPS_NO_ROW) {
        set_row(self, self->row_count, response);
        if (self->rule.has_history)
            insert(self, person, (uint32_t)self->row_count);
        self->row_count++;
    } else {
        const nps_response old = nps_respondents_row(self, row);
        if (nps_response_replaces(self->rule.keep, ties, &old, response))
            set_row(self, row, response);
    }
}
