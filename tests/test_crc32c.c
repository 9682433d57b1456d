/* SPDX-License-Identifier: MIT */
#include "cpu_paths.h"
#include "test.h"

#include "bytes/crc32c.h"

static void check_published(void)
{
    unsigned char bytes[32];
    int i;
    assert_int_equal(nps_crc32c("123456789", 9), 0xe3069283);
    assert_int_equal(nps_crc32c(NULL, 0), 0);
    /* RFC 3720, appendix B.4. */
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(nps_crc32c(bytes, sizeof bytes), 0x8a9136aa);
    memset(bytes, 0xff, sizeof bytes);
    assert_int_equal(nps_crc32c(bytes, sizeof bytes), 0x62a8ab43);
    for (i = 0; i < 32; i++)
        bytes[i] = (unsigned char)i;
    assert_int_equal(nps_crc32c(bytes, sizeof bytes), 0x46dd794e);
    for (i = 0; i < 32; i++)
        bytes[i] = (unsigned char)(31 - i);
    assert_int_equal(nps_crc32c(bytes, sizeof bytes), 0x113fdb5c);
}

static void published_checksums(void **state)
{
    int path;
    (void)state;
    for (path = -1; next_path(&path);)
        check_published();
}

/* The definition, bit by bit. */
static uint32_t slow(const unsigned char *bytes, size_t length)
{
    uint32_t remainder = 0xffffffff;
    size_t i;
    int bit;
    for (i = 0; i < length; i++) {
        remainder ^= bytes[i];
        for (bit = 0; bit < 8; bit++)
            remainder = remainder >> 1 ^ (remainder & 1 ? 0x82f63b78 : 0);
    }
    return ~remainder;
}

static void every_byte_counts_as_defined(void **state)
{
    unsigned char bytes[2];
    int i, path;
    (void)state;
    for (path = -1; next_path(&path);)
        for (i = 0; i < 65536; i++) {
            bytes[0] = (unsigned char)(i >> 8);
            bytes[1] = (unsigned char)i;
            assert_int_equal(nps_crc32c(bytes, 2), slow(bytes, 2));
        }
}

/* Words of the processor begin anywhere, and leave any number of bytes. */
static void every_length_from_every_place(void **state)
{
    unsigned char bytes[64];
    size_t from, length;
    int path;
    (void)state;
    for (from = 0; from < sizeof bytes; from++)
        bytes[from] = (unsigned char)(from * 151 + 17);
    for (path = -1; next_path(&path);)
        for (from = 0; from < 9; from++)
            for (length = 0; from + length <= sizeof bytes; length++)
                assert_int_equal(nps_crc32c(bytes + from, length), slow(bytes + from, length));
}

static void a_checksum_is_continued(void **state)
{
    int path;
    (void)state;
    for (path = -1; next_path(&path);) {
        assert_int_equal(nps_crc32c_continue(nps_crc32c("12345", 5), "6789", 4), 0xe3069283);
        assert_int_equal(nps_crc32c_continue(0xe3069283, NULL, 0), 0xe3069283);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_checksums),
        cmocka_unit_test(every_byte_counts_as_defined),
        cmocka_unit_test(every_length_from_every_place),
        cmocka_unit_test(a_checksum_is_continued),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
