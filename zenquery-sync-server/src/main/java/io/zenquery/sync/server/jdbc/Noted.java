package io.zenquery.sync.server.jdbc;

import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.server.Decision;

/** A decision, and about whose mutation. */
record Noted(ClientKey client, Decision decision) {
    long clientSeq() {
        return decision.verdict().clientSeq();
    }
}
