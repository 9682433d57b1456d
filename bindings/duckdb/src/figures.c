/* The functions that read states: those of every engine, row by row.
 * SPDX-License-Identifier: MIT */
#include "../../sql/figures.h"

#include "vectors.h"

#include <string.h>

DUCKDB_EXTENSION_EXTERN

/* The type of an argument, by the letter of its parameter. */
static nps_sql_type type_of(char letter)
{
    switch (letter) {
    case NPS_SQL_PARAMETER_LEVEL:
    case NPS_SQL_PARAMETER_REFERENCE: return NPS_SQL_REAL;
    case NPS_SQL_PARAMETER_METHOD:
    case NPS_SQL_PARAMETER_SCALE: return NPS_SQL_TEXT;
    case NPS_SQL_PARAMETER_COUNT: return NPS_SQL_INTEGER;
    default: return NPS_SQL_BLOB;
    }
}

static void call_figure(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output)
{
    const nps_sql_figure *figure = duckdb_scalar_function_get_extra_info(info);
    const idx_t rows = duckdb_data_chunk_get_size(input);
    const int count = (int)duckdb_data_chunk_get_column_count(input);
    nps_duckdb_column columns[NPS_SQL_PARAMETERS];
    nps_sql_value arguments[NPS_SQL_PARAMETERS];
    nps_sql_call call;
    for (int i = 0; i < count; i++)
        columns[i] = nps_duckdb_column_of(input, (idx_t)i);
    for (idx_t row = 0; row < rows; row++) {
        for (int i = 0; i < count; i++)
            nps_duckdb_read(&columns[i], type_of(figure->parameters[i]), row, &arguments[i]);
        if (!nps_sql_compute(figure, &call, arguments, count)) {
            duckdb_scalar_function_set_error(info, call.message);
            return;
        }
        nps_duckdb_write(output, row, &call.result);
    }
}

static duckdb_logical_type logical(nps_sql_type type)
{
    return duckdb_create_logical_type(nps_duckdb_type(type));
}

/* A figure with so many arguments. NULL reaches it: that of a level is the usual one. */
static bool add_overload(duckdb_scalar_function_set set, const nps_sql_figure *figure, int arguments)
{
    duckdb_scalar_function function = duckdb_create_scalar_function();
    duckdb_logical_type type = logical(figure->result);
    duckdb_state state;
    duckdb_scalar_function_set_name(function, figure->name);
    duckdb_scalar_function_set_return_type(function, type);
    duckdb_destroy_logical_type(&type);
    for (int i = 0; i < arguments; i++) {
        type = logical(type_of(figure->parameters[i]));
        duckdb_scalar_function_add_parameter(function, type);
        duckdb_destroy_logical_type(&type);
    }
    /* DuckDB only hands the figure back, which is read. */
    duckdb_scalar_function_set_extra_info(function, (void *)figure, NULL);
    duckdb_scalar_function_set_special_handling(function);
    duckdb_scalar_function_set_function(function, call_figure);
    state = duckdb_add_scalar_function_to_set(set, function);
    duckdb_destroy_scalar_function(&function);
    return state == DuckDBSuccess;
}

bool nps_duckdb_add_figures(duckdb_connection connection)
{
    bool is_added = true;
    for (const nps_sql_figure *figure = nps_sql_figures; figure->name && is_added; figure++) {
        duckdb_scalar_function_set set = duckdb_create_scalar_function_set(figure->name);
        for (int arguments = figure->fewest; arguments <= (int)strlen(figure->parameters) && is_added; arguments++)
            is_added = add_overload(set, figure, arguments);
        is_added = is_added && duckdb_register_scalar_function_set(connection, set) == DuckDBSuccess;
        duckdb_destroy_scalar_function_set(&set);
    }
    return is_added;
}
