/* The variance of a linearised estimate from a stratified sample of primary sampling units, and its degrees of freedom.
 *
 * A primary sampling unit (PSU) is a cluster, or a respondent who was drawn by himself. A caller gives, stratum by
 * stratum, how many PSUs the sample has and the total of the linearised variable in each, w (y - theta) / W summed over
 * the PSU's respondents. PSUs with total 0 need not be given, but count. All sums are exact, so that the order of PSUs
 * and strata changes no bit of a result.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_LINEARIZED_VARIANCE_H
#define NPS_WEIGHTED_LINEARIZED_VARIANCE_H

#include <nps/weighted.h>
#include <stdint.h>

/** How many power sums of the shares of PSUs the small-sample degrees need. */
enum { NPS_LINEARIZED_POWERS = 5 };

/** The PSUs of one stratum. Start with all zero. */
typedef struct nps_linearized_stratum {
    uint64_t units;                     /* PSUs of the sample, including those with total 0 */
    uint64_t population;                /* PSUs of the population, at least `units`; 0: drawn with replacement */
    uint64_t members;                   /* PSUs with a share above 0 */
    uint64_t sum[NPS_WEIGHT_WORDS];     /* of the totals */
    uint64_t squares[NPS_SQUARE_WORDS]; /* of the squared totals */
    uint64_t powers[NPS_LINEARIZED_POWERS][NPS_SQUARE_WORDS]; /* of the shares, their squares, third powers ... */
} nps_linearized_stratum;

/**
 * Adds the total of one PSU; `units` stays as it is.
 *
 * @param total Of the linearised variable.
 * @param share The PSU's part of the weight of those who take part, 0..1.
 */
void nps_linearized_add_unit(nps_linearized_stratum *self, double total, double share);

/**
 * Adds the totals of many PSUs of one respondent each; `units` stays as it is.
 *
 * @param count   How many PSUs.
 * @param value   The value y - theta that they all have.
 * @param weights The sum of their w / W.
 * @param squares The sum of their (w / W)^2.
 */
void nps_linearized_add_respondents(nps_linearized_stratum *self, uint64_t count, double value, double weights,
                                    double squares);

/** Sums over the strata, in the order of the array in the source. */
enum { NPS_LINEARIZED_SUMS = 11 };

/** The strata of a design. Start with nps_linearized_begin(). */
typedef struct nps_linearized_variance {
    nps_lonely lonely;
    nps_degrees_rule rule;
    uint64_t units, members, strata, lonely_strata;
    uint64_t known; /* strata that tell something of their variance */
    uint64_t sums[NPS_LINEARIZED_SUMS][NPS_SQUARE_WORDS];
} nps_linearized_variance;

/** A design without strata; rules that nps_variance_check() accepts. */
void nps_linearized_begin(nps_linearized_variance *self, nps_lonely lonely, nps_degrees_rule rule);

/** Adds a stratum. One without a PSU changes nothing. */
void nps_linearized_add_stratum(nps_linearized_variance *self, const nps_linearized_stratum *stratum);

/** What the PSUs of a design say of the variance of theta. */
typedef struct nps_linearized_result {
    double variance;         /* of theta; no meaning when `degrees` is 0 */
    double with_replacement; /* the same, if every population of PSUs were infinite */
    double correction;       /* what the small-sample rule multiplied the variance with; 1 without it */
    double degrees;          /* PSUs minus strata, or what the rule makes of them; 0: nothing is known */
    uint64_t units, strata;  /* of the sample */
    uint64_t members;        /* PSUs with a share above 0 */
    uint64_t lonely_strata;  /* strata with one PSU, for which the rule stood in */
    nps_lonely lonely;       /* the rule */
    nps_degrees_rule rule;   /* the rule of the degrees */
} nps_linearized_result;

nps_linearized_result nps_linearized_finish(const nps_linearized_variance *self);

#endif
