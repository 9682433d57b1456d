/* Domains of one design that have been read.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WEIGHTED_SEGMENTS_DOMAINS_H
#define NPS_WEIGHTED_SEGMENTS_DOMAINS_H

#include "../allocator.h"

#include <nps/weighted_segments.h>
#include <stdbool.h>

/** Domains and their estimates. */
typedef struct nps_domain_family {
    const nps_weighted_domains *domains;
    nps_allocator memory;
    nps_weighted_estimate *estimates; /* all zero for a domain without answers */
    size_t with_answers;
    bool against_rest;
} nps_domain_family;

/** Reads the domains, and checks the options; on error nothing is left open. */
nps_status nps_domains_open(nps_domain_family *self, const nps_weighted_domains *domains,
                            const nps_segments_options *options);

void nps_domains_close(nps_domain_family *self);

#endif
