/* Functions shared by intervals and tests of one score.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INTERVAL_INFERENCE_H
#define NPS_INTERVAL_INFERENCE_H

#include "../method/procedure.h"

#include <nps/interval.h>
#include <stdbool.h>

/** A method and its inputs, checked. */
typedef struct nps_inference {
    const nps_procedure *procedure;
    nps_method method;      /**< The method used. */
    nps_real_counts counts; /**< The counts, or the effective counts of a sample from a finite population. */
    nps_setting setting;    /**< The inputs of the method, without memory. */
    bool is_census;         /**< Everyone has answered, so there is no uncertainty. */
} nps_inference;

/** Reads the options of a caller over the defaults; NPS_OK, NPS_ERROR_SIZE, or NPS_ERROR_WORKSPACE for a workspace that
 * is too small, even if the method needs none. The level is not checked. */
nps_status nps_inference_options(nps_interval_options *into, const nps_interval_options *from);

/** Selects the method for counts and options. */
nps_status nps_inference_prepare(nps_inference *self, const nps_counts *counts, const nps_interval_options *options);

/** The interval in theta, with memory. */
nps_status nps_inference_bounds(const nps_inference *self, const nps_setting *given, double alpha, nps_bounds *theta);

/** The p-value of the hypothesis that the truth is theta, with memory. */
nps_status nps_inference_p_value(const nps_inference *self, const nps_setting *given, double theta,
                                 nps_alternative alternative, double *p);

#endif
