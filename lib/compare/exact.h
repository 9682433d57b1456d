/* The exact comparison of two samples: its interval and its test. The proof is in docs/exact.md.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_EXACT_H
#define NPS_COMPARE_EXACT_H

#include "../counts.h"

#include <nps/interrupt.h>
#include <nps/method.h>
#include <nps/status.h>

/** The bounds of theta_a - theta_b and the p-value of a difference of 0; p < alpha exactly when 0 lies outside. */
typedef struct nps_exact_comparison {
    nps_bounds theta;
    double p_value;
} nps_exact_comparison;

/**
 * Compares two samples with an error probability of at most alpha; uses up to 80 KiB of stack.
 *
 * @return NPS_OK; NPS_ERROR_INTERRUPTED; NPS_ERROR_TOO_MANY above NPS_EXACT_COMPARE_MAX answers; NPS_ERROR_UNAVAILABLE
 * for counts that are not whole.
 */
nps_status nps_exact_compare(const nps_real_counts *a, const nps_real_counts *b, double alpha,
                             const nps_interrupt *interrupt, nps_exact_comparison *out);

/** Whether the p-value of nps_exact_compare() is below alpha, ten times as fast (but for p-values within 2e-4 of
 * alpha, relatively, of which the answer may be "yes" for one that is not below). For samples that nps_exact_compare()
 * takes. */
int nps_exact_rejects(const nps_real_counts *a, const nps_real_counts *b, double alpha);

/** One-sided bounds of theta_a - theta_b, and one-sided p-values: of the hypothesis that it is -margin or less, which
 * is below alpha exactly when the lower bound is above -margin; and that it is margin or more, likewise. */
typedef struct nps_exact_margin {
    nps_bounds theta;
    double p_below, p_above;
} nps_exact_margin;

/** Tests two samples with a margin in (0, 2]; each bound and each test errs with a probability of at most alpha. The
 * stack and the status are those of nps_exact_compare(). */
nps_status nps_exact_compare_margin(const nps_real_counts *a, const nps_real_counts *b, double margin, double alpha,
                                    const nps_interrupt *interrupt, nps_exact_margin *out);

/** Whether the p-value `p_below` of nps_exact_compare_margin() is below alpha, as nps_exact_rejects() is for that of
 * nps_exact_compare(). */
int nps_exact_rejects_margin(const nps_real_counts *a, const nps_real_counts *b, double margin, double alpha);

#endif
