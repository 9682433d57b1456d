/* SPDX-License-Identifier: MIT */
#include "values.h"

SQLITE_EXTENSION_INIT3

void nps_sqlite_read(sqlite3_value *value, nps_sql_value *out)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        out->type = NPS_SQL_INTEGER;
        out->integer = sqlite3_value_int64(value);
        break;
    case SQLITE_FLOAT:
        out->type = NPS_SQL_REAL;
        out->real = sqlite3_value_double(value);
        break;
    case SQLITE_TEXT:
        out->type = NPS_SQL_TEXT;
        out->bytes = (const char *)sqlite3_value_text(value);
        out->length = out->bytes ? (size_t)sqlite3_value_bytes(value) : 0; /* NULL without memory */
        break;
    case SQLITE_BLOB:
        out->type = NPS_SQL_BLOB;
        out->bytes = sqlite3_value_blob(value); /* NULL for no bytes */
        out->length = (size_t)sqlite3_value_bytes(value);
        break;
    default: out->type = NPS_SQL_NULL; break;
    }
}

void nps_sqlite_return(sqlite3_context *context, const nps_sql_call *call)
{
    const nps_sql_value *result = &call->result;
    switch (result->type) {
    case NPS_SQL_INTEGER: sqlite3_result_int64(context, result->integer); break;
    case NPS_SQL_REAL: sqlite3_result_double(context, result->real); break;
    case NPS_SQL_TEXT: sqlite3_result_text(context, result->bytes, (int)result->length, SQLITE_TRANSIENT); break;
    case NPS_SQL_BLOB: sqlite3_result_blob(context, result->bytes, (int)result->length, SQLITE_TRANSIENT); break;
    default: sqlite3_result_null(context); break;
    }
}

bool nps_sqlite_fail(sqlite3_context *context, const nps_sql_call *call)
{
    sqlite3_result_error(context, call->message, -1);
    return false;
}
