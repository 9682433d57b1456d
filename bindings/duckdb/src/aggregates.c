/* nps_agg(answer [, times]) and nps_rollup(state).
 * SPDX-License-Identifier: MIT */
#include "vectors.h"

#include <string.h>

DUCKDB_EXTENSION_EXTERN

/* The sum of a group, and of how many rows it is. */
typedef struct nps_duckdb_sum {
    nps_accumulator state;
    uint64_t rows;
} nps_duckdb_sum;

/* Rows that are classified at once. */
enum { BLOCK = 2048 };

/* The types that answers may have; DuckDB turns others into DOUBLE. */
static const struct nps_duckdb_answer {
    duckdb_type type;
    nps_column_type column; /* 0: texts, which are refused */
    size_t size;
} answers[] = {
    {DUCKDB_TYPE_TINYINT, NPS_COLUMN_I8, sizeof(int8_t)},
    {DUCKDB_TYPE_SMALLINT, NPS_COLUMN_I16, sizeof(int16_t)},
    {DUCKDB_TYPE_INTEGER, NPS_COLUMN_I32, sizeof(int32_t)},
    {DUCKDB_TYPE_BIGINT, NPS_COLUMN_I64, sizeof(int64_t)},
    {DUCKDB_TYPE_UTINYINT, NPS_COLUMN_U8, sizeof(uint8_t)},
    {DUCKDB_TYPE_USMALLINT, NPS_COLUMN_U16, sizeof(uint16_t)},
    {DUCKDB_TYPE_UINTEGER, NPS_COLUMN_U32, sizeof(uint32_t)},
    {DUCKDB_TYPE_UBIGINT, NPS_COLUMN_U64, sizeof(uint64_t)},
    {DUCKDB_TYPE_FLOAT, NPS_COLUMN_F32, sizeof(float)},
    {DUCKDB_TYPE_DOUBLE, NPS_COLUMN_F64, sizeof(double)},
    {DUCKDB_TYPE_VARCHAR, (nps_column_type)0, 0},
};

static nps_duckdb_sum *sum_of(duckdb_aggregate_state state)
{
    return (nps_duckdb_sum *)(void *)state;
}

static void fail(duckdb_function_info info, const nps_sql_call *call)
{
    duckdb_aggregate_function_set_error(info, call->message);
}

static bool passes(duckdb_function_info info, const char *name, nps_status status)
{
    nps_sql_call call;
    if (status == NPS_OK)
        return true;
    nps_sql_begin(&call, name, NULL, 0);
    nps_sql_passes(&call, status);
    fail(info, &call);
    return false;
}

static idx_t size_of_sum(duckdb_function_info info)
{
    (void)info;
    return sizeof(nps_duckdb_sum);
}

static void begin_sum(duckdb_function_info info, duckdb_aggregate_state state)
{
    (void)info;
    memset(sum_of(state), 0, sizeof(nps_duckdb_sum));
}

/* Whether all rows are of one group, as they are without GROUP BY. */
static bool is_one_group(const duckdb_aggregate_state *states, idx_t rows)
{
    return rows > 0 && memcmp(states, states + 1, (rows - 1) * sizeof *states) == 0;
}

static void count_one(nps_accumulator *state, uint8_t answer)
{
    if (answer < NPS_ANSWERS)
        state->answers[answer]++;
    else if (answer == NPS_ANSWER_MISSING)
        state->missing++;
    else
        state->invalid++;
}

static nps_status count_times(nps_accumulator *state, uint8_t answer, uint64_t times)
{
    if (answer == NPS_ANSWER_MISSING)
        return nps_accumulator_add_missing(state, times);
    return nps_accumulator_add_n(state, answer < NPS_ANSWERS ? answer : -1, times);
}

/* A text is refused, and a NULL among texts is missing. */
static void count_texts(duckdb_function_info info, const nps_duckdb_column *column, idx_t rows,
                        duckdb_aggregate_state *states)
{
    nps_sql_call call;
    nps_sql_value value;
    for (idx_t row = 0; row < rows; row++) {
        nps_duckdb_read(column, NPS_SQL_TEXT, row, &value);
        if (value.type != NPS_SQL_NULL) {
            nps_sql_begin(&call, "nps_agg", NULL, 0);
            nps_sql_fail_answer(&call, &value);
            fail(info, &call);
            return;
        }
        sum_of(states[row])->state.missing++;
        sum_of(states[row])->rows++;
    }
}

/* Counts the classified answers of a block; `times` is NULL if each row counts once. */
static bool count_block(duckdb_function_info info, const uint8_t *classes, idx_t first, idx_t rows,
                        const nps_duckdb_column *times, duckdb_aggregate_state *states)
{
    nps_sql_call call;
    nps_sql_value value;
    uint64_t number;
    for (idx_t i = 0; i < rows; i++) {
        nps_duckdb_sum *sum = sum_of(states[first + i]);
        sum->rows++;
        if (!times) {
            count_one(&sum->state, classes[i]);
            continue;
        }
        nps_duckdb_read(times, NPS_SQL_INTEGER, first + i, &value);
        nps_sql_begin(&call, "nps_agg", NULL, 0);
        if (!nps_sql_read_times(&call, &value, "times", &number)) {
            fail(info, &call);
            return false;
        }
        if (!passes(info, "nps_agg", count_times(&sum->state, classes[i], number)))
            return false;
    }
    return true;
}

static void add_answers(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state *states)
{
    const struct nps_duckdb_answer *answer = duckdb_aggregate_function_get_extra_info(info);
    const bool has_times = duckdb_data_chunk_get_column_count(input) > 1;
    const idx_t rows = duckdb_data_chunk_get_size(input);
    const nps_duckdb_column values = nps_duckdb_column_of(input, 0);
    nps_duckdb_column times = {NULL, NULL};
    nps_column block;
    uint8_t classes[BLOCK];
    if (has_times)
        times = nps_duckdb_column_of(input, 1);
    if (!answer->column) {
        count_texts(info, &values, rows, states);
        return;
    }
    nps_column_init(&block, answer->column, values.data, rows);
    block.validity = (const uint8_t *)values.validity;
    if (!has_times && is_one_group(states, rows)) {
        sum_of(states[0])->rows += rows;
        passes(info, "nps_agg", nps_accumulator_add_column(&sum_of(states[0])->state, &block));
        return;
    }
    for (idx_t first = 0; first < rows; first += BLOCK) {
        block.data = (const char *)values.data + first * answer->size;
        block.length = rows - first < BLOCK ? rows - first : BLOCK;
        block.validity_offset = first;
        if (!passes(info, "nps_agg", nps_column_answers(&block, classes)) ||
            !count_block(info, classes, first, block.length, has_times ? &times : NULL, states))
            return;
    }
}

static void add_states(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state *states)
{
    const nps_duckdb_column parts = nps_duckdb_column_of(input, 0);
    const idx_t rows = duckdb_data_chunk_get_size(input);
    nps_accumulator part;
    nps_sql_value value;
    nps_sql_call call;
    for (idx_t row = 0; row < rows; row++) {
        nps_duckdb_read(&parts, NPS_SQL_BLOB, row, &value);
        if (value.type == NPS_SQL_NULL)
            continue;
        nps_sql_begin(&call, "nps_rollup", NULL, 0);
        if (!nps_sql_read_state(&call, &value, &part) ||
            !nps_sql_passes(&call, nps_accumulator_merge(&sum_of(states[row])->state, &part))) {
            fail(info, &call);
            return;
        }
        sum_of(states[row])->rows++;
    }
}

static void merge_sums(duckdb_function_info info, duckdb_aggregate_state *from, duckdb_aggregate_state *into,
                       idx_t count)
{
    for (idx_t i = 0; i < count; i++) {
        nps_duckdb_sum *sum = sum_of(into[i]);
        const nps_duckdb_sum *part = sum_of(from[i]);
        if (!passes(info, "nps_rollup", nps_accumulator_merge(&sum->state, &part->state)))
            return;
        sum->rows += part->rows;
    }
}

static void return_sums(duckdb_function_info info, duckdb_aggregate_state *states, duckdb_vector result, idx_t count,
                        idx_t offset)
{
    char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    for (idx_t i = 0; i < count; i++) {
        const nps_duckdb_sum *sum = sum_of(states[i]);
        nps_sql_value value = {NPS_SQL_NULL, 0, 0, bytes, 0};
        if (sum->rows != 0) {
            value.type = NPS_SQL_BLOB;
            if (!passes(info, "nps_agg", nps_accumulator_encode(&sum->state, bytes, sizeof bytes, &value.length)))
                return;
        }
        nps_duckdb_write(result, offset + i, &value);
    }
}

static void add_parameter(duckdb_aggregate_function function, duckdb_type type)
{
    duckdb_logical_type logical = duckdb_create_logical_type(type);
    duckdb_aggregate_function_add_parameter(function, logical);
    duckdb_destroy_logical_type(&logical);
}

/* An aggregate that returns a state. NULL reaches it: a missing answer is a NULL. */
static duckdb_aggregate_function aggregate_of(const char *name, duckdb_aggregate_update_t update)
{
    duckdb_aggregate_function function = duckdb_create_aggregate_function();
    duckdb_logical_type blob = duckdb_create_logical_type(DUCKDB_TYPE_BLOB);
    duckdb_aggregate_function_set_name(function, name);
    duckdb_aggregate_function_set_return_type(function, blob);
    duckdb_aggregate_function_set_functions(function, size_of_sum, begin_sum, update, merge_sums, return_sums);
    duckdb_aggregate_function_set_special_handling(function);
    duckdb_destroy_logical_type(&blob);
    return function;
}

bool nps_duckdb_add_aggregates(duckdb_connection connection)
{
    duckdb_aggregate_function_set set = duckdb_create_aggregate_function_set("nps_agg");
    duckdb_aggregate_function function;
    bool is_added = true;
    for (size_t i = 0; i < 2 * sizeof answers / sizeof *answers && is_added; i++) {
        const struct nps_duckdb_answer *answer = &answers[i / 2];
        function = aggregate_of("nps_agg", add_answers);
        add_parameter(function, answer->type);
        if (i % 2 == 1)
            add_parameter(function, DUCKDB_TYPE_BIGINT);
        /* DuckDB only hands the type back, which is read. */
        duckdb_aggregate_function_set_extra_info(function, (void *)answer, NULL);
        is_added = duckdb_add_aggregate_function_to_set(set, function) == DuckDBSuccess;
        duckdb_destroy_aggregate_function(&function);
    }
    is_added = is_added && duckdb_register_aggregate_function_set(connection, set) == DuckDBSuccess;
    duckdb_destroy_aggregate_function_set(&set);
    function = aggregate_of("nps_rollup", add_states);
    add_parameter(function, DUCKDB_TYPE_BLOB);
    is_added = is_added && duckdb_register_aggregate_function(connection, function) == DuckDBSuccess;
    duckdb_destroy_aggregate_function(&function);
    return is_added;
}
