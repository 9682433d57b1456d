/* The functions of SQL that read states and make them of counts, the same in every engine.
 *
 * The scale is the last argument wherever answers are read; without it, and NULL, it is 0 to 10. Without an answer,
 * what has no value is NULL. Answers off the scale are an error. SPDX-License-Identifier: MIT */
#ifndef NPS_SQL_FIGURES_H
#define NPS_SQL_FIGURES_H

#include "values.h"

/** The largest number of parameters of a function. */
enum { NPS_SQL_PARAMETERS = 5 };

/** What a letter of `parameters` stands for. */
enum {
    NPS_SQL_PARAMETER_STATE = 's',     /* a blob */
    NPS_SQL_PARAMETER_OTHER = 't',     /* a second state, a blob */
    NPS_SQL_PARAMETER_LEVEL = 'l',     /* a number */
    NPS_SQL_PARAMETER_METHOD = 'm',    /* a text */
    NPS_SQL_PARAMETER_SCALE = 'c',     /* a text */
    NPS_SQL_PARAMETER_REFERENCE = 'r', /* a number */
    NPS_SQL_PARAMETER_COUNT = 'n'      /* an integer */
};

/** A function: its name, the fewest arguments, a letter for each parameter, and the type of its result. */
typedef struct nps_sql_figure {
    const char *name;
    int fewest;
    const char *parameters;
    nps_sql_type result;
    void (*compute)(nps_sql_call *call);
} nps_sql_figure;

/** All functions; the name of the one after the last is NULL. */
extern const nps_sql_figure nps_sql_figures[];

/** Calls a function; false, with a message in the call, if something is wrong. */
bool nps_sql_compute(const nps_sql_figure *figure, nps_sql_call *call, const nps_sql_value *arguments, int count);

#endif
