/* Looks at a stream, against the intervals that are valid at every moment cut with each other; and e-values, against
 * the tests that rest on them. SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* How far bounds may be from what they should be, in points. */
static const double NEAR = 2e-8;

static void check_evidence(const nps_counts *counts, double reference)
{
    const nps_counts mirrored = fuzz_mirror(counts);
    double log_e = 7, back, p;
    uint64_t n = 0;
    const bool fits = fuzz_total(counts, &n);
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = fits && n == 0,
        [NPS_ERROR_OVERFLOW] = !fits,
        [NPS_ERROR_REFERENCE] = !(reference >= -100 && reference <= 100),
    };
    const nps_status status = nps_evalue(counts, reference, &log_e);
    MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    if (status != NPS_OK) {
        MUST(log_e == 7);
        return;
    }
    MUST_OK(nps_evalue(&mirrored, -reference, &back));
    MUST(log_e == back || fabs(log_e - back) <= NEAR * fmax(1, fabs(log_e)));
    MUST_OK(nps_test(counts, reference, NPS_METHOD_ANYTIME, NPS_TWO_SIDED, &p));
    MUST(fabs(p - fmin(1, exp(-log_e))) <= NEAR * fmax(1, fabs(log_e)));
}

static void check_bounds(const nps_sequence *sequence, const nps_bounds *expected)
{
    nps_bounds bounds = {1, 2};
    const nps_status status = nps_sequence_bounds(sequence, &bounds);
    const double room = expected->upper - expected->lower;
    if (status == NPS_OK)
        MUST(fabs(bounds.lower - expected->lower) <= NEAR && fabs(bounds.upper - expected->upper) <= NEAR);
    else
        MUST(status == NPS_ERROR_DRIFT && bounds.lower == 1 && bounds.upper == 2);
    MUST(status == NPS_OK ? room >= -NEAR : room <= NEAR);
}

static void check_bytes(const nps_sequence *sequence)
{
    nps_sequence decoded;
    unsigned char bytes[NPS_SEQUENCE_ENCODED_MAX];
    size_t size, written;
    MUST_OK(nps_sequence_encoded_size(sequence, &size));
    MUST(size <= sizeof bytes && nps_sequence_encode(sequence, bytes, size - 1, &written) == NPS_ERROR_SPACE);
    MUST_OK(nps_sequence_encode(sequence, bytes, size, &written));
    MUST_OK(nps_sequence_decode(&decoded, bytes, written, NULL));
    MUST_EQUAL(decoded, *sequence);
}

/* One look; seldom at another stream, with fewer of a kind. */
static void look(fuzz_input *input, nps_sequence *sequence, nps_bounds *expected)
{
    const nps_sequence before = *sequence;
    const nps_counts more = fuzz_counts(input, fuzz_bool(input) ? 20 : 0);
    nps_counts now = before.counts;
    uint64_t n = 0;
    nps_status status;
    bool fits, continues;
    now.promoters += more.promoters;
    now.passives += more.passives;
    now.detractors += more.detractors;
    fits = fuzz_total(&now, &n);
    continues = now.promoters >= before.counts.promoters && now.passives >= before.counts.passives &&
                now.detractors >= before.counts.detractors;
    status = nps_sequence_update(sequence, &now);
    if (fits && n > 0 && continues) {
        nps_bounds bounds;
        MUST(status == NPS_OK);
        MUST_OK(nps_interval(&now, NPS_METHOD_ANYTIME, sequence->level, &bounds));
        expected->lower = fmax(expected->lower, bounds.lower);
        expected->upper = fmin(expected->upper, bounds.upper);
        MUST_EQUAL(sequence->counts, now);
    } else {
        MUST((status == NPS_ERROR_OVERFLOW && !fits) || (status == NPS_ERROR_EMPTY && fits && n == 0) ||
             (status == NPS_ERROR_UNDERFLOW && !continues));
        MUST_EQUAL(*sequence, before);
    }
    check_bounds(sequence, expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    const double level = fuzz_level(&input);
    nps_bounds expected = {-100, 100};
    nps_sequence sequence;
    memset(&sequence, 0, sizeof sequence);
    MUST(nps_sequence_init(&sequence, level) == (fuzz_is_level(level) ? NPS_OK : NPS_ERROR_LEVEL));
    if (!fuzz_is_level(level)) {
        MUST(sequence.level == 0 && nps_sequence_update(&sequence, &sequence.counts) != NPS_OK);
        return 0;
    }
    check_bounds(&sequence, &expected);
    while (input.length > 0) {
        check_evidence(&sequence.counts, fuzz_within(&input, -100, 100));
        look(&input, &sequence, &expected);
        check_bytes(&sequence);
    }
    return 0;
}
