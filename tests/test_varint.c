/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "bytes/varint.h"

static void numbers_near_every_power_of_two_round_trip(void **state)
{
    int bit, near;
    (void)state;
    for (bit = 0; bit < 64; bit++) {
        for (near = -1; near <= 1; near++) {
            const uint64_t value = ((uint64_t)1 << bit) + (uint64_t)near;
            unsigned char bytes[NPS_NUMBER_MAX];
            const size_t size = (size_t)(nps_write_number(bytes, value) - bytes);
            nps_reader reader = {bytes, size, 0, NULL};
            uint64_t read = ~value;
            assert_int_equal(size, nps_number_size(value));
            assert_ok(nps_read_number(&reader, &read));
            assert_true(read == value);
            assert_ok(nps_read_end(&reader));
            reader = (nps_reader){bytes, size - 1, 0, NULL};
            assert_status(nps_read_number(&reader, &read), NPS_ERROR_FORMAT);
        }
    }
    assert_int_equal(nps_number_size(127), 1);
    assert_int_equal(nps_number_size(128), 2);
    assert_int_equal(nps_number_size(UINT64_MAX), NPS_NUMBER_MAX);
}

static void zigzag_maps_small_signed_numbers_to_small_ones(void **state)
{
    static const int64_t values[] = {0, -1, 1, -2, 2, INT64_MAX, INT64_MIN};
    static const uint64_t numbers[] = {0, 1, 2, 3, 4, UINT64_MAX - 1, UINT64_MAX};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof values / sizeof *values; i++) {
        assert_true(nps_zigzag(values[i]) == numbers[i]);
        assert_true(nps_unzigzag(numbers[i]) == values[i]);
    }
}

static void reads_beyond_the_end_are_refused(void **state)
{
    static const unsigned char bytes[3] = {1, 2, 3};
    nps_error_detail detail;
    nps_reader reader = {bytes, 3, 1, &detail};
    const unsigned char *lent = NULL;
    (void)state;
    assert_status(nps_read_bytes(&reader, 3, &lent), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 1: expected 3 bytes, got 2");
    assert_status(nps_read_bytes(&reader, UINT64_MAX, &lent), NPS_ERROR_FORMAT);
    assert_null(lent);
    assert_ok(nps_read_bytes(&reader, 2, &lent));
    assert_ptr_equal(lent, bytes + 1);
    assert_ok(nps_read_end(&reader));
}

static void the_lowest_of_four_bytes_comes_first(void **state)
{
    static const unsigned char expected[4] = {0x44, 0x33, 0x22, 0xf1};
    unsigned char bytes[4];
    (void)state;
    assert_ptr_equal(nps_write_32(bytes, 0xf1223344), bytes + 4);
    assert_memory_equal(bytes, expected, 4);
    assert_int_equal(nps_read_32(bytes), 0xf1223344);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_near_every_power_of_two_round_trip),
        cmocka_unit_test(zigzag_maps_small_signed_numbers_to_small_ones),
        cmocka_unit_test(reads_beyond_the_end_are_refused),
        cmocka_unit_test(the_lowest_of_four_bytes_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
