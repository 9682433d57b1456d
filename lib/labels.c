/* SPDX-License-Identifier: MIT */
#include <nps/labels.h>

#include "labels/tables.h"

#include <string.h>

/* A language: its code, and its table. */
struct language {
    const char *code;
    const char *const *texts;
};

static const struct language languages[NPS_LANGUAGE_END] = {
    [NPS_LANGUAGE_ENGLISH] = {"en", &nps_labels_english},    [NPS_LANGUAGE_LITHUANIAN] = {"lt", &nps_labels_lithuanian},
    [NPS_LANGUAGE_CHINESE] = {"zh", &nps_labels_chinese},    [NPS_LANGUAGE_RUSSIAN] = {"ru", &nps_labels_russian},
    [NPS_LANGUAGE_FILIPINO] = {"fil", &nps_labels_filipino}, [NPS_LANGUAGE_POLISH] = {"pl", &nps_labels_polish},
};

const char *nps_language_string(nps_language language)
{
    const unsigned place = (unsigned)language;
    return place < NPS_LANGUAGE_END ? languages[place].code : "unknown language";
}

const char *nps_label_text(nps_label label, nps_language language)
{
    const unsigned place = (unsigned)label;
    const unsigned known = (unsigned)language < NPS_LANGUAGE_END ? (unsigned)language : NPS_LANGUAGE_ENGLISH;
    const char *text = *languages[known].texts;
    unsigned before;
    if (place >= NPS_LABEL_END)
        return "unknown label";
    for (before = 0; before < place; before++)
        text += strlen(text) + 1;
    return text;
}
