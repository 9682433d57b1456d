/* nps_agg() and nps_rollup(): the state of rows, which a moving window takes back as they leave it.
 * SPDX-License-Identifier: MIT */
#include "arguments.h"
#include "functions.h"

#include <math.h>
#include <string.h>

SQLITE_EXTENSION_INIT3

/* What stands for every value that is no answer. */
enum { NO_ANSWER = -1 };

/* The sum of a group, or of a window, and how many rows it is of. All its bytes are 0 before the first row. */
typedef struct nps_sql_sum {
    nps_accumulator state;
    uint64_t rows;
} nps_sql_sum;

static nps_sql_sum *sum_of(sqlite3_context *context)
{
    nps_sql_sum *sum = sqlite3_aggregate_context(context, (int)sizeof *sum);
    if (!sum)
        sqlite3_result_error_nomem(context);
    return sum;
}

static bool read_times(sqlite3_context *context, int argc, sqlite3_value **argv, uint64_t *times)
{
    *times = 1;
    return argc < 2 || nps_sql_read_times(context, argv[1], "times", times);
}

/* The answer of a number with a fraction or an exponent. */
static int64_t whole(double number)
{
    return number >= 0 && number < NPS_ANSWERS && floor(number) == number ? (int64_t)number : NO_ANSWER;
}

static void refuse_answer(sqlite3_context *context, sqlite3_value *value)
{
    char *shown = nps_sql_shown(value);
    nps_sql_refuse(context, "an answer is a number or NULL, not %s; see CAST(... AS INTEGER)", shown ? shown : "this");
    sqlite3_free(shown);
}

void nps_sql_agg_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sql_sum *sum = sum_of(context);
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
        nps_sql_check(context, status, NULL);
}

void nps_sql_agg_inverse(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sql_sum *sum = sum_of(context);
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
        nps_sql_check(context, status, NULL);
}

/* Reads the state of a row, of which there is none in a row with NULL. */
static bool read_part(sqlite3_context *context, sqlite3_value *value, nps_accumulator *part)
{
    return sqlite3_value_type(value) != SQLITE_NULL && nps_sql_read_state(context, value, part);
}

void nps_sql_rollup_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sql_sum *sum = sum_of(context);
    nps_accumulator part;
    (void)argc;
    if (!sum || !read_part(context, argv[0], &part))
        return;
    sum->rows++;
    nps_sql_check(context, nps_accumulator_merge(&sum->state, &part), NULL);
}

void nps_sql_rollup_inverse(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sql_sum *sum = sum_of(context);
    nps_accumulator part;
    (void)argc;
    if (!sum || !read_part(context, argv[0], &part))
        return;
    sum->rows--;
    nps_sql_check(context, nps_accumulator_subtract(&sum->state, &part), NULL);
}

void nps_sql_state_so_far(sqlite3_context *context)
{
    const nps_sql_sum *sum = sqlite3_aggregate_context(context, 0);
    if (sum && sum->rows != 0)
        nps_sql_return_state(context, &sum->state);
}
