/* The probability of the tables that speak at least as much for a larger difference as the observed ones, at truths
 * with the tested difference.
 *
 * A score test takes its statistic as normal. Near an end of the scale, or where hardly anybody is passive, nearly the
 * whole probability is that of a few tables, and the normal tail can be half of it: nobody of twelve answers otherwise
 * with probability .8^12 = .069 when the truth is 20 % otherwise.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_TABLE_TAIL_H
#define NPS_METHOD_TABLE_TAIL_H

#include "restricted_pair.h"

/**
 * The largest probability, over nine truths with theta_a - theta_b = `difference`, that both samples have one of their
 * observed counts again and the difference of the scores is at least the observed one; or `least`, if that is larger.
 * The first probability above `enough` is returned at once.
 *
 * The truths are the most likely pair, in which that of a is `most_likely`, and, in steps towards both ends of the
 * scale, the most likely shares with other scores. Which count of each sample is the same again, promoters, passives or
 * detractors, is chosen so that the probability is largest. Where the larger sample is so much larger that its score
 * varies less than one answer moves that of the smaller sample, none of its counts need be the same.
 *
 * Counts that are not whole are rounded. The time is bounded: distributions with a large standard deviation are taken
 * as normal.
 */
double nps_table_tail(const nps_tested_pair *tested, double most_likely, double least, double enough);

#endif
