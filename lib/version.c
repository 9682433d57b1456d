/* SPDX-License-Identifier: MIT */
#include <nps/version.h>

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)

const char *nps_version_string(void)
{
    return TEXT(NPS_VERSION_MAJOR) "." TEXT(NPS_VERSION_MINOR) "." TEXT(NPS_VERSION_PATCH);
}
