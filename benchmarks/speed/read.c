/* The speed of reading memory, with AVX2 where it is available.
 * SPDX-License-Identifier: MIT */
#include "measure.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#ifdef __x86_64__
__attribute__((target("avx2"))) static uint64_t read_avx2(const unsigned char *at, size_t n)
{
    __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;
    const unsigned char *const end = at + n / 128 * 128;
    for (; at != end; at += 128) {
        a = _mm256_xor_si256(a, _mm256_loadu_si256((const __m256i *)(const void *)at));
        b = _mm256_xor_si256(b, _mm256_loadu_si256((const __m256i *)(const void *)(at + 32)));
        c = _mm256_xor_si256(c, _mm256_loadu_si256((const __m256i *)(const void *)(at + 64)));
        d = _mm256_xor_si256(d, _mm256_loadu_si256((const __m256i *)(const void *)(at + 96)));
    }
    a = _mm256_xor_si256(_mm256_xor_si256(a, b), _mm256_xor_si256(c, d));
    return (uint64_t)_mm256_extract_epi64(a, 0);
}
#endif

static uint64_t read_words(const unsigned char *at, size_t n)
{
    uint64_t word, sum[4] = {0, 0, 0, 0};
    size_t i, j;
    for (i = 0; i + 32 <= n; i += 32)
        for (j = 0; j < 4; j++) {
            memcpy(&word, at + i + 8 * j, sizeof word);
            sum[j] ^= word;
        }
    return sum[0] ^ sum[1] ^ sum[2] ^ sum[3];
}

uint64_t speed_read(const void *data, size_t bytes)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        return read_avx2(data, bytes);
#endif
    return read_words(data, bytes);
}
