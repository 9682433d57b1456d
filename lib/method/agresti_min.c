/* Agresti and Min (Statistics in Medicine 24:729, 2005): adds two respondents, half of them passive.
 * SPDX-License-Identifier: MIT */
#include "pseudo_wald.h"

PSEUDO_WALD_PROCEDURE(nps_agresti_min_procedure, 0.5, 1, 0.5);
