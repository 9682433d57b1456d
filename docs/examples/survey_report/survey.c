/* SPDX-License-Identifier: MIT */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

nps_status survey_add(struct survey *self, const struct text *key, const nps_accumulator *row)
{
    nps_status status = self->counted ? NPS_OK : nps_groups_create(NULL, &self->counted);
    return status ? status : nps_groups_merge_text(self->counted, key->bytes, key->length, row);
}

/* Adds a group, in the order of the keys. The key lives as long as `counted`, and its zero byte ends the name. */
static nps_status survey_split_group(struct survey *self, const nps_group *group)
{
    size_t start = strlen(group->text) + 1;
    struct period *last = self->periods + self->period_count;
    if (self->period_count > 0 && strcmp(last[-1].name, group->text) == 0) {
        last--;
    } else {
        nps_status status = nps_groups_create(NULL, &last->segments);
        if (status)
            return status;
        last->name = group->text;
        self->period_count++;
    }
    return nps_groups_merge_text(last->segments, group->text + start, group->text_length - start, &group->accumulator);
}

nps_status survey_split(struct survey *self)
{
    size_t size = nps_groups_count(self->counted), i;
    nps_status status = NPS_OK;
    if (size == 0)
        return NPS_OK;
    nps_groups_sort(self->counted);
    self->periods = calloc(size, sizeof *self->periods);
    if (!self->periods)
        return NPS_ERROR_MEMORY;
    for (i = 0; i < size && !status; i++) {
        nps_group group;
        status = nps_groups_get(self->counted, i, &group);
        if (!status)
            status = survey_split_group(self, &group);
    }
    return status;
}

void survey_destroy(struct survey *self)
{
    size_t i;
    for (i = 0; i < self->period_count; i++)
        nps_groups_destroy(self->periods[i].segments);
    free(self->periods);
    nps_groups_destroy(self->counted);
}
