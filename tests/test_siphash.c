/* SPDX-License-Identifier: MIT */
#include "keys/siphash.h"

#include "test.h"

#include <string.h>

/* The worked example in the appendix of Aumasson and Bernstein 2012: key 00..0f, message 00..0e. */
static void the_hash_is_the_published_one(void **state)
{
    const uint64_t key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    unsigned char message[15];
    unsigned char i;
    (void)state;
    for (i = 0; i < sizeof message; i++)
        message[i] = i;
    assert_true(nps_siphash_rounds(key, message, sizeof message, 2, 4) == 0xa129ca6149be45e5);
}

/* Python 3.11 hashes bytes by SipHash-1-3: PYTHONHASHSEED=0 python3 -c 'print(hex(hash(b"a") % 2**64))', and so on. */
static void the_variant_for_tables_is_that_of_python(void **state)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } cases[] = {
        {"a", 0x407448d2b89b1813},
        {"1234567", 0xa33d651594fdae81},
        {"12345678", 0x3489982430560a87},
        {"123456789abcdef", 0xf3543d992ba71328},
        {"0123456789abcdef", 0x1d42b30f7e060c24},
        {"a shop in a small town, number 00001", 0x101357494c1cc87d},
    };
    const uint64_t key[2] = {0, 0};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(nps_siphash(key, cases[i].text, strlen(cases[i].text)) == cases[i].hash);
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
        cmocka_unit_test(the_variant_for_tables_is_that_of_python),
        cmocka_unit_test(key_bytes_and_length_all_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
