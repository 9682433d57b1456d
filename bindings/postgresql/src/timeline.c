/* SPDX-License-Identifier: MIT */
#include "timeline.h"

#include "values.h"

#include <libpq/pqformat.h>
#include <utils/builtins.h>
#include <utils/date.h>
#include <utils/fmgrprotos.h>
#include <utils/memutils.h>

static const char TYPE[] = "nps_timeline";

/* Memory of a context, or NULL. */
static void *allocate(void *context, size_t size)
{
    return MemoryContextAllocExtended(context, size, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
}

static void release(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    pfree(memory);
}

static nps_allocator allocator_of(MemoryContext context)
{
    const nps_allocator allocator = {context, allocate, release};
    return allocator;
}

nps_timeline *nps_pg_new_timeline(const char *function, MemoryContext context)
{
    const nps_allocator allocator = allocator_of(context);
    nps_timeline_options options;
    nps_timeline *made;
    nps_timeline_options_init(&options);
    options.allocator = &allocator;
    nps_pg_check(function, nps_timeline_create(&options, &made));
    return made;
}

/* Ends the statement for bytes that are no timeline, or for want of memory. */
static void refuse(const char *function, nps_status status, const nps_error_detail *detail, int code)
{
    if (status == NPS_ERROR_FORMAT || status == NPS_ERROR_VERSION || status == NPS_ERROR_CHECKSUM)
        ereport(ERROR,
                (errcode(code), errmsg("%s: the timeline is damaged or of another kind: %s", function, detail->text)));
    nps_pg_check(function, status);
}

static nps_timeline *decode(const char *function, const char *bytes, size_t length, MemoryContext context, int code)
{
    const nps_allocator allocator = allocator_of(context);
    nps_timeline_options options;
    nps_error_detail detail;
    nps_timeline *read;
    nps_status status;
    nps_timeline_options_init(&options);
    options.allocator = &allocator;
    status = nps_timeline_decode(&options, bytes, length, &read, &detail);
    if (status != NPS_OK)
        refuse(function, status, &detail, code);
    return read;
}

nps_timeline *nps_pg_read_timeline(const char *function, Datum value, MemoryContext context)
{
    const struct varlena *whole = PG_DETOAST_DATUM_PACKED(value);
    return decode(function, VARDATA_ANY(whole), nps_pg_length(whole), context, ERRCODE_DATA_CORRUPTED);
}

void nps_pg_merge_timeline(const char *function, nps_timeline *self, Datum value)
{
    const struct varlena *whole = PG_DETOAST_DATUM_PACKED(value);
    nps_error_detail detail;
    const nps_status status = nps_timeline_merge_encoded(self, VARDATA_ANY(whole), nps_pg_length(whole), &detail);
    if (status != NPS_OK)
        refuse(function, status, &detail, ERRCODE_DATA_CORRUPTED);
}

Datum nps_pg_make_timeline(const char *function, const nps_timeline *timeline)
{
    struct varlena *made;
    size_t length;
    nps_pg_check(function, nps_timeline_encoded_size(timeline, &length));
    made = palloc(VARHDRSZ + length);
    SET_VARSIZE(made, VARHDRSZ + length);
    nps_pg_check(function, nps_timeline_encode(timeline, VARDATA(made), length, &length));
    return PointerGetDatum(made);
}

/* From 1970-01-01 to 2000-01-01, where the days of PostgreSQL begin. */
enum { DAYS_TO_EPOCH = POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE };

int32_t nps_pg_read_day(const char *function, FunctionCallInfo fcinfo, int argument)
{
    const DateADT date = PG_GETARG_DATEADT(argument);
    const int64 day = (int64)date + DAYS_TO_EPOCH;
    if (DATE_NOT_FINITE(date) || day < NPS_DAY_MIN || day > NPS_DAY_MAX)
        ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
                        errmsg("%s: a day must be from 0001-01-01 to 9999-12-31, not %s", function,
                               DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(date))))));
    return (int32_t)day;
}

Datum nps_pg_date(int32_t day)
{
    return DateADTGetDatum(day - DAYS_TO_EPOCH);
}

/* A value of bytes that come from outside, which are read once to see that they are a timeline. */
static Datum timeline_of_bytes(const char *bytes, size_t length)
{
    const MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "nps_timeline", ALLOCSET_DEFAULT_SIZES);
    struct varlena *made = palloc(VARHDRSZ + length);
    SET_VARSIZE(made, VARHDRSZ + length);
    memcpy(VARDATA(made), bytes, length);
    decode(TYPE, VARDATA(made), length, context, ERRCODE_INVALID_BINARY_REPRESENTATION);
    MemoryContextDelete(context);
    return PointerGetDatum(made);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_in);

/* As a bytea, and then read. */
Datum nps_pg_timeline_in(PG_FUNCTION_ARGS)
{
    const bytea *given = DatumGetByteaPP(DirectFunctionCall1(byteain, PG_GETARG_DATUM(0)));
    return timeline_of_bytes(VARDATA_ANY(given), nps_pg_length(given));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_out);

Datum nps_pg_timeline_out(PG_FUNCTION_ARGS)
{
    const bytea *bytes = PG_GETARG_BYTEA_PP(0);
    const size_t length = nps_pg_length(bytes);
    char *made = palloc(2 * length + 3);
    memcpy(made, "\\x", 2);
    made[2 + hex_encode(VARDATA_ANY(bytes), length, made + 2)] = '\0';
    PG_RETURN_CSTRING(made);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_recv);

Datum nps_pg_timeline_recv(PG_FUNCTION_ARGS)
{
    const StringInfo message = (StringInfo)PG_GETARG_POINTER(0);
    const int length = message->len - message->cursor;
    return timeline_of_bytes(pq_getmsgbytes(message, length), (size_t)length);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_send);

/* The bytes as they are, also as a bytea. */
Datum nps_pg_timeline_send(PG_FUNCTION_ARGS)
{
    PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_from_bytea);

Datum nps_pg_timeline_from_bytea(PG_FUNCTION_ARGS)
{
    const bytea *given = PG_GETARG_BYTEA_PP(0);
    return timeline_of_bytes(VARDATA_ANY(given), nps_pg_length(given));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_merge);

Datum nps_pg_timeline_merge(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_timeline_merge";
    nps_timeline *sum = nps_pg_read_timeline(name, PG_GETARG_DATUM(0), CurrentMemoryContext);
    Datum made;
    nps_pg_merge_timeline(name, sum, PG_GETARG_DATUM(1));
    made = nps_pg_make_timeline(name, sum);
    nps_timeline_destroy(sum);
    return made;
}
