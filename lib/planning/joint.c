/* SPDX-License-Identifier: MIT */
#include "joint.h"

#include "shares.h"

#include <math.h>

enum { GROUPS = 3 }; /* promoters, passives, detractors */

/* The shares as numbers. */
static void unpack(const nps_plan_shares *shares, double out[GROUPS])
{
    out[0] = shares->promoters;
    out[1] = shares->passives;
    out[2] = shares->detractors;
}

static void unpack_joint(const nps_plan_joint *joint, double out[GROUPS][GROUPS])
{
    unpack(&joint->promoters, out[0]);
    unpack(&joint->passives, out[1]);
    unpack(&joint->detractors, out[2]);
}

static nps_plan_shares pack(const double shares[GROUPS])
{
    return (nps_plan_shares){shares[0], shares[1], shares[2]};
}

nps_status nps_plan_joint_read(nps_plan_joint *into, const nps_plan_joint *from)
{
    double cells[GROUPS][GROUPS], largest = 0, sum = 0;
    int i, j;
    if (!from)
        return NPS_ERROR_NULL;
    unpack_joint(from, cells);
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++) {
            if (!(cells[i][j] >= 0 && isfinite(cells[i][j])))
                return NPS_ERROR_SHARES;
            largest = fmax(largest, cells[i][j]);
        }
    if (largest == 0)
        return NPS_ERROR_SHARES;
    /* Divided by the largest first, because the sum may be infinite. */
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++)
            sum += cells[i][j] /= largest;
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++)
            cells[i][j] /= sum;
    *into = (nps_plan_joint){pack(cells[0]), pack(cells[1]), pack(cells[2])};
    return NPS_OK;
}

void nps_plan_joint_changes(const nps_plan_joint *joint, double changes[5])
{
    double cells[GROUPS][GROUPS];
    int i, j;
    unpack_joint(joint, cells);
    for (i = 0; i < 5; i++)
        changes[i] = 0;
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++)
            changes[2 + i - j] += cells[i][j];
}

/* The table with these margins in which the answers of both waves go together as far as possible (sign 1), or go
 * against each other (sign -1), and their covariance in it. */
static double extreme_table(const double first[GROUPS], const double second[GROUPS], int sign,
                            double cells[GROUPS][GROUPS])
{
    double of_first[GROUPS], of_second[GROUPS], covariance = 0;
    int i, j;
    for (i = 0; i < GROUPS; i++) {
        of_first[i] = first[i];
        of_second[i] = second[i];
    }
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++) {
            const int to = sign > 0 ? j : GROUPS - 1 - j;
            cells[i][to] = fmin(of_first[i], of_second[to]);
            of_first[i] -= cells[i][to];
            of_second[to] -= cells[i][to];
            covariance += (cells[i][to] - first[i] * second[to]) * (1 - i) * (1 - to);
        }
    return covariance;
}

nps_status nps_plan_joint_shares(const nps_plan_shares *first, const nps_plan_shares *second, double correlation,
                                 nps_plan_joint *out)
{
    nps_plan_shares read_first, read_second;
    double of_first[GROUPS], of_second[GROUPS], cells[GROUPS][GROUPS], covariance, part;
    nps_status status;
    int i, j;
    if (!out)
        return NPS_ERROR_NULL;
    status = nps_plan_shares_read(&read_first, first);
    if (!status)
        status = nps_plan_shares_read(&read_second, second);
    if (status)
        return status;
    if (!(correlation >= -1 && correlation <= 1))
        return NPS_ERROR_PLAN;
    unpack(&read_first, of_first);
    unpack(&read_second, of_second);
    covariance = extreme_table(of_first, of_second, correlation < 0 ? -1 : 1, cells);
    part = correlation * sqrt(nps_plan_shares_variance(&read_first) * nps_plan_shares_variance(&read_second));
    if (correlation != 0) {
        part /= covariance;
        /* The tolerance allows the largest possible correlation in spite of rounding. A negative part comes from a
         * covariance that is only rounding. */
        if (!(part >= 0 && part <= 1 + 1e-12))
            return NPS_ERROR_UNREACHABLE;
        part = fmin(1, part);
    }
    for (i = 0; i < GROUPS; i++)
        for (j = 0; j < GROUPS; j++)
            cells[i][j] = part * cells[i][j] + (1 - part) * of_first[i] * of_second[j];
    *out = (nps_plan_joint){pack(cells[0]), pack(cells[1]), pack(cells[2])};
    return NPS_OK;
}
