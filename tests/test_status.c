/* SPDX-License-Identifier: MIT */
#include "test.h"

static void ok_is_zero(void **state)
{
    (void)state;
    assert_int_equal(NPS_OK, 0);
}

static void every_status_has_a_sentence_of_its_own(void **state)
{
    int a, b;
    (void)state;
    for (a = 0; a < NPS_STATUS_END; a++) {
        assert_string_not_equal(nps_status_string((nps_status)a), "unknown status");
        for (b = 0; b < a; b++)
            assert_string_not_equal(nps_status_string((nps_status)a), nps_status_string((nps_status)b));
    }
}

static void unknown_statuses_have_a_string(void **state)
{
    (void)state;
    assert_string_equal(nps_status_string(NPS_STATUS_END), "unknown status");
    assert_string_equal(nps_status_string((nps_status)-1), "unknown status");
    assert_string_equal(nps_status_string((nps_status)12345), "unknown status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ok_is_zero),
        cmocka_unit_test(every_status_has_a_sentence_of_its_own),
        cmocka_unit_test(unknown_statuses_have_a_string),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
