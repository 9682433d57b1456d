/* SPDX-License-Identifier: MIT */
#include "adjust.h"

#include <math.h>
#include <stdbool.h>

static const char names[][20] = {
    [NPS_ADJUST_NONE] = "none",
    [NPS_ADJUST_HOLM] = "holm",
    [NPS_ADJUST_BENJAMINI_HOCHBERG] = "benjamini-hochberg",
    [NPS_ADJUST_BENJAMINI_YEKUTIELI] = "benjamini-yekutieli",
    [NPS_ADJUST_FALSE_DISCOVERY] = "false discovery",
    [NPS_ADJUST_BONFERRONI] = "bonferroni",
};

static bool is_known(nps_adjustment adjustment)
{
    return (unsigned)adjustment < sizeof names / sizeof *names;
}

const char *nps_adjustment_string(nps_adjustment adjustment)
{
    return is_known(adjustment) ? names[adjustment] : "unknown adjustment";
}

nps_status nps_adjust_check(nps_adjustment adjustment)
{
    return is_known(adjustment) ? NPS_OK : NPS_ERROR_METHOD;
}

static bool is_before(const double *p_values, size_t a, size_t b)
{
    return p_values[a] < p_values[b] || (p_values[a] == p_values[b] && a < b);
}

/* Moves the index at `root` down in a heap with the largest p-value on top. */
static void sink(const double *p_values, size_t *order, size_t root, size_t count)
{
    const size_t sinking = order[root];
    /* `root` has a child if 2 root + 1 < count; written without the sum, which may overflow. */
    while (root < count / 2) {
        size_t child = 2 * root + 1;
        if (child + 1 < count && is_before(p_values, order[child], order[child + 1]))
            child++;
        if (!is_before(p_values, sinking, order[child]))
            break;
        order[root] = order[child];
        root = child;
    }
    order[root] = sinking;
}

/* A heap sort, because qsort() has no context argument, may allocate, and may take quadratic time. */
static void heap_sort(const double *p_values, size_t *order, size_t count)
{
    size_t i;
    for (i = count / 2; i-- > 0;)
        sink(p_values, order, i, count);
    for (i = count; i-- > 1;) {
        const size_t largest = order[0];
        order[0] = order[i];
        order[i] = largest;
        sink(p_values, order, 0, i);
    }
}

static void bonferroni(const double *p_values, size_t count, double *adjusted, const size_t *order)
{
    size_t i;
    for (i = 0; i < count; i++)
        adjusted[order[i]] = fmin(1, (double)count * p_values[order[i]]);
}

static void holm(const double *p_values, size_t count, double *adjusted, const size_t *order)
{
    double largest = 0;
    size_t i;
    for (i = 0; i < count; i++) {
        largest = fmax(largest, (double)(count - i) * p_values[order[i]]);
        adjusted[order[i]] = fmin(1, largest);
    }
}

static void step_up(const double *p_values, size_t count, double factor, double *adjusted, const size_t *order)
{
    double smallest = 1;
    size_t i;
    for (i = count; i-- > 0;) {
        smallest = fmin(smallest, factor * ((double)count / (double)(i + 1)) * p_values[order[i]]);
        adjusted[order[i]] = smallest;
    }
}

/* 1 + 1/2 + ... + 1/count, summed from the smallest term for precision. */
static double harmonic(size_t count)
{
    double sum = 0;
    for (; count > 0; count--)
        sum += 1 / (double)count;
    return sum;
}

void nps_adjust_places(const double *p_values, size_t count, nps_adjustment adjustment, double *adjusted, size_t *order)
{
    size_t i;
    heap_sort(p_values, order, count);
    switch (adjustment) {
    case NPS_ADJUST_BONFERRONI: bonferroni(p_values, count, adjusted, order); break;
    case NPS_ADJUST_HOLM: holm(p_values, count, adjusted, order); break;
    case NPS_ADJUST_BENJAMINI_HOCHBERG: step_up(p_values, count, 1, adjusted, order); break;
    case NPS_ADJUST_BENJAMINI_YEKUTIELI: step_up(p_values, count, harmonic(count), adjusted, order); break;
    case NPS_ADJUST_NONE:
    case NPS_ADJUST_FALSE_DISCOVERY:
        for (i = 0; i < count; i++)
            adjusted[order[i]] = p_values[order[i]];
        break;
    }
}

nps_status nps_adjust(const double *p_values, size_t count, nps_adjustment adjustment, double *adjusted, size_t *order)
{
    const nps_status status = nps_adjust_check(adjustment);
    size_t i;
    if (status)
        return status;
    if (adjustment == NPS_ADJUST_FALSE_DISCOVERY)
        return NPS_ERROR_UNAVAILABLE;
    if (count != 0 && (!p_values || !adjusted || !order))
        return NPS_ERROR_NULL;
    for (i = 0; i < count; i++)
        if (!(p_values[i] >= 0 && p_values[i] <= 1))
            return NPS_ERROR_PROBABILITY;
    for (i = 0; i < count; i++)
        order[i] = i;
    nps_adjust_places(p_values, count, adjustment, adjusted, order);
    return NPS_OK;
}
