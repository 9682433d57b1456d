/* The loadable extension: it adds the functions to a connection.
 * SPDX-License-Identifier: MIT */
#include "functions.h"

#include <nps/export.h>
#include <stddef.h>

SQLITE_EXTENSION_INIT1

enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS };

static const struct aggregate {
    const char *name;
    int arguments;
    nps_sql_function *step, *inverse;
} aggregates[] = {
    {"nps_agg", 1, nps_sql_agg_step, nps_sql_agg_inverse},
    {"nps_agg", 2, nps_sql_agg_step, nps_sql_agg_inverse},
    {"nps_rollup", 1, nps_sql_rollup_step, nps_sql_rollup_inverse},
};

static const struct function {
    const char *name;
    int fewest, most;
    nps_sql_function *call;
} functions[] = {
    {"nps_score", 1, 1, nps_sql_score},
    {"nps_n", 1, 1, nps_sql_n},
    {"nps_promoters", 1, 1, nps_sql_promoters},
    {"nps_passives", 1, 1, nps_sql_passives},
    {"nps_detractors", 1, 1, nps_sql_detractors},
    {"nps_missing", 1, 1, nps_sql_missing},
    {"nps_invalid", 1, 1, nps_sql_invalid},
    {"nps_lower", 1, 3, nps_sql_lower},
    {"nps_upper", 1, 3, nps_sql_upper},
    {"nps_json", 1, 3, nps_sql_json},
    {"nps_test", 2, 2, nps_sql_test},
    {"nps_state", 3, 3, nps_sql_state},
    {"nps_compare", 2, 4, nps_sql_compare},
    {"nps_compare_lower", 2, 4, nps_sql_compare_lower},
    {"nps_compare_upper", 2, 4, nps_sql_compare_upper},
    {"nps_compare_p", 2, 4, nps_sql_compare_p},
    {"nps_version", 0, 0, nps_sql_version},
};

static int add_functions(sqlite3 *database)
{
    int status = SQLITE_OK;
    for (size_t i = 0; i < sizeof aggregates / sizeof *aggregates && status == SQLITE_OK; i++) {
        const struct aggregate *each = &aggregates[i];
        /* SQLite only hands the name back to the functions, which read it. */
        status =
            sqlite3_create_window_function(database, each->name, each->arguments, FLAGS, (void *)each->name, each->step,
                                           nps_sql_state_so_far, nps_sql_state_so_far, each->inverse, NULL);
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const struct function *each = &functions[i];
        for (int arguments = each->fewest; arguments <= each->most && status == SQLITE_OK; arguments++)
            status = sqlite3_create_function_v2(database, each->name, arguments, FLAGS, (void *)each->name, each->call,
                                                NULL, NULL, NULL);
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
