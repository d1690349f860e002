package io.zenquery.sync.server.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * What the database says of one incarnation of a client.
 *
 * @param lastDecided the highest number that was decided; 0 for none
 * @param fence the last one that was issued; null if none was
 * @param stored whether there is a row
 */
record ClientRow(long lastDecided, @Nullable String fence, boolean stored) {
    static final ClientRow NONE = new ClientRow(0, null, false);

    ClientRow decided(long clientSeq) {
        return new ClientRow(Math.max(lastDecided, clientSeq), fence, stored);
    }

    ClientRow fenced(String newFence) {
        return new ClientRow(lastDecided, newFence, stored);
    }

    ClientRow asStored() {
        return new ClientRow(lastDecided, fence, true);
    }
}
