package io.zenquery.sync.stomp.server;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
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
 * Handles the frames of a connection one after the other, in the order in which they came; connections do not wait for each other. What waits
 * is bounded: a connection that sends more than is handled is told so and closed, and what came before is still handled.
 *
 * <p>It takes the place of Spring's {@code preserveReceiveOrder}, whose queue has no bound, and which takes a thread for each handler of each
 * frame; this takes one for all that waits on a connection. Thread-safe.
 */
public final class InboundExecutor implements TaskExecutor, InitializingBean, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(InboundExecutor.class);

    private final Executor threads;
    private final ClientSessions sessions;
    private final ErrorFrames errors;
    private final int maxWaiting;
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
        connections.compute(connection, (id, waiting) -> arrival.join(waiting, maxWaiting));
        if (arrival.isRefused) {
            refuse(connection);
        } else if (arrival.isFirst) {
            begin(connection, arrival);
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

    private void begin(String connection, Arrival first) {
        try {
            threads.execute(() -> handle(connection, first));
        } catch (RuntimeException e) { // at the end of the application: whoever sent it handles it then
            connections.remove(connection);
            throw e;
        }
    }

    private void handle(String connection, Arrival first) {
        Arrival next = first;
        while (next != null) {
            try {
                next.task.run();
            } catch (RuntimeException e) {
                LOG.error("session {}: a frame could not be handled", connection, e);
            }
            Waiting rest = connections.computeIfPresent(connection, (id, waiting) -> waiting.withoutFirst());
            next = rest == null ? null : rest.first();
        }
    }

    /** A task on its way into the queue of its connection. */
    private static final class Arrival {
        private final Message<?> frame;
        private final Runnable task;
        private boolean isFirst;
        private boolean isRefused;

        Arrival(Message<?> frame, Runnable task) {
            this.frame = frame;
            this.task = task;
        }

        Waiting join(@Nullable Waiting present, int maxWaiting) {
            Waiting waiting = present == null ? new Waiting() : present;
            isFirst = present == null;
            isRefused = !waiting.add(this, maxWaiting);
            return waiting;
        }

        /** What is kept of the frame while it waits, about. */
        int size() {
            return 512 + (frame.getPayload() instanceof byte[] body ? body.length : 0);
        }

        /** The end of a connection, of which the handlers have to hear. */
        boolean isDisconnect() {
            return SimpMessageHeaderAccessor.getMessageType(frame.getHeaders()) == SimpMessageType.DISCONNECT;
        }
    }

    /** What waits on a connection, the one that is being handled first. Guarded by its entry in the map. */
    private static final class Waiting {
        private final Queue<Arrival> tasks = new ArrayDeque<>();
        private @Nullable Message<?> last;
        private long bytes;

        boolean add(Arrival arrival, int maxWaiting) {
            if (arrival.frame != last) {
                boolean fits = tasks.isEmpty() || bytes + arrival.size() <= maxWaiting;
                if (!fits && !arrival.isDisconnect()) {
                    return false;
                }
                last = arrival.frame;
                bytes += arrival.size();
            }
            return tasks.add(arrival);
        }

        @Nullable
        Waiting withoutFirst() {
            Arrival done = tasks.remove();
            if (tasks.isEmpty()) {
                return null;
            }
            if (first().frame != done.frame) {
                bytes -= done.size();
            }
            return this;
        }

        Arrival first() {
            return Objects.requireNonNull(tasks.peek(), "an entry that is not empty");
        }
    }
}
