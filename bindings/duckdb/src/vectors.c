/* SPDX-License-Identifier: MIT */
#include "vectors.h"

#include <string.h>

DUCKDB_EXTENSION_EXTERN

/* Texts of up to so many bytes are in the vector itself. */
enum { INLINED = 12 };

nps_duckdb_column nps_duckdb_column_of(duckdb_data_chunk chunk, idx_t place)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, place);
    return (nps_duckdb_column){duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)};
}

void nps_duckdb_read(const nps_duckdb_column *column, nps_sql_type type, idx_t row, nps_sql_value *out)
{
    out->type = nps_duckdb_is_valid(column, row) ? type : NPS_SQL_NULL;
    switch (out->type) {
    case NPS_SQL_INTEGER: out->integer = ((const int64_t *)column->data)[row]; break;
    case NPS_SQL_REAL: out->real = ((const double *)column->data)[row]; break;
    case NPS_SQL_TEXT:
    case NPS_SQL_BLOB: {
        const duckdb_string_t *text = (const duckdb_string_t *)column->data + row;
        out->length = text->value.inlined.length;
        out->bytes = out->length <= INLINED ? text->value.inlined.inlined : text->value.pointer.ptr;
        break;
    }
    case NPS_SQL_NULL: break;
    }
}

void nps_duckdb_write(duckdb_vector vector, idx_t row, const nps_sql_value *result)
{
    switch (result->type) {
    case NPS_SQL_INTEGER: ((int64_t *)duckdb_vector_get_data(vector))[row] = result->integer; break;
    case NPS_SQL_REAL: ((double *)duckdb_vector_get_data(vector))[row] = result->real; break;
    case NPS_SQL_TEXT:
    case NPS_SQL_BLOB: duckdb_vector_assign_string_element_len(vector, row, result->bytes, result->length); break;
    case NPS_SQL_NULL:
        duckdb_vector_ensure_validity_writable(vector);
        duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row);
        break;
    }
}

duckdb_type nps_duckdb_type(nps_sql_type type)
{
    switch (type) {
    case NPS_SQL_INTEGER: return DUCKDB_TYPE_BIGINT;
    case NPS_SQL_REAL: return DUCKDB_TYPE_DOUBLE;
    case NPS_SQL_TEXT: return DUCKDB_TYPE_VARCHAR;
    case NPS_SQL_BLOB: return DUCKDB_TYPE_BLOB;
    case NPS_SQL_NULL: break;
    }
    return DUCKDB_TYPE_SQLNULL;
}
