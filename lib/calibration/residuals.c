/* SPDX-License-Identifier: MIT */
#include "residuals.h"

#include "../allocator.h"
#include "../interrupt.h"
#include "../support/checked.h"
#include "table.h"

#include <math.h>
#include <string.h>

/* The largest weighted mean of residuals that a category may keep. */
static const double TOLERANCE = 1e-12;

/* Conjugate gradients for the normal equations, each category divided by its weight. They need no matrix of all pairs
 * of categories, and find the residuals also where margins depend on each other. */
struct regression {
    const nps_calibration_sample *sample;
    size_t categories;  /* of all margins together */
    double *sums;       /* the weight of each category */
    double *means;      /* the weighted mean of the residuals in each category */
    double *directions; /* by category */
    double *residuals;  /* by row */
};

static void sum_weights(struct regression *self)
{
    size_t m, row, first = 0;
    memset(self->sums, 0, self->categories * sizeof *self->sums);
    for (m = 0; m < self->sample->margin_count; first += self->sample->margins[m].category_count, m++)
        for (row = 0; row < self->sample->row_count; row++)
            self->sums[first + self->sample->margins[m].categories[row]] +=
                nps_calibration_base_weight(self->sample, row);
}

/* Sets the means, and returns the largest of them. */
static double find_means(struct regression *self)
{
    double largest = 0;
    size_t m, row, i, first = 0;
    memset(self->means, 0, self->categories * sizeof *self->means);
    for (m = 0; m < self->sample->margin_count; first += self->sample->margins[m].category_count, m++)
        for (row = 0; row < self->sample->row_count; row++)
            self->means[first + self->sample->margins[m].categories[row]] +=
                nps_calibration_base_weight(self->sample, row) * self->residuals[row];
    for (i = 0; i < self->categories; i++) {
        self->means[i] = self->sums[i] > 0 ? self->means[i] / self->sums[i] : 0;
        largest = fmax(largest, fabs(self->means[i]));
    }
    return largest;
}

/* The squared length of the gradient. */
static double squared_means(const struct regression *self)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < self->categories; i++)
        sum += self->sums[i] * self->means[i] * self->means[i];
    return sum;
}

static void turn(struct regression *self, double part_of_last)
{
    size_t i;
    for (i = 0; i < self->categories; i++)
        self->directions[i] = self->means[i] + part_of_last * self->directions[i];
}

/* What the directions of its categories add up to for a row. */
static double direction_of(const struct regression *self, size_t row)
{
    double sum = 0;
    size_t m, first = 0;
    for (m = 0; m < self->sample->margin_count; first += self->sample->margins[m].category_count, m++)
        sum += self->directions[first + self->sample->margins[m].categories[row]];
    return sum;
}

/* Goes to the minimum in the direction. */
static void descend(struct regression *self, double squared_gradient)
{
    double curvature = 0, step;
    size_t row;
    for (row = 0; row < self->sample->row_count; row++) {
        const double direction = direction_of(self, row);
        curvature += nps_calibration_base_weight(self->sample, row) * direction * direction;
    }
    step = curvature > 0 ? squared_gradient / curvature : 0;
    for (row = 0; row < self->sample->row_count; row++)
        self->residuals[row] -= step * direction_of(self, row);
}

static nps_status solve(struct regression *self, const nps_calibration_options *options)
{
    double last = 0;
    uint32_t i;
    sum_weights(self);
    memset(self->directions, 0, self->categories * sizeof *self->directions);
    for (i = 0; find_means(self) > TOLERANCE; i++) {
        const double gradient = squared_means(self);
        const nps_status status = nps_interrupt_check(&options->interrupt);
        if (status || i == options->iterations)
            return status ? status : NPS_ERROR_CONVERGENCE;
        turn(self, last > 0 ? gradient / last : 0);
        descend(self, gradient);
        last = gradient;
    }
    return NPS_OK;
}

nps_status nps_calibration_take_residuals(const nps_calibration_sample *sample, const nps_calibration_options *options,
                                          const nps_allocator *allocator, double *values)
{
    struct regression self = {.sample = sample, .residuals = values};
    nps_status status;
    size_t m, size;
    for (m = 0; m < sample->margin_count; m++)
        if (sample->margins[m].category_count > SIZE_MAX - self.categories)
            return NPS_ERROR_MEMORY;
        else
            self.categories += sample->margins[m].category_count;
    if (self.categories == 0)
        return NPS_OK;
    if (!checked_multiply(self.categories, 3, &size))
        return NPS_ERROR_MEMORY;
    self.sums = nps_allocator_array(allocator, size, sizeof *self.sums);
    if (!self.sums)
        return NPS_ERROR_MEMORY;
    self.means = self.sums + self.categories;
    self.directions = self.means + self.categories;
    status = solve(&self, options);
    nps_allocator_release(allocator, self.sums, size, sizeof *self.sums);
    return status;
}
