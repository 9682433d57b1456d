/* SPDX-License-Identifier: MIT */
#include "exact_probability.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#ifdef __GNUC__
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

enum { WIDTH = NPS_EXACT_COMPARE_MAX + 1 };

/* A truth mixes two distributions of one answer; for theta >= 0 they are (theta, 1 - theta, 0) at t = 0 and ((1 +
 * theta) / 2, 0, (1 - theta) / 2) at t = 1. When k answers come from the second and n - k from the first, the
 * detractors and the passives are independent and binomial. For theta < 0 this is true of the promoters instead of the
 * detractors. The answers of that group are called rare here. All arrays hold one number for each lane. */
struct line_mixture {
    int answers, is_negative;
    nps_exact_lanes rare[NPS_EXACT_SUM_TABLES];     /* P(e of k are rare), at place(k, e) */
    nps_exact_lanes passives[NPS_EXACT_SUM_TABLES]; /* P(m of r are passives), at place(r, m) */
};

INLINE int place(int answers, int number)
{
    return answers * (answers + 1) / 2 + number;
}

/* P(i of r) with the probability `share` each, for r up to n. */
INLINE void fill_binomials(int n, const nps_exact_lanes *share, nps_exact_lanes *distributions)
{
    const nps_exact_lanes other = 1 - *share;
    int r, i;
    distributions[0] = (nps_exact_lanes){1, 1, 1, 1};
    for (r = 1; r <= n; r++) {
        nps_exact_lanes *const now = distributions + place(r, 0), *const before = now - r;
        now[0] = other * before[0];
        for (i = 1; i < r; i++)
            now[i] = other * before[i] + *share * before[i - 1];
        now[r] = *share * before[r - 1];
    }
}

INLINE void start_mixture(struct line_mixture *self, int answers, const nps_exact_lanes *theta)
{
    nps_exact_lanes passive, rare;
    double sum = 0;
    int lane;
    for (lane = 0; lane < NPS_EXACT_LANES; lane++) {
        sum += (*theta)[lane];
        passive[lane] = 1 - fabs((*theta)[lane]);
    }
    rare = passive / 2;
    self->answers = answers;
    self->is_negative = sum < 0;
    fill_binomials(answers, &rare, self->rare);
    fill_binomials(answers, &passive, self->passives);
}

/* Turns P(m passives) into P(at most m), or into P(at least m) where the scores are negative. */
INLINE void cumulate(struct line_mixture *self)
{
    int r, i;
    for (r = 1; r <= self->answers; r++) {
        nps_exact_lanes *const of_r = self->passives + place(r, 0);
        for (i = 1; i <= r; i++) {
            if (self->is_negative)
                of_r[r - i] += of_r[r - i + 1];
            else
                of_r[i] += of_r[i - 1];
        }
    }
}

/* The probability that the first sample is in the row of a tail, by k; for scores that are not negative. */
INLINE void sum_row(const struct line_mixture *a, const int8_t *most, nps_exact_lanes *row)
{
    const int n = a->answers;
    int k, c;
    for (k = 0; k <= n; k++) {
        const nps_exact_lanes *const rare = a->rare + place(k, 0), *const passives = a->passives + place(n - k, 0);
        nps_exact_lanes sum = {0};
        for (c = 0; c <= k && most[c] >= 0; c++)
            sum += rare[c] * passives[most[c] < n - k ? most[c] : n - k];
        row[k] = sum;
    }
}

/* The same for negative scores. With e promoters at least `fewest[e]` passives are needed; with fewer promoters not
 * fewer passives. */
INLINE void sum_negative_row(const struct line_mixture *a, const int8_t *most, nps_exact_lanes *row)
{
    const int n = a->answers;
    int fewest[WIDTH], k, e, m = 0;
    for (e = n; e >= 0; e--) {
        while (m <= n - e && most[n - e - m] < m)
            m++;
        fewest[e] = m;
    }
    for (k = 0; k <= n; k++) {
        const nps_exact_lanes *const rare = a->rare + place(k, 0), *const passives = a->passives + place(n - k, 0);
        nps_exact_lanes sum = {0};
        for (e = k; e >= 0 && fewest[e] <= n - k && fewest[e] <= n - e; e--)
            sum += rare[e] * passives[fewest[e]];
        row[k] = sum;
    }
}

INLINE void add_all(const nps_exact_tail *tail, const nps_exact_lanes *theta_a, const nps_exact_lanes *theta_b,
                    nps_exact_lanes *coefficients)
{
    const int n_a = tail->answers_a, n_b = tail->answers_b;
    struct line_mixture a, b;
    int c, m, l, k;
    start_mixture(&a, n_a, theta_a);
    start_mixture(&b, n_b, theta_b);
    cumulate(&a);
    for (c = 0; c <= n_b; c++) {
        for (m = 0; m <= n_b - c; m++) {
            const int8_t *most = tail->most[nps_exact_table_index(n_b, m, c)];
            const int e = b.is_negative ? n_b - m - c : c;
            nps_exact_lanes row[WIDTH];
            if (most[0] < 0)
                break; /* with more passives there are fewer promoters */
            if (a.is_negative)
                sum_negative_row(&a, most, row);
            else
                sum_row(&a, most, row);
            for (l = e; l <= n_b - m; l++) {
                const nps_exact_lanes weight = b.rare[place(l, e)] * b.passives[place(n_b - l, m)];
                nps_exact_lanes *const to = coefficients + (ptrdiff_t)l * (n_a + 1);
                for (k = 0; k <= n_a; k++)
                    to[k] += weight * row[k];
            }
        }
    }
}

static void add_portable(const nps_exact_tail *tail, const nps_exact_lanes *theta_a, const nps_exact_lanes *theta_b,
                         nps_exact_lanes *coefficients)
{
    add_all(tail, theta_a, theta_b, coefficients);
}

#if NPS_EXACT_AVX2
__attribute__((target("avx2"))) static void add_avx2(const nps_exact_tail *tail, const nps_exact_lanes *theta_a,
                                                     const nps_exact_lanes *theta_b, nps_exact_lanes *coefficients)
{
    add_all(tail, theta_a, theta_b, coefficients);
}
#endif

void nps_exact_add_probability(const nps_exact_tail *tail, const nps_exact_lanes *theta_a,
                               const nps_exact_lanes *theta_b, nps_exact_lanes *coefficients)
{
#if NPS_EXACT_AVX2
    if (nps_cpu_best() >= NPS_CPU_AVX2) {
        add_avx2(tail, theta_a, theta_b, coefficients);
        return;
    }
#endif
    add_portable(tail, theta_a, theta_b, coefficients);
}
