/* The speed of counting answers, compared with the speed of reading memory and with a naive loop.
 *
 * usage: speed [-r REPETITIONS] [-m MIB] [-k PATH] [-d] [FILTER]
 *
 *   FILTER  only the cases whose name contains this text, such as "u8" or "i64, large"
 *   -r      the number of repetitions of each measurement; the default is 15
 *   -m      the size of the large columns in MiB; the default is 1024. Groups have one row for each 32 bytes of it.
 *   -k      the kernels of a path: portable, neon, avx2 or avx512; "all" for each path that this machine can run
 *   -d      ratios only, as in docs/speed.md
 *
 * A repetition measures the read limit and the library one after the other on the same memory. The output has medians,
 * the quartiles of the library, the median ratio to the read limit, the ratio of the best of both, and the speed of the
 * library divided by that of the naive loop. Every result is checked while it is timed, against the naive loop or
 * against the data from which the rows were made.
 *
 * SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE

#include "../../lib/support/cpu.h"
#include "code_groups.h"
#include "codec.h"
#include "column.h"
#include "cube.h"
#include "text_groups.h"
#include "timeline.h"
#include "weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Each function runs those of its cases whose name contains the filter. */
typedef void speed_cases(const struct speed_options *options);
static speed_cases *const ALL[] = {speed_columns, speed_code_groups, speed_text_groups, speed_cube,
                                   speed_weights, speed_timeline,    speed_codec};

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
        fprintf(stderr, "speed: expected 1 to %d repetitions and at least 1 MiB\n", SPEED_REPETITIONS_MAX);
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
