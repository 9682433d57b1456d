/* Every language has every label, in UTF-8, and no word means two things where answers are read.
 * SPDX-License-Identifier: MIT */
#include "test.h"

#include <stdbool.h>

/* Whether bytes are UTF-8 without control characters: a decoder that knows nothing of the library's. */
static bool is_clean_utf8(const unsigned char *text)
{
    while (*text) {
        const unsigned more = *text < 0x80 ? 0 : *text < 0xC2 ? 9 : *text < 0xE0 ? 1 : *text < 0xF0 ? 2 : 3;
        unsigned i;
        if (more == 9 || *text < ' ' || *text == 0x7F)
            return false;
        for (text++, i = 0; i < more; i++, text++)
            if (*text < 0x80 || *text > 0xBF)
                return false;
    }
    return true;
}

static void every_language_has_every_label(void **state)
{
    int language, label;
    (void)state;
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        for (label = 0; label < NPS_LABEL_END; label++) {
            const char *const text = nps_label_text((nps_label)label, (nps_language)language);
            if (!text || !*text || !is_clean_utf8((const unsigned char *)text) || *text == ' ' ||
                text[strlen(text) - 1] == ' ' || strstr(text, "  "))
                fail_msg("label %d in %s: \"%s\"", label, nps_language_string((nps_language)language), text);
        }
}

static void labels_are_translated(void **state)
{
    static const char *const scripts[NPS_LANGUAGE_END] = {NULL,       NULL, "\xE4\xE5\xE6\xE7\xE8\xE9",
                                                          "\xD0\xD1", NULL, NULL};
    int language, label;
    (void)state;
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        for (label = 0; label < NPS_LABEL_END; label++) {
            const char *const text = nps_label_text((nps_label)label, (nps_language)language);
            if (scripts[language] && label != NPS_LABEL_N && !strpbrk(text, scripts[language]))
                fail_msg("label %d in %s: \"%s\"", label, nps_language_string((nps_language)language), text);
        }
}

/* Labels that may have one text in a language without plurals or for two headings of one thing. */
static bool may_be_alike(int a, int b)
{
    static const int pairs[][2] = {{NPS_LABEL_PROMOTER, NPS_LABEL_PROMOTERS},
                                   {NPS_LABEL_PASSIVE, NPS_LABEL_PASSIVES},
                                   {NPS_LABEL_DETRACTOR, NPS_LABEL_DETRACTORS},
                                   {NPS_LABEL_SEGMENT, NPS_LABEL_SEGMENTS},
                                   {NPS_LABEL_NOTE, NPS_LABEL_NOTES}};
    size_t i;
    for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == a && pairs[i][1] == b)
            return true;
    return false;
}

static void labels_of_a_language_differ(void **state)
{
    int language, a, b;
    (void)state;
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        for (a = 0; a < NPS_LABEL_END; a++)
            for (b = a + 1; b < NPS_LABEL_END; b++) {
                const char *const text = nps_label_text((nps_label)a, (nps_language)language);
                if (strcmp(text, nps_label_text((nps_label)b, (nps_language)language)) == 0 && !may_be_alike(a, b))
                    fail_msg("labels %d and %d in %s: \"%s\"", a, b, nps_language_string((nps_language)language), text);
            }
}

/* Words that are read as answers mean the same in every language. */
static void words_of_answers_have_one_meaning(void **state)
{
    int first, second, a, b;
    (void)state;
    for (first = 0; first < NPS_LANGUAGE_END; first++)
        for (second = 0; second < NPS_LANGUAGE_END; second++)
            for (a = NPS_LABEL_PROMOTER; a <= NPS_LABEL_NO_ANSWER; a++)
                for (b = NPS_LABEL_PROMOTER; b <= NPS_LABEL_NO_ANSWER; b++)
                    if (a != b && !may_be_alike(a, b) && !may_be_alike(b, a))
                        assert_string_not_equal(nps_label_text((nps_label)a, (nps_language)first),
                                                nps_label_text((nps_label)b, (nps_language)second));
}

static void between_has_two_places(void **state)
{
    int language;
    (void)state;
    for (language = 0; language < NPS_LANGUAGE_END; language++) {
        const char *const first = strstr(nps_label_text(NPS_LABEL_BETWEEN, (nps_language)language), "{}");
        const char *const second = first ? strstr(first + 2, "{}") : NULL;
        assert_non_null(second);
        assert_null(strpbrk(second + 2, "{}"));
    }
}

static void categories_are_the_words_of_the_field(void **state)
{
    static const char *const words[NPS_LANGUAGE_END][3] = {
        {"promoters", "passives", "detractors"},
        {"rekomenduotojai", "neutralūs", "kritikai"},
        {"推荐者", "被动者", "贬损者"},
        {"промоутеры", "нейтралы", "критики"},
        {"mga promoter", "mga passive", "mga detractor"},
        {"promotorzy", "pasywni", "krytycy"},
    };
    int language, category;
    (void)state;
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        for (category = 0; category < 3; category++)
            assert_string_equal(nps_label_text((nps_label)(NPS_LABEL_PROMOTERS + 2 * category), (nps_language)language),
                                words[language][category]);
}

static void languages_have_codes(void **state)
{
    static const char *const codes[NPS_LANGUAGE_END] = {"en", "lt", "zh", "ru", "fil", "pl"};
    int language;
    (void)state;
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        assert_string_equal(nps_language_string((nps_language)language), codes[language]);
}

static void unknown_values_have_texts(void **state)
{
    const int unknown[] = {-1, NPS_LABEL_END, 1000000, -1000000};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        assert_string_equal(nps_label_text((nps_label)unknown[i], NPS_LANGUAGE_POLISH), "unknown label");
        assert_string_equal(nps_language_string((nps_language)unknown[i]), "unknown language");
        assert_string_equal(nps_label_text(NPS_LABEL_SCORE, (nps_language)unknown[i]), "score");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_every_label), cmocka_unit_test(labels_are_translated),
        cmocka_unit_test(labels_of_a_language_differ),    cmocka_unit_test(words_of_answers_have_one_meaning),
        cmocka_unit_test(between_has_two_places),         cmocka_unit_test(categories_are_the_words_of_the_field),
        cmocka_unit_test(languages_have_codes),           cmocka_unit_test(unknown_values_have_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
