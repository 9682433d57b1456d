/* Accumulators by day in pages of neighbouring days, which are made when a day is first needed.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TIMELINE_DAYS_H
#define NPS_TIMELINE_DAYS_H

#include "../allocator.h"

#include <nps/accumulator.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A page is small, so that scattered days take little memory; a table of pages covers about three years. */
enum { NPS_PAGE_DAYS = 8, NPS_TABLE_PAGES = 128, NPS_TABLE_DAYS = NPS_PAGE_DAYS * NPS_TABLE_PAGES };

typedef struct nps_days_table {
    nps_accumulator *pages[NPS_TABLE_PAGES];
} nps_days_table;

/** A table, with its number in the order of the days. */
typedef struct nps_days_entry {
    int32_t number;
    nps_days_table *table;
} nps_days_entry;

/** Days of the calendar with their accumulators. */
typedef struct nps_days {
    nps_days_entry *tables; /* in ascending order of their numbers */
    size_t count, capacity;
    nps_allocator allocator;
} nps_days;

/** Neighbouring days. */
typedef struct nps_days_run {
    int32_t first;
    int32_t count;
    nps_accumulator *days;
} nps_days_run;

/** Makes an object without days. */
void nps_days_init(nps_days *self, const nps_allocator *allocator);

/** Releases all memory. */
void nps_days_release(nps_days *self);

/** The accumulator of a day of the calendar, or NULL when the day has none. */
nps_accumulator *nps_days_find(const nps_days *self, int32_t day);

/** The accumulator of a day of the calendar, empty when it is new; NULL when there is no memory. */
nps_accumulator *nps_days_at(nps_days *self, int32_t day);

/** Finds the next days that have accumulators, from `from` to `last`; false when there are none. */
bool nps_days_next(const nps_days *self, int32_t from, int32_t last, nps_days_run *run);

/** Forgets the days before `day`, and releases the memory that only they need. */
void nps_days_forget(nps_days *self, int32_t day);

/** Whether all counters are 0. */
bool nps_is_blank(const nps_accumulator *accumulator);

#endif
