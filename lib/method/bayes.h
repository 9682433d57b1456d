/* The posterior of a score under a Dirichlet prior.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_BAYES_H
#define NPS_METHOD_BAYES_H

#include "procedure.h"

/** NPS_OK when a prior is usable: every parameter from 1e-100 to 1e15, or all zero, or NULL, for Jeffreys' prior. */
nps_status nps_bayes_read_prior(nps_real_counts *into, const double from[3]);

/**
 * The parameters of the Dirichlet posterior: counts and prior added up. A prior that is all zero is Jeffreys', 1/2 each
 * (Jeffreys, Proceedings of the Royal Society A 186:453, 1946).
 */
nps_real_counts nps_bayes_posterior(const nps_real_counts *counts, const nps_real_counts *prior);

/** The log of the posterior probability that the truth is above theta. */
double nps_bayes_log_above(const nps_real_counts *posterior, double theta);

/** The equal-tailed interval: posterior probability alpha / 2 on either side. */
nps_bounds nps_bayes_interval(const nps_real_counts *posterior, double alpha);

/**
 * The probability of what speaks against the alternative: of theta or less for NPS_GREATER, of theta or more for
 * NPS_LESS; twice the smaller of the two for NPS_TWO_SIDED.
 */
double nps_bayes_p_value(const nps_real_counts *posterior, double theta, nps_alternative alternative);

#endif
