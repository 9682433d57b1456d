/* What groups should have: an array of keys and counters in the order in which the keys came, searched from its start.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_FUZZ_GROUPS_MODEL_H
#define NPS_TESTS_FUZZ_GROUPS_MODEL_H

#include "bins.h"

enum { MODEL_GROUPS = 300, MODEL_TEXT = 40 };

/** A key of either type; what is not used of it is 0. */
typedef struct model_key {
    char text[MODEL_TEXT];
    size_t length;
    int64_t integer;
} model_key;

typedef struct model_group {
    model_key key;
    bins counts;
} model_group;

typedef struct groups_model {
    nps_key_type type;
    size_t size;
    model_group groups[MODEL_GROUPS];
} groups_model;

static inline model_key model_text(const char *text, size_t length)
{
    model_key key = {{0}, length, 0};
    MUST(length <= MODEL_TEXT);
    if (length > 0)
        memcpy(key.text, text, length);
    return key;
}

static inline model_key model_integer(int64_t integer)
{
    return (model_key){{0}, 0, integer};
}

static inline bool model_equal(const model_key *a, const model_key *b)
{
    return a->integer == b->integer && a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/** The place of a key; the number of groups when it is not there. */
static inline size_t model_place(const groups_model *self, const model_key *key)
{
    size_t place = 0;
    while (place < self->size && !model_equal(&self->groups[place].key, key))
        place++;
    return place;
}

/** What has been counted for a key; nothing when it is not there. */
static inline bins model_counts(const groups_model *self, const model_key *key)
{
    const size_t place = model_place(self, key);
    return place < self->size ? self->groups[place].counts : (bins){{0}};
}

/** The group of a key, which is made if it is new. */
static inline model_group *model_at(groups_model *self, const model_key *key)
{
    const size_t place = model_place(self, key);
    MUST(place < MODEL_GROUPS);
    if (place == self->size) {
        memset(&self->groups[place], 0, sizeof *self->groups);
        self->groups[place].key = *key;
        self->size++;
    }
    return &self->groups[place];
}

static inline int model_compare(const void *a, const void *b)
{
    const model_key *const one = a, *const two = b;
    const size_t shorter = one->length < two->length ? one->length : two->length;
    const int texts = memcmp(one->text, two->text, shorter);
    if (texts != 0)
        return texts;
    if (one->length != two->length)
        return one->length < two->length ? -1 : 1;
    return (one->integer > two->integer) - (one->integer < two->integer);
}

static inline void model_sort(groups_model *self)
{
    /* The key comes first in a group. */
    qsort(self->groups, self->size, sizeof *self->groups, model_compare);
}

/** The groups are those of the model, in the same order, and found by their keys. */
static inline void must_be_model(const nps_groups *actual, const groups_model *expected)
{
    nps_key_type type;
    size_t i;
    MUST_OK(nps_groups_key_type(actual, &type));
    MUST(type == expected->type);
    MUST(nps_groups_count(actual) == expected->size);
    for (i = 0; i < expected->size; i++) {
        const model_group *const group = &expected->groups[i];
        nps_group got;
        nps_accumulator found;
        MUST_OK(nps_groups_get(actual, i, &got));
        MUST(bins_are(&group->counts, &got.accumulator));
        if (type == NPS_KEY_TEXT) {
            MUST(got.text_length == group->key.length && got.integer == 0);
            MUST(got.text_length == 0 || memcmp(got.text, group->key.text, got.text_length) == 0);
            MUST_OK(nps_groups_find_text(actual, got.text, got.text_length, &found));
        } else {
            MUST(!got.text && got.text_length == 0 && got.integer == group->key.integer);
            MUST_OK(nps_groups_find_integer(actual, got.integer, &found));
        }
        MUST_EQUAL(found, got.accumulator);
    }
}

#endif
