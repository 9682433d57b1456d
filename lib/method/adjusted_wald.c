/* Adjusted Wald (Rocks, Journal of Usability Studies 11, 2016): adds three respondents, a quarter of them promoters
 * and a quarter detractors.
 * SPDX-License-Identifier: MIT */
#include "pseudo_wald.h"

PSEUDO_WALD(adjusted_wald, 0.75, 1.5, 0.75)

const nps_procedure nps_adjusted_wald_procedure = {
    .center = adjusted_wald_center, .bounds = adjusted_wald_bounds, .p_value = adjusted_wald_p_value};
