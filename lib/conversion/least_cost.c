/* With y detractors who become promoters, the remaining steps are made by the cheaper of the two other kinds, as far as
 * it goes, and then by the other one. This cost is the minimum of a linear program over its other variables, so it is
 * convex in y as long as the steps are not exceeded, and the sign of its change from y to y + 1 finds the minimum. To
 * exceed the steps by one can only pay beyond the last such y.
 * SPDX-License-Identifier: MIT */
#include "least_cost.h"

#include <math.h>
#include <stdbool.h>

typedef struct conversion_problem {
    uint64_t passives, detractors, steps;
    nps_conversion_costs costs;
} conversion_problem;

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t without(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

/* How many detractors may become passives when y become promoters. */
static uint64_t softened_at_most(const conversion_problem *self, uint64_t y)
{
    return isfinite(self->costs.detractors_to_passives) ? self->detractors - y : 0;
}

static uint64_t passives_at_most(const conversion_problem *self)
{
    return isfinite(self->costs.passives) ? self->passives : 0;
}

static uint64_t steps_at(const conversion_problem *self, uint64_t y)
{
    return softened_at_most(self, y) + passives_at_most(self) + 2 * y;
}

uint64_t nps_most_steps(const nps_counts *counts, const nps_conversion_costs *costs)
{
    const conversion_problem problem = {counts->passives, counts->detractors, 0, *costs};
    return steps_at(&problem, isfinite(costs->detractors) ? counts->detractors : 0);
}

/* The rest of the conversions. Of equal costs, passives go first. */
static nps_conversions fill_in(const conversion_problem *self, uint64_t y)
{
    const uint64_t left = without(self->steps, 2 * y);
    nps_conversions out = {0, y, 0};
    if (self->costs.passives <= self->costs.detractors_to_passives) {
        out.passives = smaller(left, passives_at_most(self));
        out.detractors_to_passives = left - out.passives;
    } else {
        out.detractors_to_passives = smaller(left, softened_at_most(self, y));
        out.passives = left - out.detractors_to_passives;
    }
    return out;
}

/* The sign of a - (b + c), without rounding: the sum of two doubles is a double and its error (Knuth, The Art of
 * Computer Programming 2, 4.2.2). */
static int compare_to_sum(double a, double b, double c)
{
    const double sum = b + c, part = sum - b, error = (b - (sum - part)) + (c - part);
    if (a != sum)
        return a < sum ? -1 : 1;
    return error > 0 ? -1 : error < 0;
}

/* The sign of the change of cost from y to y + 1; equal costs count as falling, because there are fewer conversions. */
static bool falls_after(const conversion_problem *self, uint64_t y)
{
    const nps_conversions here = fill_in(self, y), next = fill_in(self, y + 1);
    const uint64_t passives = here.passives - next.passives;
    const double passive = self->costs.passives, softened = self->costs.detractors_to_passives;
    if (passives == 2)
        return compare_to_sum(self->costs.detractors, passive, passive) <= 0;
    if (passives == 1)
        return compare_to_sum(self->costs.detractors, passive, softened) <= 0;
    return compare_to_sum(self->costs.detractors, softened, softened) <= 0;
}

/* The smallest y whose steps suffice: each makes one or two more of them possible. */
static uint64_t first_possible(const conversion_problem *self)
{
    const uint64_t missing = without(self->steps, steps_at(self, 0));
    return isfinite(self->costs.detractors_to_passives) ? missing : missing / 2 + missing % 2;
}

static uint64_t best_up_to(const conversion_problem *self, uint64_t first, uint64_t last)
{
    while (first < last) {
        const uint64_t middle = first + (last - first) / 2;
        if (falls_after(self, middle))
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

/* Whether one more detractor who becomes a promoter costs less than the single step that is left. */
static bool exceeding_pays(const conversion_problem *self, const nps_conversions *last)
{
    const double step = last->passives > 0 ? self->costs.passives : self->costs.detractors_to_passives;
    return self->costs.detractors < step && last->detractors < self->detractors;
}

nps_conversions nps_least_cost(const nps_counts *counts, const nps_conversion_costs *costs, uint64_t steps)
{
    const conversion_problem problem = {counts->passives, counts->detractors, steps, *costs};
    const uint64_t last = isfinite(costs->detractors) ? smaller(steps / 2, counts->detractors) : 0;
    const uint64_t first = first_possible(&problem);
    nps_conversions best;
    if (first > last) /* the last step can only be made by exceeding */
        return fill_in(&problem, first);
    best = fill_in(&problem, best_up_to(&problem, first, last));
    if (best.passives + best.detractors_to_passives == 1 && exceeding_pays(&problem, &best))
        return fill_in(&problem, best.detractors + 1);
    return best;
}
