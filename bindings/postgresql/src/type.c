/* What makes nps_state a type: text and binary forms, bytea, equality, an order and a hash.
 * SPDX-License-Identifier: MIT */
#include "state.h"
#include "values.h"

#include <common/hashfn.h>
#include <lib/stringinfo.h>
#include <libpq/pqformat.h>
#include <mb/pg_wchar.h>

#if PG_VERSION_NUM < 160000
/* Before PostgreSQL 16 an input function cannot return an error. */
#define ereturn(context, result, details) ereport(ERROR, details)
#endif

static const char TYPE[] = "nps_state";

/* How much of a text a message shows, in bytes. */
enum { SHOWN = 40 };

/* Two digits a byte, after "\x". */
enum { PREFIX = 2, DIGITS = 2, TEXT_MAX = PREFIX + DIGITS * NPS_ACCUMULATOR_ENCODED_MAX };

static int digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* Reads hexadecimal digits after "\x"; the number of bytes, or -1. */
static int read_digits(const char *given, size_t length, unsigned char *out)
{
    if (length < PREFIX || length > TEXT_MAX || length % DIGITS != 0 || given[0] != '\\' || given[1] != 'x')
        return -1;
    for (size_t i = PREFIX; i < length; i += DIGITS) {
        const int high = digit(given[i]), low = digit(given[i + 1]);
        if (high < 0 || low < 0)
            return -1;
        *out++ = (unsigned char)(high << 4 | low);
    }
    return (int)(length / DIGITS) - 1;
}

PG_FUNCTION_INFO_V1(nps_pg_state_in);

Datum nps_pg_state_in(PG_FUNCTION_ARGS)
{
    const char *given = PG_GETARG_CSTRING(0);
    unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX] = {0};
    const int length = read_digits(given, strlen(given), bytes);
    nps_accumulator state;
    nps_error_detail detail;
    if (length < 0)
        ereturn(fcinfo->context, (Datum)0,
                (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
                 errmsg("%s: a state as text is \\x and then two hexadecimal digits a byte, at most %d bytes, not the "
                        "text \"%.*s\"",
                        TYPE, NPS_ACCUMULATOR_ENCODED_MAX, pg_mbcliplen(given, (int)strlen(given), SHOWN), given)));
    if (nps_accumulator_decode(&state, bytes, (size_t)length, &detail) != NPS_OK)
        ereturn(fcinfo->context, (Datum)0,
                (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
                 errmsg("%s: the state is damaged or of another kind: %s", TYPE, detail.text)));
    return nps_pg_make_state(TYPE, &state);
}

PG_FUNCTION_INFO_V1(nps_pg_state_out);

Datum nps_pg_state_out(PG_FUNCTION_ARGS)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[NPS_ACCUMULATOR_ENCODED_MAX];
    size_t length;
    nps_accumulator state;
    char *made = palloc(TEXT_MAX + 1), *to = made;
    nps_pg_read_state(TYPE, PG_GETARG_DATUM(0), &state);
    nps_pg_check(TYPE, nps_accumulator_encode(&state, bytes, sizeof bytes, &length));
    *to++ = '\\';
    *to++ = 'x';
    for (size_t i = 0; i < length; i++) {
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    *to = '\0';
    PG_RETURN_CSTRING(made);
}

/* A state of bytes that come from outside. */
static Datum state_of_bytes(const char *bytes, size_t length)
{
    nps_accumulator state;
    nps_error_detail detail;
    if (nps_accumulator_decode(&state, bytes, length, &detail) != NPS_OK)
        ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
                        errmsg("%s: the state is damaged or of another kind: %s", TYPE, detail.text)));
    return nps_pg_make_state(TYPE, &state);
}

PG_FUNCTION_INFO_V1(nps_pg_state_recv);

Datum nps_pg_state_recv(PG_FUNCTION_ARGS)
{
    const StringInfo message = (StringInfo)PG_GETARG_POINTER(0);
    const int length = message->len - message->cursor;
    return state_of_bytes(pq_getmsgbytes(message, length), (size_t)length);
}

/* The encoded bytes of a state in either form, as a bytea. */
static bytea *bytes_of(Datum value)
{
    nps_accumulator state;
    nps_pg_read_state(TYPE, value, &state);
    return DatumGetByteaPP(nps_pg_make_state(TYPE, &state));
}

PG_FUNCTION_INFO_V1(nps_pg_state_send);

Datum nps_pg_state_send(PG_FUNCTION_ARGS)
{
    PG_RETURN_BYTEA_P(bytes_of(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(nps_pg_state_to_bytea);

Datum nps_pg_state_to_bytea(PG_FUNCTION_ARGS)
{
    PG_RETURN_BYTEA_P(bytes_of(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(nps_pg_state_from_bytea);

Datum nps_pg_state_from_bytea(PG_FUNCTION_ARGS)
{
    const bytea *given = PG_GETARG_BYTEA_PP(0);
    return state_of_bytes(VARDATA_ANY(given), nps_pg_length(given));
}

/* The order of states, which means nothing to people: by the number of answers 0, then 1, and so on. */
static int compare_numbers(uint64 a, uint64 b)
{
    return (a > b) - (a < b);
}

static int compare_states(FunctionCallInfo fcinfo)
{
    nps_accumulator a, b;
    int order = 0;
    nps_pg_read_state(TYPE, PG_GETARG_DATUM(0), &a);
    nps_pg_read_state(TYPE, PG_GETARG_DATUM(1), &b);
    for (int i = 0; order == 0 && i < NPS_ANSWERS; i++)
        order = compare_numbers(a.answers[i], b.answers[i]);
    if (order == 0)
        order = compare_numbers(a.missing, b.missing);
    return order != 0 ? order : compare_numbers(a.invalid, b.invalid);
}

PG_FUNCTION_INFO_V1(nps_pg_state_compare);

Datum nps_pg_state_compare(PG_FUNCTION_ARGS)
{
    PG_RETURN_INT32(compare_states(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_state_equal);

Datum nps_pg_state_equal(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(compare_states(fcinfo) == 0);
}

PG_FUNCTION_INFO_V1(nps_pg_state_differs);

Datum nps_pg_state_differs(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(compare_states(fcinfo) != 0);
}

PG_FUNCTION_INFO_V1(nps_pg_state_before);

Datum nps_pg_state_before(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(compare_states(fcinfo) < 0);
}

PG_FUNCTION_INFO_V1(nps_pg_state_not_after);

Datum nps_pg_state_not_after(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(compare_states(fcinfo) <= 0);
}

PG_FUNCTION_INFO_V1(nps_pg_state_after);

Datum nps_pg_state_after(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(compare_states(fcinfo) > 0);
}

PG_FUNCTION_INFO_V1(nps_pg_state_not_before);

Datum nps_pg_state_not_before(PG_FUNCTION_ARGS)
{
    PG_RETURN_BOOL(compare_states(fcinfo) >= 0);
}

PG_FUNCTION_INFO_V1(nps_pg_state_hash);

Datum nps_pg_state_hash(PG_FUNCTION_ARGS)
{
    const bytea *bytes = bytes_of(PG_GETARG_DATUM(0));
    return hash_any((const unsigned char *)VARDATA_ANY(bytes), (int)nps_pg_length(bytes));
}

PG_FUNCTION_INFO_V1(nps_pg_state_hash_extended);

Datum nps_pg_state_hash_extended(PG_FUNCTION_ARGS)
{
    const bytea *bytes = bytes_of(PG_GETARG_DATUM(0));
    return hash_any_extended((const unsigned char *)VARDATA_ANY(bytes), (int)nps_pg_length(bytes),
                             (uint64)PG_GETARG_INT64(1));
}

PG_FUNCTION_INFO_V1(nps_pg_merge);

Datum nps_pg_merge(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_merge";
    nps_accumulator sum, part;
    nps_pg_read_state(name, PG_GETARG_DATUM(0), &sum);
    nps_pg_read_state(name, PG_GETARG_DATUM(1), &part);
    nps_pg_check(name, nps_accumulator_merge(&sum, &part));
    return nps_pg_make_state(name, &sum);
}

PG_FUNCTION_INFO_V1(nps_pg_subtract);

Datum nps_pg_subtract(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_subtract";
    nps_accumulator rest, part;
    nps_pg_read_state(name, PG_GETARG_DATUM(0), &rest);
    nps_pg_read_state(name, PG_GETARG_DATUM(1), &part);
    nps_pg_check(name, nps_accumulator_subtract(&rest, &part));
    return nps_pg_make_state(name, &rest);
}
