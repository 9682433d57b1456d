/* The vector kernel, written once for all instruction sets. The file of an instruction set includes this file after it
 * has defined the following macros and inline functions. V(name) adds the prefix of the instruction set, so that
 * several can be compiled in one file.
 *
 *   V_BYTES                   the number of bytes in a vector
 *   V_COUNT                   the name of the kernel
 *   V_TARGET, V_INLINE        attributes of functions, and of functions that must be inlined
 *   V_VECTOR, V_MASK          types; a mask is true or false for each value of a vector
 *   read(at), write(at, a)    load a vector, reading memory once; store a vector
 *   read_some(at, size)       load `size` bytes, at most a vector, followed by zeros
 *   all(byte), table(bytes)   a vector of equal bytes; a vector that repeats sixteen bytes
 *   and, add, lesser (a, b)   of unsigned bytes
 *   shift(a, n)               shift each byte to the right; the highest n bits of the result are undefined
 *   look_up(table, at)        the bytes of a table at the indexes `at`, which are less than 16
 *   carry(counter, a, b)      add two bits to one at every position, and return the carries
 *   sum(a), add_64, reduce    the bytes summed into 64-bit lanes; the sum of two such vectors; the sum of the lanes
 *   integers(lane, a)         the values as integers of the same width; -1 for a floating-point value that is not whole
 *   narrow(width, a, b)       integers at half their width, in any order; 0..10 stay, and no other value becomes 0..10
 *   code(lane, code)          a vector of a missing code, in the type of the column
 *   is_nan(lane, a), equal(lane, a, b), not_valid(width, bits)   masks
 *   either(m, n)              the union of two masks
 *   tally(t, width, m)        add a mask to a tally, which begins as a vector of zeros
 *   tallied(t, width)         the number of true values in the added masks, of which there may be 255
 *   put_out(width, a, m)      the integers, with -1 where the mask is true
 *
 * SPDX-License-Identifier: MIT */
#include "../column/types.h"
#include "lanes.h"
#include "sums.h"

#include <string.h>

/* Values that are not plain bytes are first converted to bytes, a few blocks at a time in memory that stays in the
 * cache; then one loop counts the bytes. Missing values are tallied during the conversion and become a byte that is not
 * an answer.
 *
 * A look-up maps 0..7 to one bit of eight, and a second one counts 8 and 9 in the halves of a byte. The sum of the
 * bytes gives the count of 10 (sums.h). A look-up uses only four bits, so each byte is first limited to
 * NPS_INGEST_OTHER. The bits of sixteen vectors are added by carry-save adders (Harley and Seal), so that one carry
 * serves eight counters. The bits of fewer vectors are spread over halves of bytes and added there.
 *
 * Limits: half a byte holds 15, so at most 15 bits are added to it; the sum of sixteen bytes of NPS_INGEST_OTHER, 176,
 * fits into a byte. */

#define V_SOURCE struct V(source)
#define V_COUNTS struct V(counts)
#define V_TAIL   struct V(tail)
#define V_HALVES struct V(halves)
#define V_PLACES struct V(places)
#define V_BRIEF  struct V(brief)

/* The number of vectors of bytes in a block, the number of blocks converted at a time, and the limit of half a byte. */
#define VECTOR_BLOCK  16
#define VECTOR_BLOCKS 4
#define VECTOR_HALF   15

/* The distance in bytes at which a column is prefetched, and the number of remaining bytes from which on it is: so many
 * are not in the cache. The prefetcher of the hardware stops at the end of each page; this does not. */
#define VECTOR_AHEAD 8192
#define VECTOR_LARGE ((size_t)1 << 18)

/* The values that are not counted yet. */
struct V(source) {
    nps_ingest_lane lane;
    nps_ingest_rules rules;
    size_t width;
    const unsigned char *at, *end;
    const uint8_t *validity;
    size_t validity_step; /* bytes of validity for a vector of bytes; 0: always the same bytes */
    const V_VECTOR *codes;
    size_t code_count;
};

/* The last values, which do not fill a vector, followed by zeros. */
struct V(tail) {
    unsigned char values[V_BYTES * sizeof(uint64_t)];
    uint8_t validity[V_BYTES / 8];
};

/* Counters in the halves of bytes: 0..3 in the low ones, 4..7 in the high ones. */
struct V(halves) {
    V_VECTOR of[4];
};

/* Binary counters of 0..7: member k of the array has their bits of weight 2^k. */
struct V(places) {
    V_VECTOR of[4];
};

/* The counts of 0..9 and the sum of all bytes, each in the 64-bit lanes of a vector; and counters that are not yet
 * added to them. */
struct V(counts) {
    V_VECTOR bins[8], eights, nines, sum; /* `nines` is eights + 16 nines */
    V_HALVES halves;
    V_PLACES places;
    unsigned added; /* how many times bits were added to `halves` */
};

/* The distance at which to prefetch: 0 if so little is left that it may be in the cache. */
V_INLINE size_t V(ahead)(const V_SOURCE *from)
{
    return (size_t)(from->end - from->at) >= VECTOR_LARGE ? VECTOR_AHEAD : 0;
}

V_INLINE void V(fetch)(const unsigned char *at, size_t size)
{
    size_t line;
    for (line = 0; line < size; line += 64)
        __builtin_prefetch(at + line);
}

/* ---- Values as bytes ---- */

/* The validity bits of one vector, from the lowest bit on; the bits above them are undefined. */
V_INLINE uint64_t V(validity)(const V_SOURCE *from, size_t vector)
{
    const size_t values = V_BYTES / from->width, first = vector * values;
    uint64_t bits = 0;
    memcpy(&bits, from->validity + first / 8, values < 8 ? 1 : values / 8);
    return bits >> first % 8;
}

/* The mask, and true where a value is a missing code. */
V_INLINE V_MASK V(or_codes)(V_MASK out, const V_SOURCE *from, V_VECTOR read)
{
    size_t i;
    if (from->rules == NPS_INGEST_TWO_CODES) {
        out = V(either)(out, V(equal)(from->lane, read, from->codes[0]));
        return V(either)(out, V(equal)(from->lane, read, from->codes[1]));
    }
    for (i = 0; i < from->code_count; i++)
        out = V(either)(out, V(equal)(from->lane, read, from->codes[i]));
    return out;
}

/* Loads one vector as integers and tallies its missing values. */
V_INLINE V_VECTOR V(load)(const V_SOURCE *from, size_t vector, V_VECTOR *missing)
{
    const V_VECTOR read = V(read)(from->at + vector * V_BYTES);
    const bool floating = from->lane == NPS_INGEST_FLOATS || from->lane == NPS_INGEST_DOUBLES;
    V_VECTOR value = V(integers)(from->lane, read);
    V_MASK out = V(is_nan)(from->lane, read);
    if (from->rules != NPS_INGEST_PLAIN)
        out = V(or_codes)(out, from, read);
    if (from->rules == NPS_INGEST_RULED) {
        const V_MASK not_valid = V(not_valid)(from->width, V(validity)(from, vector));
        value = V(put_out)(from->width, value, not_valid);
        out = V(either)(out, not_valid);
    }
    if (from->rules != NPS_INGEST_PLAIN || floating)
        V(tally)(missing, from->width, out);
    return value;
}

V_INLINE V_VECTOR V(load_2)(const V_SOURCE *from, size_t vector, V_VECTOR *missing)
{
    const V_VECTOR a = V(load)(from, vector, missing), b = V(load)(from, vector + 1, missing);
    return V(narrow)(from->width, a, b);
}

V_INLINE V_VECTOR V(load_4)(const V_SOURCE *from, size_t vector, V_VECTOR *missing)
{
    const V_VECTOR a = V(load_2)(from, vector, missing), b = V(load_2)(from, vector + 2, missing);
    return V(narrow)(from->width / 2, a, b);
}

V_INLINE V_VECTOR V(load_8)(const V_SOURCE *from, size_t vector, V_VECTOR *missing)
{
    const V_VECTOR a = V(load_4)(from, vector, missing), b = V(load_4)(from, vector + 4, missing);
    return V(narrow)(from->width / 4, a, b);
}

/* Loads the next V_BYTES values as bytes, in any order. */
V_INLINE V_VECTOR V(load_bytes)(const V_SOURCE *from, V_VECTOR *missing)
{
    switch (from->width) {
    case 1: return V(load)(from, 0, missing);
    case 2: return V(load_2)(from, 0, missing);
    case 4: return V(load_4)(from, 0, missing);
    default: return V(load_8)(from, 0, missing);
    }
}

/* Converts values to vectors of bytes, advances the source, and returns the number of missing values. */
V_INLINE uint64_t V(make_bytes)(V_SOURCE *from, unsigned char *bytes, size_t vectors)
{
    const size_t size = V_BYTES * from->width, many = VECTOR_BLOCK / from->width;
    uint64_t missing = 0;
    while (vectors != 0) {
        V_VECTOR tally = V(all)(0);
        size_t n = vectors < many ? vectors : many;
        const size_t ahead = V(ahead)(from);
        for (vectors -= n; n != 0; n--) {
            V(fetch)(from->at + ahead, size);
            V(write)(bytes, V(load_bytes)(from, &tally));
            bytes += V_BYTES;
            from->at += size;
            if (from->rules == NPS_INGEST_RULED)
                from->validity += from->validity_step;
        }
        missing += V(tallied)(tally, from->width);
    }
    return missing;
}

typedef uint64_t V(maker)(V_SOURCE *from, unsigned char *bytes, size_t vectors);

/* A function for each type and rule, in which these are constants for the compiler. */
#define VECTOR_MAKER(name, its_lane, its_width, its_rules)                                                             \
    V_TARGET static uint64_t V(name)(V_SOURCE * from, unsigned char *bytes, size_t vectors)                            \
    {                                                                                                                  \
        V_SOURCE source = *from;                                                                                       \
        uint64_t missing;                                                                                              \
        source.lane = its_lane;                                                                                        \
        source.width = its_width;                                                                                      \
        source.rules = its_rules;                                                                                      \
        missing = V(make_bytes)(&source, bytes, vectors);                                                              \
        from->at = source.at;                                                                                          \
        from->validity = source.validity;                                                                              \
        return missing;                                                                                                \
    }

#define VECTOR_MAKERS(name, lane, width)                                                                               \
    VECTOR_MAKER(plain_##name, lane, width, NPS_INGEST_PLAIN)                                                          \
    VECTOR_MAKER(two_codes_##name, lane, width, NPS_INGEST_TWO_CODES)                                                  \
    VECTOR_MAKER(ruled_##name, lane, width, NPS_INGEST_RULED)

VECTOR_MAKERS(bytes, NPS_INGEST_BYTES, 1)
VECTOR_MAKERS(words, NPS_INGEST_WORDS, 2)
VECTOR_MAKERS(dwords, NPS_INGEST_DWORDS, 4)
VECTOR_MAKERS(qwords, NPS_INGEST_QWORDS, 8)
VECTOR_MAKERS(floats, NPS_INGEST_FLOATS, 4)
VECTOR_MAKERS(doubles, NPS_INGEST_DOUBLES, 8)

static V(maker) * V(maker_of)(const V_SOURCE *from)
{
    static V(maker) *const makers[][3] = {
        {V(plain_bytes), V(two_codes_bytes), V(ruled_bytes)},
        {V(plain_words), V(two_codes_words), V(ruled_words)},
        {V(plain_dwords), V(two_codes_dwords), V(ruled_dwords)},
        {V(plain_qwords), V(two_codes_qwords), V(ruled_qwords)},
        {V(plain_floats), V(two_codes_floats), V(ruled_floats)},
        {V(plain_doubles), V(two_codes_doubles), V(ruled_doubles)},
    };
    return makers[from->lane][from->rules];
}

/* ---- Counting bytes ---- */

/* Counters of a few bits, which must be added to larger ones before they overflow. */
struct V(brief) {
    V_VECTOR nines; /* the count of 8 in the low half of each byte, of 9 in the high half */
    V_VECTOR sum;
    V_VECTOR missing; /* a tally */
    size_t ahead;     /* the distance at which to prefetch */
};

/* Adds a vector of bytes to the brief counters; returns bytes with bit k set where the byte was k, for 0..7. */
V_INLINE V_VECTOR V(bits)(V_VECTOR bytes, V_BRIEF *brief)
{
    static const uint8_t bit_of[16] = {1, 2, 4, 8, 16, 32, 64, 128}, nine_of[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 16};
    const V_VECTOR value = V(lesser)(bytes, V(all)(NPS_INGEST_OTHER));
    brief->sum = V(add)(brief->sum, value);
    brief->nines = V(add)(brief->nines, V(look_up)(V(table)(nine_of), value));
    return V(look_up)(V(table)(bit_of), value);
}

V_INLINE V_VECTOR V(low_half)(V_VECTOR bytes)
{
    return V(and)(bytes, V(all)(15));
}

V_INLINE void V(move)(V_VECTOR *total, V_VECTOR bytes)
{
    *total = V(add_64)(*total, V(sum)(bytes));
}

V_INLINE void V(move_nines)(V_BRIEF *brief, V_COUNTS *counts)
{
    V(move)(&counts->eights, V(low_half)(brief->nines));
    V(move)(&counts->nines, brief->nines);
    brief->nines = V(all)(0);
}

V_INLINE void V(move_sum)(V_BRIEF *brief, V_COUNTS *counts)
{
    V(move)(&counts->sum, brief->sum);
    brief->sum = V(all)(0);
}

/* Adds the bits of 0..7 to the halves, two bits of each byte at a time. */
V_INLINE void V(add_halves)(V_HALVES *halves, V_VECTOR bits)
{
    const V_VECTOR two = V(all)(0x11);
    halves->of[0] = V(add)(halves->of[0], V(and)(bits, two));
    halves->of[1] = V(add)(halves->of[1], V(and)(V(shift)(bits, 1), two));
    halves->of[2] = V(add)(halves->of[2], V(and)(V(shift)(bits, 2), two));
    halves->of[3] = V(add)(halves->of[3], V(and)(V(shift)(bits, 3), two));
}

V_TARGET static void V(move_halves)(V_COUNTS *counts)
{
    int i;
    for (i = 0; i < 4; i++) {
        V(move)(&counts->bins[i], V(low_half)(counts->halves.of[i]));
        V(move)(&counts->bins[i + 4], V(low_half)(V(shift)(counts->halves.of[i], 4)));
        counts->halves.of[i] = V(all)(0);
    }
    counts->added = 0;
}

/* Counts at most VECTOR_HALF vectors, one by one. */
V_TARGET static void V(count_singly)(V_COUNTS *counts, const unsigned char *bytes, size_t vectors)
{
    const V_VECTOR zero = V(all)(0);
    V_BRIEF brief = {zero, zero, zero, 0};
    V_HALVES halves = {{zero, zero, zero, zero}};
    for (; vectors != 0; vectors--, bytes += V_BYTES)
        V(add_halves)(&halves, V(bits)(V(read)(bytes), &brief));
    counts->halves = halves;
    V(move_halves)(counts);
    V(move_nines)(&brief, counts);
    V(move_sum)(&brief, counts);
}

V_INLINE V_VECTOR V(carry_2)(const V_SOURCE *from, size_t at, V_BRIEF *brief, V_PLACES *places)
{
    const V_VECTOR a = V(bits)(V(load)(from, at, &brief->missing), brief);
    const V_VECTOR b = V(bits)(V(load)(from, at + 1, &brief->missing), brief);
    V(fetch)(from->at + at * V_BYTES + brief->ahead, (size_t)2 * V_BYTES);
    return V(carry)(&places->of[0], a, b);
}

V_INLINE V_VECTOR V(carry_4)(const V_SOURCE *from, size_t at, V_BRIEF *brief, V_PLACES *places)
{
    const V_VECTOR a = V(carry_2)(from, at, brief, places), b = V(carry_2)(from, at + 2, brief, places);
    return V(carry)(&places->of[1], a, b);
}

V_INLINE V_VECTOR V(carry_8)(const V_SOURCE *from, size_t at, V_BRIEF *brief, V_PLACES *places)
{
    const V_VECTOR a = V(carry_4)(from, at, brief, places), b = V(carry_4)(from, at + 4, brief, places);
    return V(carry)(&places->of[2], a, b);
}

/* Counts blocks of bytes and advances the source; the carries out of the binary counters are added to the halves.
 * Returns the number of missing values. */
V_INLINE uint64_t V(count_blocks)(V_COUNTS *counts, V_SOURCE *from, size_t blocks)
{
    const size_t size = (size_t)VECTOR_BLOCK * V_BYTES;
    const V_VECTOR zero = V(all)(0);
    V_BRIEF brief = {zero, zero, zero, 0};
    V_PLACES places = counts->places;
    uint64_t missing = 0;
    size_t i;
    for (; blocks != 0; blocks--) {
        V_VECTOR carried[2];
        brief.ahead = V(ahead)(from);
        for (i = 0; i < 2; i++) {
            carried[i] = V(carry_8)(from, 8 * i, &brief, &places);
            V(move_nines)(&brief, counts);
        }
        V(move_sum)(&brief, counts);
        V(add_halves)(&counts->halves, V(carry)(&places.of[3], carried[0], carried[1]));
        if (++counts->added == VECTOR_HALF)
            V(move_halves)(counts);
        from->at += size;
        if (from->rules != NPS_INGEST_PLAIN) {
            missing += V(tallied)(brief.missing, 1);
            brief.missing = zero;
        }
    }
    counts->places = places;
    return missing;
}

#define VECTOR_COUNTER(name, its_rules)                                                                                \
    V_TARGET static uint64_t V(name)(V_COUNTS * counts, V_SOURCE * from, size_t blocks)                                \
    {                                                                                                                  \
        V_SOURCE source = *from;                                                                                       \
        uint64_t missing;                                                                                              \
        source.lane = NPS_INGEST_BYTES;                                                                                \
        source.width = 1;                                                                                              \
        source.rules = its_rules;                                                                                      \
        missing = V(count_blocks)(counts, &source, blocks);                                                            \
        from->at = source.at;                                                                                          \
        return missing;                                                                                                \
    }

VECTOR_COUNTER(count_plain, NPS_INGEST_PLAIN)
VECTOR_COUNTER(count_two_codes, NPS_INGEST_TWO_CODES)

V_TARGET static void V(count_made)(V_COUNTS *counts, const unsigned char *bytes, size_t blocks)
{
    V_SOURCE from;
    from.at = from.end = bytes;
    V(count_plain)(counts, &from, blocks);
}

/* Counts bytes without nulls in place, and other values after their conversion; returns the number of missing values.
 */
V_TARGET static uint64_t V(count_all_blocks)(V_COUNTS *counts, V_SOURCE *from, V(maker) * make, unsigned char *bytes,
                                             size_t blocks)
{
    uint64_t missing = 0;
    if (from->lane == NPS_INGEST_BYTES && from->rules != NPS_INGEST_RULED)
        return (from->rules == NPS_INGEST_PLAIN ? V(count_plain) : V(count_two_codes))(counts, from, blocks);
    while (blocks != 0) {
        const size_t n = blocks < VECTOR_BLOCKS ? blocks : VECTOR_BLOCKS;
        missing += make(from, bytes, n * VECTOR_BLOCK);
        V(count_made)(counts, bytes, n);
        blocks -= n;
    }
    return missing;
}

V_INLINE void V(double_halves)(V_HALVES *halves)
{
    halves->of[0] = V(add)(halves->of[0], halves->of[0]);
    halves->of[1] = V(add)(halves->of[1], halves->of[1]);
    halves->of[2] = V(add)(halves->of[2], halves->of[2]);
    halves->of[3] = V(add)(halves->of[3], halves->of[3]);
}

/* Adds up the counters after the last block: carries count sixteen times, the binary counters, at most 15, once. */
V_TARGET static void V(end_blocks)(V_COUNTS *counts)
{
    const V_VECTOR zero = V(all)(0);
    V_HALVES halves = {{zero, zero, zero, zero}};
    int i, doubled;
    V(move_halves)(counts);
    for (i = 0; i < 8; i++) {
        V_VECTOR bin = counts->bins[i];
        for (doubled = 0; doubled < 4; doubled++)
            bin = V(add_64)(bin, bin);
        counts->bins[i] = bin;
    }
    V(add_halves)(&halves, counts->places.of[3]);
    V(double_halves)(&halves);
    V(add_halves)(&halves, counts->places.of[2]);
    V(double_halves)(&halves);
    V(add_halves)(&halves, counts->places.of[1]);
    V(double_halves)(&halves);
    V(add_halves)(&halves, counts->places.of[0]);
    counts->halves = halves;
    V(move_halves)(counts);
}

/* ---- The whole run ---- */

V_TARGET static void V(set_codes)(V_VECTOR *codes, nps_ingest_lane lane, const nps_ingest_run *run)
{
    size_t i;
    for (i = 0; i < run->code_count; i++)
        codes[i] = V(code)(lane, run->codes[i]);
    if (run->code_count == 1)
        codes[1] = codes[0];
}

/* Copies the last `length` values of a run to the tail, followed by valid zeros, and moves the source there. */
V_INLINE void V(enter_tail)(V_SOURCE *from, V_TAIL *tail, size_t length)
{
    const unsigned char *at = from->at;
    size_t vector, left = length * from->width;
    for (vector = 0; vector < from->width; vector++) {
        const size_t size = left < V_BYTES ? left : V_BYTES;
        V(write)(tail->values + vector * V_BYTES, V(read_some)(at, size));
        at += size;
        left -= size;
    }
    memset(tail->validity, 255, sizeof tail->validity);
    if (from->validity_step != 0)
        memcpy(tail->validity, from->validity, (length + 7) / 8);
    if (length % 8 != 0)
        tail->validity[length / 8] |= (uint8_t)(255U << length % 8);
    from->at = from->end = tail->values;
    from->validity = tail->validity;
}

/* Written vector by vector, because compilers would turn a single initialisation into a string instruction, which is
 * slow to start. */
V_INLINE V_COUNTS V(no_counts)(void)
{
    const V_VECTOR zero = V(all)(0);
    return (V_COUNTS){{zero, zero, zero, zero, zero, zero, zero, zero},
                      zero,
                      zero,
                      zero,
                      {{zero, zero, zero, zero}},
                      {{zero, zero, zero, zero}},
                      0};
}

V_TARGET static nps_ingest_sums V(sums_of)(const V_COUNTS *counts, uint64_t missing)
{
    nps_ingest_sums sums;
    int i;
    for (i = 0; i < 8; i++)
        sums.bins[i] = V(reduce)(counts->bins[i]);
    sums.bins[8] = V(reduce)(counts->eights);
    sums.bins[9] = (V(reduce)(counts->nines) - sums.bins[8]) / 16;
    sums.sum = V(reduce)(counts->sum);
    sums.missing = missing;
    return sums;
}

V_TARGET void V_COUNT(const nps_ingest_run *run, nps_accumulator *counted)
{
    static const uint8_t all_valid[] = {255, 255, 255, 255, 255, 255, 255, 255};
    const size_t in_tail = run->length % V_BYTES;
    size_t vectors = run->length / V_BYTES, blocks = vectors / VECTOR_BLOCK;
    _Alignas(V_VECTOR) unsigned char bytes[V_BYTES * VECTOR_BLOCK * VECTOR_BLOCKS];
    V_VECTOR codes[NPS_INGEST_FEW_CODES];
    uint64_t missing = 0;
    V_COUNTS counts = V(no_counts)();
    V_SOURCE from;
    V(maker) * make;
    V_TAIL tail;
    nps_ingest_sums sums;

    from.lane = nps_ingest_lane_of(run->type);
    from.rules = nps_ingest_rules_of(run);
    from.width = nps_column_width(run->type);
    from.at = run->data;
    from.end = run->data + run->length * from.width;
    from.validity = run->validity ? run->validity : all_valid;
    from.validity_step = run->validity ? V_BYTES / 8 : 0;
    from.codes = codes;
    from.code_count = run->code_count;
    V(set_codes)(codes, from.lane, run);
    make = V(maker_of)(&from);

    if (blocks != 0)
        missing = V(count_all_blocks)(&counts, &from, make, bytes, blocks);
    vectors -= blocks * VECTOR_BLOCK;
    missing += make(&from, bytes, vectors);
    if (in_tail != 0) {
        V(enter_tail)(&from, &tail, in_tail);
        missing += make(&from, bytes + vectors * V_BYTES, 1);
        vectors++;
    }
    if (vectors == VECTOR_BLOCK) {
        V(count_made)(&counts, bytes, 1);
        blocks++;
        vectors = 0;
    }
    if (blocks != 0)
        V(end_blocks)(&counts);
    if (vectors != 0)
        V(count_singly)(&counts, bytes, vectors);
    sums = V(sums_of)(&counts, missing);
    /* The zeros that fill the tail are not answers. */
    sums.bins[0] -= in_tail != 0 ? V_BYTES - in_tail : 0;
    nps_ingest_add_sums(&sums, run->length, counted);
}
