/* SPDX-License-Identifier: MIT */
#include <nps/significance.h>

#include "interval/inference.h"
#include "method.h"

#include <stddef.h>

/* The inputs of a test, checked. */
struct test_request {
    nps_inference inference;
    double theta;
    nps_alternative alternative;
    double p_value;
};

static nps_status compute(void *context, const nps_setting *setting)
{
    struct test_request *request = context;
    return nps_inference_p_value(&request->inference, setting, request->theta, request->alternative, &request->p_value);
}

nps_status nps_test_with(const nps_counts *counts, double reference, nps_alternative alternative,
                         const nps_interval_options *options, nps_test_result *out)
{
    nps_interval_options read;
    struct test_request request;
    nps_status status;

    if (!out)
        return NPS_ERROR_NULL;
    status = nps_inference_options(&read, options);
    if (!status)
        status = nps_inference_prepare(&request.inference, counts, &read);
    if (!status)
        status = nps_method_check_alternative(alternative);
    if (!status)
        status = nps_method_check_reference(reference);
    if (status)
        return status;

    request.theta = reference / 100;
    request.alternative = alternative;
    status = nps_method_work(request.inference.procedure, read.workspace, compute, &request);
    if (status)
        return status;
    out->p_value = request.p_value;
    out->method = request.inference.method;
    return NPS_OK;
}

nps_status nps_test(const nps_counts *counts, double reference, nps_method method, nps_alternative alternative,
                    double *p_value)
{
    nps_interval_options options;
    nps_test_result result;
    nps_status status;
    if (!p_value)
        return NPS_ERROR_NULL;
    nps_interval_options_init(&options);
    options.method = method;
    status = nps_test_with(counts, reference, alternative, &options, &result);
    if (!status)
        *p_value = result.p_value;
    return status;
}
