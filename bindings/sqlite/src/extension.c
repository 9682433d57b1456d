/* The loadable extension: it adds the functions to a connection.
 * SPDX-License-Identifier: MIT */
#include "../../sql/figures.h"
#include "aggregates.h"
#include "values.h"

#include <nps/export.h>
#include <stddef.h>
#include <string.h>

SQLITE_EXTENSION_INIT1

enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };

static const struct aggregate {
    const char *name;
    int arguments;
    nps_sqlite_function *step, *inverse;
} aggregates[] = {
    {"nps_agg", 1, nps_sqlite_agg_step, nps_sqlite_agg_inverse},
    {"nps_agg", 2, nps_sqlite_agg_step, nps_sqlite_agg_inverse},
    {"nps_rollup", 1, nps_sqlite_rollup_step, nps_sqlite_rollup_inverse},
};

/* Any function that reads states; the figure is what SQLite was given with it. */
static void call_figure(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_sql_value arguments[NPS_SQL_PARAMETERS];
    nps_sql_call call;
    for (int i = 0; i < argc; i++)
        nps_sqlite_read(argv[i], &arguments[i]);
    if (nps_sql_compute(sqlite3_user_data(context), &call, arguments, argc))
        nps_sqlite_return(context, &call);
    else
        nps_sqlite_fail(context, &call);
}

static int add_functions(sqlite3 *database)
{
    int status = SQLITE_OK;
    for (size_t i = 0; i < sizeof aggregates / sizeof *aggregates && status == SQLITE_OK; i++) {
        const struct aggregate *each = &aggregates[i];
        /* SQLite only hands the name back to the functions, which read it. */
        status =
            sqlite3_create_window_function(database, each->name, each->arguments, FLAGS, (void *)each->name, each->step,
                                           nps_sqlite_state_so_far, nps_sqlite_state_so_far, each->inverse, NULL);
    }
    for (const nps_sql_figure *each = nps_sql_figures; each->name; each++) {
        const int most = (int)strlen(each->parameters);
        for (int arguments = each->fewest; arguments <= most && status == SQLITE_OK; arguments++)
            status = sqlite3_create_function_v2(database, each->name, arguments, FLAGS, (void *)each, call_figure, NULL,
                                                NULL, NULL);
    }
    return status;
}

NPS_EXPORT int sqlite3_npssqlite_init(sqlite3 *database, char **message, const sqlite3_api_routines *api);

/* SQLite finds it by the letters in the name of the file, nps_sqlite.so. */
int sqlite3_npssqlite_init(sqlite3 *database, char **message, const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api);
    if (sqlite3_libversion_number() < 3025000) {
        *message =
            sqlite3_mprintf("nps needs SQLite 3.25, which has window functions; this is %s", sqlite3_libversion());
        return SQLITE_ERROR;
    }
    return add_functions(database);
}
