package io.zenquery.sync.simulation;

import java.util.Locale;

/** What can go wrong. */
enum Fault {
    /** The next message on a lane is lost; the connection goes on. */
    DROP,
    /** The next message on a lane arrives twice, the second time later. */
    DUPLICATE,
    /** The next message on a lane, and what follows it there, arrives late. */
    DELAY,
    /** What a client sends, or what is sent to it, is held back for a while. */
    ONE_WAY_PARTITION,
    /** The connection is lost. */
    RESET,
    /** The connection is lost directly after the client has sent something, which arrives. */
    RESET_AFTER_SEND,
    /** The same, and what was sent arrives when the client has long come back, perhaps to another node. */
    REORDER_ACROSS_CONNECTIONS,
    /** Nothing arrives in either direction, and neither side is told until a heartbeat is missed. */
    HALF_OPEN,
    /** A node ends before it commits: nothing of the transaction is kept. */
    SERVER_CRASH_BEFORE_COMMIT,
    /** A node ends in the middle of a transaction: nothing of it is kept. */
    SERVER_CRASH_IN_TRANSACTION,
    /** A node ends after the commit, before anybody is told of the deltas. */
    SERVER_CRASH_BEFORE_PUBLISH,
    /** A node ends after it has published, before it answers. */
    SERVER_CRASH_BEFORE_ACK,
    /** A client's process ends. */
    CLIENT_CRASH,
    /** A client's process ends, and another one begins with what is in its outbox. */
    CLIENT_RESTART,
    /** A client's outbox can't be written for a while. */
    STORE_FULL,
    /** A client's process ends in the middle of writing to its outbox: some of the bytes are there. */
    TORN_WRITE,
    /** A client's outbox is put back to an earlier copy of itself. */
    STORE_PUT_BACK,
    /** The log forgets deltas. */
    LOG_TRUNCATION,
    /** The server forgets how mutations were decided, though not that they were. */
    FORGOTTEN_VERDICTS,
    /** The log is restored from a copy, under a new epoch. */
    EPOCH_CHANGE,
    /** The log is put back to an earlier state of itself, as by a standby that lagged behind, and nobody has given it another epoch. */
    LOG_PUT_BACK,
    /** A client's connection is closed and it is refused until it has a new token. */
    EXPIRED_CREDENTIALS,
    /** Listeners of coordinator and session, or of the server, throw. */
    THROWING_LISTENER,
    /** A clock jumps, forwards or back. */
    CLOCK_JUMP,
    /** A node is not told that another has appended. */
    LOST_WAKE,
    /** Handlers can't decide for a while. */
    HANDLER_UNAVAILABLE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
