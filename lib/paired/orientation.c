/* SPDX-License-Identifier: MIT */
#include "orientation.h"

#include "../method/score.h"

#include <stddef.h>

static nps_overlap exchange_waves(const nps_overlap *from)
{
    nps_overlap turned = *from;
    int i, j;
    for (i = 0; i < NPS_GROUPS; i++)
        for (j = 0; j < NPS_GROUPS; j++)
            turned.both[i][j] = from->both[j][i];
    turned.first_only = from->second_only;
    turned.second_only = from->first_only;
    turned.n_first_only = from->n_second_only;
    turned.n_second_only = from->n_first_only;
    turned.proportional = (nps_overlap_weights){from->proportional.second, from->proportional.first};
    return turned;
}

static nps_overlap mirror(const nps_overlap *from)
{
    nps_overlap turned = *from;
    int i, j;
    for (i = 0; i < NPS_GROUPS; i++)
        for (j = 0; j < NPS_GROUPS; j++)
            turned.both[i][j] = from->both[NPS_GROUPS - 1 - i][NPS_GROUPS - 1 - j];
    turned.first_only = nps_mirror(&from->first_only);
    turned.second_only = nps_mirror(&from->second_only);
    return turned;
}

/* -1, 0 or 1 as the first number is below, equal to or above the other. */
static int compare(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_counts(const nps_real_counts *a, const nps_real_counts *b)
{
    int order = compare(a->promoters, b->promoters);
    if (order == 0)
        order = compare(a->passives, b->passives);
    return order != 0 ? order : compare(a->detractors, b->detractors);
}

static bool sorts_before(const nps_overlap *a, const nps_overlap *b)
{
    int cell, order = 0;
    for (cell = 0; cell < NPS_GROUPS * NPS_GROUPS && order == 0; cell++)
        order = compare(a->both[cell / NPS_GROUPS][cell % NPS_GROUPS], b->both[cell / NPS_GROUPS][cell % NPS_GROUPS]);
    if (order == 0)
        order = compare_counts(&a->first_only, &b->first_only);
    if (order == 0)
        order = compare_counts(&a->second_only, &b->second_only);
    return order < 0;
}

nps_orientation nps_overlap_orient(nps_overlap *self)
{
    const nps_overlap exchanged = exchange_waves(self), mirrored = mirror(self), both = mirror(&exchanged);
    const struct {
        const nps_overlap *waves;
        nps_orientation orientation;
    } others[] = {{&mirrored, {false, true}}, {&exchanged, {true, false}}, {&both, {true, true}}};
    nps_orientation found = {false, false};
    size_t i;
    for (i = 0; i < sizeof others / sizeof *others; i++)
        if (sorts_before(others[i].waves, self)) {
            *self = *others[i].waves;
            found = others[i].orientation;
        }
    return found;
}
