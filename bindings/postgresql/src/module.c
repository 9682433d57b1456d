/* What the server checks before it loads the module. SPDX-License-Identifier: MIT */
#include <postgres.h>

#include <fmgr.h>

PG_MODULE_MAGIC;
