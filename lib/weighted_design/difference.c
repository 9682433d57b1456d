/* SPDX-License-Identifier: MIT */
#include "../method/wald.h"
#include "linearize.h"

#include <math.h>
#include <stdbool.h>

/* The variance of theta, were the respondents drawn by themselves, with Kish's effective respondents. */
static double kish_variance(const nps_weighted_estimate *estimate)
{
    const nps_real_counts shares = {estimate->promoters, estimate->passives, estimate->detractors};
    return nps_wald_variance(&shares) / estimate->kish;
}

/* That of the difference of a part and the whole design: as the part's own difference from the rest, times the share of
 * the rest. */
static nps_status nested_kish_variance(const nps_design_frame *self, const nps_design_domain *part,
                                       const nps_design_domain *whole, double *variance)
{
    const nps_linearized_result nothing = {0};
    const double of_rest = 1 - part->basis.total / whole->basis.total;
    nps_weighted rest = whole->total;
    nps_weighted_estimate of_part, of_others;
    nps_weighted_basis basis;
    uint64_t outside;
    nps_status status = nps_weighted_subtract(&rest, &part->total);
    *variance = 0;
    if (!status)
        status = nps_weighted_basis_of(&rest, self->scale, &basis, &outside);
    if (status == NPS_ERROR_EMPTY)
        return NPS_OK; /* the part is everybody: there is no difference */
    if (status)
        return status;
    of_part = nps_weighted_finish_linearized(&part->basis, &nothing);
    of_others = nps_weighted_finish_linearized(&basis, &nothing);
    *variance = of_rest * of_rest * (kish_variance(&of_part) + kish_variance(&of_others));
    return NPS_OK;
}

static nps_status kish_variance_of(const nps_design_frame *self, const nps_design_domain domains[2],
                                   const nps_weighted_difference *difference, double *variance)
{
    *variance = kish_variance(&difference->a) + kish_variance(&difference->b);
    if (domains[1].part == self->whole)
        return nested_kish_variance(self, &domains[0], &domains[1], variance);
    if (domains[0].part == self->whole)
        return nested_kish_variance(self, &domains[1], &domains[0], variance);
    return NPS_OK;
}

/* Everything but the two estimates. */
static void finish(const nps_linearized_result of_one[2], const nps_linearized_result *of_difference, double kish,
                   nps_weighted_difference *out)
{
    const double correction = fmax(of_one[0].correction, of_one[1].correction);
    const double gain =
        of_difference->with_replacement > 0 ? of_difference->variance / of_difference->with_replacement : 1;
    const bool is_unknown = isinf(out->a.standard_error) || isinf(out->b.standard_error);
    out->difference = out->a.score - out->b.score;
    out->degrees = fmin(out->a.degrees, out->b.degrees);
    out->standard_error = is_unknown ? INFINITY : 100 * sqrt(correction * of_difference->variance);
    out->kish_error = 100 * sqrt(kish * gain);
}

nps_status nps_weighted_design_compare(const nps_weighted_design *whole, const nps_weighted_design *a,
                                       const nps_weighted_design *b, const nps_variance_options *options,
                                       const nps_scale *scale, nps_weighted_difference *out)
{
    const nps_weighted_design *const parts[2] = {a, b};
    nps_design_frame frame;
    nps_design_domain domains[2];
    nps_linearized_result of_one[2], of_difference;
    nps_weighted_difference made;
    double kish = 0;
    nps_status status;
    int i;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_design_open(&frame, whole, scale, options);
    for (i = 0; !status && i < 2; i++) {
        status = nps_design_open_domain(&frame, parts[i], &domains[i], NULL);
        if (!status)
            status = nps_design_variance(&frame, &domains[i], &of_one[i]);
    }
    if (!status)
        status = nps_design_difference_variance(&frame, &domains[0], &domains[1], &of_difference);
    if (status)
        return status;
    made.a = nps_weighted_finish_linearized(&domains[0].basis, &of_one[0]);
    made.b = nps_weighted_finish_linearized(&domains[1].basis, &of_one[1]);
    status = kish_variance_of(&frame, domains, &made, &kish);
    if (status)
        return status;
    finish(of_one, &of_difference, kish, &made);
    *out = made;
    return NPS_OK;
}
