/* The linearised variable of domains of a design, PSU by PSU.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_DESIGN_LINEARIZE_H
#define NPS_WEIGHTED_DESIGN_LINEARIZE_H

#include "../weighted/estimate.h"
#include "../weighted/linearized_variance.h"

#include <nps/weighted_design.h>

/** A design, and how its variance is computed. */
typedef struct nps_design_frame {
    const nps_weighted_design *whole;
    const nps_scale *scale;
    nps_variance_options options;
} nps_design_frame;

/** Reads what a caller gave; a NULL scale or options are the defaults. */
nps_status nps_design_open(nps_design_frame *self, const nps_weighted_design *whole, const nps_scale *scale,
                           const nps_variance_options *options);

/** A domain: some of the respondents of the design. */
typedef struct nps_design_domain {
    const nps_weighted_design *part; /* may be the whole design */
    nps_weighted total;
    nps_weighted_basis basis;
} nps_design_domain;

/**
 * Reads a domain on the scale of a design.
 *
 * @param outside Receives the number of its answers off the scale; NULL: as the options say.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_PART, or as nps_weighted_basis_of().
 */
nps_status nps_design_open_domain(const nps_design_frame *self, const nps_weighted_design *part,
                                  nps_design_domain *domain, uint64_t *outside);

/** The variance of the theta of a domain: NPS_OK, NPS_ERROR_OVERFLOW or NPS_ERROR_POPULATION. */
nps_status nps_design_variance(const nps_design_frame *self, const nps_design_domain *domain,
                               nps_linearized_result *out);

/**
 * The variance of theta of one domain minus that of another, by NPS_DEGREES_DESIGN.
 *
 * Respondents who were drawn by themselves are in one of them only, unless one of the domains is the whole design.
 *
 * @return As nps_design_variance().
 */
nps_status nps_design_difference_variance(const nps_design_frame *self, const nps_design_domain *a,
                                          const nps_design_domain *b, nps_linearized_result *out);

#endif
