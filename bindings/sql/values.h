/* What SQL passes to a function and gets from it, whatever the engine, and messages that say what is wrong.
 *
 * An engine turns its values into these, calls a function of figures.h, and returns its result or its message.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SQL_VALUES_H
#define NPS_SQL_VALUES_H

#include <nps/nps.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes of the longest text or state that a function returns, and of the longest message, with their ends. */
enum { NPS_SQL_RESULT_SIZE = 512, NPS_SQL_MESSAGE_SIZE = 512 };

typedef enum nps_sql_type { NPS_SQL_NULL, NPS_SQL_INTEGER, NPS_SQL_REAL, NPS_SQL_TEXT, NPS_SQL_BLOB } nps_sql_type;

/** A value of SQL; texts and blobs are bytes of somebody else, with or without a zero at their end. */
typedef struct nps_sql_value {
    nps_sql_type type;
    int64_t integer;
    double real;
    const char *bytes;
    size_t length;
} nps_sql_value;

/** A call of a function: its arguments, and what comes of it. */
typedef struct nps_sql_call {
    const char *name;
    const char *parameters; /* a letter for each parameter, see figures.h */
    const nps_sql_value *arguments;
    int count;
    nps_sql_value result;               /* its bytes are in `buffer`, or live as long as the library */
    char buffer[NPS_SQL_RESULT_SIZE];   /* of the result */
    char message[NPS_SQL_MESSAGE_SIZE]; /* "name: what is wrong", or empty */
} nps_sql_call;

/** Begins a call: its result is NULL, and nothing is wrong. */
void nps_sql_begin(nps_sql_call *call, const char *name, const nps_sql_value *arguments, int count);

/* Each of the following returns true, or has written the message. */

/** Writes the message "name: ..."; always false. */
bool nps_sql_fail(nps_sql_call *call, const char *format, ...);

/** Writes the message "name: wanted, not the value"; always false. */
bool nps_sql_fail_value(nps_sql_call *call, const nps_sql_value *value, const char *wanted);

/** Writes the message on an answer that is neither a number nor NULL; always false. */
bool nps_sql_fail_answer(nps_sql_call *call, const nps_sql_value *answer);

/** Whether a status is NPS_OK; its text is the message otherwise. */
bool nps_sql_passes(nps_sql_call *call, nps_status status);

/** Reads an encoded state, which must not be NULL. */
bool nps_sql_read_state(nps_sql_call *call, const nps_sql_value *value, nps_accumulator *out);

/** Reads a number of times, from 0; `what` is its name. */
bool nps_sql_read_times(nps_sql_call *call, const nps_sql_value *value, const char *what, uint64_t *out);

/** Reads a level; NULL is 0.95. */
bool nps_sql_read_level(nps_sql_call *call, const nps_sql_value *value, double *out);

/** Reads the name of a method; NULL is auto. */
bool nps_sql_read_method(nps_sql_call *call, const nps_sql_value *value, nps_method *out);

/** Reads the name of a scale; NULL is 0_10. */
bool nps_sql_read_scale(nps_sql_call *call, const nps_sql_value *value, const nps_scale **out);

/** The name of a scale. */
const char *nps_sql_scale_name(const nps_scale *scale);

/** Bytes of a number as text, with its end. */
enum { NPS_SQL_NUMBER_SIZE = 32 };

/** A double as the shortest text that is read as the same, with a point or an exponent, whatever the locale. */
void nps_sql_write_number(char out[NPS_SQL_NUMBER_SIZE], double number);

#endif
