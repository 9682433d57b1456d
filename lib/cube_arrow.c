/* SPDX-License-Identifier: MIT */
#include "cube/counting.h"
#include "status.h"
#include "support/options.h"

#include <nps/cube_arrow.h>

static nps_status read_options(const nps_cube *self, const nps_cube_arrow_options *options,
                               nps_cube_arrow_options *read)
{
    nps_status status;
    nps_cube_arrow_options_init(read, NULL);
    if (!self)
        return NPS_ERROR_NULL;
    status = nps_options_read(read, sizeof *read, sizeof *read, options);
    return !status && !read->answer ? NPS_ERROR_NULL : status;
}

static nps_cube_type type_of(const nps_arrow_keys *keys)
{
    switch (keys->type.kind) {
    case NPS_ARROW_TEXTS: return NPS_CUBE_TEXT;
    case NPS_ARROW_DAYS:
    case NPS_ARROW_TIMES: return NPS_CUBE_DAY;
    case NPS_ARROW_NULLS: return NPS_CUBE_NULL;
    case NPS_ARROW_BOOLEANS:
    case NPS_ARROW_BYTE_BOOLEANS: return NPS_CUBE_BOOLEAN;
    default: return NPS_CUBE_INTEGER;
    }
}

static nps_status open_key(nps_cube_counting *counting, size_t key, const struct ArrowSchema *schema,
                           const struct ArrowArray *array)
{
    nps_arrow_keys *keys = &counting->keys[key].finder.keys;
    nps_arrow_rows rows;
    nps_status status = nps_arrow_open(schema, array, counting->cube->keys[key].name, &rows, counting->detail);
    if (!status)
        status = nps_arrow_open_any_keys(&rows, keys, counting->detail);
    if (status)
        return nps_cube_counting_name_key(counting, key, status);
    return nps_cube_counting_open_key(counting, key, type_of(keys));
}

static nps_status count_array(nps_cube_counting *counting, const struct ArrowSchema *schema,
                              const struct ArrowArray *array, const nps_cube_arrow_options *options)
{
    nps_arrow_rows answers;
    nps_status status = nps_arrow_open(schema, array, options->answer, &answers, counting->detail);
    size_t key;
    if (!status)
        status = nps_arrow_open_answers(&answers, options->missing_codes, options->missing_code_count,
                                        &counting->answers, counting->detail);
    for (key = 0; !status && key < counting->cube->key_count; key++)
        status = open_key(counting, key, schema, array);
    return status ? status : nps_cube_counting_add(counting, answers.length);
}

nps_status nps_cube_add_arrow(nps_cube *self, const struct ArrowSchema *schema, const struct ArrowArray *array,
                              const nps_cube_arrow_options *options, nps_error_detail *detail)
{
    nps_cube_arrow_options read;
    nps_cube_counting counting;
    nps_status status = nps_explain_status(detail, read_options(self, options, &read));
    if (status)
        return status;
    nps_cube_counting_init(&counting, self, &read.interrupt, detail);
    status = count_array(&counting, schema, array, &read);
    if (!status)
        status = nps_cube_counting_finish(&counting);
    nps_cube_counting_release(&counting);
    return status;
}

/* The arrays of a stream so far. */
struct gathering {
    nps_cube_counting counting;
    nps_cube_arrow_options options;
};

static nps_status gather(void *context, const struct ArrowSchema *schema, const struct ArrowArray *array,
                         nps_error_detail *detail)
{
    struct gathering *gathering = context;
    (void)detail; /* the same one */
    return count_array(&gathering->counting, schema, array, &gathering->options);
}

nps_status nps_cube_add_arrow_stream(nps_cube *self, struct ArrowArrayStream *stream,
                                     const nps_cube_arrow_options *options, nps_error_detail *detail)
{
    struct gathering gathering;
    nps_status status = nps_explain_status(detail, read_options(self, options, &gathering.options));
    if (status)
        return status;
    nps_cube_counting_init(&gathering.counting, self, &gathering.options.interrupt, detail);
    status = nps_arrow_visit_stream(stream, gather, &gathering, detail);
    if (!status)
        status = nps_cube_counting_finish(&gathering.counting);
    nps_cube_counting_release(&gathering.counting);
    return status;
}
