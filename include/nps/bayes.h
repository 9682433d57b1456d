/**
 * @file bayes.h
 * @brief The posterior probability that the true score exceeds a value.
 *
 * The shares of promoters, passives and detractors have a Dirichlet prior: three numbers that count like earlier
 * respondents. The default is Jeffreys' prior, 1/2 each (Jeffreys, Proceedings of the Royal Society A 186:453, 1946).
 * The probability is a statement about the true score, given the prior; its quality depends on that of the prior.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_BAYES_H
#define NPS_BAYES_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/status.h>

NPS_BEGIN_DECLARATIONS

/**
 * The posterior probability that the true score is above a value.
 *
 * @code
 * const nps_counts counts = {46, 30, 14};
 * double above;
 * if (nps_bayes_probability(&counts, NULL, 30, &above) == NPS_OK)
 *     printf("%.3f\n", above); // prints: 0.745
 * @endcode
 *
 * @param counts The counts. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param prior  The parameters of the Dirichlet prior: promoters, passives and detractors, each from 1e-100 to 1e15.
 *               Other values, or NaN: NPS_ERROR_PRIOR. NULL, or all zero: 1/2 each.
 * @param value  The score to exceed, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param above  Receives the probability, 0..1. The relative error is at most 1e-6 down to 1e-300, and the absolute
 *               error at most 1e-9; below the smallest double it is 0. Value and counts are rounded to doubles first:
 *               beyond about 10^12 answers a posterior is so narrow that changing one of them by 2e-16 of itself may
 *               move the probability by more. For the probability of a score below the value, with the same
 *               precision, exchange promoters and detractors (in `prior` too) and change the sign of `value`; the two
 *               add up to 1 within 1e-9.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_PRIOR, NPS_ERROR_REFERENCE, NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW; on error
 *         `above` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_bayes_probability(const nps_counts *counts, const double prior[3], double value,
                                            double *above);

NPS_END_DECLARATIONS

#endif
