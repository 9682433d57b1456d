/* Bonett and Price (Psychological Methods 17:370, 2012): adds one promoter and one detractor.
 * SPDX-License-Identifier: MIT */
#include "pseudo_wald.h"

PSEUDO_WALD(bonett_price, 1, 0, 1)

const nps_procedure nps_bonett_price_procedure = {
    .center = bonett_price_center, .bounds = bonett_price_bounds, .p_value = bonett_price_p_value};
