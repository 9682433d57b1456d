/* The type nps_timeline: accumulators by day as their encoded bytes (docs/format.md), in a varlena.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PG_TIMELINE_H
#define NPS_PG_TIMELINE_H

#include <postgres.h>

#include <fmgr.h>
#include <nps/nps.h>

/** A timeline without answers, whose memory goes away with its context. */
nps_timeline *nps_pg_new_timeline(const char *function, MemoryContext context);

/** Reads a timeline, which must not be NULL, into memory of a context. */
nps_timeline *nps_pg_read_timeline(const char *function, Datum value, MemoryContext context);

/** Adds a timeline, which must not be NULL, to another one. */
void nps_pg_merge_timeline(const char *function, nps_timeline *self, Datum value);

/** A new value of encoded bytes. */
Datum nps_pg_make_timeline(const char *function, const nps_timeline *timeline);

/** Reads an argument that is a date: the days since 1970-01-01. */
int32_t nps_pg_read_day(const char *function, FunctionCallInfo fcinfo, int argument);

/** The same day as a date of SQL. */
Datum nps_pg_date(int32_t day);

#endif
