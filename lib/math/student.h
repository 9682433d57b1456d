/* Student's t distribution, on libm alone.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_STUDENT_H
#define NPS_STUDENT_H

/** P(T > t) with `degrees` > 0 degrees of freedom; the relative error is below 1e-11 in both tails. Degrees of
 * INFINITY give the normal distribution. */
double nps_student_upper_tail(double t, double degrees);

/** The t with P(T > t) = p, for p in (0, 1/2]; the relative error is below 1e-11. INFINITY where t exceeds the
 * largest double. */
double nps_student_upper_quantile(double p, double degrees);

#endif
