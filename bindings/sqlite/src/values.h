/* Values between SQLite and the functions of every engine.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SQLITE_VALUES_H
#define NPS_SQLITE_VALUES_H

#include "../../sql/values.h"

#include <sqlite3ext.h>

/** A value of SQLite, whose bytes stay those of SQLite. */
void nps_sqlite_read(sqlite3_value *value, nps_sql_value *out);

/** Ends the SQL function with the result of a call. */
void nps_sqlite_return(sqlite3_context *context, const nps_sql_call *call);

/** Ends the SQL function with the message of a call; always false. */
bool nps_sqlite_fail(sqlite3_context *context, const nps_sql_call *call);

#endif
