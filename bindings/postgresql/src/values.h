/* Values of PostgreSQL for the functions that all engines share, and their errors.
 *
 * What fails here does not return: it ends the statement with a message that begins with the name of the function that
 * SQL called. SPDX-License-Identifier: MIT */
#ifndef NPS_PG_VALUES_H
#define NPS_PG_VALUES_H

#include <postgres.h>

#include "../../sql/figures.h"

#include <fmgr.h>

#if PG_VERSION_NUM >= 160000
#include <varatt.h> /* part of postgres.h before */
#endif

/** The number of bytes of a varlena behind its header, wherever it is but moved out of its row. */
static inline size_t nps_pg_length(const void *value)
{
    return VARATT_IS_1B(value) ? (size_t)VARSIZE_1B(value) - VARHDRSZ_SHORT : (size_t)VARSIZE_4B(value) - VARHDRSZ;
}

/** Ends the statement unless a status is NPS_OK. */
void nps_pg_check(const char *function, nps_status status);

/** Ends the statement with the message of a call; damaged states among its arguments have a code of their own. */
pg_attribute_noreturn() void nps_pg_fail(const nps_sql_call *call);

/** Reads the arguments of a function of SQL; `parameters` has a letter for each, see figures.h. */
void nps_pg_read_arguments(FunctionCallInfo fcinfo, const char *parameters, nps_sql_value *arguments);

#endif
