/* Designs as bytes: the golden files of docs/format.md, every damage, hostile sums, memory and merging.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "golden.h"
#include "weighted_surveys.h"

#define LARGEST_WEIGHT 0x1.fffffffffffffp127

/* What the golden file weighted_design.bin holds, as tests/golden/generate.py says it, in another order. */
static nps_weighted_design *typical(void)
{
    nps_weighted_design *design = new_design();
    assert_ok(nps_weighted_design_add_cluster(design, INT64_MAX, 8, 1, 0x1p-126, 1));
    assert_ok(nps_weighted_design_add(design, 0, 5, 1, 0));
    assert_ok(nps_weighted_design_add_cluster(design, -2, 7, 9, 1.25, 1));
    assert_ok(nps_weighted_design_add(design, 3, 10, 0.1, 3));
    assert_ok(nps_weighted_design_add(design, 3, 0, 2, 1));
    assert_ok(nps_weighted_design_add_missing(design, 3, 0.3, 5));
    assert_ok(nps_weighted_design_add_cluster(design, -2, INT64_MAX, 99, 1.1, 1));
    assert_ok(nps_weighted_design_add_cluster(design, -2, -1, 10, 3.7, 40));
    assert_ok(nps_weighted_design_add_cluster(design, -2, INT64_MIN, 8, 0, 4));
    assert_ok(nps_weighted_design_add_cluster(design, -2, 7, 3, 0.7, 1));
    assert_ok(nps_weighted_design_add_cluster_missing(design, -2, 300, 0.5, 1));
    assert_ok(nps_weighted_design_add_cluster(design, INT64_MAX, 7, 0, LARGEST_WEIGHT, UINT64_MAX));
    assert_ok(nps_weighted_design_add(design, -2, 7, 1e-5, 2));
    assert_ok(nps_weighted_design_add_cluster(design, -2, 7, 9, 1.25, 1));
    return design;
}

/* Encoded exactly into its size; the caller frees it. */
static unsigned char *encode_all(const nps_weighted_design *design, size_t *length)
{
    unsigned char *bytes;
    size_t size;
    assert_ok(nps_weighted_design_encoded_size(design, &size));
    bytes = malloc(size);
    assert_non_null(bytes);
    assert_ok(nps_weighted_design_encode(design, bytes, size, length));
    assert_int_equal(*length, size);
    return bytes;
}

/* Equal states have equal bytes, and so equal estimates. */
static void assert_same(const nps_weighted_design *a, const nps_weighted_design *b)
{
    size_t length_a, length_b;
    unsigned char *const bytes_a = encode_all(a, &length_a), *const bytes_b = encode_all(b, &length_b);
    nps_weighted_estimate one = {0}, two = {0};
    nps_weighted total_a = {0}, total_b = {0};
    assert_int_equal(length_a, length_b);
    assert_memory_equal(bytes_a, bytes_b, length_a);
    assert_int_equal(nps_weighted_design_total(a, &total_a), nps_weighted_design_total(b, &total_b));
    assert_memory_equal(&total_a, &total_b, sizeof total_a);
    assert_int_equal(nps_weighted_design_read(a, nps_scale_0_10(), &one, NULL),
                     nps_weighted_design_read(b, nps_scale_0_10(), &two, NULL));
    assert_memory_equal(&one, &two, sizeof one);
    free(bytes_a);
    free(bytes_b);
}

static void goldens_hold_their_states(void **state)
{
    static const char *const names[] = {"weighted_design_empty", "weighted_design"};
    nps_weighted_design *const expected[] = {new_design(), typical()};
    int i;
    (void)state;
    for (i = 0; i < 2; i++) {
        const encoded bytes = golden(names[i]);
        nps_weighted_design *decoded = NULL;
        unsigned char *written;
        size_t length;
        assert_ok(nps_weighted_design_decode(NULL, bytes.bytes, bytes.length, &decoded, NULL));
        assert_same(decoded, expected[i]);
        written = encode_all(expected[i], &length);
        assert_int_equal(length, bytes.length);
        assert_memory_equal(written, bytes.bytes, length);
        free(written);
        nps_weighted_design_destroy(decoded);
        nps_weighted_design_destroy(expected[i]);
    }
}

/* Surveys of the reference figures come back with the same bits. */
static void surveys_come_back(void **state)
{
    static const char *const names[] = {"strata", "clusters", "both", "lonely", "mixed"};
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++) {
        nps_weighted_design *design = new_design(), *decoded = NULL, *doubled = new_design();
        nps_weighted weighted;
        unsigned char *bytes;
        size_t length;
        read_survey(names[i], &weighted, design);
        bytes = encode_all(design, &length);
        assert_ok(nps_weighted_design_decode(NULL, bytes, length, &decoded, NULL));
        assert_same(decoded, design);
        /* Merging bytes is decoding and merging. */
        assert_ok(nps_weighted_design_merge(doubled, design));
        assert_ok(nps_weighted_design_merge(doubled, design));
        assert_ok(nps_weighted_design_merge_encoded(design, bytes, length, NULL));
        assert_same(design, doubled);
        free(bytes);
        nps_weighted_design_destroy(design);
        nps_weighted_design_destroy(decoded);
        nps_weighted_design_destroy(doubled);
    }
}

/* Rows at random, in two orders and by parts. */
static void the_order_of_arrival_does_not_change_the_bytes(void **state)
{
    enum { ROWS = 4000 };
    nps_weighted_design *forwards = new_design(), *backwards = new_design(), *parts = new_design(),
                        *part = new_design();
    uint64_t random = 1;
    unsigned char *bytes;
    size_t length;
    int64_t i;
    (void)state;
    for (i = 0; i < ROWS; i++) {
        const uint64_t r = next_random(&random);
        const int64_t row = (int64_t)(r >> 8 & 0xffffff);
        assert_ok(
            nps_weighted_design_add_cluster(forwards, row % 7 - 3, row % 901 - 450, row % 13, (double)(row % 5), 1));
        assert_ok(nps_weighted_design_add_cluster(i % 2 ? part : parts, row % 7 - 3, row % 901 - 450, row % 13,
                                                  (double)(row % 5), 1));
    }
    bytes = encode_all(part, &length);
    assert_ok(nps_weighted_design_merge_encoded(parts, bytes, length, NULL));
    assert_same(parts, forwards);
    free(bytes);
    assert_ok(nps_weighted_design_merge(backwards, part)); /* clusters chained in another order */
    assert_ok(nps_weighted_design_merge(backwards, forwards));
    assert_ok(nps_weighted_design_merge(forwards, part));
    assert_same(backwards, forwards);
    nps_weighted_design_destroy(forwards);
    nps_weighted_design_destroy(backwards);
    nps_weighted_design_destroy(parts);
    nps_weighted_design_destroy(part);
}

/* A design of one stratum with two clusters, whose bytes can be changed. */
static encoded two_clusters(int64_t first, int64_t second)
{
    nps_weighted_design *design = new_design();
    encoded bytes;
    assert_ok(nps_weighted_design_add_cluster(design, 0, first, 0, 1, 1));
    assert_ok(nps_weighted_design_add_cluster(design, 0, second, 0, 3, 1));
    assert_ok(nps_weighted_design_encode(design, bytes.bytes, sizeof bytes.bytes, &bytes.length));
    nps_weighted_design_destroy(design);
    return bytes;
}

/* Refused, and the design that would be added to is what it was. */
static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    static nps_weighted_design *untouched;
    nps_weighted_design *out = untouched;
    nps_error_detail detail = {""};
    assert_refused(nps_weighted_design_decode(NULL, bytes, length, &out, &detail), &detail);
    assert_ptr_equal(out, untouched);
    detail.text[0] = '\0';
    assert_refused(nps_weighted_design_merge_encoded(context, bytes, length, &detail), &detail);
}

static void every_damage_is_refused(void **state)
{
    const encoded whole = two_clusters(-1, 300);
    nps_weighted_design *held = typical(), *same = typical();
    (void)state;
    refuse_every_damage(&whole, refuse, held);
    assert_same(held, same);
    nps_weighted_design_destroy(held);
    nps_weighted_design_destroy(same);
}

static void refuse_as(const encoded *bytes, const char *expected)
{
    struct failing watched = {0};
    const nps_allocator allocator = {&watched, failing_allocate, failing_release};
    nps_weighted_design_options options;
    nps_weighted_design *out = NULL;
    nps_error_detail detail = {""};
    nps_weighted_design_options_init(&options);
    options.allocator = &allocator;
    assert_refused(nps_weighted_design_decode(&options, bytes->bytes, bytes->length, &out, &detail), &detail);
    assert_null(out);
    assert_string_equal(detail.text, expected);
    assert_true(watched.peak <= 4096); /* the object, and nothing for what is in it */
    assert_int_equal(watched.bytes, 0);
}

static void hostile_bytes_are_refused_before_memory_is_asked_for(void **state)
{
    unsigned char inside[200] = {0};
    encoded bytes;
    (void)state;
    inside[0] = 2;
    bytes = sealed(0x42, inside, 1 + 79);
    refuse_as(&bytes, "byte 8: expected at most 1 strata in 79 bytes, got 2");
    inside[0] = 1;
    inside[1 + 39] = 100; /* clusters of an empty stratum */
    bytes = sealed(0x42, inside, 1 + 40 + 38 + 12);
    refuse_as(&bytes, "byte 48: expected at most 4 clusters in 50 bytes, got 100");
    inside[1 + 39] = 0;
    bytes = sealed(0x42, inside, 1 + 40 + 1);
    refuse_as(&bytes, "byte 49: expected the checksum, got 1 more bytes");
    inside[0] = 2; /* twice the stratum 0 */
    bytes = sealed(0x42, inside, 1 + 40 + 40);
    refuse_as(&bytes, "byte 49: expected a stratum that comes after the one before it, got another");
    bytes = sealed(0x03, inside, 5);
    refuse_as(&bytes, "byte 5: expected kind 42 (a weighted design), got kind 03 (a timeline)");
    /* The last two clusters end with ten sums of 0 each, and begin with their number and a sum of 3 or 4 bytes. */
    bytes = two_clusters(5, 6);
    assert_int_equal(bytes.bytes[bytes.length - 4 - 15], 12); /* 6, folded */
    bytes.bytes[bytes.length - 4 - 15] = 10;
    seal(&bytes);
    refuse_as(&bytes, "byte 108: expected a cluster that comes after the one before it, got another");
    bytes = two_clusters(5, 6);
    bytes.bytes[bytes.length - 4 - 11] = 5; /* 5 instead of 3: more than the stratum has */
    seal(&bytes);
    refuse_as(&bytes, "byte 9: expected clusters that add up to their stratum, got others");
    bytes = two_clusters(5, 6);
    bytes.bytes[bytes.length - 4 - 11] = 1; /* 1 instead of 3: less */
    seal(&bytes);
    refuse_as(&bytes, "byte 9: expected clusters that add up to their stratum, got others");
    bytes = two_clusters(5, 6);
    bytes.bytes[8] = 0; /* no strata, but the bytes of one */
    seal(&bytes);
    refuse_as(&bytes, "byte 9: expected the checksum, got 114 more bytes");
}

/* Two clusters have a weight, but there is one row: the sums alone would be right. */
static void clusters_need_rows(void **state)
{
    nps_weighted_design *one = new_design();
    encoded two = two_clusters(5, 6), whole;
    nps_weighted_design *out = NULL;
    nps_error_detail detail;
    size_t head;
    (void)state;
    /* The stratum of one row of weight 4 has the same sum of weights; its squares are others, and as possible. */
    assert_ok(nps_weighted_design_add_cluster(one, 0, 5, 0, 4, 1));
    assert_ok(nps_weighted_design_encode(one, whole.bytes, sizeof whole.bytes, &whole.length));
    head = whole.length - 4 - 15;
    assert_int_equal(whole.bytes[48], 1);
    whole.bytes[48] = 2;
    memcpy(whole.bytes + head, two.bytes + two.length - 4 - 30, 34);
    whole.length = head + 34;
    seal(&whole);
    assert_status(nps_weighted_design_decode(NULL, whole.bytes, whole.length, &out, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 9: expected clusters that add up to their stratum, got others");
    assert_null(out);
    nps_weighted_design_destroy(one);
}

static void an_overflow_of_the_last_stratum_changes_nothing(void **state)
{
    nps_weighted_design *design = new_design(), *part = new_design(), *same = new_design();
    nps_error_detail detail;
    unsigned char *bytes;
    size_t length;
    (void)state;
    assert_ok(nps_weighted_design_add_cluster(part, 1, 1, 9, 1, 1));
    assert_ok(nps_weighted_design_add_cluster(part, 2, 1, 9, 1, UINT64_MAX));
    assert_ok(nps_weighted_design_add_cluster(design, 2, 5, 9, 1, 1));
    assert_ok(nps_weighted_design_add_cluster(same, 2, 5, 9, 1, 1));
    bytes = encode_all(part, &length);
    assert_status(nps_weighted_design_merge_encoded(design, bytes, length, &detail), NPS_ERROR_OVERFLOW);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_OVERFLOW));
    assert_same(design, same);
    bytes[length - 6] ^= 1; /* damage is named before overflow */
    assert_status(nps_weighted_design_merge_encoded(design, bytes, length, &detail), NPS_ERROR_CHECKSUM);
    free(bytes);
    nps_weighted_design_destroy(design);
    nps_weighted_design_destroy(part);
    nps_weighted_design_destroy(same);
}

static void each_allocation_may_fail_and_nothing_is_lost(void **state)
{
    const encoded bytes = golden("weighted_design");
    nps_weighted_design *expected = typical();
    size_t fail_at, failures = 0;
    int worked = 0;
    (void)state;
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        nps_weighted_design_options options;
        nps_weighted_design *design = NULL, *other = NULL;
        nps_error_detail detail;
        nps_weighted_design_options_init(&options);
        options.allocator = &allocator;
        if (nps_weighted_design_decode(&options, bytes.bytes, bytes.length, &design, &detail)) {
            assert_null(design);
            assert_string_equal(detail.text, nps_status_string(NPS_ERROR_MEMORY));
            failures++;
        } else {
            assert_same(design, expected);
        }
        if (!design && nps_weighted_design_create(&options, &other) == NPS_OK)
            assert_ok(nps_weighted_design_merge_encoded(other, bytes.bytes, bytes.length, NULL));
        worked = failing.calls < fail_at;
        nps_weighted_design_destroy(design);
        nps_weighted_design_destroy(other);
        assert_int_equal(failing.bytes, 0);
    }
    assert_int_equal(failures, fail_at - 2);
    assert_true(failures > 5);
    nps_weighted_design_destroy(expected);
}

static void memory_is_in_proportion_to_the_bytes(void **state)
{
    int count;
    (void)state;
    for (count = 0; count <= 5000; count = 2 * count + 1) {
        struct failing watched = {0};
        const nps_allocator allocator = {&watched, failing_allocate, failing_release};
        nps_weighted_design_options options;
        nps_weighted_design *design = new_design(), *decoded;
        unsigned char *bytes;
        size_t length;
        int i;
        nps_weighted_design_options_init(&options);
        options.allocator = &allocator;
        for (i = 0; i < count; i++) {
            assert_ok(nps_weighted_design_add(design, i - count / 2, 0, 1, 0));
            assert_ok(nps_weighted_design_add_cluster(design, 0, i, 0, 1, 0));
        }
        bytes = encode_all(design, &length);
        assert_ok(nps_weighted_design_decode(&options, bytes, length, &decoded, NULL));
        assert_true(watched.peak <= 100 * length + 65536);
        assert_same(design, decoded);
        free(bytes);
        nps_weighted_design_destroy(design);
        nps_weighted_design_destroy(decoded);
    }
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("weighted_design");
    nps_weighted_design *design = new_design(), *out = design;
    nps_weighted_design_options options;
    const nps_allocator half = {NULL, NULL, NULL};
    nps_error_detail detail;
    unsigned char written[100] = {7};
    size_t size = 5;
    (void)state;
    assert_status(nps_weighted_design_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_encoded_size(design, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_encode(NULL, written, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_encode(design, NULL, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_encode(design, written, sizeof written, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_encode(design, written, 12, &size), NPS_ERROR_SPACE);
    assert_int_equal(written[0], 7);
    assert_int_equal(size, 5);
    assert_status(nps_weighted_design_decode(NULL, bytes.bytes, bytes.length, NULL, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_weighted_design_decode(NULL, NULL, 1, &out, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_decode(NULL, NULL, 0, &out, NULL), NPS_ERROR_FORMAT);
    nps_weighted_design_options_init(&options);
    options.size = 3;
    assert_status(nps_weighted_design_decode(&options, bytes.bytes, bytes.length, &out, &detail), NPS_ERROR_SIZE);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_SIZE));
    nps_weighted_design_options_init(&options);
    options.allocator = &half;
    assert_status(nps_weighted_design_decode(&options, bytes.bytes, bytes.length, &out, NULL), NPS_ERROR_NULL);
    assert_ptr_equal(out, design);
    assert_status(nps_weighted_design_merge_encoded(NULL, bytes.bytes, bytes.length, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_merge_encoded(design, NULL, 1, NULL), NPS_ERROR_NULL);
    nps_weighted_design_destroy(design);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(surveys_come_back),
        cmocka_unit_test(the_order_of_arrival_does_not_change_the_bytes),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(hostile_bytes_are_refused_before_memory_is_asked_for),
        cmocka_unit_test(clusters_need_rows),
        cmocka_unit_test(an_overflow_of_the_last_stratum_changes_nothing),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_is_lost),
        cmocka_unit_test(memory_is_in_proportion_to_the_bytes),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
