/* Agresti and Min (Statistics in Medicine 24:729, 2005): adds two respondents, half of them passive.
 * SPDX-License-Identifier: MIT */
#include "pseudo_wald.h"

PSEUDO_WALD(agresti_min, 0.5, 1, 0.5)

const nps_procedure nps_agresti_min_procedure = {
    .center = agresti_min_center, .bounds = agresti_min_bounds, .p_value = agresti_min_p_value};
