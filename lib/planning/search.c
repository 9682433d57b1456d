/* SPDX-License-Identifier: MIT */
#include "search.h"

#include <math.h>

/* The number of larger sizes that must be enough too, because conditions on whole numbers are not strictly monotone. */
enum { AHEAD = 4 };

/* The size `low` is not enough, or 0; the size `high` is enough. */
struct size_bracket {
    uint64_t low, high;
    double ragged;
};

/* The smallest difference of sizes that the condition can resolve. */
static uint64_t resolution(const struct size_bracket *bracket)
{
    return (uint64_t)fmin((double)NPS_PLAN_MAX, fmax(1, (double)bracket->high / bracket->ragged));
}

/* Searches upwards from `low` in doubling steps for a size that is enough. */
static nps_status find_high(nps_plan_condition condition, void *context, uint64_t most, struct size_bracket *bracket)
{
    uint64_t step = resolution(bracket);
    bool enough = false;
    while (!enough) {
        nps_status status;
        if (bracket->low == most)
            return NPS_ERROR_UNREACHABLE;
        bracket->high = step < most - bracket->low ? bracket->low + step : most;
        status = condition(context, bracket->high, &enough);
        if (status)
            return status;
        if (!enough)
            bracket->low = bracket->high;
        step *= 2;
    }
    return NPS_OK;
}

/* Searches downwards from `high` for a size that is not enough. */
static nps_status find_low(nps_plan_condition condition, void *context, struct size_bracket *bracket)
{
    uint64_t step = resolution(bracket);
    bool enough = true;
    bracket->low = bracket->high;
    while (enough) {
        nps_status status;
        bracket->high = bracket->low;
        bracket->low = step < bracket->high ? bracket->high - step : 0;
        if (bracket->low == 0)
            return NPS_OK;
        status = condition(context, bracket->low, &enough);
        if (status)
            return status;
        step *= 2;
    }
    return NPS_OK;
}

static nps_status bisect(nps_plan_condition condition, void *context, struct size_bracket *bracket)
{
    while (bracket->high - bracket->low > resolution(bracket)) {
        const uint64_t middle = bracket->low + (bracket->high - bracket->low) / 2;
        bool enough;
        const nps_status status = condition(context, middle, &enough);
        if (status)
            return status;
        *(enough ? &bracket->high : &bracket->low) = middle;
    }
    return NPS_OK;
}

/* Checks the AHEAD sizes above `high`. If one is not enough, sets `low` to it and `found` to false. */
static nps_status look_ahead(nps_plan_condition condition, void *context, uint64_t most, struct size_bracket *bracket,
                             bool *found)
{
    uint64_t n;
    *found = true;
    for (n = bracket->high + 1; n <= bracket->high + AHEAD && n <= most; n++) {
        bool enough;
        const nps_status status = condition(context, n, &enough);
        if (status)
            return status;
        if (!enough) {
            bracket->low = n;
            *found = false;
        }
    }
    return NPS_OK;
}

static nps_status start(nps_plan_condition condition, void *context, double guess, uint64_t most,
                        struct size_bracket *bracket)
{
    bool enough;
    nps_status status;
    bracket->low = bracket->high = guess >= (double)most ? most : guess >= 1 ? (uint64_t)guess : 1;
    status = condition(context, bracket->high, &enough);
    if (status)
        return status;
    return enough ? find_low(condition, context, bracket) : find_high(condition, context, most, bracket);
}

nps_status nps_plan_find(nps_plan_condition condition, void *context, double guess, uint64_t most, double ragged,
                         uint64_t *n)
{
    struct size_bracket bracket = {0, 0, ragged};
    bool found = false;
    nps_status status = start(condition, context, guess, most, &bracket);
    while (!status && !found) {
        status = bisect(condition, context, &bracket);
        found = resolution(&bracket) > 1;
        if (!status && !found)
            status = look_ahead(condition, context, most, &bracket, &found);
        if (!status && !found)
            status = find_high(condition, context, most, &bracket);
    }
    if (!status)
        *n = bracket.high;
    return status;
}
