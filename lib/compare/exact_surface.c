/* SPDX-License-Identifier: MIT */
#include "exact_surface.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#ifdef __GNUC__
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

/* A p-value may be too large by this relative error. */
static const double P_ERROR = 2e-4;

/* The error of a polynomial that no longer matters, relative to the limit. */
static const double NEGLIGIBLE = 1e-6;

/* The error, relative to the limit, up to which boxes are halved rather than the polynomial improved. */
static const double COARSE = 1e-3;

/* Boxes shorter than this are not halved. */
static const double SHORTEST = 1e-7;

enum { POINTS = NPS_EXACT_NODES, LANES = NPS_EXACT_LANES, WIDTH = NPS_EXACT_COMPARE_MAX + 1, MOST_BOXES = 80 };

/* (1 - cos(i pi / 7)) / 2 */
double nps_exact_node(int i)
{
    static const double nodes[POINTS] = {
        0,
        0.049515566048790436882,
        0.18825509907063323474,
        0.38873953302184279786,
        0.61126046697815720214,
        0.81174490092936676526,
        0.95048443395120956312,
        1,
    };
    return nodes[i];
}

/* weights[j] is coefficient j of the polynomial that is 1 at node i and 0 at the others. */
static void find_weights(int i, double *weights)
{
    double choices = 1;
    int k, j, degree = 0;
    for (j = 0; j < POINTS; j++)
        weights[j] = j == 0;
    /* The products are kept as coefficients times binomial coefficients, so that factors multiply directly. */
    for (k = 0; k < POINTS; k++) {
        const double node = nps_exact_node(k), width = nps_exact_node(i) - node;
        if (k == i)
            continue;
        degree++;
        for (j = degree; j >= 0; j--)
            weights[j] = ((j > 0 ? (1 - node) * weights[j - 1] : 0) - (j < degree ? node * weights[j] : 0)) / width;
    }
    for (j = 0; j < POINTS; j++) {
        weights[j] /= choices;
        choices *= (double)(NPS_EXACT_DEGREE - j) / (j + 1);
    }
}

/* Half of the k-th coefficients, mixed from both halves; mixtures[i] are the shares of layer i in the layers of that
 * half. */
INLINE void mix(const nps_exact_surface *from, int k, const nps_exact_lanes *mixtures, nps_exact_lanes *to)
{
    nps_exact_lanes sum = {0};
    int i;
    for (i = 0; i < POINTS; i++)
        sum += from->halves[i / LANES][k][i % LANES] * mixtures[i];
    *to = sum;
}

static int layer_size(const nps_exact_surface *surface)
{
    return (surface->degree_a + 1) * (surface->degree_b + 1);
}

static void find_mixtures(nps_exact_surface *surface)
{
    double weights[POINTS];
    int i, j;
    for (i = 0; i < POINTS; i++) {
        find_weights(i, weights);
        for (j = 0; j < POINTS; j++)
            surface->mixtures[j / LANES][i][j % LANES] = weights[j];
    }
    surface->has_mixtures = 1;
}

void nps_exact_interpolate(nps_exact_surface *surface)
{
    const int size = layer_size(surface);
    int k;
    if (!surface->has_mixtures)
        find_mixtures(surface);
    for (k = 0; k < size; k++) {
        nps_exact_lanes first, second;
        mix(surface, k, surface->mixtures[0], &first);
        mix(surface, k, surface->mixtures[1], &second);
        surface->halves[0][k] = first;
        surface->halves[1][k] = second;
    }
}

/* How the coefficients on a part of [0, 1] are mixed from those on [0, 1]: row i is the i-th. */
typedef double restriction[WIDTH][WIDTH];

/* De Casteljau's algorithm for the polynomials whose coefficients are 1 once and 0 otherwise. */
static void find_restriction(int degree, double low, double high, restriction rows)
{
    int step, i, k;
    memset(rows, 0, sizeof(restriction));
    for (i = 0; i <= degree; i++)
        rows[i][i] = 1;
    for (step = 1; high < 1 && step <= degree; step++)
        for (i = degree; i >= step; i--)
            for (k = 0; k <= degree; k++)
                rows[i][k] = (1 - high) * rows[i - 1][k] + high * rows[i][k];
    for (step = 1; low > 0 && step <= degree; step++)
        for (i = 0; i <= degree - step; i++)
            for (k = 0; k <= degree; k++)
                rows[i][k] = (1 - low / high) * rows[i][k] + low / high * rows[i + 1][k];
}

/* Replaces degree + 1 coefficients, `stride` apart, by those on a part of [0, 1]. */
INLINE void restrict_line(int degree, const restriction rows, nps_exact_lanes *line, ptrdiff_t stride)
{
    nps_exact_lanes before[WIDTH];
    int i, k;
    for (k = 0; k <= degree; k++)
        before[k] = line[k * stride];
    for (i = 0; i <= degree; i++) {
        nps_exact_lanes sum = {0};
        for (k = 0; k <= degree; k++)
            sum += rows[i][k] * before[k];
        line[i * stride] = sum;
    }
}

/* What the coefficients in a box show. */
struct box_bound {
    double highest;      /* an upper bound */
    double reached;      /* the largest value at a corner */
    double s_end;        /* the s of that corner */
    double roughness[3]; /* in which variable halving the box gains most, roughly */
};

/* A polynomial, a box, and the restrictions to the box. */
struct restricted {
    const nps_exact_surface *surface;
    const nps_exact_box *box;
    restriction to_a, to_b;
    nps_exact_lanes mixtures[2][POINTS];
};

static int is_part(const nps_exact_box *box, int variable)
{
    return box->low[variable] > 0 || box->high[variable] < 1;
}

static void start_restricted(struct restricted *self, const nps_exact_surface *surface, const nps_exact_box *box)
{
    int i, j;
    self->surface = surface;
    self->box = box;
    if (is_part(box, 1))
        find_restriction(surface->degree_a, box->low[1], box->high[1], self->to_a);
    if (is_part(box, 2))
        find_restriction(surface->degree_b, box->low[2], box->high[2], self->to_b);
    if (is_part(box, 0)) {
        restriction in_s;
        find_restriction(NPS_EXACT_DEGREE, box->low[0], box->high[0], in_s);
        for (i = 0; i < POINTS; i++)
            for (j = 0; j < POINTS; j++)
                self->mixtures[j / LANES][i][j % LANES] = in_s[j][i];
    }
}

INLINE void find_layers(const struct restricted *self, int half, nps_exact_layers layers)
{
    const nps_exact_surface *surface = self->surface;
    const int width = surface->degree_a + 1, size = layer_size(surface);
    int k;
    if (is_part(self->box, 0) && !surface->is_flat)
        for (k = 0; k < size; k++)
            mix(surface, k, self->mixtures[half], &layers[k]);
    else
        memcpy(layers, surface->halves[half], (size_t)size * sizeof *layers);
    for (k = 0; is_part(self->box, 1) && k < size; k += width)
        restrict_line(surface->degree_a, self->to_a, layers + k, 1);
    for (k = 0; is_part(self->box, 2) && k < width; k++)
        restrict_line(surface->degree_b, self->to_b, layers + k, width);
}

INLINE void find_largest(const nps_exact_lanes *layers, int size, double *most)
{
    int k, lane;
    for (lane = 0; lane < LANES; lane++)
        most[lane] = layers[0][lane];
    for (k = 1; k < size; k++)
        for (lane = 0; lane < LANES; lane++)
            most[lane] = layers[k][lane] > most[lane] ? layers[k][lane] : most[lane];
}

INLINE void restrict_and_find(const struct restricted *self, int half, nps_exact_layers layers, double *most)
{
    find_layers(self, half, layers);
    find_largest(layers, layer_size(self->surface), most);
}

static void restrict_portable(const struct restricted *self, int half, nps_exact_layers layers, double *most)
{
    restrict_and_find(self, half, layers, most);
}

#if NPS_EXACT_AVX2
__attribute__((target("avx2"))) static void restrict_avx2(const struct restricted *self, int half,
                                                          nps_exact_layers layers, double *most)
{
    restrict_and_find(self, half, layers, most);
}
#endif

/* Finds half of the layers in a box, and the largest coefficient of each. */
static void restrict_half(const struct restricted *self, int half, nps_exact_layers layers, double *most)
{
#if NPS_EXACT_AVX2
    if (nps_cpu_best() >= NPS_CPU_AVX2) {
        restrict_avx2(self, half, layers, most);
        return;
    }
#endif
    restrict_portable(self, half, layers, most);
}

/* The largest second difference in steps of `stride`, for the numbers of a layer whose neighbours lie in [from, to). */
static double bend(const nps_exact_lanes *layers, int lane, int stride, int from, int to)
{
    double most = 0;
    int i;
    for (i = from + stride; i < to - stride; i++) {
        const double second = fabs(layers[i + stride][lane] - 2 * layers[i][lane] + layers[i - stride][lane]);
        if (second > most)
            most = second;
    }
    return most;
}

static void note_bends(const nps_exact_surface *surface, const nps_exact_lanes *layers, int lane, double *roughness)
{
    const int width = surface->degree_a + 1, size = layer_size(surface);
    int from;
    roughness[1] = 0;
    for (from = 0; from < size; from += width)
        roughness[1] = fmax(roughness[1], surface->degree_a * bend(layers, lane, 1, from, from + width));
    roughness[2] = surface->degree_b * bend(layers, lane, width, 0, size);
}

static double largest_corner(const nps_exact_surface *surface, const nps_exact_lanes *layers, int lane)
{
    const int last = surface->degree_a, size = layer_size(surface);
    return fmax(fmax(layers[0][lane], layers[last][lane]), fmax(layers[size - 1 - last][lane], layers[size - 1][lane]));
}

static void note_end(struct box_bound *bound, double corner, double s_end)
{
    if (corner > bound->reached) {
        bound->reached = corner;
        bound->s_end = s_end;
    }
}

static void note_half(const nps_exact_surface *surface, const nps_exact_lanes *layers, const double *most,
                      struct box_bound *bound)
{
    int lane;
    for (lane = 0; lane < LANES; lane++) {
        if (most[lane] > bound->highest) {
            bound->highest = most[lane];
            note_bends(surface, layers, lane, bound->roughness);
        }
    }
}

static struct box_bound find_bound(const nps_exact_surface *surface, const nps_exact_box *box)
{
    struct box_bound bound = {0};
    struct restricted restricted;
    nps_exact_layers layers;
    double most[LANES], at_ends, in_s;
    start_restricted(&restricted, surface, box);
    restrict_half(&restricted, 0, layers, most);
    note_half(surface, layers, most, &bound);
    note_end(&bound, largest_corner(surface, layers, 0), box->low[0]);
    at_ends = most[0];
    if (surface->is_flat)
        return bound;
    restrict_half(&restricted, 1, layers, most);
    note_half(surface, layers, most, &bound);
    note_end(&bound, largest_corner(surface, layers, LANES - 1), box->high[0]);
    at_ends = fmax(at_ends, most[LANES - 1]);
    /* In s, how far the layers between the ends are above them; it counts if the nuisances do not explain more. */
    in_s = bound.highest - at_ends;
    bound.roughness[0] = 2 * in_s >= bound.highest - bound.reached ? INFINITY : 0;
    return bound;
}

/* The variable in which a box is to be halved: the roughest, or the longest if all are smooth. */
static int choose_variable(const nps_exact_box *box, const double *roughness)
{
    int best = 0, i;
    for (i = 1; i < 3; i++) {
        const double length = box->high[i] - box->low[i], longest = box->high[best] - box->low[best];
        if (roughness[i] > roughness[best] || (roughness[i] == roughness[best] && length > longest))
            best = i;
    }
    return best;
}

/* Boxes still to be examined. */
struct boxes {
    nps_exact_box items[MOST_BOXES];
    int count;
};

/* Replaces the last box by its halves; 0 when it is too small for that. */
static int halve(struct boxes *boxes, const double *roughness)
{
    nps_exact_box *const left = &boxes->items[boxes->count - 1], *const right = left + 1;
    const int i = choose_variable(left, roughness);
    const double middle = 0.5 * (left->low[i] + left->high[i]);
    if (boxes->count == MOST_BOXES || left->high[i] - left->low[i] < SHORTEST)
        return 0;
    *right = *left;
    left->high[i] = right->low[i] = middle;
    boxes->count++;
    return 1;
}

nps_exact_verdict nps_exact_compare_with(const nps_exact_surface *surface, const nps_exact_box *box, double limit,
                                         double *s_end)
{
    const double error = surface->error;
    struct boxes boxes = {.items = {*box}, .count = 1};
    while (boxes.count > 0) {
        const struct box_bound bound = find_bound(surface, &boxes.items[boxes.count - 1]);
        const double excess = bound.highest + error - limit;
        *s_end = bound.s_end;
        if (excess < 0) {
            boxes.count--;
            continue;
        }
        if (bound.reached - error >= limit)
            return NPS_EXACT_REACHED;
        if (error > NEGLIGIBLE * limit &&
            (bound.reached + error >= limit || error > fmax(0.3 * excess, COARSE * limit)))
            return NPS_EXACT_UNDECIDED;
        if (bound.reached + error >= limit || !halve(&boxes, bound.roughness))
            return NPS_EXACT_REACHED;
    }
    return NPS_EXACT_BELOW;
}

nps_exact_verdict nps_exact_raise_to(const nps_exact_surface *surface, const nps_exact_box *box, double *limit,
                                     double most)
{
    const double error = surface->error;
    struct boxes boxes = {.items = {*box}, .count = 1};
    while (boxes.count > 0 && *limit < most) {
        const struct box_bound bound = find_bound(surface, &boxes.items[boxes.count - 1]);
        if (bound.reached + error >= *limit) {
            if (error > 0.3 * P_ERROR * bound.reached)
                return NPS_EXACT_UNDECIDED;
            *limit = (bound.reached + error) * (1 + 0.5 * P_ERROR);
        }
        if (bound.highest + error < *limit)
            boxes.count--;
        else if (error > fmax(0.3 * (bound.highest + error - *limit), 0.1 * P_ERROR * *limit))
            return NPS_EXACT_UNDECIDED;
        else if (!halve(&boxes, bound.roughness))
            *limit = (bound.highest + error) * (1 + 0.5 * P_ERROR);
    }
    return *limit < most ? NPS_EXACT_BELOW : NPS_EXACT_REACHED;
}
