/* SPDX-License-Identifier: MIT */
#include "test.h"

static void the_library_is_the_version_of_its_header(void **state)
{
    char expected[32];
    (void)state;
    snprintf(expected, sizeof expected, "%d.%d.%d", NPS_VERSION_MAJOR, NPS_VERSION_MINOR, NPS_VERSION_PATCH);
    assert_string_equal(nps_version_string(), expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_library_is_the_version_of_its_header)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
