/* Adjusted Wald (Rocks, Journal of Usability Studies 11, 2016): adds three respondents, a quarter of them promoters
 * and a quarter detractors.
 * SPDX-License-Identifier: MIT */
#include "pseudo_wald.h"

PSEUDO_WALD_PROCEDURE(nps_adjusted_wald_procedure, 0.75, 1.5, 0.75);
