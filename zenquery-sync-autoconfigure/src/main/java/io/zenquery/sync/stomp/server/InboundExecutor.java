package io.zenquery.sync.stomp.server;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.task.TaskExecutor;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.support.MessageHandlingRunnable;

/**
 * Handles the frames of a connection in the order in which they came, but for one thing: those that are sent to one of our channels wait for
 * what came before them, and nothing waits for them but others to that channel. Connections do not wait for each other. What waits on one is
 * bounded: if it sends more than is handled it is told so and closed, and what came before is still handled.
 *
 * <p>It takes the place of Spring's {@code preserveReceiveOrder}, whose queue has no bound, which has a slow channel hold up the others on
 * the connection, and which takes a thread for each handler of each frame; this takes one for all that waits.
 *
 * <p>When the application ends and the threads take no more, a frame that comes is refused, and what waits on its connection behind others is
 * dropped. Nobody was told anything of those frames; a client sends again what it has no answer to. Thread-safe.
 */
public final class InboundExecutor implements TaskExecutor, InitializingBean, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(InboundExecutor.class);

    /** The lane of all frames that are not sent to a channel of ours. */
    private static final String GENERAL = "";

    private final Executor threads;
    private final ClientSessions sessions;
    private final ErrorFrames errors;
    private final int maxWaiting;

    /** By connection; an entry is there as long as something waits or is handled. */
    private final ConcurrentMap<String, Waiting> connections = new ConcurrentHashMap<>();

    /**
     * @param threads run the handlers; begun and ended with this one, as far as they are to be
     * @param maxWaiting bytes that may wait on one connection, with the frame that is being handled
     */
    public InboundExecutor(Executor threads, ClientSessions sessions, ErrorFrames errors, int maxWaiting) {
        this.threads = threads;
        this.sessions = sessions;
        this.errors = errors;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public void afterPropertiesSet() throws Exception {
        if (threads instanceof InitializingBean bean) {
            bean.afterPropertiesSet();
        }
    }

    @Override
    public void destroy() throws Exception {
        if (threads instanceof DisposableBean bean) {
            bean.destroy();
        }
    }

    /** A frame is given here once for each of its handlers. */
    @Override
    public void execute(Runnable task) {
        Message<?> frame = task instanceof MessageHandlingRunnable handling ? handling.getMessage() : null;
        String connection = frame == null ? null : SimpMessageHeaderAccessor.getSessionId(frame.getHeaders());
        if (frame == null || connection == null) {
            threads.execute(task);
            return;
        }
        Arrival arrival = new Arrival(frame, task);
        Waiting waiting = connections.computeIfAbsent(connection, id -> new Waiting());
        Place place = waiting.add(arrival, maxWaiting);
        while (place == Place.NONE) {
            connections.remove(connection, waiting);
            waiting = connections.computeIfAbsent(connection, id -> new Waiting());
            place = waiting.add(arrival, maxWaiting);
        }
        if (place == Place.NO_ROOM) {
            refuse(connection);
        } else if (place == Place.FIRST) {
            begin(connection, waiting, arrival); // in its own lane: in the general one it is behind others
        }
    }

    private void refuse(String connection) {
        ClientSession session = sessions.find(connection);
        if (session != null && session.end()) {
            errors.send(
                    connection,
                    "expected up to " + maxWaiting + " bytes that wait to be handled on a connection"
                            + " (zenquery.sync.server.receive-buffer-size), got more");
        }
    }

    /** @throws RejectedExecutionException at the end of the application */
    private void begin(String connection, Waiting waiting, Arrival first) {
        try {
            threads.execute(() -> handle(connection, waiting, first));
        } catch (RejectedExecutionException e) {
            connections.remove(connection, waiting);
            throw e;
        }
    }

    /** Handles what waits in a lane, from its first on. What is sent to a channel leaves the general lane for its own. */
    private void handle(String connection, Waiting waiting, Arrival first) {
        try {
            handleLane(connection, waiting, first);
        } catch (RejectedExecutionException e) {
            LOG.debug("session {}: the application ends, and frames that wait are not handled", connection, e);
        }
    }

    private void handleLane(String connection, Waiting waiting, Arrival first) {
        String lane = first.channel;
        Arrival now = first;
        while (now != null) {
            if (now.channel.equals(lane)) {
                run(connection, now);
            } else if (waiting.moveToItsLane(now)) {
                begin(connection, waiting, now);
            }
            now = waiting.next(lane);
        }
        if (waiting.hasEnded()) {
            connections.remove(connection, waiting);
        }
    }

    private static void run(String connection, Arrival arrival) {
        try {
            arrival.task.run();
        } catch (RuntimeException e) {
            LOG.error("session {}: a frame could not be handled", connection, e);
        }
    }

    /** A task on its way through the lanes of its connection. */
    private static final class Arrival {
        private final Message<?> frame;
        private final Runnable task;
        private final String channel;
        private int weight;

        Arrival(Message<?> frame, Runnable task) {
            this.frame = frame;
            this.task = task;
            String destination = SimpMessageHeaderAccessor.getDestination(frame.getHeaders());
            String sentTo = is(SimpMessageType.MESSAGE) && destination != null
                    ? SyncDestinations.channelOfSend(destination)
                    : null;
            this.channel = sentTo == null ? GENERAL : sentTo;
        }

        boolean is(SimpMessageType type) {
            return SimpMessageHeaderAccessor.getMessageType(frame.getHeaders()) == type;
        }

        /** What is kept of the frame while it waits, about. */
        int size() {
            return 512 + (frame.getPayload() instanceof byte[] body ? body.length : 0);
        }
    }

    /** Where a task has come to stand. */
    private enum Place {
        /** It is its lane's first, which nobody handles yet. */
        FIRST,
        BEHIND_OTHERS,
        NO_ROOM,
        /** All was handled meanwhile, and the entry is on its way out of the map. */
        NONE
    }

    /** What waits on a connection, by lane; what is being handled is the first of its lane. */
    private static final class Waiting {
        private final Map<String, Queue<Arrival>> lanes = new HashMap<>();
        private @Nullable Message<?> last;
        private long bytes;
        private boolean ended;

        /** There is always room for the end of a connection, of which the handlers have to hear. */
        synchronized Place add(Arrival arrival, int maxWaiting) {
            if (ended) {
                return Place.NONE;
            }
            if (arrival.frame != last) {
                boolean fits = lanes.isEmpty() || bytes + arrival.size() <= maxWaiting;
                if (!fits && !arrival.is(SimpMessageType.DISCONNECT)) {
                    return Place.NO_ROOM;
                }
                last = arrival.frame;
                arrival.weight = arrival.size();
                bytes += arrival.weight;
            }
            return put(arrival, lanes.containsKey(GENERAL) ? GENERAL : arrival.channel)
                    ? Place.FIRST
                    : Place.BEHIND_OTHERS;
        }

        /** True if it is the first there. */
        synchronized boolean moveToItsLane(Arrival arrival) {
            return put(arrival, arrival.channel);
        }

        private boolean put(Arrival arrival, String lane) {
            Queue<Arrival> tasks = lanes.computeIfAbsent(lane, name -> new ArrayDeque<>());
            tasks.add(arrival);
            return tasks.size() == 1;
        }

        /** Takes the first of a lane out of it; what is first then, null for nothing. */
        synchronized @Nullable Arrival next(String lane) {
            Queue<Arrival> tasks = Objects.requireNonNull(lanes.get(lane), "a lane that is being handled");
            Arrival done = tasks.remove();
            if (done.channel.equals(lane)) {
                bytes -= done.weight;
            }
            Arrival next = tasks.peek();
            if (next == null) {
                lanes.remove(lane);
                ended = lanes.isEmpty();
            }
            return next;
        }

        synchronized boolean hasEnded() {
            return ended;
        }
    }
}
