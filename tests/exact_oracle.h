/* The exact test written out from its definition, slowly: an oracle for NPS_METHOD_EXACT that shares no code with it.
 *
 * The truth is a trinomial with p1 = promoters, p2 = passives, p3 = detractors, theta = p1 - p3. S(t; theta) is Tango's
 * statistic of the table t with two passives added. The p-value of a table t0 is the supremum, over the nuisance
 * psi = p1 + p3 in [|theta|, 1], of the probability of the tables that are at least as extreme as t0, ties included.
 * One-sided, extreme means a large S or -S. Two-sided it means a large |S|, frozen within cells of theta: there S is
 * taken at the end of the cell that is nearer to 0. Any ordering gives a valid test; freezing makes p continuous in a
 * cell.
 *
 * Here the supremum is what is found by looking: every p-value of this oracle is one that some truth attains, hence at
 * most the supremum (to rounding).
 *
 * Only theta >= 0 is computed. The rest is the mirror image, which the tests check in the library itself.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_EXACT_ORACLE_H
#define NPS_TESTS_EXACT_ORACLE_H

#include <nps/counts.h>
#include <nps/significance.h>

/** The largest n supported. */
#define ORACLE_N_MAX      60
#define ORACLE_TABLES_MAX ((ORACLE_N_MAX + 1) * (ORACLE_N_MAX + 2) / 2)

/** The number of cells of theta between 0 and 1. */
#define ORACLE_CELLS 1024

/** A table and its multinomial coefficient. */
struct oracle_table {
    int promoters, passives, detractors;
    long double ways;
};

/** All tables of n answers. */
struct oracle {
    int n;
    int count;
    struct oracle_table tables[ORACLE_TABLES_MAX];
};

/** Lists all tables of n answers, 1 <= n <= ORACLE_N_MAX. */
void oracle_init(struct oracle *self, int n);

/** The sizes that a program is asked to test. */
struct oracle_sizes {
    int first, last, step;
};

/** Reads `PROGRAM [LAST [FIRST [STEP]]]`; the default is each from 1 to `last`. Impossible sizes end the program with
 * its usage. */
struct oracle_sizes oracle_read_sizes(int argc, char **argv, int last);

/** A table as counts of the library. */
nps_counts oracle_counts(const struct oracle *self, int table);

/** The index of the table with promoters and detractors exchanged. */
int oracle_mirror(const struct oracle *self, int table);

/** Tango's statistic of a table with two passives added, at theta, 0 <= theta <= 1, from the formulas of his paper. */
long double oracle_statistic(const struct oracle *self, int table, long double theta);

/** The ordering statistic: how strongly a table contradicts theta, 0 <= theta <= 1, in favour of the alternative. */
long double oracle_extremeness(const struct oracle *self, int table, long double theta, nps_alternative alternative);

/** The probability of every table under a truth. */
void oracle_probabilities(const struct oracle *self, long double p1, long double p2, long double p3,
                          long double *probability);

/**
 * The two-sided p-values of all tables at theta, 0 <= theta <= 1, for a fixed grid of nuisances.
 *
 * All tables are sorted once, most extreme first; then each nuisance costs one running sum.
 */
void oracle_p_values(const struct oracle *self, double theta, double *p);

/** The p-value of one table at theta, 0 <= theta <= 1; each local maximum over the nuisance is refined. */
double oracle_p_value(const struct oracle *self, int table, double theta, nps_alternative alternative);

#endif
