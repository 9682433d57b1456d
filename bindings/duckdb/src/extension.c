/* The extension: DuckDB calls nps_init_c_api(), which the macro of its header defines.
 * SPDX-License-Identifier: MIT */
#include "vectors.h"

DUCKDB_EXTENSION_ENTRYPOINT(duckdb_connection connection, duckdb_extension_info info,
                            struct duckdb_extension_access *access)
{
    if (nps_duckdb_add_aggregates(connection) && nps_duckdb_add_figures(connection))
        return true;
    access->set_error(info, "nps: DuckDB has refused a function; are there functions of these names already?");
    return false;
}
