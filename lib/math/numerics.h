/* The normal distribution and root finding, on libm alone.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_NUMERICS_H
#define NPS_NUMERICS_H

/** P(Z > z) for a standard normal Z; full relative precision in both tails, 0 above z = 38.6. */
double nps_normal_upper_tail(double z);

/** The z with P(Z > z) = p, for p in (0, 1); the relative error is a few units in the last place. */
double nps_normal_upper_quantile(double p);

/** Beyond this z, twice the upper tail is no longer a normal double. */
#define NPS_NORMAL_FARTHEST 37.5

/** The z of a two-sided interval: P(|Z| > z) = alpha, for alpha in (0, 1]. */
double nps_normal_two_sided_quantile(double alpha);

/** A function of one variable, with its parameters. */
typedef double (*nps_root_function)(double x, const void *context);

/**
 * Where a monotone function changes sign between a and b, to the last bits of x and never closer than 1e-18.
 *
 * The signs at a and b must differ, or one of them be zero; infinite values are allowed. Chandrupatla's method
 * (Advances in Engineering Software 28:145, 1997): bisection that uses inverse quadratic interpolation where it is
 * safe, so that it needs about ten evaluations and never more than bisection by much.
 */
double nps_find_root(nps_root_function function, const void *context, double a, double b);

/**
 * The bound between an estimate and the end of the scale on its side: where a falling function is 0.
 *
 * The end itself when it is within reach, or when the estimate is there; and the estimate when rounding leaves it
 * beyond the root, as it may at a level near 0.
 */
double nps_find_bound(nps_root_function function, const void *context, double end, double estimate);

/**
 * The two-sided p-value of the deviate at which a decreasing function is 0: 1 when it is never positive, 0 when it
 * still is at NPS_NORMAL_FARTHEST.
 *
 * Where the function is how far the near bound of an interval that reaches z deviates is from a hypothesis, that is the
 * p-value of the interval which just touches it.
 */
double nps_normal_p_value_of_root(nps_root_function function, const void *context);

#endif
