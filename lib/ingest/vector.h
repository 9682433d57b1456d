/* The vector kernel, written once. Each instruction set includes this file after it has defined what follows, V(name)
 * being its own name for a thing, so that several fit in one file:
 *
 *   V_BYTES, V_FEW            the bytes of a vector; fewer bytes to count than V_FEW are not worth carry-save adders
 *   V_COUNT                   the name of the kernel
 *   V_TARGET, V_INLINE        how functions, and those that must be inlined, are declared
 *   V_VECTOR, V_MASK          types; a mask says of each value of a vector yes or no
 *   read(at)                  a vector from memory, read once
 *   all(byte), table(bytes)   a vector of one byte, or of sixteen bytes again and again
 *   and, add, lesser (a, b)   of bytes without sign
 *   shift(a, n)               bytes to the right; what comes in from the left may be anything
 *   look_up(table, at)        in sixteen bytes; `at` is less than 16
 *   carry(counter, a, b)      adds two bits to one, everywhere, and returns the carry
 *   sum(a), add_64, reduce    sums of bytes as 64-bit counters; the sum of two of those; the sum of one's lanes
 *   integers(lane, a)         the values as integers of their width, -1 for a floating-point value that is none
 *   narrow(width, a, b)       integers at half their width, in any order; 0..10 stay and nothing else becomes them
 *   code(lane, code)          a code as values of a column
 *   is_nan(lane, a), equal(lane, a, b), not_valid(width, bits)   masks
 *   either(m, n)              a mask where one of two is
 *   count(width, m)           for how many values a mask says yes
 *   put_out(width, a, m)      integers, -1 where the mask says yes
 *
 * SPDX-License-Identifier: MIT */
#include "lanes.h"
#include "sums.h"
#include "types.h"

#include <string.h>

/* A look-up turns 0..7 into one bit of eight and a second one counts 8 and 9 in the halves of a byte; the sum
 * of the bytes tells 10 from the rest (sums.h). Look-ups see four bits only, hence the minimum with 11 before. Wide
 * values are bound by memory, so their bits are simply spread over halves of bytes. For columns of bytes sixteen
 * vectors of bits are first added up by carry-save adders (Harley and Seal): one carry for eight counters.
 *
 * Limits: half a byte holds 15, so nothing is added to more than 15 times; sixteen times 11 fits a byte. What is
 * missing is counted outside the vectors, where there is room. */

#define V_SOURCE struct V(source)
#define V_BRIEF  struct V(brief)
#define V_SLICED struct V(sliced)
#define V_TOTALS struct V(totals)
#define V_TAIL   struct V(tail)

/* Vectors of bytes in a block, and how much half a byte can count. */
#define VECTOR_BLOCK 16
#define VECTOR_HALF  15

/* How many bytes ahead memory is asked for. The hardware stops at the end of each page; this does not. */
#define VECTOR_AHEAD 8192

/* The last values, which do not fill a vector or a block, and valid zeros up to that. A vector of bytes can be made of
 * eight vectors of wide values, which a block's room is enough for. */
struct V(tail) {
    unsigned char values[V_BYTES * VECTOR_BLOCK];
    uint8_t validity[V_BYTES * VECTOR_BLOCK / 8];
};

/* Where the values come from. */
struct V(source) {
    nps_ingest_lane lane;
    nps_ingest_rules rules;
    size_t width;
    const unsigned char *at, *end;
    const V_TAIL *tail; /* instead of the last vector or block; NULL: none */
    const uint8_t *validity;
    size_t validity_step; /* bytes of validity for a vector of bytes; 0: the same again */
    const V_VECTOR *codes;
    size_t code_count;
};

/* Counters of a few bits, to be moved on in time. */
struct V(brief) {
    V_VECTOR halves[4]; /* 0..3 in the low halves of the bytes, 4..7 in the high ones */
    V_VECTOR nines;     /* 8 and 9 */
    V_VECTOR sum;
};

/* Counters of one bit for each of 0..7, with places for 1, 2, 4 and 8. */
struct V(sliced) {
    V_VECTOR ones, twos, fours, eights;
};

/* Counters of 64 bits. */
struct V(totals) {
    V_VECTOR bins[8], eights, nines, sum; /* `nines` is eights + 16 nines */
    uint64_t missing;
};

/* ---- Values as bytes ---- */

/* The bits of validity of one vector, from the lowest on; those above may be anything. */
V_INLINE uint64_t V(validity)(const V_SOURCE *from, size_t vector)
{
    const size_t values = V_BYTES / from->width, first = vector * values;
    uint64_t bits = 0;
    memcpy(&bits, from->validity + first / 8, values < 8 ? 1 : values / 8);
    return bits >> first % 8;
}

/* The mask, and the codes that were read. */
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

/* One vector as it is in memory, as integers; what is missing is counted and no answer from then on. */
V_INLINE V_VECTOR V(load)(const V_SOURCE *from, size_t vector, uint64_t *missing)
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
        *missing += V(count)(from->width, out);
    return value;
}

V_INLINE V_VECTOR V(load_2)(const V_SOURCE *from, size_t vector, uint64_t *missing)
{
    const V_VECTOR a = V(load)(from, vector, missing), b = V(load)(from, vector + 1, missing);
    return V(narrow)(from->width, a, b);
}

V_INLINE V_VECTOR V(load_4)(const V_SOURCE *from, size_t vector, uint64_t *missing)
{
    const V_VECTOR a = V(load_2)(from, vector, missing), b = V(load_2)(from, vector + 2, missing);
    return V(narrow)(from->width / 2, a, b);
}

V_INLINE V_VECTOR V(load_8)(const V_SOURCE *from, size_t vector, uint64_t *missing)
{
    const V_VECTOR a = V(load_4)(from, vector, missing), b = V(load_4)(from, vector + 4, missing);
    return V(narrow)(from->width / 4, a, b);
}

/* The next V_BYTES values as bytes, in any order. */
V_INLINE V_VECTOR V(load_bytes)(const V_SOURCE *from, uint64_t *missing)
{
    switch (from->width) {
    case 1: return V(load)(from, 0, missing);
    case 2: return V(load_2)(from, 0, missing);
    case 4: return V(load_4)(from, 0, missing);
    default: return V(load_8)(from, 0, missing);
    }
}

/* ---- Counting ---- */

/* Adds a vector of bytes to the sums and returns one bit for each of 0..7. */
V_INLINE V_VECTOR V(bits)(const V_SOURCE *from, V_BRIEF *brief, uint64_t *missing)
{
    static const uint8_t bit_of[16] = {1, 2, 4, 8, 16, 32, 64, 128}, nine_of[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 16};
    const V_VECTOR byte = V(lesser)(V(load_bytes)(from, missing), V(all)(11));
    brief->sum = V(add)(brief->sum, byte);
    brief->nines = V(add)(brief->nines, V(look_up)(V(table)(nine_of), byte));
    return V(look_up)(V(table)(bit_of), byte);
}

/* How far ahead to ask for memory while some vectors of bytes are read: not beyond the end. */
V_INLINE size_t V(ahead)(const V_SOURCE *from, size_t vectors)
{
    return (size_t)(from->end - from->at) >= VECTOR_AHEAD + vectors * V_BYTES * from->width ? VECTOR_AHEAD : 0;
}

/* The bits of the next vector, from which the source moves on. */
V_INLINE V_VECTOR V(next_bits)(V_SOURCE *from, size_t ahead, V_BRIEF *brief, uint64_t *missing)
{
    const size_t size = V_BYTES * from->width;
    const V_VECTOR bits = V(bits)(from, brief, missing);
    size_t line;
    for (line = 0; line < size; line += 64)
        __builtin_prefetch(from->at + ahead + line);
    from->at += size;
    if (from->rules == NPS_INGEST_RULED)
        from->validity += from->validity_step;
    return bits;
}

V_INLINE V_VECTOR V(low_half)(V_VECTOR bytes)
{
    return V(and)(bytes, V(all)(15));
}

V_INLINE void V(move)(V_VECTOR *total, V_VECTOR bytes)
{
    *total = V(add_64)(*total, V(sum)(bytes));
}

/* The bits of 0..7, two at a time as 0 or 1 in the halves of bytes. */
V_INLINE void V(add_halves)(V_BRIEF *brief, V_VECTOR bits)
{
    const V_VECTOR two = V(all)(0x11);
    brief->halves[0] = V(add)(brief->halves[0], V(and)(bits, two));
    brief->halves[1] = V(add)(brief->halves[1], V(and)(V(shift)(bits, 1), two));
    brief->halves[2] = V(add)(brief->halves[2], V(and)(V(shift)(bits, 2), two));
    brief->halves[3] = V(add)(brief->halves[3], V(and)(V(shift)(bits, 3), two));
}

V_INLINE void V(double_halves)(V_BRIEF *brief)
{
    int i;
    for (i = 0; i < 4; i++)
        brief->halves[i] = V(add)(brief->halves[i], brief->halves[i]);
}

V_INLINE void V(move_halves)(V_BRIEF *brief, V_TOTALS *totals)
{
    int i;
    for (i = 0; i < 4; i++) {
        V(move)(&totals->bins[i], V(low_half)(brief->halves[i]));
        V(move)(&totals->bins[i + 4], V(low_half)(V(shift)(brief->halves[i], 4)));
        brief->halves[i] = V(all)(0);
    }
}

V_INLINE void V(move_nines)(V_BRIEF *brief, V_TOTALS *totals)
{
    V(move)(&totals->eights, V(low_half)(brief->nines));
    V(move)(&totals->nines, brief->nines);
    brief->nines = V(all)(0);
}

V_INLINE void V(move_sum)(V_BRIEF *brief, V_TOTALS *totals)
{
    V(move)(&totals->sum, brief->sum);
    brief->sum = V(all)(0);
}

V_INLINE V_BRIEF V(no_brief)(void)
{
    const V_VECTOR zero = V(all)(0);
    return (V_BRIEF){{zero, zero, zero, zero}, zero, zero};
}

V_INLINE V_TOTALS V(no_totals)(void)
{
    const V_VECTOR zero = V(all)(0);
    return (V_TOTALS){{zero, zero, zero, zero, zero, zero, zero, zero}, zero, zero, zero, 0};
}

V_INLINE void V(enter_tail)(V_SOURCE *from)
{
    from->at = from->end = from->tail->values;
    from->validity = from->tail->validity;
}

/* One vector of bytes after the other. */
V_INLINE V_TOTALS V(count_singly)(V_SOURCE *from, size_t vectors)
{
    V_TOTALS totals = V(no_totals)();
    while (vectors != 0) {
        V_BRIEF brief = V(no_brief)();
        size_t n = vectors < VECTOR_HALF ? vectors : VECTOR_HALF;
        for (vectors -= n; n != 0; n--) {
            if (vectors == 0 && n == 1 && from->tail)
                V(enter_tail)(from);
            V(add_halves)(&brief, V(next_bits)(from, V(ahead)(from, 1), &brief, &totals.missing));
        }
        V(move_halves)(&brief, &totals);
        V(move_nines)(&brief, &totals);
        V(move_sum)(&brief, &totals);
    }
    return totals;
}

V_INLINE V_VECTOR V(carry_2)(V_SOURCE *from, size_t ahead, V_BRIEF *brief, uint64_t *missing, V_SLICED *sliced)
{
    const V_VECTOR a = V(next_bits)(from, ahead, brief, missing), b = V(next_bits)(from, ahead, brief, missing);
    return V(carry)(&sliced->ones, a, b);
}

V_INLINE V_VECTOR V(carry_4)(V_SOURCE *from, size_t ahead, V_BRIEF *brief, uint64_t *missing, V_SLICED *sliced)
{
    const V_VECTOR a = V(carry_2)(from, ahead, brief, missing, sliced);
    const V_VECTOR b = V(carry_2)(from, ahead, brief, missing, sliced);
    return V(carry)(&sliced->twos, a, b);
}

V_INLINE V_VECTOR V(carry_8)(V_SOURCE *from, size_t ahead, V_BRIEF *brief, uint64_t *missing, V_SLICED *sliced)
{
    const V_VECTOR a = V(carry_4)(from, ahead, brief, missing, sliced);
    const V_VECTOR b = V(carry_4)(from, ahead, brief, missing, sliced);
    return V(carry)(&sliced->fours, a, b);
}

/* Sixteen vectors; what is carried out of the sliced counters goes to the halves. */
V_INLINE void V(count_block)(V_SOURCE *from, V_BRIEF *brief, V_SLICED *sliced, V_TOTALS *totals)
{
    const size_t ahead = V(ahead)(from, VECTOR_BLOCK);
    const V_VECTOR a = V(carry_8)(from, ahead, brief, &totals->missing, sliced);
    V_VECTOR b;
    V(move_nines)(brief, totals);
    b = V(carry_8)(from, ahead, brief, &totals->missing, sliced);
    V(move_nines)(brief, totals);
    V(move_sum)(brief, totals);
    V(add_halves)(brief, V(carry)(&sliced->eights, a, b));
}

/* What was counted is worth sixteen times as much. */
V_INLINE void V(weigh_bins)(V_TOTALS *totals)
{
    int i, doubled;
    for (i = 0; i < 8; i++)
        for (doubled = 0; doubled < 4; doubled++)
            totals->bins[i] = V(add_64)(totals->bins[i], totals->bins[i]);
}

/* What the sliced counters hold, at most 15. */
V_INLINE void V(move_sliced)(const V_SLICED *sliced, V_TOTALS *totals)
{
    V_BRIEF brief = V(no_brief)();
    V(add_halves)(&brief, sliced->eights);
    V(double_halves)(&brief);
    V(add_halves)(&brief, sliced->fours);
    V(double_halves)(&brief);
    V(add_halves)(&brief, sliced->twos);
    V(double_halves)(&brief);
    V(add_halves)(&brief, sliced->ones);
    V(move_halves)(&brief, totals);
}

/* One block of bytes after the other. */
V_INLINE V_TOTALS V(count_blocks)(V_SOURCE *from, size_t blocks)
{
    const V_VECTOR zero = V(all)(0);
    V_TOTALS totals = V(no_totals)();
    V_BRIEF brief = V(no_brief)();
    V_SLICED sliced = {zero, zero, zero, zero};
    while (blocks != 0) {
        size_t n = blocks < VECTOR_HALF ? blocks : VECTOR_HALF;
        blocks -= n;
        for (; n != 0; n--) {
            if (blocks == 0 && n == 1 && from->tail)
                V(enter_tail)(from);
            V(count_block)(from, &brief, &sliced, &totals);
        }
        V(move_halves)(&brief, &totals);
    }
    V(weigh_bins)(&totals);
    V(move_sliced)(&sliced, &totals);
    return totals;
}

/* ---- One loop for each kind of value and of rules ---- */

typedef V_TOTALS V(loop)(const V_SOURCE *from, size_t count);

/* What is constant in the loop is said to the compiler. */
#define VECTOR_LOOP(name, loop, its_lane, its_width, its_rules)                                                        \
    V_TARGET static V_TOTALS V(name)(const V_SOURCE *from, size_t count)                                               \
    {                                                                                                                  \
        V_SOURCE source = *from;                                                                                       \
        source.lane = its_lane;                                                                                        \
        source.width = its_width;                                                                                      \
        source.rules = its_rules;                                                                                      \
        return loop(&source, count);                                                                                   \
    }

#define VECTOR_LOOPS(name, loop, lane, width)                                                                          \
    VECTOR_LOOP(plain_##name, loop, lane, width, NPS_INGEST_PLAIN)                                                     \
    VECTOR_LOOP(two_codes_##name, loop, lane, width, NPS_INGEST_TWO_CODES)                                             \
    VECTOR_LOOP(ruled_##name, loop, lane, width, NPS_INGEST_RULED)

VECTOR_LOOPS(blocks, V(count_blocks), NPS_INGEST_BYTES, 1)
VECTOR_LOOPS(bytes, V(count_singly), NPS_INGEST_BYTES, 1)
VECTOR_LOOPS(words, V(count_singly), NPS_INGEST_WORDS, 2)
VECTOR_LOOPS(dwords, V(count_singly), NPS_INGEST_DWORDS, 4)
VECTOR_LOOPS(qwords, V(count_singly), NPS_INGEST_QWORDS, 8)
VECTOR_LOOPS(floats, V(count_singly), NPS_INGEST_FLOATS, 4)
VECTOR_LOOPS(doubles, V(count_singly), NPS_INGEST_DOUBLES, 8)

static V(loop) * V(loop_of)(nps_ingest_lane lane, nps_ingest_rules rules, bool in_blocks)
{
    static V(loop) *const blocks[] = {V(plain_blocks), V(two_codes_blocks), V(ruled_blocks)};
    static V(loop) *const singly[][3] = {
        {V(plain_bytes), V(two_codes_bytes), V(ruled_bytes)},
        {V(plain_words), V(two_codes_words), V(ruled_words)},
        {V(plain_dwords), V(two_codes_dwords), V(ruled_dwords)},
        {V(plain_qwords), V(two_codes_qwords), V(ruled_qwords)},
        {V(plain_floats), V(two_codes_floats), V(ruled_floats)},
        {V(plain_doubles), V(two_codes_doubles), V(ruled_doubles)},
    };
    return in_blocks ? blocks[rules] : singly[lane][rules];
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

/* The last `length` values of a run, and as many zeros as make them `whole`. */
static void V(set_tail)(V_TAIL *tail, const nps_ingest_run *run, size_t length, size_t whole, size_t width)
{
    const size_t before = run->length - length;
    memcpy(tail->values, run->data + before * width, length * width);
    memset(tail->values + length * width, 0, (whole - length) * width);
    memset(tail->validity, 255, whole / 8);
    if (run->validity)
        memcpy(tail->validity, run->validity + before / 8, (length + 7) / 8);
    if (length % 8 != 0)
        tail->validity[length / 8] |= (uint8_t)(255U << length % 8);
}

V_TARGET static nps_ingest_sums V(sums_of)(const V_TOTALS *totals)
{
    nps_ingest_sums sums;
    int i;
    for (i = 0; i < 8; i++)
        sums.bins[i] = V(reduce)(totals->bins[i]);
    sums.bins[8] = V(reduce)(totals->eights);
    sums.bins[9] = (V(reduce)(totals->nines) - sums.bins[8]) / 16;
    sums.sum = V(reduce)(totals->sum);
    sums.missing = totals->missing;
    return sums;
}

V_TARGET void V_COUNT(const nps_ingest_run *run, nps_accumulator *counted)
{
    static const uint8_t all_valid[] = {255, 255, 255, 255, 255, 255, 255, 255};
    const nps_ingest_lane lane = nps_ingest_lane_of(run->type);
    const size_t width = nps_ingest_width(run->type);
    const bool in_blocks = width == 1 && run->length >= V_FEW;
    const size_t unit = in_blocks ? V_BYTES * VECTOR_BLOCK : V_BYTES;
    const size_t in_tail = run->length % unit, units = run->length / unit + (in_tail != 0);
    V_VECTOR codes[NPS_INGEST_FEW_CODES];
    V_SOURCE from;
    V_TAIL tail;
    V_TOTALS totals;
    nps_ingest_sums sums;

    from.lane = lane;
    from.rules = nps_ingest_rules_of(run);
    from.width = width;
    from.at = run->data;
    from.end = run->data + run->length * width;
    from.tail = in_tail != 0 ? &tail : NULL;
    from.validity = run->validity ? run->validity : all_valid;
    from.validity_step = run->validity ? V_BYTES / 8 : 0;
    from.codes = codes;
    from.code_count = run->code_count;
    V(set_codes)(codes, lane, run);
    if (in_tail != 0)
        V(set_tail)(&tail, run, in_tail, unit, width);

    totals = V(loop_of)(lane, from.rules, in_blocks)(&from, units);
    sums = V(sums_of)(&totals);
    /* The zeros that fill the tail. */
    sums.bins[0] -= units * unit - run->length;
    nps_ingest_add_sums(&sums, run->length, counted);
}
