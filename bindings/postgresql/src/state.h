/* The type nps_state: a state as its encoded bytes (docs/format.md), in a varlena.
 *
 * While an aggregate adds to a state, its counters are plain numbers in a varlena of fixed size, an nps_pg_sum, so that
 * a row costs one addition. Final functions turn it into encoded bytes, which alone are stored. A parallel worker
 * passes a sum on as it is, and an aggregate of somebody else's may end without a final function, so everything that
 * reads a state reads a sum too. SPDX-License-Identifier: MIT */
#ifndef NPS_PG_STATE_H
#define NPS_PG_STATE_H

#include <postgres.h>

#include <fmgr.h>
#include <nps/nps.h>

/** A state that changes in place. An encoded state begins with another byte than 0, `form`. */
typedef struct nps_pg_sum {
    int32 vl_len_; /* the header of a varlena */
    uint32 form;
    nps_accumulator counts;
} nps_pg_sum;

/** Reads a state, which must not be NULL, in either form, compressed, moved out of its row, and at any address. */
void nps_pg_read_state(const char *function, Datum value, nps_accumulator *out);

/** The encoded bytes of a state, unread: the value itself, or a copy of it. */
const struct varlena *nps_pg_encoded(Datum value);

/** A new state of encoded bytes. */
Datum nps_pg_make_state(const char *function, const nps_accumulator *state);

/**
 * The first argument of a transition function as a sum that may be changed: the argument itself, if this aggregate has
 * made it, or else a copy. NULL is empty. Outside an aggregate or a window it ends the statement.
 */
nps_pg_sum *nps_pg_sum_to_change(const char *function, FunctionCallInfo fcinfo);

#endif
