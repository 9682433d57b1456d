/* Two waves as bytes: the golden files of docs/format.md, and every damage.
 * SPDX-License-Identifier: MIT */
#include "golden.h"

/* What the golden files hold, as tests/golden/generate.py says it. */
static const struct held {
    const char *name;
    nps_paired state;
} HELD[] = {
    {"paired_empty", {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}}},
    {"paired",
     {{1, 2, 3}, {40, 50, 60}, {127, 128, 16383}, {16384, 1ULL << 32, (1ULL << 53) + 1}, {1ULL << 63, 0, UINT64_MAX}}},
    {"paired_maximum",
     {{UINT64_MAX, UINT64_MAX, UINT64_MAX},
      {UINT64_MAX, UINT64_MAX, UINT64_MAX},
      {UINT64_MAX, UINT64_MAX, UINT64_MAX},
      {UINT64_MAX, UINT64_MAX, UINT64_MAX},
      {UINT64_MAX, UINT64_MAX, UINT64_MAX}}},
};

static void goldens_hold_their_states(void **state)
{
    size_t i;
    (void)state;
    for (i = 0; i < sizeof HELD / sizeof *HELD; i++) {
        const encoded bytes = golden(HELD[i].name);
        unsigned char written[NPS_PAIRED_ENCODED_MAX + 1] = {0};
        nps_paired read = {.promoters = {9, 9, 9}};
        size_t size, length;
        assert_ok(nps_paired_decode(&read, bytes.bytes, bytes.length, NULL));
        assert_memory_equal(&read, &HELD[i].state, sizeof read);
        assert_ok(nps_paired_encoded_size(&read, &size));
        assert_int_equal(size, bytes.length);
        assert_true(size <= NPS_PAIRED_ENCODED_MAX);
        assert_status(nps_paired_encode(&read, written + 1, size - 1, &length), NPS_ERROR_SPACE);
        assert_int_equal(written[1], 0);
        assert_ok(nps_paired_encode(&read, written + 1, size, &length)); /* at any address */
        assert_int_equal(length, size);
        assert_memory_equal(written + 1, bytes.bytes, size);
    }
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    const nps_paired before = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 15}};
    nps_paired held = before;
    nps_error_detail detail = {""};
    (void)context;
    assert_refused(nps_paired_decode(&held, bytes, length, &detail), &detail);
    detail.text[0] = '\0';
    assert_refused(nps_paired_merge_encoded(&held, bytes, length, &detail), &detail);
    assert_memory_equal(&held, &before, sizeof held);
}

static void every_damage_is_refused(void **state)
{
    const encoded bytes = golden("paired");
    encoded other;
    unsigned char inside[20] = {0};
    nps_paired held;
    nps_error_detail detail;
    (void)state;
    refuse_every_damage(&bytes, refuse, NULL);
    other = golden("accumulator_small");
    assert_status(nps_paired_decode(&held, other.bytes, other.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 5: expected kind 04 (two waves), got kind 01 (an accumulator)");
    other = sealed(0x04, inside, 14);
    assert_status(nps_paired_decode(&held, other.bytes, other.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 22: expected a number, got the end");
    other = sealed(0x04, inside, 16);
    assert_status(nps_paired_decode(&held, other.bytes, other.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 23: expected the checksum, got 1 more bytes");
}

static void merging_bytes_is_decoding_and_merging(void **state)
{
    const encoded bytes = golden("paired");
    nps_paired merged = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 0}}, expected = merged;
    nps_error_detail detail;
    (void)state;
    assert_ok(nps_paired_merge(&expected, &HELD[1].state));
    assert_ok(nps_paired_merge_encoded(&merged, bytes.bytes, bytes.length, NULL));
    assert_memory_equal(&merged, &expected, sizeof merged);
    assert_status(nps_paired_merge_encoded(&merged, bytes.bytes, bytes.length, &detail), NPS_ERROR_OVERFLOW);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_OVERFLOW));
    assert_memory_equal(&merged, &expected, sizeof merged);
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("paired");
    nps_paired held = HELD[1].state;
    nps_error_detail detail;
    unsigned char written[NPS_PAIRED_ENCODED_MAX];
    size_t size = 5;
    (void)state;
    assert_status(nps_paired_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_paired_encoded_size(&held, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_encode(NULL, written, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_paired_encode(&held, NULL, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_paired_encode(&held, written, sizeof written, NULL), NPS_ERROR_NULL);
    assert_int_equal(size, 5);
    assert_status(nps_paired_decode(NULL, bytes.bytes, bytes.length, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_paired_decode(&held, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_decode(&held, NULL, 0, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_paired_merge_encoded(NULL, bytes.bytes, bytes.length, NULL), NPS_ERROR_NULL);
    assert_memory_equal(&held, &HELD[1].state, sizeof held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(merging_bytes_is_decoding_and_merging),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
