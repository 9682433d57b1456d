/* SPDX-License-Identifier: MIT */
#include "state.h"

#include "values.h"

enum { SUM_PAYLOAD = sizeof(nps_pg_sum) - VARHDRSZ, FORM_SIZE = sizeof(uint32) };

StaticAssertDecl(sizeof(nps_pg_sum) == VARHDRSZ + FORM_SIZE + sizeof(nps_accumulator), "a sum has no gaps");
StaticAssertDecl(sizeof(nps_accumulator) == 104, "an accumulator has no gaps");

/* Whether the bytes of a value are a sum. */
static bool is_sum(const char *bytes, size_t length)
{
    static const char form[FORM_SIZE];
    return length == SUM_PAYLOAD && memcmp(bytes, form, FORM_SIZE) == 0;
}

void nps_pg_read_state(const char *function, Datum value, nps_accumulator *out)
{
    struct varlena *whole = PG_DETOAST_DATUM_PACKED(value);
    const char *bytes = VARDATA_ANY(whole);
    const size_t length = nps_pg_length(whole);
    nps_error_detail detail;
    if (is_sum(bytes, length))
        memcpy(out, bytes + FORM_SIZE, sizeof *out);
    else if (nps_accumulator_decode(out, bytes, length, &detail) != NPS_OK)
        ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED),
                        errmsg("%s: the state is damaged or of another kind: %s", function, detail.text)));
    if ((Pointer)whole != DatumGetPointer(value))
        pfree(whole);
}

Datum nps_pg_make_state(const char *function, const nps_accumulator *state)
{
    struct varlena *made = palloc(VARHDRSZ + NPS_ACCUMULATOR_ENCODED_MAX);
    size_t length;
    nps_pg_check(function, nps_accumulator_encode(state, VARDATA(made), NPS_ACCUMULATOR_ENCODED_MAX, &length));
    SET_VARSIZE(made, VARHDRSZ + length);
    return PointerGetDatum(made);
}

const struct varlena *nps_pg_encoded(Datum value)
{
    const struct varlena *whole = PG_DETOAST_DATUM_PACKED(value);
    nps_accumulator state;
    if (!is_sum(VARDATA_ANY(whole), nps_pg_length(whole)))
        return whole;
    nps_pg_read_state("nps_state", PointerGetDatum(whole), &state);
    return DatumGetByteaPP(nps_pg_make_state("nps_state", &state));
}

/* Whether a value is a sum that can be changed where it is. */
static bool is_sum_in_place(const struct varlena *value)
{
    return VARATT_IS_4B_U(value) && VARSIZE_4B(value) == sizeof(nps_pg_sum) && is_sum(VARDATA_4B(value), SUM_PAYLOAD) &&
           (uintptr_t)value % MAXIMUM_ALIGNOF == 0;
}

nps_pg_sum *nps_pg_sum_to_change(const char *function, FunctionCallInfo fcinfo)
{
    nps_pg_sum *sum;
    if (!AggCheckCallContext(fcinfo, NULL))
        ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                        errmsg("%s: this is a part of the aggregate, which only an aggregate can call", function)));
    if (!PG_ARGISNULL(0) && is_sum_in_place((struct varlena *)PG_GETARG_POINTER(0)))
        return (nps_pg_sum *)PG_GETARG_POINTER(0);
    /* The executor copies what is returned here to where it keeps the states of its groups. */
    sum = palloc0(sizeof *sum);
    SET_VARSIZE(sum, sizeof *sum);
    if (!PG_ARGISNULL(0))
        nps_pg_read_state(function, PG_GETARG_DATUM(0), &sum->counts);
    return sum;
}
