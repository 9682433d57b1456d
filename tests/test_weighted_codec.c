/* SPDX-License-Identifier: MIT */
#include "golden.h"

static const double SMALLEST = 0x1p-126, LARGEST = 0x1.fffffffffffffp127;

enum { MISSING = -1, INVALID = 42, ROWS_MAX = 16 };

/* The rows of the golden files; a row with a count of 0 ends the list. */
static const struct golden_rows {
    const char *name;
    struct {
        int64_t answer;
        double weight;
        uint64_t times;
    } rows[ROWS_MAX];
} GOLDENS[] = {
    {"weighted_empty", {{0, 0, 0}}},
    {"weighted_ones",
     {{0, 1, 31},
      {1, 1, 9},
      {2, 1, 13},
      {3, 1, 22},
      {4, 1, 27},
      {5, 1, 96},
      {6, 1, 118},
      {7, 1, 342},
      {8, 1, 626},
      {9, 1, 511},
      {10, 1, 925}}},
    {"weighted_typical",
     {{10, 0.1, 3},
      {10, 1.25, 40},
      {9, 0.7, 9},
      {8, 3.7, 1},
      {3, 1e-5, 2},
      {0, 2, 300},
      {MISSING, 0.3, 5},
      {INVALID, 1.1, 1},
      {7, 0, 4},
      {MISSING, 0, 1}}},
    {"weighted_edges",
     {{0, SMALLEST, 1},
      {1, LARGEST, 1},
      {2, SMALLEST, 1},
      {2, LARGEST, 1},
      {3, 0x1.0000000000001p-126, 1},
      {4, 0x1p64, UINT64_MAX},
      {5, 0, UINT64_MAX},
      {6, 0x1p-50, 128},
      {7, 0x1p-41, 256},
      {8, 0.1, 1000000000}}},
    {"weighted_maximum",
     {{0, LARGEST, UINT64_MAX},
      {1, LARGEST, UINT64_MAX},
      {2, LARGEST, UINT64_MAX},
      {3, LARGEST, UINT64_MAX},
      {4, LARGEST, UINT64_MAX},
      {5, LARGEST, UINT64_MAX},
      {6, LARGEST, UINT64_MAX},
      {7, LARGEST, UINT64_MAX},
      {8, LARGEST, UINT64_MAX},
      {9, LARGEST, UINT64_MAX},
      {10, LARGEST, UINT64_MAX},
      {MISSING, LARGEST, UINT64_MAX},
      {INVALID, LARGEST, UINT64_MAX},
      {0, 0, UINT64_MAX}}},
};
enum { GOLDEN_COUNT = sizeof GOLDENS / sizeof *GOLDENS };

static void add(nps_weighted *weighted, int64_t answer, double weight, uint64_t times)
{
    assert_ok(answer == MISSING ? nps_weighted_add_missing(weighted, weight, times)
                                : nps_weighted_add_n(weighted, answer, weight, times));
}

static nps_weighted state_of(const struct golden_rows *golden)
{
    nps_weighted made = {.weightless = 0};
    int i;
    for (i = 0; i < ROWS_MAX && golden->rows[i].times != 0; i++)
        add(&made, golden->rows[i].answer, golden->rows[i].weight, golden->rows[i].times);
    return made;
}

/* This state has no golden file. */
static nps_weighted other(void)
{
    nps_weighted made = {.weightless = 3};
    add(&made, 5, 0.3, 7);
    return made;
}

static void assert_same(const nps_weighted *a, const nps_weighted *b)
{
    assert_memory_equal(a, b, sizeof *a);
}

static encoded encode(const nps_weighted *weighted)
{
    encoded written;
    assert_ok(nps_weighted_encode(weighted, written.bytes, sizeof written.bytes, &written.length));
    return written;
}

static void goldens_hold_their_states(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT; i++) {
        const nps_weighted made = state_of(&GOLDENS[i]);
        const encoded expected = golden(GOLDENS[i].name), written = encode(&made);
        nps_weighted decoded = other();
        assert_ok(nps_weighted_decode(&decoded, expected.bytes, expected.length, NULL));
        assert_same(&decoded, &made);
        assert_int_equal(written.length, expected.length);
        assert_memory_equal(written.bytes, expected.bytes, expected.length);
    }
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    const nps_weighted before = other();
    nps_weighted kept = before;
    nps_error_detail detail = {""};
    (void)context;
    assert_refused(nps_weighted_decode(&kept, bytes, length, &detail), &detail);
    assert_refused(nps_weighted_merge_encoded(&kept, bytes, length, &detail), &detail);
    assert_same(&kept, &before);
}

/* The largest golden file is like the others, and damaging it takes long. */
static void every_damage_is_refused(void **state)
{
    int i;
    (void)state;
    for (i = 0; i < GOLDEN_COUNT - 1; i++) {
        const encoded whole = golden(GOLDENS[i].name);
        refuse_every_damage(&whole, refuse, NULL);
    }
}

static void refuse_as(const encoded *wrong, nps_status status, const char *text)
{
    const nps_weighted before = other();
    nps_weighted kept = before;
    nps_error_detail detail;
    assert_status(nps_weighted_decode(&kept, wrong->bytes, wrong->length, &detail), status);
    assert_string_equal(detail.text, text);
    assert_status(nps_weighted_merge_encoded(&kept, wrong->bytes, wrong->length, NULL), status);
    assert_same(&kept, &before);
}

static void other_kinds_are_refused(void **state)
{
    const encoded accumulator = golden("accumulator_small"), groups = golden("groups_text_empty");
    const encoded weighted = golden("weighted_empty"), newer = sealed(6, "", 1);
    nps_accumulator counts = {{0}, 0, 0};
    (void)state;
    refuse_as(&accumulator, NPS_ERROR_FORMAT,
              "byte 5: expected kind 02 (weighted answers), got kind 01 (an accumulator)");
    refuse_as(&groups, NPS_ERROR_FORMAT, "byte 5: expected kind 02 (weighted answers), got kind 11 (groups by text)");
    refuse_as(&newer, NPS_ERROR_VERSION, "byte 5: expected kind 02 (weighted answers), got kind 06 (unknown)");
    assert_status(nps_accumulator_decode(&counts, weighted.bytes, weighted.length, NULL), NPS_ERROR_FORMAT);
}

/* Fourteen counters, of which the answer 0 has one row, and twenty-four sums, of which two are not 0: the weight and
 * the square of that row. */
static encoded one_row(const char *weight, size_t weight_length, const char *square, size_t square_length)
{
    unsigned char inside[256] = {1};
    size_t at = 14;
    memcpy(inside + at, weight, weight_length);
    at += weight_length + 12;
    memcpy(inside + at, square, square_length);
    at += square_length + 10;
    return sealed(2, inside, at);
}
#define ONE_ROW(weight, square) one_row(weight, sizeof weight - 1, square, sizeof square - 1)

static void refuse_row(const encoded *wrong, const char *text)
{
    refuse_as(wrong, NPS_ERROR_FORMAT, text);
}

static void sums_have_a_unique_encoding(void **state)
{
    static const char ones[] = "\x01\xb0\x02\x01"; /* 1, the 304th power of two */
    /* 1.25 is 5 * 2^176 units, its square 25 * 2^300. */
    const encoded right = ONE_ROW("\x01\xb0\x01\x05", "\x01\xac\x02\x19");
    const encoded even = ONE_ROW("\x01\xaf\x01\x0a", "\x01\xac\x02\x19");
    const encoded padded = ONE_ROW("\x02\xb0\x01\x05\x00", "\x01\xac\x02\x19");
    const encoded square_even = ONE_ROW("\x01\xb0\x01\x05", "\x01\xab\x02\x32");
    const encoded too_long = ONE_ROW("\x01\xff\x02\x03", "\x01\xac\x02\x19");
    const encoded beyond = ONE_ROW("\x01\x80\x03\x01", "\x01\xac\x02\x19");
    const encoded far_beyond = ONE_ROW("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01", "\x01\xac\x02\x19");
    const encoded endless = ONE_ROW("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00\x01", "\x01\xac\x02\x19");
    const encoded nothing = ONE_ROW("\x00", "\x01\xac\x02\x19"), no_square = ONE_ROW("\x01\xb0\x01\x05", "\x00");
    const encoded small = ONE_ROW("\x01\x33\x01", "\x01\xac\x02\x19"), huge = one_row("\x01\xb2\x02\x01", 4, ones, 4);
    const encoded huge_square = ONE_ROW("\x01\xb0\x01\x05", "\x01\xb0\x04\x01");
    nps_weighted decoded, made = {.weightless = 0};
    (void)state;
    add(&made, 0, 1.25, 1);
    assert_ok(nps_weighted_decode(&decoded, right.bytes, right.length, NULL));
    assert_same(&decoded, &made);
    refuse_row(&even, "byte 22: expected a sum in its shortest form, got zeros at an end");
    refuse_row(&padded, "byte 22: expected a sum in its shortest form, got zeros at an end");
    refuse_row(&square_even, "byte 38: expected a sum in its shortest form, got zeros at an end");
    refuse_row(&too_long, "byte 22: expected a sum of 384 bits, got a longer one");
    refuse_row(&beyond, "byte 22: expected a sum of 384 bits, got a longer one");
    refuse_row(&far_beyond, "byte 22: expected a sum of 384 bits, got a longer one");
    refuse_row(&endless, "byte 33: expected 18446744073709551615 bytes, got 27");
    refuse_row(&nothing, "byte 8: expected sums that so many weights can have, got others");
    refuse_row(&no_square, "byte 8: expected sums that so many weights can have, got others");
    refuse_row(&small, "byte 8: expected sums that so many weights can have, got others");
    refuse_row(&huge, "byte 8: expected sums that so many weights can have, got others");
    refuse_row(&huge_square, "byte 8: expected sums that so many weights can have, got others");
}

static void too_few_and_too_many_bytes_are_refused(void **state)
{
    static const unsigned char zeros[39] = {0};
    const encoded few = sealed(2, zeros, 37), enough = sealed(2, zeros, 38), many = sealed(2, zeros, 39);
    nps_weighted decoded;
    (void)state;
    refuse_as(&few, NPS_ERROR_FORMAT, "byte 45: expected a number, got the end");
    refuse_as(&many, NPS_ERROR_FORMAT, "byte 46: expected the checksum, got 1 more bytes");
    assert_ok(nps_weighted_decode(&decoded, enough.bytes, enough.length, NULL));
}

/* Weights and counters of every size. */
static nps_weighted random_state(uint64_t *random)
{
    nps_weighted made = {.weightless = next_random(random) >> next_below(random, 8)};
    uint64_t i;
    for (i = next_below(random, 30); i > 0; i--) {
        const double weight =
            ldexp(1 + (double)(next_random(random) >> 12) * 0x1p-52, (int)next_below(random, 254) - 126);
        add(&made, (int64_t)next_below(random, 13) - 1, weight, (next_random(random) >> 8) >> next_below(random, 56));
    }
    return made;
}

static void any_state_survives_and_fits(void **state)
{
    uint64_t random = 3;
    int i;
    (void)state;
    for (i = 0; i < 2000; i++) {
        const nps_weighted made = random_state(&random);
        const encoded written = encode(&made);
        encoded guarded;
        nps_weighted decoded = other();
        size_t size = 0, length = 77;
        assert_ok(nps_weighted_encoded_size(&made, &size));
        assert_int_equal(size, written.length);
        assert_true(size >= 50 && size <= NPS_WEIGHTED_ENCODED_MAX);
        assert_ok(nps_weighted_decode(&decoded, written.bytes, written.length, NULL));
        assert_same(&decoded, &made);
        memset(guarded.bytes, 0xee, sizeof guarded.bytes);
        assert_status(nps_weighted_encode(&made, guarded.bytes, size - 1, &length), NPS_ERROR_SPACE);
        assert_int_equal(length, 77);
        assert_int_equal(guarded.bytes[0], 0xee);
        assert_ok(nps_weighted_encode(&made, guarded.bytes, size, &guarded.length));
        assert_int_equal(guarded.bytes[size], 0xee);
        assert_memory_equal(guarded.bytes, written.bytes, size);
    }
}

enum { PARTS = 5 };

/* A state gathered in parts and merged in any order has the same bytes as the whole. */
static void the_order_of_merging_does_not_matter_to_a_byte(void **state)
{
    nps_weighted parts[PARTS], whole = {.weightless = 0}, there = {.weightless = 0}, back = {.weightless = 0};
    uint64_t random = 8;
    int i;
    (void)state;
    memset(parts, 0, sizeof parts);
    for (i = 0; i < 2000; i++) {
        const int64_t answer = (int64_t)next_below(&random, 13) - 1;
        const double weight = ldexp((double)(1 + next_below(&random, 1 << 20)), (int)next_below(&random, 100) - 50);
        add(&whole, answer, weight, 1);
        add(&parts[next_below(&random, PARTS)], answer, weight, 1);
    }
    for (i = 0; i < PARTS; i++) {
        const encoded first = encode(&parts[i]), last = encode(&parts[PARTS - 1 - i]);
        assert_ok(nps_weighted_merge_encoded(&there, first.bytes, first.length, NULL));
        assert_ok(nps_weighted_merge_encoded(&back, last.bytes, last.length, NULL));
    }
    {
        const encoded one = encode(&whole), two = encode(&there), three = encode(&back);
        assert_int_equal(one.length, two.length);
        assert_int_equal(one.length, three.length);
        assert_memory_equal(one.bytes, two.bytes, one.length);
        assert_memory_equal(one.bytes, three.bytes, one.length);
    }
}

static void merging_bytes_is_decoding_and_merging(void **state)
{
    uint64_t random = 4;
    int i, overflows = 0;
    (void)state;
    for (i = 0; i < 2000; i++) {
        const nps_weighted before = random_state(&random), another = random_state(&random);
        const encoded bytes = encode(&another);
        nps_weighted one = before, two = before;
        nps_error_detail detail = {"as it was"};
        const nps_status status = nps_weighted_merge(&one, &another);
        assert_status(nps_weighted_merge_encoded(&two, bytes.bytes, bytes.length, &detail), status);
        assert_same(&one, &two);
        assert_string_equal(detail.text, status ? nps_status_string(status) : "as it was");
        overflows += status == NPS_ERROR_OVERFLOW;
    }
    assert_true(overflows > 5 && overflows < 1000);
}

static void bytes_need_not_be_aligned(void **state)
{
    const nps_weighted typical = state_of(&GOLDENS[2]);
    size_t offset;
    (void)state;
    for (offset = 0; offset < 8; offset++) {
        uint64_t aligned[(NPS_WEIGHTED_ENCODED_MAX + 15) / 8];
        unsigned char *bytes = (unsigned char *)aligned + offset;
        nps_weighted decoded = other();
        size_t length;
        assert_ok(nps_weighted_encode(&typical, bytes, NPS_WEIGHTED_ENCODED_MAX, &length));
        assert_ok(nps_weighted_decode(&decoded, bytes, length, NULL));
        assert_same(&decoded, &typical);
    }
}

/* No answers produce these states, so the bytes are refused. */
static void impossible_states_have_no_bytes(void **state)
{
    nps_weighted wrong = other();
    unsigned char bytes[NPS_WEIGHTED_ENCODED_MAX] = {0};
    size_t length = 5;
    (void)state;
    wrong.weights[9][0] = 1;
    assert_status(nps_weighted_encode(&wrong, bytes, sizeof bytes, &length), NPS_ERROR_WEIGHT);
    assert_status(nps_weighted_encoded_size(&wrong, &length), NPS_ERROR_WEIGHT);
    wrong = other();
    wrong.weights[5][NPS_WEIGHT_WORDS - 1] = UINT64_MAX;
    assert_status(nps_weighted_encode(&wrong, bytes, sizeof bytes, &length), NPS_ERROR_WEIGHT);
    wrong = other();
    memset(wrong.squares[5], 0, sizeof wrong.squares[5]);
    assert_status(nps_weighted_encode(&wrong, bytes, sizeof bytes, &length), NPS_ERROR_WEIGHT);
    assert_int_equal(length, 5);
    assert_int_equal(bytes[0], 0);
}

static void bad_arguments_return_statuses(void **state)
{
    const nps_weighted before = other();
    nps_weighted weighted = before;
    nps_error_detail detail;
    unsigned char bytes[NPS_WEIGHTED_ENCODED_MAX];
    size_t length = 5;
    (void)state;
    assert_status(nps_weighted_encoded_size(NULL, &length), NPS_ERROR_NULL);
    assert_status(nps_weighted_encoded_size(&weighted, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_encode(NULL, bytes, sizeof bytes, &length), NPS_ERROR_NULL);
    assert_status(nps_weighted_encode(&weighted, NULL, 0, &length), NPS_ERROR_NULL);
    assert_status(nps_weighted_encode(&weighted, bytes, sizeof bytes, NULL), NPS_ERROR_NULL);
    assert_int_equal(length, 5);
    assert_status(nps_weighted_decode(NULL, bytes, 0, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_weighted_decode(&weighted, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_decode(&weighted, NULL, 0, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_weighted_merge_encoded(NULL, bytes, 0, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_merge_encoded(&weighted, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_same(&weighted, &before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(other_kinds_are_refused),
        cmocka_unit_test(sums_have_a_unique_encoding),
        cmocka_unit_test(too_few_and_too_many_bytes_are_refused),
        cmocka_unit_test(any_state_survives_and_fits),
        cmocka_unit_test(the_order_of_merging_does_not_matter_to_a_byte),
        cmocka_unit_test(merging_bytes_is_decoding_and_merging),
        cmocka_unit_test(bytes_need_not_be_aligned),
        cmocka_unit_test(impossible_states_have_no_bytes),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
