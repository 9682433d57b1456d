/* A confidence sequence from the counts alone: valid at every moment of a stream at once.
 *
 * Answers are 0, 1/2 and 1, and the hypothesis is that their mean is mu = (theta + 1) / 2, whatever came before. A
 * gambler who starts with 1 and stakes the share lambda multiplies his wealth by 1 + lambda (answer - mu), a fair game
 * under the hypothesis, so that he ever reaches 1 / alpha with probability at most alpha (Ville 1939). The stakes that
 * cannot ruin him are lambda = (u - mu) / (mu nu) with nu = 1 - mu and 0 < u < 1; he mixes them by u ~ Beta(A, B) with
 * A = 2 + (theta + theta^3) / 2 and A + B = 4. Mixtures go back to Robbins (Annals of Mathematical Statistics 41:1397,
 * 1970), betting on means to Waudby-Smith and Ramdas (JRSS B 86:1, 2024). A promoter multiplies the wealth by u / mu, a
 * detractor by (1 - u) / nu, a passive by the mean of the two; the order of the answers does not matter.
 *
 * For whole counts a, m, c of n answers the wealth is, with (x)_k = x (x + 1) ... (x + k - 1),
 *     W = sum_j C(m, j) 2^-m (A)_(a+j) (B)_(c+m-j) / (4)_n mu^-(a+j) nu^-(c+m-j),
 * a sum of products of factors (A + i) / mu and (B + i) / nu. The log of each is convex in mu, so log W is, and what it
 * has not spoken against is an interval. Indeed, sums of log-convex functions are log-convex, and (A + i) / mu is the
 * sum of (2 + i + theta) / x and (2 + i + theta^3) / x with x = 1 + theta. The first is c / x + 1 with c = 1 + i; the
 * second is f = c / x + 3 - 3 x + x^2, and x^4 (f f'' - f'^2) = c^2 + 2 c x (3 - 6 x + 4 x^2) - x^4 (3 - 6 x + 2 x^2),
 * which is positive for c >= 1 and 0 < x < 2. For theta like 0.3 this A gives narrower intervals from few answers than
 * the more obvious 2 + theta; at the ends, where a gambler must stake all, the two are alike.
 *
 * The sum has m + 1 terms; the integral over u does not mind.
 *
 * SPDX-License-Identifier: MIT */
#include "anytime_wealth.h"

#include "../math/numerics.h"
#include "../math/special.h"
#include "score.h"

#include <float.h>
#include <math.h>

/* A hypothesis theta <= 0, and counts that contradict it. */
struct game {
    nps_real_counts counts;
    double theta, mu, nu;
    double a, b;        /* parameters of the mixture Beta(a, b) */
    double lead;        /* the sum of answers minus n mu */
    double prior_at_mu; /* the log of the mixture's density in t at stake 0 */
};

/* For theta <= 0. */
static struct game new_game(const nps_real_counts *counts, const nps_truth *truth)
{
    const double theta = truth->theta, n = nps_real_counts_total(counts);
    const double mu = 0.5 * truth->below, nu = 0.5 * truth->above;
    const double tilt = 0.5 * theta * (1 + theta * theta);
    /* Near the end of the scale theta has lost what 1 + theta still knows. */
    const double lead = truth->below < 0.5 ? fma(-n, truth->below, 2 * counts->promoters + counts->passives)
                                           : fma(-n, theta, counts->promoters - counts->detractors);
    return (struct game){.counts = *counts,
                         .theta = theta,
                         .mu = mu,
                         .nu = nu,
                         .a = 2 + tilt,
                         .b = 2 - tilt,
                         .lead = 0.5 * lead,
                         .prior_at_mu = nps_log_beta_density(2 + tilt, 2 - tilt, mu, nu)};
}

/* The gain of a stake, and its density in the mixture, in t = logit(u) - logit(mu). Near stake 0 the wealth is a
 * small difference of large sums. The linear part is separated: the sum of stake times (answer - mu) is the stake
 * times the lead. */
static double log_gain(double t, const void *context)
{
    const struct game *game = context;
    const nps_real_counts *counts = &game->counts;
    const double growth = expm1(t), log_q = log1p(game->mu * growth);
    const double stake = growth / (1 + game->mu * growth);
    const double promoter = game->nu * stake, detractor = -game->mu * stake, passive = -0.5 * game->theta * stake;
    const double prior = game->prior_at_mu + game->a * t - 4 * log_q;
    if (fabs(t) < 0.5)
        return prior + stake * game->lead + counts->promoters * nps_log1p_minus(promoter) +
               counts->passives * nps_log1p_minus(passive) + counts->detractors * nps_log1p_minus(detractor);
    return prior + counts->promoters * (t - log_q) + counts->passives * log1p(passive) - counts->detractors * log_q;
}

/* The location in t of the only peak of the gain, and its width. In r = exp(t) the slope of the gain is a quadratic,
 * -down r^2 + linear r + up, over (1 + r) (nu + mu r). */
static double find_peak(const struct game *game, double *width)
{
    const double up = (game->counts.promoters + game->a) * game->nu;
    const double down = (game->counts.detractors + game->b) * game->mu;
    const double linear = up - down - game->counts.passives * game->theta;
    const double root = sqrt(linear * linear + 4 * up * down);
    const double r = linear > 0 ? (linear + root) / (2 * down) : 2 * up / (root - linear);
    *width = sqrt((1 + r) * (game->nu + game->mu * r) / (r * root));
    return log(r);
}

/* Beyond the distance from mu to 1/2 the gain falls at least like exp(-|t|), so the rest is negligible. */
static const double FAR = 250;

/* The log of the wealth from all stakes. */
static double log_wealth(const struct game *game)
{
    double width;
    const double peak = find_peak(game, &width), largest = log_gain(peak, game);
    return nps_log_bell_integral(log_gain, game, nps_log_reach(log_gain, game, peak, -9.5 * width, -FAR),
                                 nps_log_reach(log_gain, game, peak, 9.5 * width, FAR), largest,
                                 16 * DBL_EPSILON * fabs(largest));
}

/* The log of the wealth from the stakes between 0 and the stakes at t = far. */
static double log_wealth_towards(const struct game *game, double far)
{
    double width;
    const double from = fmin(0, far), to = fmax(0, far);
    const double start = fmax(from, fmin(to, find_peak(game, &width))), largest = log_gain(start, game);
    return nps_log_integral(log_gain, game, nps_log_reach(log_gain, game, start, -9.5 * width, from),
                            nps_log_reach(log_gain, game, start, 9.5 * width, to), largest,
                            16 * DBL_EPSILON * fabs(largest));
}

/* The same truth with promoters and detractors exchanged. */
static nps_truth mirrored(const nps_truth *truth)
{
    return (nps_truth){-truth->theta, truth->above, truth->below};
}

double nps_anytime_log_wealth_at(const nps_real_counts *counts, const nps_truth *truth)
{
    if (truth->theta > 0) {
        const nps_real_counts mirror = nps_mirror(counts);
        const nps_truth turned = mirrored(truth);
        return nps_anytime_log_wealth_at(&mirror, &turned);
    }
    if (truth->below > 0) {
        const struct game game = new_game(counts, truth);
        return log_wealth(&game);
    }
    /* At this end A is 1 and B is 3. */
    return counts->promoters > 0 || counts->passives > 0 ? INFINITY : log(3 / (3 + counts->detractors));
}

double nps_anytime_log_wealth(const nps_real_counts *counts, double theta)
{
    return nps_anytime_log_wealth_at(counts, &(nps_truth){theta, 1 + theta, 1 - theta});
}

double nps_anytime_log_wealth_above(const nps_real_counts *counts, double theta)
{
    const nps_real_counts mirror = nps_mirror(counts);
    const nps_truth truth = {theta, 1 + theta, 1 - theta}, turned = mirrored(&truth);
    const struct game game = theta > 0 ? new_game(&mirror, &turned) : new_game(counts, &truth);
    return theta > 0 ? log_wealth_towards(&game, -FAR) - nps_log_beta_below(game.a, game.b, game.mu, game.nu)
                     : log_wealth_towards(&game, FAR) - nps_log_beta_below(game.b, game.a, game.nu, game.mu);
}
