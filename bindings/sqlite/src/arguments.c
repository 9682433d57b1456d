/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include <stdarg.h>
#include <string.h>

SQLITE_EXTENSION_INIT3

/* How much of a text a message shows, in bytes. */
enum { SHOWN = 40 };

void nps_sql_refuse(sqlite3_context *context, const char *format, ...)
{
    va_list arguments;
    char *message, *whole;
    va_start(arguments, format);
    message = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    whole = message ? sqlite3_mprintf("%s: %s", (const char *)sqlite3_user_data(context), message) : NULL;
    if (whole)
        sqlite3_result_error(context, whole, -1);
    else
        sqlite3_result_error_nomem(context);
    sqlite3_free(message);
    sqlite3_free(whole);
}

bool nps_sql_check(sqlite3_context *context, nps_status status, const nps_error_detail *detail)
{
    if (status == NPS_OK)
        return true;
    nps_sql_refuse(context, "%s", detail ? detail->text : nps_status_string(status));
    return false;
}

char *nps_sql_shown(sqlite3_value *value)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT: return sqlite3_mprintf("%s", (const char *)sqlite3_value_text(value));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_value_text(value);
        return sqlite3_mprintf("the text \"%.*s\"", SHOWN, text ? text : "");
    }
    case SQLITE_BLOB: return sqlite3_mprintf("a blob of %d bytes", sqlite3_value_bytes(value));
    default: return sqlite3_mprintf("NULL");
    }
}

static void refuse_value(sqlite3_context *context, const char *wanted, sqlite3_value *value)
{
    char *shown = nps_sql_shown(value);
    nps_sql_refuse(context, "%s, not %s", wanted, shown ? shown : "this");
    sqlite3_free(shown);
}

bool nps_sql_read_state(sqlite3_context *context, sqlite3_value *value, nps_accumulator *out)
{
    nps_error_detail detail;
    const void *bytes;
    if (sqlite3_value_type(value) != SQLITE_BLOB) {
        refuse_value(context, "a state is a blob, as nps_agg() makes it", value);
        return false;
    }
    bytes = sqlite3_value_blob(value); /* NULL for no bytes */
    if (nps_accumulator_decode(out, bytes, (size_t)sqlite3_value_bytes(value), &detail) == NPS_OK)
        return true;
    nps_sql_refuse(context, "the state is damaged or of another kind: %s", detail.text);
    return false;
}

bool nps_sql_read_times(sqlite3_context *context, sqlite3_value *value, const char *what, uint64_t *out)
{
    const sqlite3_int64 times = sqlite3_value_int64(value);
    if (sqlite3_value_type(value) == SQLITE_INTEGER && times >= 0) {
        *out = (uint64_t)times;
        return true;
    }
    char *wanted = sqlite3_mprintf("%s must be a whole number from 0", what);
    refuse_value(context, wanted ? wanted : what, value);
    sqlite3_free(wanted);
    return false;
}

/* The next byte of a name in the form in which names are compared: small letters, and one blank for any of " -_". */
static char plain(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte + ('a' - 'A'));
    return byte == '-' || byte == '_' ? ' ' : byte;
}

static bool is_named(const char *given, const char *name)
{
    for (; *given != '\0' && plain(*given) == plain(*name); given++)
        name++;
    return *given == '\0' && *name == '\0';
}

static void refuse_method(sqlite3_context *context, sqlite3_value *value)
{
    char *wanted = sqlite3_mprintf("the method must be one of %s", nps_method_string(NPS_METHOD_AUTO));
    const char *unknown = nps_method_string((nps_method)-1), *name;
    for (int i = 1; wanted && (name = nps_method_string((nps_method)i)) != unknown; i++)
        wanted = sqlite3_mprintf("%z, %s", wanted, name);
    refuse_value(context, wanted ? wanted : "the method has a name", value);
    sqlite3_free(wanted);
}

static bool read_method(sqlite3_context *context, sqlite3_value *value, nps_method *out)
{
    const char *unknown = nps_method_string((nps_method)-1), *name;
    if (sqlite3_value_type(value) == SQLITE_TEXT) {
        const char *given = (const char *)sqlite3_value_text(value);
        for (int i = 0; given && (name = nps_method_string((nps_method)i)) != unknown; i++) {
            if (is_named(given, name)) {
                *out = (nps_method)i;
                return true;
            }
        }
    }
    refuse_method(context, value);
    return false;
}

static bool read_level(sqlite3_context *context, sqlite3_value *value, double *out)
{
    const int type = sqlite3_value_type(value);
    const double level = sqlite3_value_double(value);
    if ((type == SQLITE_FLOAT || type == SQLITE_INTEGER) && level > 0 && level < 1) {
        *out = level;
        return true;
    }
    refuse_value(context, "the level must be a number between 0 and 1, such as 0.95", value);
    return false;
}

bool nps_sql_read_options(sqlite3_context *context, int argc, sqlite3_value **argv, double *level, nps_method *method)
{
    *level = 0.95;
    *method = NPS_METHOD_AUTO;
    if (argc > 0 && sqlite3_value_type(argv[0]) != SQLITE_NULL && !read_level(context, argv[0], level))
        return false;
    return argc < 2 || sqlite3_value_type(argv[1]) == SQLITE_NULL || read_method(context, argv[1], method);
}

void nps_sql_return_state(sqlite3_context *context, const nps_accumulator *state)
{
    unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t length;
    if (nps_sql_check(context, nps_accumulator_encode(state, bytes, sizeof bytes, &length), NULL))
        sqlite3_result_blob(context, bytes, (int)length, SQLITE_TRANSIENT);
}

void nps_sql_return_count(sqlite3_context *context, uint64_t count)
{
    if (count > INT64_MAX)
        nps_sql_refuse(context, "%llu is more than an integer of SQL holds", (unsigned long long)count);
    else
        sqlite3_result_int64(context, (sqlite3_int64)count);
}
