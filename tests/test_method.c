/* SPDX-License-Identifier: MIT */
#include "test.h"

static void methods_have_names_of_their_own(void **state)
{
    int a, b;
    (void)state;
    assert_string_equal(nps_method_string(NPS_METHOD_SCORE), "score");
    for (a = NPS_METHOD_AUTO; a <= NPS_METHOD_ANYTIME; a++)
        for (b = NPS_METHOD_AUTO; b < a; b++)
            assert_string_not_equal(nps_method_string((nps_method)a), nps_method_string((nps_method)b));
    assert_string_equal(nps_method_string((nps_method)-1), "unknown method");
    assert_string_equal(nps_method_string((nps_method)(NPS_METHOD_ANYTIME + 1)), "unknown method");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(methods_have_names_of_their_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
