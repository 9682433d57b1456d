/**
 * @file version.h
 * @brief The version of the header and of the library.
 *
 * The version is stated only here; the build reads it from this file.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_VERSION_H
#define NPS_VERSION_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/** Changes when programs must be changed. While it is 0, a new minor version may require changes too. */
#define NPS_VERSION_MAJOR 0
/** Changes when something is added. */
#define NPS_VERSION_MINOR 1
/** Changes when something is repaired. */
#define NPS_VERSION_PATCH 0

/**
 * The version of the running library, which may be newer than the header.
 *
 * @code
 * int major = 0, minor = 0;
 * sscanf(nps_version_string(), "%d.%d", &major, &minor);
 * if (major > 0 || minor >= 1)
 *     puts("0.1 or newer"); // prints: 0.1 or newer
 * @endcode
 *
 * @return "MAJOR.MINOR.PATCH"; a constant, never NULL, not to be freed. Safe from any thread.
 */
NPS_EXPORT const char *nps_version_string(void);

NPS_END_DECLARATIONS

#endif
