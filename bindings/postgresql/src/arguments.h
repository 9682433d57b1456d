/* What SQL passes to a function, read or refused with a message that says what is wrong.
 *
 * A refusal does not return: it ends the statement. `function` is the name of the function that SQL called, with which
 * each message begins.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PG_ARGUMENTS_H
#define NPS_PG_ARGUMENTS_H

#include <postgres.h>

#include <fmgr.h>
#include <nps/nps.h>

/** Ends the statement unless a status is NPS_OK. */
void nps_pg_check(const char *function, nps_status status);

/** Reads a number of times, from 0, from an argument that must not be NULL; `what` is its name. */
uint64 nps_pg_read_times(const char *function, FunctionCallInfo fcinfo, int argument, const char *what);

/** Reads a level and a method, arguments `first` and `first` + 1; NULL is 0.95 and auto. */
void nps_pg_read_options(const char *function, FunctionCallInfo fcinfo, int first, double *level, nps_method *method);

/** Reads a method; NULL is auto. */
nps_method nps_pg_read_method(const char *function, FunctionCallInfo fcinfo, int argument);

/** The same number as an integer of SQL. */
Datum nps_pg_count(const char *function, uint64 count);

/** How a message shows a text: in quotes, the beginning of a long one; palloc()ed. */
const char *nps_pg_shown(text *value);

#endif
