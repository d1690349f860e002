package io.zenquery.sync.stomp;

import io.zenquery.sync.protocol.ClientMessage;
import io.zenquery.sync.protocol.ClientMessage.MutationBatch;
import io.zenquery.sync.protocol.ClientMessage.Resume;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ProtocolException;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.protocol.ServerMessage.Problem;
import io.zenquery.sync.protocol.ServerMessage.Verdict;
import io.zenquery.sync.protocol.ServerMessage.Welcome;
import io.zenquery.sync.session.SyncTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.util.MimeTypeUtils;

/**
 * One channel on one connection, until it leaves, silently, or the connection is lost, of which its listener is told; what comes after that
 * goes nowhere. When it comes back to the same connection, it is another object.
 *
 * <p>Lock rule: the monitor is held while the listener is called, so that the listener's methods are called one at a time, and none after the
 * end. Nothing is sent with it, and no other channel's is taken.
 */
final class StompChannel {
    private final String name;
    private final SyncTransport.Listener listener;
    private final Refusals refusals;
    private final boolean alone;

    private boolean opened;
    private volatile boolean ended;
    private volatile boolean suspect;
    private volatile Refusals.@Nullable Sent unanswered;
    private volatile boolean unwelcome; // it subscribed, or sent a resume, and no welcome has come since
    private volatile @Nullable StompConnection connection;
    private StompSession.@Nullable Subscription topic; // this and the next: of the sending thread
    private StompSession.@Nullable Subscription answers;

    /**
     * @param refusals of this channel, for all its connections
     * @param alone whether it must not share its connection
     */
    StompChannel(String name, SyncTransport.Listener listener, Refusals refusals, boolean alone) {
        this.name = name;
        this.listener = listener;
        this.refusals = refusals;
        this.alone = alone;
    }

    String name() {
        return name;
    }

    boolean isAlone() {
        return alone;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether the server owes it an answer: if it ends the connection instead, that may be because of this channel. */
    boolean isOwedAnAnswer() {
        return unwelcome || unanswered != null;
    }

    /**
     * Whether it should not share a connection next time: it left without having been welcomed, since it was refused, or nobody answered; or the
     * server ended the connection, maybe because of it. On one of its own it disturbs nobody, and shows other credentials.
     */
    boolean isSuspect() {
        return suspect;
    }

    /** It is on that connection from now on. */
    void joined(StompConnection joined) {
        connection = joined;
    }

    @Nullable
    StompConnection connection() {
        return connection;
    }

    // ------------------------------------------------------------------------------------- on the sending thread

    /** Tells the listener, and subscribes: before anything that the listener sends, and nothing comes before the listener knows. */
    void subscribe(StompSession session) {
        synchronized (this) {
            if (ended) {
                return;
            }
            opened = true;
            unwelcome = true;
            listener.onOpen();
        }
        ChannelMessages messages = new ChannelMessages(this);
        topic = session.subscribe("/topic/zenquery." + name, messages);
        answers = session.subscribe("/user/queue/zenquery." + name, messages);
    }

    void unsubscribe() {
        if (topic != null) {
            topic.unsubscribe();
        }
        if (answers != null) {
            answers.unsubscribe();
        }
    }

    void send(StompSession session, ClientMessage message, int maxFrameSize) {
        if (ended) {
            return; // as the listener has been told, or wanted
        }
        byte[] body = ProtocolCodec.encode(message);
        Problem refusal = refusals.refusal(message, body.length, maxFrameSize);
        if (refusal != null) {
            tell(refusal.with(message));
            return;
        }
        if (message instanceof MutationBatch batch) {
            unanswered = Refusals.Sent.of(batch, body.length);
        } else if (message instanceof Resume) {
            unwelcome = true;
        }
        StompHeaders headers = new StompHeaders();
        headers.setDestination("/app/zenquery/" + name + "/" + (message instanceof Resume ? "resume" : "mutations"));
        headers.setContentType(MimeTypeUtils.APPLICATION_JSON);
        session.send(headers, body);
    }

    // ------------------------------------------------------------------------------------- on the reading thread

    void received(byte[] body) {
        try {
            for (ServerMessage message : ProtocolCodec.decodeServerFrame(body)) {
                received(message);
            }
        } catch (ProtocolException e) {
            malformed(e);
        }
    }

    private void received(ServerMessage message) {
        if (message instanceof Verdict || message instanceof Problem) {
            unanswered = null;
        } else if (message instanceof Welcome) {
            unwelcome = false;
        }
        StompConnection mine = connection;
        boolean unknown = !ended && mine != null && mine.refusesCredentials(message);
        tell(message);
        if (unknown && mine != null) {
            mine.lost(LossReason.of("the server does not know who this is, says channel " + name));
        }
    }

    private synchronized void tell(ServerMessage message) {
        if (!ended) {
            listener.onMessage(message);
        }
    }

    synchronized void malformed(ProtocolException problem) {
        if (!ended) {
            listener.onMalformed(problem);
        }
    }

    // -------------------------------------------------------------------------------------------------- the end

    /** It wants no more of this connection. True once. */
    synchronized boolean leave() {
        boolean first = !ended;
        if (first) {
            ended = true;
            suspect = unwelcome || (alone && !opened);
        }
        return first;
    }

    /**
     * The connection was lost.
     *
     * @param sole whether this is the only channel that the server owed an answer
     */
    synchronized void lost(LossReason reason, boolean sole) {
        if (ended) {
            return;
        }
        ended = true;
        suspect = (reason.onPurpose() && isOwedAnAnswer()) || (alone && !opened);
        refusals.onLoss(reason.onPurpose() && !sole ? null : unanswered, reason);
        listener.onClosed(reason.text());
    }
}
