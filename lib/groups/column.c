/* Columns of integer keys; they are counted by the code for Arrow arrays.
 * SPDX-License-Identifier: MIT */
#include "../column.h"
#include "../groups.h"
#include "../groups_arrow.h"
#include "../status.h"

nps_status nps_groups_add_column(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                 nps_accumulator *rest, nps_error_detail *detail)
{
    nps_column read_keys, read_answers;
    nps_status status;
    if (!self || !rest)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (self->keys.type != NPS_KEY_INTEGER)
        return nps_explain(detail, NPS_ERROR_KEY,
                           "expected groups of integers, as a column has integer keys, got texts");
    status = nps_column_open(keys, &read_keys);
    if (!status)
        status = nps_column_open(answers, &read_answers);
    if (status)
        return nps_explain_status(detail, status);
    if (read_keys.length != read_answers.length)
        return nps_explain(detail, NPS_ERROR_COLUMN, "expected as many answers as keys, %zu, got %zu", read_keys.length,
                           read_answers.length);
    return nps_groups_count_integers(self, &read_keys, &read_answers, rest, detail);
}
