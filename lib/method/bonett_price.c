/* Bonett and Price (Psychological Methods 17:370, 2012): adds one promoter and one detractor.
 * SPDX-License-Identifier: MIT */
#include "pseudo_wald.h"

PSEUDO_WALD_PROCEDURE(nps_bonett_price_procedure, 1, 0, 1);
