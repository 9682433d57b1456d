/* The functions of SQL, as sqlite3_create_function_v2() takes them.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SQLITE_FUNCTIONS_H
#define NPS_SQLITE_FUNCTIONS_H

#include <sqlite3ext.h>

typedef void nps_sql_function(sqlite3_context *context, int argc, sqlite3_value **argv);
typedef void nps_sql_end(sqlite3_context *context);

/* Aggregates: nps_agg(answer [, times]) and nps_rollup(state). An inverse takes back what a step added. */
nps_sql_function nps_sql_agg_step, nps_sql_agg_inverse, nps_sql_rollup_step, nps_sql_rollup_inverse;

/** The state so far: NULL of no rows, as the sum() of SQL is. */
nps_sql_end nps_sql_state_so_far;

/* Functions of a state. Without an answer in it, what has no value is NULL. */
nps_sql_function nps_sql_score, nps_sql_n, nps_sql_promoters, nps_sql_passives, nps_sql_detractors, nps_sql_missing,
    nps_sql_invalid, nps_sql_lower, nps_sql_upper, nps_sql_test, nps_sql_json;

/* A state of counts; functions of two states, the first minus the second; the version of libnps. */
nps_sql_function nps_sql_state, nps_sql_compare, nps_sql_compare_lower, nps_sql_compare_upper, nps_sql_compare_p,
    nps_sql_version;

#endif
