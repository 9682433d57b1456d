/* The plain structs of libnps as Python writes them: tuples.
 *
 * What reads an object returns false, with a Python exception set, for an object of another shape.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_VALUES_H
#define NPS_PYTHON_VALUES_H

#include <Python.h>
#include <nps/accumulator.h>
#include <nps/calibration.h>
#include <nps/compare.h>
#include <nps/groups.h>
#include <nps/interval.h>
#include <nps/multiplicity.h>
#include <nps/paired.h>
#include <nps/planning.h>
#include <nps/sequence.h>
#include <nps/significance.h>
#include <nps/weighted.h>
#include <stdbool.h>

/** Raises the exception of a status that is not NPS_OK. */
void raise_status(nps_status status);

/** The same with a text that says more than the status. */
void raise_explained(nps_status status, const char *text);

/** Raises WeightError, naming the first of the weights that is none, if there is one. */
void raise_wrong_weight(const double *weights, size_t length);

/** Reads whatever counts as an index, with OverflowError for one that does not fit. */
bool read_signed(PyObject *object, int64_t *out);
bool read_unsigned(PyObject *object, uint64_t *out);

/**
 * An object for a message: a str or a number as Python writes it, shortened; of others only the type, since showing
 * them may take any time or raise.
 */
PyObject *shown_of(PyObject *object);

/** Reads (promoters, passives, detractors). */
bool read_counts(PyObject *object, nps_counts *out);

/** Reads a tuple of these into memory that is given back with PyMem_Free(). */
bool read_many_counts(PyObject *tuple, nps_counts **out, size_t *count);

/** Reads (lowest, highest, detractor_max, promoter_min). */
bool read_scale(PyObject *object, nps_scale *out);

/** Reads (method, level, population, prior), the prior being three numbers or None. */
bool read_interval_options(PyObject *object, nps_interval_options *out);

/** Reads three real numbers. */
bool read_prior(PyObject *object, double prior[3]);

/** Reads what tuple_of_sequence() gives. */
bool read_sequence(PyObject *object, nps_sequence *out);

/** Reads the key type, or (key type, memory budget). */
bool read_groups_options(PyObject *object, nps_groups_options *out);

/** Reads (method, level, adjustment). */
bool read_segments_options(PyObject *object, nps_segments_options *out);

/** Reads (promoters, passives, detractors) as real numbers. */
bool read_shares(PyObject *object, nps_plan_shares *out);

/** Reads (method, level, power, ratio, population). */
bool read_plan_options(PyObject *object, nps_plan_options *out);

/** Reads (first, second). */
bool read_sizes(PyObject *object, nps_plan_sizes *out);

/** Reads the thirteen counters: 0 to 10, missing, invalid. */
bool read_counters(PyObject *object, nps_accumulator *out);

/** Reads the fifteen counts of two waves, in the order of the struct. */
bool read_paired(PyObject *object, nps_paired *out);

/** Reads what tuple_of_estimate() gives. */
bool read_estimate(PyObject *object, nps_weighted_estimate *out);

/** Reads (iterations, tolerance, lowest, highest). */
bool read_calibration_options(PyObject *object, nps_calibration_options *out);

PyObject *tuple_of_counters(const nps_accumulator *accumulator);
PyObject *tuple_of_counts(const nps_counts *counts);
PyObject *tuple_of_scale(const nps_scale *scale);
PyObject *tuple_of_bounds(const nps_bounds *bounds);
/** (lower, upper, method) */
PyObject *tuple_of_interval(const nps_interval_result *interval);
PyObject *list_of_intervals(const nps_interval_result *intervals, size_t count);
/** (p_value, method) */
PyObject *tuple_of_test(const nps_test_result *test);
/** (difference, lower, upper, p_value, method) */
PyObject *tuple_of_comparison(const nps_comparison *comparison);
/** A list of (comparison, adjusted p-value). */
PyObject *list_of_segment_comparisons(const nps_segment_comparison *comparisons, size_t count);
/** A list of (best, worst). */
PyObject *list_of_segment_ranks(const nps_segment_rank *ranks, size_t count);

PyObject *list_of_segment_bests(const nps_segment_best *bests, size_t count);
/** A list of floats. */
PyObject *list_of_doubles(const double *numbers, size_t count);
/** (promoters, passives, detractors) */
PyObject *tuple_of_shares(const nps_plan_shares *shares);
/** (first, second) */
PyObject *tuple_of_sizes(const nps_plan_sizes *sizes);
/** (waves, days) */
PyObject *tuple_of_rotation(const nps_plan_rotation *rotation);
/** The fifteen counts. */
PyObject *tuple_of_paired(const nps_paired *paired);
/** All members, in the order of the struct. */
PyObject *tuple_of_moves(const nps_paired_moves *moves);
/** All members, in the order of the struct. */
PyObject *tuple_of_estimate(const nps_weighted_estimate *estimate);
/** The weights of the answers, of the missing and of the invalid. */
PyObject *tuple_of_weights(const double answers[NPS_ANSWERS], double missing, double invalid);
/** (promoters, passives, detractors, lower, upper, level) */
PyObject *tuple_of_sequence(const nps_sequence *sequence);
/** (iterations, error, trimmed) */
PyObject *tuple_of_calibration(const nps_calibration_result *result);
/** All words of weighted answers, the least significant byte first. */
PyObject *bytes_of_weighted(const nps_weighted *weighted);
/** The key of a group: a str or an int. Bytes that are not UTF-8 become surrogates, as Python does with file names. */
PyObject *key_of_group(const nps_group *group);
/** The bytes of a text key, the way back; NULL with TypeError for no str, and ValueError for other surrogates. */
PyObject *bytes_of_key(PyObject *key);

#endif
