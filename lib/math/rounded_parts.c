/* SPDX-License-Identifier: MIT */
#include "rounded_parts.h"

#include <math.h>
#include <string.h>

/* Sums of fewer units than this are exact as doubles. */
static const double UNITS_END = 0x1p52;

/* The remainders of figures, as keys: the larger a remainder, the larger its key. */
typedef struct remainders {
    uint64_t (*key)(const void *context, size_t index);
    const void *context;
    size_t count;
} remainders;

/* Which figures are rounded up: those with larger keys, and the first `equals` ones with this key. */
typedef struct quota {
    uint64_t key;
    size_t equals;
} quota;

static size_t count_from(const remainders *self, uint64_t key)
{
    size_t found = 0;
    for (size_t i = 0; i < self->count; i++)
        found += self->key(self->context, i) >= key;
    return found;
}

/* The quota that rounds `wanted` figures up. Its key is the largest that so many figures reach, found bit by bit. */
static quota find_quota(const remainders *self, size_t wanted)
{
    quota found = {0, 0};
    if (wanted == 0)
        return (quota){UINT64_MAX, 0};
    for (uint64_t bit = UINT64_C(1) << 63; bit > 0; bit >>= 1)
        if (count_from(self, found.key | bit) >= wanted)
            found.key |= bit;
    found.equals = wanted - (found.key == UINT64_MAX ? 0 : count_from(self, found.key + 1));
    return found;
}

/* Whether the next figure, in their order, is rounded up. */
static bool takes_one(quota *self, uint64_t key)
{
    if (key != self->key)
        return key > self->key;
    if (self->equals == 0)
        return false;
    self->equals--;
    return true;
}

static double power_of_ten(unsigned exponent)
{
    double power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* A figure in units: whole + fraction + error, exactly. The fraction is in [0, 1], and the error is what the product of
 * figure and scale lost when it was rounded. */
typedef struct in_units {
    double whole, fraction, error;
} in_units;

/* The high half of the bits of a double (Dekker, Numerische Mathematik 18:224, 1971). */
static double high_half(double x)
{
    const double scaled = 0x1p27 * x + x;
    return scaled - (scaled - x);
}

/* Exact, because a figure next to a tie must be rounded as printf() rounds it. */
static in_units to_units(double figure, double scale)
{
    const double product = figure * scale;
    const double high = high_half(figure), low = figure - high;
    const double scale_high = high_half(scale), scale_low = scale - scale_high;
    in_units units = {floor(product), 0, 0};
    units.error = ((high * scale_high - product) + high * scale_low + low * scale_high) + low * scale_low;
    if (units.whole == product && units.error < 0)
        units.whole -= 1;
    units.fraction = product - units.whole;
    return units;
}

/* To the nearest unit, ties to even. */
static double nearest_unit(double figure, double scale)
{
    const in_units units = to_units(figure, scale);
    const double above = units.fraction != 0.5 ? units.fraction - 0.5 : units.error;
    const bool up = above != 0 ? above > 0 : fmod(units.whole, 2) != 0;
    return units.whole + up;
}

typedef struct figures {
    const double *parts;
    double scale;
} figures;

/* Doubles that are not negative are in the order of their bits. */
static uint64_t remainder_of_figure(const void *context, size_t index)
{
    const figures *self = context;
    const in_units units = to_units(self->parts[index], self->scale);
    const double remainder = units.fraction + units.error;
    uint64_t bits = 0;
    if (remainder > 0)
        memcpy(&bits, &remainder, sizeof bits);
    return bits;
}

/* The number of units that are missing when every figure is rounded down, or NaN if the figures are too large. */
static double missing_units(const figures *self, size_t count, double total)
{
    double sum = 0, size = 0;
    for (size_t i = 0; i < count; i++) {
        size += fabs(self->parts[i]) * self->scale;
        if (!(size < UNITS_END))
            return NAN;
        sum += to_units(self->parts[i], self->scale).whole;
    }
    return fabs(total) * self->scale < UNITS_END ? nearest_unit(total, self->scale) - sum : NAN;
}

bool nps_round_to_total(const double *parts, size_t count, double total, unsigned decimals, double *rounded,
                        double *rounded_total)
{
    const figures own = {parts, decimals > NPS_ROUNDED_DECIMALS ? NAN : power_of_ten(decimals)};
    const remainders all = {remainder_of_figure, &own, count};
    const double missing = missing_units(&own, count, total);
    quota up;
    if (!(missing >= 0 && missing <= (double)count_from(&all, 1)))
        return false;
    up = find_quota(&all, (size_t)missing);
    for (size_t i = 0; i < count; i++) {
        const bool add = takes_one(&up, remainder_of_figure(&own, i));
        rounded[i] = (to_units(parts[i], own.scale).whole + add) / own.scale + 0.0;
    }
    if (rounded_total)
        *rounded_total = nearest_unit(total, own.scale) / own.scale + 0.0;
    return true;
}

typedef struct shares {
    const uint64_t *counts;
    uint64_t total;
    unsigned digits; /* after the first digit of the share itself: two more than the decimals of its percentage */
} shares;

/* Whole units of 10^-digits of a share, digit by digit as on paper, and what remains of the count, below the total. */
static uint64_t share_in_units(const shares *self, size_t index, uint64_t *remainder)
{
    uint64_t left = self->counts[index] % self->total, units = self->counts[index] / self->total;
    for (unsigned digit = 0; digit < self->digits; digit++) {
        uint64_t tenfold = 0;
        units *= 10;
        for (int times = 0; times < 10; times++)
            if (tenfold >= self->total - left) {
                tenfold -= self->total - left;
                units++;
            } else {
                tenfold += left;
            }
        left = tenfold;
    }
    *remainder = left;
    return units;
}

static uint64_t remainder_of_share(const void *context, size_t index)
{
    uint64_t remainder;
    share_in_units(context, index, &remainder);
    return remainder;
}

void nps_round_shares(const uint64_t *counts, size_t count, uint64_t total, unsigned decimals, double *percent)
{
    const shares own = {counts, total, decimals + 2};
    const remainders all = {remainder_of_share, &own, count};
    const double scale = power_of_ten(decimals);
    uint64_t missing = (uint64_t)(100 * scale), remainder;
    quota up;
    for (size_t i = 0; i < count; i++)
        missing -= share_in_units(&own, i, &remainder);
    up = find_quota(&all, (size_t)missing);
    for (size_t i = 0; i < count; i++) {
        const uint64_t units = share_in_units(&own, i, &remainder);
        percent[i] = (double)(units + takes_one(&up, remainder)) / scale;
    }
}
