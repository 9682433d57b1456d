/* How fast answers are counted, beside how fast the machine reads memory and beside a naive loop.
 *
 * usage: speed [-r REPETITIONS] [-m MIB] [-k PATH] [-d] [FILTER]
 *
 *   FILTER  only the cases whose name contains it, as in "u8" or "i64, large"
 *   -r      how often each is measured, 15
 *   -m      the size of the large columns in MiB, 1024; groups have as many rows as 1/32 of it has bytes
 *   -k      the kernels of a path: portable, neon, avx2 or avx512; "all" for each that this machine can take
 *   -d      ratios only, as docs/speed.md has them
 *
 * A repetition measures the read limit and the library one after the other on the same memory. Printed are medians, the
 * quartiles of the library, the median ratio to the read limit, the same for the best of both, and how many times
 * faster than the naive loop the library is. Every answer is checked while it is timed, against the naive loop or what
 * the data was made of.
 *
 * SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE

#include "../../lib/support/cpu.h"
#include "code_groups.h"
#include "column.h"
#include "text_groups.h"
#include "weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Each kind of case runs those of its own whose name the filter allows. */
typedef void speed_cases(const struct speed_options *options);
static speed_cases *const ALL[] = {speed_columns, speed_code_groups, speed_text_groups, speed_weights};

static void run_all(const struct speed_options *options)
{
    size_t i;
    for (i = 0; i < sizeof ALL / sizeof *ALL; i++)
        ALL[i](options);
}

/* Returns how many paths there were. */
static int run_paths(const struct speed_options *options, const char *wanted)
{
    int path, count = 0;
    for (path = 0; path < NPS_CPU_PATHS; path++)
        if ((strcmp(wanted, "all") == 0 || strcmp(wanted, nps_cpu_name((nps_cpu_path)path)) == 0) &&
            nps_cpu_force((nps_cpu_path)path)) {
            run_all(options);
            count++;
        }
    return count;
}

int main(int argc, char **argv)
{
    struct speed_options options = {15, (size_t)1 << 30, "", false};
    const char *paths = NULL;
    int option;
    while ((option = getopt(argc, argv, "r:m:k:d")) != -1)
        switch (option) {
        case 'r': options.repetitions = atoi(optarg); break;
        case 'm': options.large = (size_t)strtoull(optarg, NULL, 10) << 20; break;
        case 'k': paths = optarg; break;
        case 'd': options.ratios_only = true; break;
        default: fprintf(stderr, "usage: speed [-r REPETITIONS] [-m MIB] [-k PATH] [-d] [FILTER]\n"); return 2;
        }
    if (optind < argc)
        options.filter = argv[optind];
    if (options.repetitions < 1 || options.repetitions > SPEED_REPETITIONS_MAX || options.large == 0) {
        fprintf(stderr, "speed: from 1 to %d repetitions of at least 1 MiB\n", SPEED_REPETITIONS_MAX);
        return 2;
    }
    speed_print_heading(&options);
    if (!paths) {
        run_all(&options);
    } else if (run_paths(&options, paths) == 0) {
        fprintf(stderr, "speed: this machine cannot take the path \"%s\"\n", paths);
        return 2;
    }
    return 0;
}
