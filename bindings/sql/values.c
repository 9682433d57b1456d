/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How much of a text a message shows, in bytes, and how long the text of a value is at most. */
enum { SHOWN = 40, SHOWN_SIZE = 80 };
/* Digits of a double that is read again as the same one; fewer are tried first. */
enum { FEWEST_DIGITS = 15, MOST_DIGITS = 17 };

void nps_sql_begin(nps_sql_call *call, const char *name, const nps_sql_value *arguments, int count)
{
    call->name = name;
    call->parameters = "";
    call->arguments = arguments;
    call->count = count;
    call->result.type = NPS_SQL_NULL;
    call->message[0] = '\0';
}

bool nps_sql_fail(nps_sql_call *call, const char *format, ...)
{
    va_list arguments;
    const int begun = snprintf(call->message, sizeof call->message, "%s: ", call->name);
    va_start(arguments, format);
    if (begun >= 0 && (size_t)begun < sizeof call->message)
        vsnprintf(call->message + begun, sizeof call->message - (size_t)begun, format, arguments);
    va_end(arguments);
    return false;
}

/* The bytes of a text that a message shows: no half of a character of UTF-8 at the end. */
static int shown_length(const nps_sql_value *value)
{
    size_t length = value->length;
    if (length > SHOWN) {
        length = SHOWN;
        while (length > 0 && ((unsigned char)value->bytes[length] & 0xC0) == 0x80)
            length--;
    }
    return (int)length;
}

static void show(char out[SHOWN_SIZE], const nps_sql_value *value)
{
    switch (value->type) {
    case NPS_SQL_INTEGER: snprintf(out, SHOWN_SIZE, "%" PRId64, value->integer); break;
    case NPS_SQL_REAL: nps_sql_write_number(out, value->real); break;
    case NPS_SQL_TEXT:
        snprintf(out, SHOWN_SIZE, "the text \"%.*s\"", shown_length(value), value->bytes ? value->bytes : "");
        break;
    case NPS_SQL_BLOB: snprintf(out, SHOWN_SIZE, "a blob of %zu bytes", value->length); break;
    default: snprintf(out, SHOWN_SIZE, "NULL"); break;
    }
}

bool nps_sql_fail_value(nps_sql_call *call, const nps_sql_value *value, const char *wanted)
{
    char shown[SHOWN_SIZE];
    show(shown, value);
    return nps_sql_fail(call, "%s, not %s", wanted, shown);
}

bool nps_sql_fail_answer(nps_sql_call *call, const nps_sql_value *answer)
{
    char shown[SHOWN_SIZE];
    show(shown, answer);
    return nps_sql_fail(call, "an answer is a number or NULL, not %s; see CAST(... AS INTEGER)", shown);
}

bool nps_sql_passes(nps_sql_call *call, nps_status status)
{
    return status == NPS_OK || nps_sql_fail(call, "%s", nps_status_string(status));
}

bool nps_sql_read_state(nps_sql_call *call, const nps_sql_value *value, nps_accumulator *out)
{
    nps_error_detail detail;
    if (value->type != NPS_SQL_BLOB)
        return nps_sql_fail_value(call, value, "a state is a blob, as nps_agg() makes it");
    return nps_accumulator_decode(out, value->bytes, value->length, &detail) == NPS_OK ||
           nps_sql_fail(call, "the state is damaged or of another kind: %s", detail.text);
}

bool nps_sql_read_times(nps_sql_call *call, const nps_sql_value *value, const char *what, uint64_t *out)
{
    char wanted[SHOWN_SIZE];
    if (value->type == NPS_SQL_INTEGER && value->integer >= 0) {
        *out = (uint64_t)value->integer;
        return true;
    }
    snprintf(wanted, sizeof wanted, "%s must be a whole number from 0", what);
    return nps_sql_fail_value(call, value, wanted);
}

bool nps_sql_read_level(nps_sql_call *call, const nps_sql_value *value, double *out)
{
    const double level = value->type == NPS_SQL_INTEGER ? (double)value->integer : value->real;
    *out = 0.95;
    if (value->type == NPS_SQL_NULL)
        return true;
    if ((value->type != NPS_SQL_INTEGER && value->type != NPS_SQL_REAL) || !(level > 0 && level < 1))
        return nps_sql_fail_value(call, value, "the level must be a number between 0 and 1, such as 0.95");
    *out = level;
    return true;
}

/* The next byte of a name in the form in which names are compared: small letters, and one blank for any of " -_". */
static char plain(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte + ('a' - 'A'));
    return byte == '-' || byte == '_' ? ' ' : byte;
}

static bool is_named(const nps_sql_value *value, const char *name)
{
    size_t i = 0;
    if (value->type != NPS_SQL_TEXT)
        return false;
    while (i < value->length && name[i] != '\0' && plain(value->bytes[i]) == plain(name[i]))
        i++;
    return i == value->length && name[i] == '\0';
}

bool nps_sql_read_method(nps_sql_call *call, const nps_sql_value *value, nps_method *out)
{
    const char *unknown = nps_method_string((nps_method)-1), *name;
    char wanted[NPS_SQL_MESSAGE_SIZE] = "the method must be one of ";
    *out = NPS_METHOD_AUTO;
    if (value->type == NPS_SQL_NULL)
        return true;
    for (int i = 0; (name = nps_method_string((nps_method)i)) != unknown; i++) {
        if (is_named(value, name)) {
            *out = (nps_method)i;
            return true;
        }
        if (strlen(wanted) + strlen(name) + 3 < sizeof wanted)
            strcat(strcat(wanted, i == 0 ? "" : ", "), name);
    }
    return nps_sql_fail_value(call, value, wanted);
}

static const struct nps_sql_scale {
    const char *name;
    const nps_scale *(*scale)(void);
} scales[] = {{"0_10", nps_scale_0_10}, {"1_10", nps_scale_1_10}, {"1_5", nps_scale_1_5}, {"1_7", nps_scale_1_7}};

bool nps_sql_read_scale(nps_sql_call *call, const nps_sql_value *value, const nps_scale **out)
{
    *out = nps_scale_0_10();
    if (value->type == NPS_SQL_NULL)
        return true;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (is_named(value, scales[i].name)) {
            *out = scales[i].scale();
            return true;
        }
    }
    return nps_sql_fail_value(call, value, "the scale must be one of 0_10, 1_10, 1_5, 1_7");
}

const char *nps_sql_scale_name(const nps_scale *scale)
{
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (scales[i].scale() == scale)
            return scales[i].name;
    }
    return "of its own";
}

void nps_sql_write_number(char out[NPS_SQL_NUMBER_SIZE], double number)
{
    int digits = FEWEST_DIGITS;
    do
        snprintf(out, NPS_SQL_NUMBER_SIZE, "%.*g", digits, number);
    while (strtod(out, NULL) != number && digits++ < MOST_DIGITS);
    if (!isfinite(number))
        return;
    out[strcspn(out, ",")] = out[strcspn(out, ",")] == ',' ? '.' : '\0';
    if (!strpbrk(out, ".e"))
        strcat(out, ".0");
}
