/* SPDX-License-Identifier: MIT */
#include "keys/siphash.h"

#include "test.h"

/* The worked example in the appendix of Aumasson and Bernstein 2012: key 00..0f, message 00..0e. */
static void the_hash_is_the_published_one(void **state)
{
    const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    unsigned char message[15];
    unsigned char i;
    (void)state;
    for (i = 0; i < sizeof message; i++)
        message[i] = i;
    assert_true(nps_siphash(key, message, sizeof message) == 0xa129ca6149be45e5);
}

static void key_bytes_and_length_all_count(void **state)
{
    const uint64_t key[2] = {1, 2}, other[2] = {1, 3};
    const char zeros[16] = {0};
    (void)state;
    assert_true(nps_siphash(key, zeros, 7) != nps_siphash(key, zeros, 8));
    assert_true(nps_siphash(key, zeros, 8) != nps_siphash(key, zeros, 9));
    assert_true(nps_siphash(key, zeros, 16) != nps_siphash(other, zeros, 16));
    assert_true(nps_siphash(key, NULL, 0) == nps_siphash(key, zeros, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_the_published_one),
        cmocka_unit_test(key_bytes_and_length_all_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
