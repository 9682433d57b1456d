/* Distributions on equally spaced values, and the probability that one variable exceeds another.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MATH_LATTICE_H
#define NPS_MATH_LATTICE_H

/** The standard deviation up to which a distribution is a table; above it, or above 2^40 answers, it is taken as
 * normal.
 */
#define NPS_LATTICE_DEVIATION 32.0
/** Room for 9 standard deviations and 25 values to either side. */
#define NPS_LATTICE_TABLE 640

/** The values first, first + step, ... with their probabilities; count 0: a normal distribution. */
typedef struct nps_lattice {
    double mean, deviation;
    double first, step;
    double least_deviation; /**< Near any value of the table, not only near the mean; 0: not known to be larger. */
    int count;
    double table[NPS_LATTICE_TABLE];
} nps_lattice;

/** origin + step times a binomial variable, for whole trials. */
void nps_lattice_binomial(nps_lattice *self, double trials, double rate, double origin, double step);

/**
 * origin + the number of answers of one kind minus that of another, of n answers; n is whole.
 *
 * @param shares The probabilities of the first kind, of neither, and of the other kind; they sum to 1.
 */
void nps_lattice_trinomial(nps_lattice *self, double n, const double *shares, double origin);

/** P(x / x_size >= y / y_size) for independent x and y; or less, but more than `enough`. */
double nps_lattice_tail(const nps_lattice *x, double x_size, const nps_lattice *y, double y_size, double enough);

#endif
