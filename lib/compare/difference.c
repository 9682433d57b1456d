/* SPDX-License-Identifier: MIT */
#include "difference.h"

#include "../method/anytime_difference.h"
#include "../method/skewness_difference.h"
#include "../method/skewness_margin.h"

#include <stddef.h>

/* A test of two samples together. It is not a part of nps_procedure, so that a program that only computes intervals of
 * one sample does not contain it. */
typedef struct nps_own_test {
    const nps_procedure *procedure;
    nps_bounds (*bounds)(const nps_real_counts *a, const nps_real_counts *b, double alpha);
    double (*p_value)(const nps_real_counts *a, const nps_real_counts *b, double difference,
                      nps_alternative alternative);
    nps_bounds (*margin_bounds)(const nps_real_counts *a, const nps_real_counts *b, double alpha);
    double (*margin_p_value)(const nps_real_counts *a, const nps_real_counts *b, double difference,
                             nps_alternative alternative);
} nps_own_test;

/* The methods that do not use MOVER. */
static const nps_own_test own_tests[] = {
    {&nps_skewness_score_procedure, nps_skewness_difference_bounds, nps_skewness_difference_p_value,
     nps_skewness_margin_bounds, nps_skewness_margin_p_value},
    {&nps_anytime_procedure, nps_anytime_difference_bounds, nps_anytime_difference_p_value,
     nps_anytime_difference_bounds, nps_anytime_difference_p_value},
};

static const nps_own_test *own_test_of(const nps_pair *pair)
{
    size_t i;
    for (i = 0; i < sizeof own_tests / sizeof *own_tests; i++)
        if (own_tests[i].procedure == pair->procedure)
            return &own_tests[i];
    return NULL;
}

nps_status nps_difference_bounds(const nps_pair *pair, double alpha, nps_bounds *theta)
{
    const nps_own_test *own = own_test_of(pair);
    if (!own)
        return nps_mover_bounds(pair, alpha, theta);
    *theta = own->bounds(&pair->a, &pair->b, alpha);
    return NPS_OK;
}

double nps_difference_p_value(const nps_pair *pair, double difference, nps_alternative alternative)
{
    const nps_own_test *own = own_test_of(pair);
    return own ? own->p_value(&pair->a, &pair->b, difference, alternative)
               : nps_mover_p_value(pair, difference, alternative);
}

nps_status nps_margin_bounds(const nps_pair *pair, double alpha, nps_bounds *theta)
{
    const nps_own_test *own = own_test_of(pair);
    if (!own)
        return nps_mover_bounds(pair, alpha, theta);
    *theta = own->margin_bounds(&pair->a, &pair->b, alpha);
    return NPS_OK;
}

double nps_margin_p_value(const nps_pair *pair, double difference, nps_alternative alternative)
{
    const nps_own_test *own = own_test_of(pair);
    return own ? own->margin_p_value(&pair->a, &pair->b, difference, alternative)
               : nps_mover_p_value(pair, difference, alternative);
}
