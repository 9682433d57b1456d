/* What a state says, by the functions that all engines share.
 * SPDX-License-Identifier: MIT */
#include "state.h"
#include "values.h"

#include <utils/builtins.h>

/* The figure of a name, looked up once for a statement. */
static const nps_sql_figure *figure_named(const char *name, FmgrInfo *function)
{
    const nps_sql_figure *figure = function->fn_extra ? function->fn_extra : nps_sql_figures;
    while (strcmp(figure->name, name) != 0)
        figure++;
    function->fn_extra = (void *)figure; /* which nobody changes */
    return figure;
}

static Datum compute(const char *name, FunctionCallInfo fcinfo)
{
    const nps_sql_figure *figure = figure_named(name, fcinfo->flinfo);
    nps_sql_value arguments[NPS_SQL_PARAMETERS];
    nps_sql_call call;
    nps_pg_read_arguments(fcinfo, figure->parameters, arguments);
    if (!nps_sql_compute(figure, &call, arguments, PG_NARGS()))
        nps_pg_fail(&call);
    switch (call.result.type) {
    case NPS_SQL_INTEGER: PG_RETURN_INT64(call.result.integer);
    case NPS_SQL_REAL: PG_RETURN_FLOAT8(call.result.real);
    case NPS_SQL_TEXT:
    case NPS_SQL_BLOB: PG_RETURN_TEXT_P(cstring_to_text_with_len(call.result.bytes, (int)call.result.length));
    default: PG_RETURN_NULL();
    }
}

#define FIGURE(name)                                                                                                   \
    Datum nps_pg_##name(PG_FUNCTION_ARGS);                                                                             \
    Datum nps_pg_##name(PG_FUNCTION_ARGS)                                                                              \
    {                                                                                                                  \
        return compute("nps_" #name, fcinfo);                                                                          \
    }                                                                                                                  \
    PG_FUNCTION_INFO_V1(nps_pg_##name)

FIGURE(score);
FIGURE(n);
FIGURE(promoters);
FIGURE(passives);
FIGURE(detractors);
FIGURE(missing);
FIGURE(invalid);
FIGURE(lower);
FIGURE(upper);
FIGURE(json);
FIGURE(test);
FIGURE(state);
FIGURE(compare);
FIGURE(compare_lower);
FIGURE(compare_upper);
FIGURE(compare_p);
FIGURE(version);
