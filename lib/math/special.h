/* Special functions in logarithms, and the quadrature that they use. They need only libm.
 *
 * lgamma() is not used: its differences have an error of .016 at 2e12, and it writes a global variable. Instead the
 * gamma function enters through the remainder of Stirling's formula, and probabilities are integrals of positive
 * functions, in which nothing cancels.
 *
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPECIAL_H
#define NPS_SPECIAL_H

/** log(1 + x) - x, for x >= -1, without cancellation. It is never positive. */
double nps_log1p_minus(double x);

/** log(exp(a) + exp(b)). */
double nps_log_sum(double a, double b);

/** log Gamma(a) - ((a - 1/2) log a - a + log(2 pi) / 2), for a > 0. */
double nps_stirling_error(double a);

/** log(x^a y^b / B(a, b)) for x + y = 1: the density of log(x / y) when x is Beta(a, b). */
double nps_log_beta_density(double a, double b, double x, double y);

/**
 * log I_x(a, b), the regularised incomplete beta function: the probability that a Beta(a, b) variable is below x.
 *
 * @param a,b Positive.
 * @param x,y Inside [0, 1], x + y = 1, each with its own precision. The other tail is I_y(b, a).
 */
double nps_log_beta_below(double a, double b, double x, double y);

/** P(X = k) of a binomial X, for whole numbers `k` and `trials`, and 0 <= rate <= 1. */
double nps_binomial_probability(double k, double trials, double rate);

/** The log of a positive function of one variable, with its parameters. */
typedef double (*nps_log_function)(double x, const void *context);

/** Values below the largest one by more than this, in logarithms, are ignored in an integral. */
#define NPS_LOG_NEGLIGIBLE 42.0

/**
 * The log of the integral of a smooth positive function from `lower` to `upper`, by adaptive Gauss-Kronrod quadrature;
 * the relative error is near 1e-13.
 *
 * The ends should be near to where the function becomes negligible. `peak` is the log of its largest value there, to
 * some hundreds; `rounding` is the relative error of its values, which the quadrature does not try to resolve. Where
 * `peak` is beyond 1e12, doubles cannot resolve the integral, and the result is `peak`.
 */
double nps_log_integral(nps_log_function function, const void *context, double lower, double upper, double peak,
                        double rounding);

/**
 * The same for an analytic function that is negligible at both ends, by the trapezoidal rule, which then converges
 * exponentially and takes a third of the points.
 */
double nps_log_bell_integral(nps_log_function function, const void *context, double lower, double upper, double peak,
                             double rounding);

/** A point in the direction of `step` at which a function that decreases from `start` on is negligible. It is not much
 * farther away than necessary and never beyond `limit`. */
double nps_log_reach(nps_log_function function, const void *context, double start, double step, double limit);

#endif
