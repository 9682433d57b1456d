/* The cache of texts takes no text for another one, of whatever length.
 * SPDX-License-Identifier: MIT */
#include "groups/text_cache.h"
#include "test.h"

#include <stdlib.h>

#ifndef _WIN32
#include <sys/mman.h>
#endif

static nps_text_cache cache;

/* Whether a text is found, and where. */
static bool is_at(const char *text, size_t length, uint32_t expected)
{
    const nps_key key = {text, length, 0};
    const nps_text_entry entry = nps_text_entry_of(&key, length);
    uint32_t place = UINT32_MAX;
    return nps_text_cache_find(&cache, &entry, &place) && place == expected;
}

static void put(const char *text, size_t length, uint32_t place)
{
    const nps_key key = {text, length, 0};
    nps_text_cache_put(&cache, &key, place);
}

static void texts_are_found(void **unused)
{
    static const char *const texts[] = {"", "a", "hello", "sixteen letters!", "more than sixteen letters"};
    uint32_t i;
    (void)unused;
    nps_text_cache_init(&cache);
    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(is_at(texts[i], strlen(texts[i]), i));
        put(texts[i], strlen(texts[i]), i);
        assert_true(is_at(texts[i], strlen(texts[i]), i));
    }
}

#ifndef _WIN32
/* Its length has the low 32 bits of that of a short text, and its first bytes are those of this text. */
static void a_text_of_4_gib_is_not_a_short_one(void **unused)
{
    const size_t beyond = (size_t)UINT32_MAX + 1, length = beyond + 5;
    char *const text = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    uint32_t place;
    size_t shorter;
    (void)unused;
    assert_true(text != MAP_FAILED);
    memcpy(text, "hello", 5);
    nps_text_cache_init(&cache);
    put("hello", 5, 7);
    assert_false(is_at(text, length, 7));
    for (shorter = 0; shorter < 2; shorter++) { /* too long to be noted */
        put(text, length - 5 - shorter, 8);
        assert_false(is_at(text, length - 5 - shorter, 8));
    }
    for (place = 0; place < NPS_TEXT_CACHE_KEYS; place++)
        assert_true(cache.entries[place].length <= 5);
    munmap(text, length);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_found),
#ifndef _WIN32
        cmocka_unit_test(a_text_of_4_gib_is_not_a_short_one),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
