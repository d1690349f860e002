package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SyncTransport;

/** Makes the transport of each channel. */
interface TransportFactory {

    /** A transport that is not open yet; whoever has it ends it. */
    SyncTransport transport(Connection connection, String channel);
}
