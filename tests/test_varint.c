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

/* Numbers of every size in turn, whole, cut off anywhere, and with one byte that makes a number longer than it is. */
static void several_numbers_are_read_as_one_by_one(void **state)
{
    enum { COUNT = 20, BYTES = COUNT * NPS_NUMBER_MAX };
    uint64_t values[COUNT], read[COUNT], next;
    unsigned char bytes[BYTES], one_by_one[BYTES], *end = one_by_one;
    size_t length, left, i;
    (void)state;
    for (i = 0; i < COUNT; i++) {
        values[i] = i % 2 ? UINT64_MAX >> (3 * i) : (uint64_t)1 << (3 * i);
        end = nps_write_number(end, values[i]);
    }
    length = (size_t)(nps_write_numbers(bytes, values, COUNT) - bytes);
    assert_int_equal(length, end - one_by_one);
    assert_memory_equal(bytes, one_by_one, length);
    for (left = 0; left <= length; left++) {
        nps_error_detail detail, expected;
        nps_reader reader = {bytes, left, 0, &detail}, single = {bytes, left, 0, &expected};
        nps_status status = NPS_OK;
        for (i = 0; !status && i < COUNT; i++) {
            status = nps_read_number(&single, &next);
            assert_true(status || next == values[i]);
        }
        assert_int_equal(nps_read_numbers(&reader, read, COUNT), status);
        assert_int_equal(status, left == length ? NPS_OK : NPS_ERROR_FORMAT);
        if (status)
            assert_string_equal(detail.text, expected.text);
        else
            assert_memory_equal(read, values, sizeof values);
        assert_int_equal(reader.offset, single.offset);
    }
}

static void numbers_that_are_too_long_or_too_large_are_refused(void **state)
{
    static const struct {
        unsigned char bytes[NPS_NUMBER_MAX + 1];
        const char *text;
    } cases[] = {
        {{0x80, 0}, "byte 1: expected a number in its shortest form, got a zero at its end"},
        {{0x81, 0x80, 0}, "byte 1: expected a number in its shortest form, got a zero at its end"},
        {{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2},
         "byte 1: expected a number below 2^64, got a larger one"},
        {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1},
         "byte 1: expected a number below 2^64, got a larger one"},
        {{0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0},
         "byte 1: expected a number in its shortest form, got a zero at its end"},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char bytes[1 + sizeof cases[i].bytes] = {5};
        nps_error_detail detail;
        nps_reader reader = {bytes, sizeof bytes, 0, &detail};
        uint64_t read[2];
        memcpy(bytes + 1, cases[i].bytes, sizeof cases[i].bytes);
        assert_status(nps_read_numbers(&reader, read, 2), NPS_ERROR_FORMAT);
        assert_string_equal(detail.text, cases[i].text);
    }
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
        cmocka_unit_test(several_numbers_are_read_as_one_by_one),
        cmocka_unit_test(numbers_that_are_too_long_or_too_large_are_refused),
        cmocka_unit_test(zigzag_maps_small_signed_numbers_to_small_ones),
        cmocka_unit_test(reads_beyond_the_end_are_refused),
        cmocka_unit_test(the_lowest_of_four_bytes_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
