/* What the fuzzers share: bytes read as arguments, and what must hold.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_FUZZ_H
#define NPS_TESTS_FUZZ_H

#include <math.h>
#include <nps/nps.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Ends the run, and says where, when something does not hold that must. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            (void)fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #condition);                           \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/** A call that must work. */
#define MUST_OK(call) MUST((call) == NPS_OK)

/** Two objects of one type that must have the same bytes. */
#define MUST_EQUAL(a, b) MUST(memcmp(&(a), &(b), sizeof(a)) == 0)

/** The bytes that are left of an input; what is read beyond its end is 0. */
typedef struct fuzz_input {
    const uint8_t *bytes;
    size_t length;
} fuzz_input;

static inline uint8_t fuzz_byte(fuzz_input *input)
{
    if (input->length == 0)
        return 0;
    input->length--;
    return *input->bytes++;
}

static inline bool fuzz_bool(fuzz_input *input)
{
    return fuzz_byte(input) & 1;
}

/** Whether what has one chance in `n` happens; never at the end of the input. */
static inline bool fuzz_seldom(fuzz_input *input, unsigned n)
{
    return fuzz_byte(input) % n == n - 1;
}

static inline uint64_t fuzz_bits(fuzz_input *input, unsigned bytes)
{
    uint64_t bits = 0;
    while (bytes-- > 0)
        bits = bits << 8 | fuzz_byte(input);
    return bits;
}

/** One of 0..n-1, from as few bytes as that takes. */
static inline uint64_t fuzz_below(fuzz_input *input, uint64_t n)
{
    return fuzz_bits(input, n <= UINT64_C(1) << 8    ? 1
                            : n <= UINT64_C(1) << 16 ? 2
                            : n <= UINT64_C(1) << 32 ? 4
                                                     : 8) %
           n;
}

/** A number of any size: small, beside a power of two, or any 64 bits. */
static inline uint64_t fuzz_number(fuzz_input *input)
{
    const uint8_t manner = fuzz_byte(input);
    if (manner < 128)
        return manner;
    if (manner < 192)
        return (UINT64_C(1) << manner % 64) + (uint64_t)(int64_t)(int8_t)fuzz_byte(input);
    return manner < 224 ? UINT64_MAX - (manner - 192) : fuzz_bits(input, manner % 8 + 1);
}

static inline int64_t fuzz_integer(fuzz_input *input)
{
    return (int64_t)fuzz_number(input);
}

/** An answer: mostly 0..10, sometimes anything. */
static inline int64_t fuzz_answer(fuzz_input *input)
{
    const uint8_t answer = fuzz_byte(input);
    return answer < 240 ? answer % 12 - answer / 220 : fuzz_integer(input);
}

/** A double with any bits: every NaN, infinities, numbers below the normal ones. */
static inline double fuzz_double(fuzz_input *input)
{
    const uint64_t bits = fuzz_bits(input, 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/** A double from `from` to `to`; seldom one of any bits. */
static inline double fuzz_within(fuzz_input *input, double from, double to)
{
    const uint8_t manner = fuzz_byte(input);
    if (manner == 255)
        return fuzz_double(input);
    if (manner >= 240)
        return manner % 2 ? from : to;
    return from + (to - from) * (double)fuzz_bits(input, manner < 120 ? 1 : 4) / (manner < 120 ? 0xFF : 0xFFFFFFFFU);
}

/** A confidence level: a usual one, any inside (0, 1), as near to 0 or 1 as a double can be, or seldom impossible. */
static inline double fuzz_level(fuzz_input *input)
{
    static const double usual[] = {0.95, 0.9, 0.99, 0.5, 0.8};
    static const double extreme[] = {5e-324, 1e-300, 1e-9, 0.999999999, 1 - 0x1p-53, 0, 1, NAN};
    const uint8_t manner = fuzz_byte(input);
    if (manner < 128)
        return usual[manner % 5];
    if (manner < 200)
        return ((double)fuzz_bits(input, 4) + 1) / 0x1p33 + (manner % 2 ? 0.5 : 0);
    return manner < 250 ? extreme[manner % 8] : fuzz_double(input);
}

static inline bool fuzz_is_level(double level)
{
    return level > 0 && level < 1;
}

/** Any method; seldom a number that is none. */
static inline nps_method fuzz_method(fuzz_input *input)
{
    const uint8_t method = fuzz_byte(input);
    return method < 250 ? (nps_method)(method % (NPS_METHOD_ANYTIME + 1)) : (nps_method)(method - 240);
}

/** Promoters, passives and detractors of at most `most` each, of any size if that is 0. */
static inline nps_counts fuzz_counts(fuzz_input *input, uint64_t most)
{
    nps_counts counts;
    uint64_t *const parts[] = {&counts.promoters, &counts.passives, &counts.detractors};
    int i;
    for (i = 0; i < 3; i++)
        *parts[i] = most ? fuzz_below(input, most + 1) : fuzz_number(input);
    return counts;
}

/** The other way round: promoters are detractors. */
static inline nps_counts fuzz_mirror(const nps_counts *counts)
{
    return (nps_counts){counts->detractors, counts->passives, counts->promoters};
}

/** Whether the sum of all three fits, and the sum. */
static inline bool fuzz_total(const nps_counts *counts, uint64_t *total)
{
    return !__builtin_add_overflow(counts->promoters, counts->passives, total) &&
           !__builtin_add_overflow(*total, counts->detractors, total);
}

/** The score of counts that have one. */
static inline double fuzz_score(const nps_counts *counts)
{
    double score;
    MUST_OK(nps_score(counts, &score));
    return score;
}

/** One of the scales of the library, or one of any four bytes. */
static inline nps_scale fuzz_scale(fuzz_input *input)
{
    const uint8_t which = fuzz_byte(input);
    nps_scale scale;
    if (which < 200)
        return *(which % 4 == 0   ? nps_scale_0_10()
                 : which % 4 == 1 ? nps_scale_1_10()
                 : which % 4 == 2 ? nps_scale_1_5()
                                  : nps_scale_1_7());
    scale.lowest = fuzz_byte(input) % 13;
    scale.highest = fuzz_byte(input) % 13;
    scale.detractor_max = fuzz_byte(input) % 13;
    scale.promoter_min = fuzz_byte(input) % 13;
    return scale;
}

/** Whether a status names something that is wrong, and NPS_OK nothing: `wrong` is told by status. */
static inline bool fuzz_is_right(nps_status status, const bool *wrong, size_t count)
{
    size_t i;
    if (status != NPS_OK)
        return (size_t)status < count && wrong[status];
    for (i = 0; i < count; i++)
        if (wrong[i])
            return false;
    return true;
}

/** Memory that ends where it says, so that what is read beyond it is seen; NULL when it has no byte. */
static inline void *fuzz_memory(size_t size)
{
    void *memory = size > 0 ? malloc(size) : NULL;
    MUST(memory || size == 0);
    return memory;
}

/** One input. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
