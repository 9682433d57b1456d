/* Least squares on the categories of margins.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CALIBRATION_RESIDUALS_H
#define NPS_CALIBRATION_RESIDUALS_H

#include <nps/calibration.h>

/**
 * Replaces values by their residuals on the categories of all margins, by least squares with the base weights.
 *
 * Margins may depend on each other: residuals are unique where coefficients are not.
 *
 * @param sample  Weights and categories that were checked.
 * @param options Iterations and interrupt; their allocator is ignored.
 * @param allocator Where scratch memory comes from.
 * @param values  A value of the size of 1 for each row.
 * @return NPS_OK, NPS_ERROR_MEMORY, NPS_ERROR_INTERRUPTED or NPS_ERROR_CONVERGENCE; on error the values are arbitrary.
 */
nps_status nps_calibration_take_residuals(const nps_calibration_sample *sample, const nps_calibration_options *options,
                                          const nps_allocator *allocator, double *values);

#endif
