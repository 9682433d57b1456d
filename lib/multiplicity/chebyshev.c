/* The formulas are in Trefethen, Spectral Methods in MATLAB, 2000 (chapters 6 and 12), and Berrut and Trefethen, SIAM
 * Review 46:501, 2004.
 * SPDX-License-Identifier: MIT */
#include "chebyshev.h"

#include <math.h>
#include <stddef.h>

enum { LAST = NPS_CHEBYSHEV_LAST, HALF = LAST / 2 };

/* cos(k pi / 16), for k >= 0; a table, because the last bits of cos() differ between machines. */
static double cosine(int k)
{
    static const double quarter[] = {1,
                                     0.98078528040323044913,
                                     0.92387953251128675613,
                                     0.83146961230254523708,
                                     0.70710678118654752440,
                                     0.55557023301960222474,
                                     0.38268343236508977173,
                                     0.19509032201612826785,
                                     0};
    k %= 2 * LAST;
    if (k > LAST)
        k = 2 * LAST - k;
    return k <= HALF ? quarter[k] : -quarter[LAST - k];
}

static double sign(size_t k)
{
    return k % 2 == 0 ? 1 : -1;
}

static double weight(int point)
{
    double sum = 1;
    int j;
    for (j = 1; j <= HALF; j++)
        sum -= (j < HALF ? 2 : 1) * cosine(2 * j * point) / (4 * j * j - 1);
    return (point % LAST == 0 ? 1 : 2) * sum / LAST;
}

static void fill_slopes(nps_chebyshev *self)
{
    int i, j;
    for (i = 0; i <= LAST; i++) {
        self->slopes[i][i] = 0;
        for (j = 0; j <= LAST; j++)
            if (j != i) {
                const double ends = (i % LAST == 0 ? 2.0 : 1.0) / (j % LAST == 0 ? 2 : 1);
                self->slopes[i][j] = ends * sign((size_t)i + (size_t)j) / (self->points[i] - self->points[j]);
                self->slopes[i][i] -= self->slopes[i][j]; /* the slope of a constant is 0 */
            }
    }
}

static void fill_between(nps_chebyshev *self)
{
    size_t i, j;
    for (i = 0; i < HALF; i++) {
        double sum = 0;
        for (j = 0; j <= HALF; j++) {
            const double distance = self->points[2 * i + 1] - self->points[2 * j];
            self->between[i][j] = sign(j) * (j % HALF == 0 ? 0.5 : 1) / distance;
            sum += self->between[i][j];
        }
        for (j = 0; j <= HALF; j++)
            self->between[i][j] /= sum;
    }
}

void nps_chebyshev_init(nps_chebyshev *self)
{
    int i;
    for (i = 0; i <= LAST; i++) {
        self->points[i] = -cosine(i);
        self->weights[i] = weight(i);
    }
    fill_slopes(self);
    fill_between(self);
}

double nps_chebyshev_slope(const nps_chebyshev *self, const double values[NPS_CHEBYSHEV_POINTS], int point)
{
    double sum = 0;
    int i;
    for (i = 0; i <= LAST; i++)
        sum += self->slopes[point][i] * values[i];
    return sum;
}

double nps_chebyshev_surprise(const nps_chebyshev *self, const double values[NPS_CHEBYSHEV_POINTS])
{
    double worst = 0;
    size_t i, j;
    for (i = 0; i < HALF; i++) {
        double predicted = 0;
        for (j = 0; j <= HALF; j++)
            predicted += self->between[i][j] * values[2 * j];
        worst = fmax(worst, fabs(predicted - values[2 * i + 1]));
    }
    return worst;
}
