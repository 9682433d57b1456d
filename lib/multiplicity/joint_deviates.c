/* Scores of a posterior as a function of normal deviates.
 * SPDX-License-Identifier: MIT */
#include "../math/numerics.h"
#include "joint_best.h"

#include <math.h>

/* The largest distance of two nodes in deviates, unless they are neighbours as doubles. */
static const double WIDEST = 0.7;
/* Deviates beyond the last point. */
static const double FARTHEST = 6.5;
enum { MOST_NODES = 512, MOST_HALVINGS = 64 };

/* A score and its deviate. */
struct node {
    double score, deviate;
};

/* Nodes from the lowest score to the highest. */
struct nodes {
    nps_real_counts posterior, mirror;
    struct node at[MOST_NODES];
    int count;
};

/* Far below the median from the lower tail, of which one minus the upper one keeps no digit. */
static struct node node_at(const struct nodes *nodes, double score)
{
    static const double NEARLY_ALL = 0.999;
    const double above = exp(nps_bayes_log_above(&nodes->posterior, score));
    double deviate, below;
    if (above < NEARLY_ALL) {
        deviate = above > 0 ? nps_normal_upper_quantile(above) : FARTHEST;
    } else {
        below = exp(nps_bayes_log_above(&nodes->mirror, -score));
        deviate = below > 0 ? -nps_normal_upper_quantile(fmin(0.5, below)) : -FARTHEST;
    }
    return (struct node){score, fmax(-FARTHEST, fmin(FARTHEST, deviate))};
}

/* Halves the distance of scores until that of deviates is small enough. */
static void find_nodes(struct nodes *nodes)
{
    struct node waiting[MOST_HALVINGS + 1], from = {-1, -FARTHEST};
    int waits = 0;
    nodes->count = 0;
    nodes->at[nodes->count++] = from;
    waiting[waits++] = (struct node){1, FARTHEST};
    while (waits > 0) {
        const struct node to = waiting[waits - 1];
        const double middle = 0.5 * (from.score + to.score);
        if (to.deviate - from.deviate > WIDEST && waits <= MOST_HALVINGS && middle > from.score && middle < to.score) {
            waiting[waits++] = node_at(nodes, middle);
            continue;
        }
        from = to;
        waits--;
        if (nodes->count == MOST_NODES)
            nodes->count--;
        nodes->at[nodes->count++] = to;
    }
}

/* The slope of the scores at a node, that of the parabola through its neighbours; 0 at the ends. */
static double slope_at(const struct nodes *nodes, int i)
{
    const struct node *at = nodes->at;
    double before, after, left, right;
    if (i == 0 || i == nodes->count - 1)
        return 0;
    before = at[i].deviate - at[i - 1].deviate;
    after = at[i + 1].deviate - at[i].deviate;
    if (!(before > 0 && after > 0))
        return 0;
    left = (at[i].score - at[i - 1].score) / before;
    right = (at[i + 1].score - at[i].score) / after;
    /* At most thrice the smaller secant, so that the cubic is monotone (Fritsch and Carlson, SIAM Journal on Numerical
     * Analysis 17:238, 1980). */
    return fmin((left * after + right * before) / (before + after), 3 * fmin(left, right));
}

/* Hermite's cubic between two nodes. */
static double score_between(const struct nodes *nodes, int i, double deviate)
{
    const struct node from = nodes->at[i], to = nodes->at[i + 1];
    const double width = to.deviate - from.deviate;
    double t, rest;
    if (!(width > 0))
        return from.score;
    t = (deviate - from.deviate) / width;
    rest = 1 - t;
    return from.score * rest * rest * (1 + 2 * t) + to.score * t * t * (3 - 2 * t) +
           width * t * rest * (slope_at(nodes, i) * rest - slope_at(nodes, i + 1) * t);
}

void nps_joint_prepare(nps_joint_segment *self, const nps_real_counts *posterior)
{
    struct nodes nodes = {.posterior = *posterior,
                          .mirror = {posterior->detractors, posterior->passives, posterior->promoters}};
    int point, i = 0;
    find_nodes(&nodes);
    for (point = 0; point < NPS_DEVIATES_POINTS; point++) {
        const double deviate = (double)point / NPS_DEVIATES_PER_UNIT - NPS_DEVIATES_REACH;
        while (i < nodes.count - 2 && nodes.at[i + 1].deviate <= deviate)
            i++;
        self->scores[point] = score_between(&nodes, i, deviate);
    }
    self->best = 0;
}

/* The score this many deviates from the median. */
static double score_at(const nps_joint_segment *self, int deviates)
{
    const int point = (NPS_DEVIATES_REACH + deviates) * NPS_DEVIATES_PER_UNIT;
    return self->scores[point];
}

double nps_joint_floor(const nps_joint_segment *self)
{
    return score_at(self, -5);
}

double nps_joint_ceiling(const nps_joint_segment *self)
{
    return score_at(self, 5);
}
