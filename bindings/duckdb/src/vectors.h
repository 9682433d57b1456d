/* Vectors of DuckDB, and their values as those of the functions of every engine.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_DUCKDB_VECTORS_H
#define NPS_DUCKDB_VECTORS_H

#include "../../sql/values.h"

#include <duckdb_extension.h>

/** The values of a vector; only read. */
typedef struct nps_duckdb_column {
    const void *data;
    const uint64_t *validity; /* a bit for each row, 1 if it is not NULL; NULL if no row is */
} nps_duckdb_column;

/** A column of a chunk. */
nps_duckdb_column nps_duckdb_column_of(duckdb_data_chunk chunk, idx_t place);

/** Whether a row is not NULL. */
static inline bool nps_duckdb_is_valid(const nps_duckdb_column *column, idx_t row)
{
    return !column->validity || (column->validity[row / 64] >> (row % 64) & 1) != 0;
}

/** The value of a row of a column of BIGINT, DOUBLE, VARCHAR or BLOB, whose bytes stay those of DuckDB. */
void nps_duckdb_read(const nps_duckdb_column *column, nps_sql_type type, idx_t row, nps_sql_value *out);

/** Writes a result into a row of a vector of the same type. */
void nps_duckdb_write(duckdb_vector vector, idx_t row, const nps_sql_value *result);

/** The type of DuckDB for a type of SQL. */
duckdb_type nps_duckdb_type(nps_sql_type type);

/** Adds the functions to a connection; false if DuckDB refuses one. */
bool nps_duckdb_add_aggregates(duckdb_connection connection);
bool nps_duckdb_add_figures(duckdb_connection connection);

#endif
