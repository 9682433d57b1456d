/* The width of anytime intervals compared with alternatives. Prints CSV, widths in points:
 *
 *     hedged_cs     the confidence sequence of a peer on the same streams, which needs the whole path; means over
 *     streams
 *     bonferroni    the difference of two streams from two anytime intervals with half the error probability each,
 *                   compared with nps_compare() on both streams together; means over 400 simulated pairs of streams
 *
 * usage: anytime_peers peers/confseq_hedged_cs.csv
 *
 *
 * SPDX-License-Identifier: MIT */
#include "random.h"

#include <inttypes.h>
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double width_of(const nps_bounds *bounds)
{
    return bounds->upper - bounds->lower;
}

static nps_bounds interval(const nps_counts *counts, double level)
{
    nps_bounds bounds;
    if (nps_interval(counts, NPS_METHOD_ANYTIME, level, &bounds))
        abort();
    return bounds;
}

/* Sums over the streams of one scenario at one n. */
struct mean {
    char scenario[64];
    uint64_t n;
    double peer, own;
    int streams;
};
enum { MEANS_MAX = 32 };

static struct mean *find_mean(struct mean *means, int *count, const char *scenario, uint64_t n)
{
    int i;
    for (i = 0; i < *count; i++)
        if (means[i].n == n && strcmp(means[i].scenario, scenario) == 0)
            return &means[i];
    if (*count == MEANS_MAX)
        abort();
    means[*count].n = n;
    snprintf(means[*count].scenario, sizeof means[*count].scenario, "%s", scenario);
    return &means[(*count)++];
}

static int print_hedged(const char *path)
{
    static struct mean means[MEANS_MAX];
    char line[256], scenario[64];
    int count = 0, i;
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file)) {
        nps_counts counts;
        double width;
        uint64_t n;
        if (sscanf(line, "%63[^,],%*d,%" SCNu64 ",%" SCNu64 ",%" SCNu64 ",%" SCNu64 ",%lf", scenario, &n,
                   &counts.promoters, &counts.passives, &counts.detractors, &width) == 6) {
            const nps_bounds bounds = interval(&counts, 0.95);
            struct mean *mean = find_mean(means, &count, scenario, n);
            mean->peer += width;
            mean->own += width_of(&bounds);
            mean->streams++;
        }
    }
    fclose(file);
    for (i = 0; i < count; i++)
        printf("hedged_cs,%s,%" PRIu64 ",%d,%.2f,%.2f\n", means[i].scenario, means[i].n, means[i].streams,
               means[i].peer / means[i].streams, means[i].own / means[i].streams);
    return 1;
}

static void print_bonferroni(const double *shares_a, const double *shares_b, int n)
{
    enum { PAIRS = 400 };
    uint64_t random = 1;
    double apart = 0, together = 0;
    int i;
    for (i = 0; i < PAIRS; i++) {
        const nps_counts a = next_counts(&random, shares_a, n), b = next_counts(&random, shares_b, n);
        const nps_bounds of_a = interval(&a, 0.975), of_b = interval(&b, 0.975);
        nps_comparison comparison;
        if (nps_compare(&a, &b, NPS_METHOD_ANYTIME, 0.95, &comparison))
            abort();
        apart += width_of(&of_a) + width_of(&of_b);
        together += width_of(&comparison.bounds);
    }
    printf("bonferroni,%g/%g/%g and %g/%g/%g,%d,%d,%.2f,%.2f\n", shares_a[0], shares_a[1], shares_a[2], shares_b[0],
           shares_b[1], shares_b[2], n, PAIRS, apart / PAIRS, together / PAIRS);
}

int main(int argc, char **argv)
{
    static const double usual[] = {0.5, 0.3, 0.2}, better[] = {0.6, 0.3, 0.1}, rare[] = {0.05, 0.9, 0.05};
    puts("beside,streams,n,count,other_width,width");
    if (argc != 2 || !print_hedged(argv[1])) {
        fprintf(stderr, "usage: anytime_peers peers/confseq_hedged_cs.csv\n");
        return 2;
    }
    print_bonferroni(usual, usual, 100);
    print_bonferroni(better, usual, 100);
    print_bonferroni(rare, rare, 100);
    print_bonferroni(usual, usual, 1000);
    return 0;
}
