/* The same stranger in C++17.
 * SPDX-License-Identifier: MIT */
#include <array>
#include <cstdio>
#include <nps/nps.h>
#include <type_traits>

static_assert(std::is_trivially_copyable_v<nps_accumulator> && sizeof(nps_accumulator) == 104);

int main()
{
    constexpr std::array<uint8_t, 11> answers{10, 9, 9, 10, 9, 7, 8, 8, 3, 6, 11};
    nps_accumulator survey{};
    nps_counts counts;
    nps_interval_options options;
    nps_interval_result interval;
    double score;

    nps_interval_options_init(&options);
    options.method = NPS_METHOD_SCORE;
    if (nps_accumulator_add_u8(&survey, answers.data(), answers.size()) ||
        nps_accumulator_counts(&survey, nps_scale_0_10(), &counts, nullptr) || nps_score(&counts, &score) ||
        nps_interval_with(&counts, &options, &interval))
        return 1;
    std::printf("libnps %s: NPS %.3f, 95 %% interval %.6f to %.6f\n", nps_version_string(), score,
                interval.bounds.lower, interval.bounds.upper);
}
