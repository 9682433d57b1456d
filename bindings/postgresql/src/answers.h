/* The answer of a row, and how often it counts: the arguments of aggregates.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PG_ANSWERS_H
#define NPS_PG_ANSWERS_H

#include <postgres.h>

#include <fmgr.h>
#include <nps/nps.h>

/** What a row has that has no answer from 0 to 10: another number; or NULL or NaN. */
enum { NPS_PG_INVALID = -1, NPS_PG_MISSING = -2 };

/** Reads an answer of a type. */
typedef int nps_pg_read_answer(FunctionCallInfo fcinfo, int argument);
nps_pg_read_answer nps_pg_read_int2, nps_pg_read_int4, nps_pg_read_int8, nps_pg_read_float8, nps_pg_read_numeric;

/** Reads how often a row counts: 1 without this argument. */
uint64_t nps_pg_read_times(const char *function, FunctionCallInfo fcinfo, int argument);

#endif
