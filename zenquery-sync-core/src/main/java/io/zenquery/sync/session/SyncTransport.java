package io.zenquery.sync.session;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;

/**
 * Carries the messages of one channel. Knows nothing of sequence numbers; may lose everything at any moment, as long as it says
 * so. All three methods return at once and never throw for reasons of the network.
 */
public interface SyncTransport {

    /**
     * Starts to connect. There is at most one connection: an earlier one is closed first, and its listener hears nothing more.
     *
     * @param listener told of this connection; its methods are called one at a time, in the order of arrival
     */
    void open(Listener listener);

    /** Sends a message on the present connection; without one, does nothing: the listener has been told, or will be. */
    void send(ClientMessage message);

    /** Closes the present connection, if any, without telling its listener. */
    void close();

    /** What happens on one connection. */
    interface Listener {

        /** Messages can be sent, and the channel's deltas arrive from now on. */
        void onOpen();

        /** A message has come. */
        void onMessage(ServerMessage message);

        /** Something came that is not a message. The connection goes on. */
        void onMalformed(ProtocolException problem);

        /**
         * The connection could not be made, or was lost. Called once; nothing follows.
         *
         * @param reason for people to read
         */
        void onClosed(String reason);
    }
}
