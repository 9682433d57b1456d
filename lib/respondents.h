/* The internals of respondents, for the files that read and change them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_INTERNAL_H
#define NPS_RESPONDENTS_INTERNAL_H

#include "respondents/ids.h"
#include "respondents/response.h"

#include <nps/respondents.h>

/** The index of a row that does not exist. */
#define NPS_NO_ROW UINT32_MAX

/** A row in memory. Without history the links are left out, so rows are 4 or 12 bytes apart. */
typedef struct nps_stored_row {
    uint32_t dated;          /**< See nps_dated_of(). */
    uint32_t earlier, later; /**< The rows below it in the tree of the person, or NPS_NO_ROW. */
} nps_stored_row;

struct nps_respondents {
    nps_ids ids;
    nps_respondents_rule rule;
    nps_accumulator added; /**< All rows ever added. */
    nps_period days;       /**< Their first and last day; first > last if there are none. */
    size_t row_count;      /**< Without history, row i is that of person i. */
    nps_array rows;        /**< nps_stored_row for each row. */
    nps_array sequences;   /**< int64_t for each row; no memory while all are 0. */
    nps_array roots;       /**< With history, uint32_t for each person: the row at the root of the tree. */
    nps_budget budget;     /**< The allocator of the ids. */
    nps_interrupt interrupt;
};

/** The row at an index. */
nps_response nps_respondents_row(const nps_respondents *self, size_t row);

/** The first row of a person on a day or later, or NPS_NO_ROW. */
uint32_t nps_respondents_first_from(const nps_respondents *self, size_t person, int32_t day);

/** Loads what adding rows of up to NPS_IDS_MANY people will read first. */
void nps_respondents_prefetch(const nps_respondents *self, const int64_t *ids, size_t count);

/** The first row of a person after another one, or NPS_NO_ROW. */
static inline uint32_t nps_respondents_next(const nps_respondents *self, size_t person, const nps_response *row)
{
    return nps_respondents_first_from(self, person, row->day + 1);
}

/** What new rows need. */
typedef struct nps_respondents_need {
    size_t people, rows, text_length;
    bool is_sequenced; /**< A row has a sequence number. */
} nps_respondents_need;

/** Makes room; the content stays whether it succeeds or not. NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. */
nps_status nps_respondents_reserve(nps_respondents *self, const nps_respondents_need *need,
                                   const nps_interrupt *interrupt);

/** Adds to `need` what putting a row needs. `person` is NPS_KEYS_NOWHERE for a new person. */
void nps_respondents_plan(const nps_respondents *self, size_t person, const nps_response *response,
                          nps_respondents_need *need);

/** Puts a row of a person, for which there is room. `person` is nps_ids_count() less 1 for a person just appended. */
void nps_respondents_put(nps_respondents *self, size_t person, const nps_response *response, nps_ties ties);

/** Appends a person, for whom there is room, without rows. */
size_t nps_respondents_append_person(nps_respondents *self, const nps_key *id);

/** Makes an empty object with the same rule, secret and interrupt, and a budget of its own of the same size. */
nps_status nps_respondents_create_like(const nps_respondents *self, nps_respondents **out);

/** Removes everything. */
void nps_respondents_clear(nps_respondents *self);

/** Counts a row that is added: nothing changes and NPS_ERROR_OVERFLOW if the counter is full. */
nps_status nps_respondents_count_row(nps_respondents *self, int32_t day, uint32_t bin);

/** Adds a row of a person; NPS_ERROR_DAY, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. */
nps_status nps_respondents_receive(nps_respondents *self, const nps_key *id, const nps_response *response);

/** A row of a source. */
typedef struct nps_source_response {
    nps_key id;
    bool is_new; /**< The first row of this id. */
    nps_response response;
} nps_source_response;

/** Rows to be merged: those of one id follow each other. */
typedef struct nps_respondents_source {
    void *context;
    size_t count;
    nps_accumulator added;
    nps_period days;
    /** Reads the next row. Every pass begins at index 0; all passes read the same. Ids live until the last pass. */
    nps_status (*read)(void *context, size_t index, nps_source_response *out);
} nps_respondents_source;

/** Adds all rows of a source: what reading returned, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED. */
nps_status nps_respondents_merge_source(nps_respondents *self, const nps_respondents_source *source, nps_ties ties);

/** Whether another rule is the same; NPS_OK, NPS_ERROR_KEY or NPS_ERROR_RULE. */
nps_status nps_respondents_check_rule(const nps_respondents *self, const nps_respondents_rule *other);

/** Checks the options; `read` receives them. */
nps_status nps_respondents_read_options(const nps_respondents_options *options, nps_respondents_options *read);

#endif
