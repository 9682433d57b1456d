/* The aggregates of SQLite: nps_agg(answer [, times]) and nps_rollup(state).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SQLITE_AGGREGATES_H
#define NPS_SQLITE_AGGREGATES_H

#include <sqlite3ext.h>

typedef void nps_sqlite_function(sqlite3_context *context, int argc, sqlite3_value **argv);
typedef void nps_sqlite_end(sqlite3_context *context);

/* An inverse takes back what a step added. */
nps_sqlite_function nps_sqlite_agg_step, nps_sqlite_agg_inverse, nps_sqlite_rollup_step, nps_sqlite_rollup_inverse;

/** The state so far: NULL of no rows, as the sum() of SQL is. */
nps_sqlite_end nps_sqlite_state_so_far;

#endif
