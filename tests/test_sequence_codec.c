/* A sequence as bytes: the golden files of docs/format.md, every damage, and going on where it was.
 * SPDX-License-Identifier: MIT */
#include "golden.h"

#include "bytes/varint.h"

/* What the golden files hold, as tests/golden/generate.py says it. */
static const struct held {
    const char *name;
    nps_sequence state;
} HELD[] = {
    {"sequence_empty", {{0, 0, 0}, {-100, 100}, 0.95}},
    {"sequence", {{300, 40, 128}, {12.25, 47.1}, 0.99}},
    {"sequence_drifted", {{1ULL << 63, 1ULL << 62, (1ULL << 62) - 1}, {51.5, 0}, 1e-300}},
};

static void goldens_hold_their_states(void **state)
{
    size_t i;
    (void)state;
    for (i = 0; i < sizeof HELD / sizeof *HELD; i++) {
        const encoded bytes = golden(HELD[i].name);
        unsigned char written[NPS_SEQUENCE_ENCODED_MAX + 1] = {0};
        nps_sequence read;
        size_t size, length;
        memset(&read, 0xA5, sizeof read);
        assert_ok(nps_sequence_decode(&read, bytes.bytes, bytes.length, NULL));
        assert_memory_equal(&read, &HELD[i].state, sizeof read);
        assert_ok(nps_sequence_encoded_size(&read, &size));
        assert_int_equal(size, bytes.length);
        assert_status(nps_sequence_encode(&read, written + 1, size - 1, &length), NPS_ERROR_SPACE);
        assert_int_equal(written[1], 0);
        assert_ok(nps_sequence_encode(&read, written + 1, size, &length)); /* at any address */
        assert_int_equal(length, size);
        assert_memory_equal(written + 1, bytes.bytes, size);
    }
}

/* Stopped and gone on with after every look, it is what it would have been. */
static void a_sequence_goes_on_where_it_was(void **state)
{
    nps_sequence whole, stopped;
    nps_counts counts = {0, 0, 0};
    uint64_t random = 3;
    int look;
    (void)state;
    assert_ok(nps_sequence_init(&whole, 0.9));
    assert_ok(nps_sequence_init(&stopped, 0.9));
    for (look = 0; look < 300; look++) {
        unsigned char bytes[NPS_SEQUENCE_ENCODED_MAX];
        size_t length;
        counts.promoters += next_below(&random, 5);
        counts.passives += next_below(&random, 3);
        counts.detractors += 1 + next_below(&random, 2);
        assert_ok(nps_sequence_encode(&stopped, bytes, sizeof bytes, &length));
        memset(&stopped, 0xA5, sizeof stopped);
        assert_ok(nps_sequence_decode(&stopped, bytes, length, NULL));
        assert_ok(nps_sequence_update(&stopped, &counts));
        assert_ok(nps_sequence_update(&whole, &counts));
        assert_memory_equal(&stopped, &whole, sizeof whole);
    }
}

static void refuse(const unsigned char *bytes, size_t length, void *context)
{
    const nps_sequence before = {{1, 2, 3}, {-5, 5}, 0.5};
    nps_sequence held = before;
    nps_error_detail detail = {""};
    (void)context;
    assert_refused(nps_sequence_decode(&held, bytes, length, &detail), &detail);
    assert_memory_equal(&held, &before, sizeof held);
}

static void every_damage_is_refused(void **state)
{
    const encoded bytes = golden("sequence");
    (void)state;
    refuse_every_damage(&bytes, refuse, NULL);
}

/* The bytes of a state, whether it is possible or not. */
static encoded bytes_of(const nps_sequence *self)
{
    const double doubles[] = {self->bounds.lower, self->bounds.upper, self->level};
    unsigned char inside[100], *to = inside;
    int i, byte;
    to = nps_write_number(to, self->counts.promoters);
    to = nps_write_number(to, self->counts.passives);
    to = nps_write_number(to, self->counts.detractors);
    for (i = 0; i < 3; i++) {
        uint64_t bits;
        memcpy(&bits, &doubles[i], sizeof bits);
        for (byte = 0; byte < 8; byte++)
            *to++ = (unsigned char)(bits >> (8 * byte));
    }
    return sealed(0x05, inside, (size_t)(to - inside));
}

static void impossible_sequences_are_neither_read_nor_written(void **state)
{
    static const struct {
        nps_sequence sequence;
        nps_status status;
    } WRONG[] = {
        {{{1, 2, 3}, {-5, 5}, 0}, NPS_ERROR_LEVEL},           {{{1, 2, 3}, {-5, 5}, 1}, NPS_ERROR_LEVEL},
        {{{1, 2, 3}, {-5, 5}, NAN}, NPS_ERROR_LEVEL},         {{{1, UINT64_MAX, 0}, {-5, 5}, 0.5}, NPS_ERROR_OVERFLOW},
        {{{1, 2, 3}, {NAN, 5}, 0.5}, NPS_ERROR_REFERENCE},    {{{1, 2, 3}, {-5, INFINITY}, 0.5}, NPS_ERROR_REFERENCE},
        {{{1, 2, 3}, {-100.5, 5}, 0.5}, NPS_ERROR_REFERENCE}, {{{0, 0, 0}, {-100, 5}, 0.5}, NPS_ERROR_REFERENCE},
        {{{0, 0, 0}, {-99, 100}, 0.5}, NPS_ERROR_REFERENCE},
    };
    size_t i;
    (void)state;
    for (i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        const encoded bytes = bytes_of(&WRONG[i].sequence);
        unsigned char written[NPS_SEQUENCE_ENCODED_MAX];
        nps_sequence held;
        nps_error_detail detail;
        size_t size;
        assert_status(nps_sequence_encoded_size(&WRONG[i].sequence, &size), WRONG[i].status);
        assert_status(nps_sequence_encode(&WRONG[i].sequence, written, sizeof written, &size), WRONG[i].status);
        assert_status(nps_sequence_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
        assert_string_equal(detail.text,
                            "byte 8: expected counts, bounds and a level that a sequence can have, got others");
    }
}

/* -0 equals 0, and has the same bytes. */
static void zero_has_no_sign(void **state)
{
    const nps_sequence negative = {{1, 2, 3}, {-0.0, 0}, 0.5}, positive = {{1, 2, 3}, {0, 0}, 0.5};
    const encoded bytes = bytes_of(&negative), expected = bytes_of(&positive);
    unsigned char written[NPS_SEQUENCE_ENCODED_MAX];
    nps_sequence held;
    nps_error_detail detail;
    size_t length;
    (void)state;
    assert_status(nps_sequence_decode(&held, bytes.bytes, bytes.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 11: expected 0 without a sign, got -0");
    assert_ok(nps_sequence_encode(&negative, written, sizeof written, &length));
    assert_int_equal(length, expected.length);
    assert_memory_equal(written, expected.bytes, length);
}

static void bad_arguments_return_statuses(void **state)
{
    const encoded bytes = golden("sequence"), other = golden("accumulator_small");
    nps_sequence held = HELD[1].state;
    nps_error_detail detail;
    unsigned char written[NPS_SEQUENCE_ENCODED_MAX];
    size_t size = 5;
    (void)state;
    assert_status(nps_sequence_encoded_size(NULL, &size), NPS_ERROR_NULL);
    assert_status(nps_sequence_encoded_size(&held, NULL), NPS_ERROR_NULL);
    assert_status(nps_sequence_encode(NULL, written, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_sequence_encode(&held, NULL, sizeof written, &size), NPS_ERROR_NULL);
    assert_status(nps_sequence_encode(&held, written, sizeof written, NULL), NPS_ERROR_NULL);
    assert_int_equal(size, 5);
    assert_status(nps_sequence_decode(NULL, bytes.bytes, bytes.length, &detail), NPS_ERROR_NULL);
    assert_string_equal(detail.text, nps_status_string(NPS_ERROR_NULL));
    assert_status(nps_sequence_decode(&held, NULL, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_sequence_decode(&held, NULL, 0, NULL), NPS_ERROR_FORMAT);
    assert_status(nps_sequence_decode(&held, other.bytes, other.length, &detail), NPS_ERROR_FORMAT);
    assert_string_equal(detail.text, "byte 5: expected kind 05 (a sequence), got kind 01 (an accumulator)");
    assert_memory_equal(&held, &HELD[1].state, sizeof held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens_hold_their_states),
        cmocka_unit_test(a_sequence_goes_on_where_it_was),
        cmocka_unit_test(every_damage_is_refused),
        cmocka_unit_test(impossible_sequences_are_neither_read_nor_written),
        cmocka_unit_test(zero_has_no_sign),
        cmocka_unit_test(bad_arguments_return_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
