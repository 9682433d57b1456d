/* The internals of designs, for their codec.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_DESIGN_INTERNAL_H
#define NPS_WEIGHTED_DESIGN_INTERNAL_H

#include "keys/keys.h"
#include "weighted.h"

#include <nps/weighted_design.h>
#include <stddef.h>
#include <stdint.h>

/** Chains hold the place of a key plus one; 0 ends a chain. */
typedef struct nps_design_stratum {
    nps_weighted alone;     /* those who are clusters of their own */
    nps_weighted clustered; /* those in clusters */
    uint32_t first_cluster; /* a chain by cluster.next */
} nps_design_stratum;

typedef struct nps_design_cluster {
    uint32_t next;
    uint64_t weights[NPS_ANSWERS][NPS_WEIGHT_WORDS];
} nps_design_cluster;

struct nps_weighted_design {
    nps_keys stratum_keys;      /* integers */
    nps_keys cluster_keys;      /* stratum and cluster behind each other */
    nps_design_stratum *strata; /* at the place of their key */
    nps_design_cluster *clusters;
    size_t stratum_capacity, cluster_capacity;
};

/** A cluster's key and the bytes that it is made of. */
typedef struct nps_design_cluster_key {
    int64_t numbers[2];
    nps_key key;
} nps_design_cluster_key;

/** Sets the key of a cluster, which borrows from `self`. */
void nps_design_set_cluster_key(nps_design_cluster_key *self, int64_t stratum, int64_t cluster);

/** The number of the cluster at a place, within its stratum. */
int64_t nps_design_cluster_number(const nps_weighted_design *self, size_t place);

/** Makes room; what is there stays whether it succeeds or not. */
nps_status nps_design_reserve(nps_weighted_design *self, size_t new_strata, size_t new_clusters);

/** The stratum of a number, empty when it is new; for a new one there must be room. */
nps_design_stratum *nps_design_stratum_at(nps_weighted_design *self, int64_t number);

/** The cluster of a key, chained to its stratum when it is new; for a new one there must be room. */
nps_design_cluster *nps_design_cluster_at(nps_weighted_design *self, nps_design_stratum *stratum, const nps_key *key);

#endif
