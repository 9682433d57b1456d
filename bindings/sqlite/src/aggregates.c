/* nps_agg() and nps_rollup(): the state of rows, which a moving window takes back as they leave it.
 * SPDX-License-Identifier: MIT */
#include "aggregates.h"

#include "values.h"

#include <math.h>

SQLITE_EXTENSION_INIT3

/* What stands for every value that is no answer. */
enum { NO_ANSWER = -1 };

/* The sum of a group, or of a window, and how many rows it is of. All its bytes are 0 before the first row. */
typedef struct nps_sqlite_sum {
    nps_accumulator state;
    uint64_t rows;
} nps_sqlite_sum;

static nps_sqlite_sum *sum_of(sqlite3_context *context)
{
    nps_sqlite_sum *sum = sqlite3_aggregate_context(context, (int)sizeof *sum);
    if (!sum)
        sqlite3_result_error_nomem(context);
    return sum;
}

static bool passes(sqlite3_context *context, nps_status status)
{
    nps_sql_call call;
    if (status == NPS_OK)
        return true;
    nps_sql_begin(&call, sqlite3_user_data(context), NULL, 0);
    nps_sql_passes(&call, status);
    return nps_sqlite_fail(context, &call);
}

static bool read_times(sqlite3_context *context, int argc, sqlite3_value **argv, uint64_t *times)
{
    nps_sql_call call;
    nps_sql_value value;
    *times = 1;
    if (argc < 2)
        return true;
    nps_sqlite_read(argv[1], &value);
    nps_sql_begin(&call, sqlite3_user_data(context), NULL, 0);
    return nps_sql_read_times(&call, &value, "times", times) || nps_sqlite_fail(context, &call);
}

/* The answer of a number with a fraction or an exponent. */
static int64_t whole(double number)
{
    return number >= 0 && number < NPS_ANSWERS && floor(number) == number ? (int64_t)number : NO_ANSWER;
}

static void refuse_answer(sqlite3_context *context, sqlite3_value *value)
{
    nps_sql_call call;
    nps_sql_value shown;
    nps_sqlite_read(value, &shown);
    nps_sql_begin(&call, sqlite3_user_data(context), NULL, 0);
    nps_sql_fail_answer(&call, &shown);
    nps_sqlite_fail(context, &call);
}

void nps_sqlite_agg_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sqlite_sum *sum = sum_of(context);
    nps_status status;
    uint64_t times;
    if (!sum || !read_times(context, argc, argv, &times))
        return;
    sum->rows++;
    switch (sqlite3_value_type(argv[0])) {
    case SQLITE_INTEGER: status = nps_accumulator_add_n(&sum->state, sqlite3_value_int64(argv[0]), times); break;
    case SQLITE_FLOAT: status = nps_accumulator_add_n(&sum->state, whole(sqlite3_value_double(argv[0])), times); break;
    case SQLITE_NULL: status = nps_accumulator_add_missing(&sum->state, times); break;
    default: refuse_answer(context, argv[0]); return;
    }
    if (status != NPS_OK)
        passes(context, status);
}

void nps_sqlite_agg_inverse(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sqlite_sum *sum = sum_of(context);
    nps_accumulator part = {{0}, 0, 0};
    nps_status status;
    uint64_t times;
    if (!sum || !read_times(context, argc, argv, &times))
        return;
    sum->rows--;
    switch (sqlite3_value_type(argv[0])) {
    case SQLITE_INTEGER: status = nps_accumulator_remove_n(&sum->state, sqlite3_value_int64(argv[0]), times); break;
    case SQLITE_FLOAT:
        status = nps_accumulator_remove_n(&sum->state, whole(sqlite3_value_double(argv[0])), times);
        break;
    case SQLITE_NULL:
        part.missing = times;
        status = nps_accumulator_subtract(&sum->state, &part);
        break;
    default: refuse_answer(context, argv[0]); return;
    }
    if (status != NPS_OK)
        passes(context, status);
}

/* Reads the state of a row, of which there is none in a row with NULL. */
static bool read_part(sqlite3_context *context, sqlite3_value *argument, nps_accumulator *part)
{
    nps_sql_call call;
    nps_sql_value value;
    nps_sqlite_read(argument, &value);
    if (value.type == NPS_SQL_NULL)
        return false;
    nps_sql_begin(&call, sqlite3_user_data(context), NULL, 0);
    return nps_sql_read_state(&call, &value, part) || nps_sqlite_fail(context, &call);
}

void nps_sqlite_rollup_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sqlite_sum *sum = sum_of(context);
    nps_accumulator part;
    (void)argc;
    if (!sum || !read_part(context, argv[0], &part))
        return;
    sum->rows++;
    passes(context, nps_accumulator_merge(&sum->state, &part));
}

void nps_sqlite_rollup_inverse(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sqlite_sum *sum = sum_of(context);
    nps_accumulator part;
    (void)argc;
    if (!sum || !read_part(context, argv[0], &part))
        return;
    sum->rows--;
    passes(context, nps_accumulator_subtract(&sum->state, &part));
}

void nps_sqlite_state_so_far(sqlite3_context *context)
{
    const nps_sqlite_sum *sum = sqlite3_aggregate_context(context, 0);
    unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t length;
    if (sum && sum->rows != 0 && passes(context, nps_accumulator_encode(&sum->state, bytes, sizeof bytes, &length)))
        sqlite3_result_blob(context, bytes, (int)length, SQLITE_TRANSIENT);
}
