/* What SQL passes to a function, read or refused with a message that says what is wrong.
 *
 * Each function here returns true, or has made its function end with an error. `argv` begins with the first argument of
 * the SQL function; the name of that is what sqlite3_user_data() points to.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SQLITE_ARGUMENTS_H
#define NPS_SQLITE_ARGUMENTS_H

#include <nps/nps.h>
#include <sqlite3ext.h>
#include <stdbool.h>
#include <stdint.h>

/** Ends the SQL function with "name: message". */
void nps_sql_refuse(sqlite3_context *context, const char *format, ...);

/** Whether a status is NPS_OK; its text is the message otherwise, or the detail unless that is NULL. */
bool nps_sql_check(sqlite3_context *context, nps_status status, const nps_error_detail *detail);

/** Reads an encoded state, which must not be NULL. */
bool nps_sql_read_state(sqlite3_context *context, sqlite3_value *value, nps_accumulator *out);

/** Reads a number of times, from 0. */
bool nps_sql_read_times(sqlite3_context *context, sqlite3_value *value, const char *what, uint64_t *out);

/** Reads a level and a method, which both may be absent or NULL. */
bool nps_sql_read_options(sqlite3_context *context, int argc, sqlite3_value **argv, double *level, nps_method *method);

/** A value in a message: a number or NULL as it is, a text in quotes, a blob by its length; sqlite3_free() it. */
char *nps_sql_shown(sqlite3_value *value);

/** Returns a state as a blob. */
void nps_sql_return_state(sqlite3_context *context, const nps_accumulator *state);

/** Returns a count. */
void nps_sql_return_count(sqlite3_context *context, uint64_t count);

#endif
