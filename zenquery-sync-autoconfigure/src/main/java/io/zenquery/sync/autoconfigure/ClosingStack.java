package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.session.SyncTransport;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Ends parts in the reverse of the order in which they were made, each of them, also if one of them fails to end. */
final class ClosingStack implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClosingStack.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    void push(AutoCloseable part) {
        parts.push(part);
    }

    /** Ends a transport as Spring ends one that is a bean. */
    static void end(SyncTransport transport) throws Exception {
        if (transport instanceof DisposableBean bean) {
            bean.destroy();
        } else {
            transport.close();
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception | AssertionError e) {
                log.warn("a part of a channel did not end cleanly; the others are ended", e);
            }
        }
    }

    /** Ends all parts since something failed. */
    void closeAfter(Throwable failure) {
        log.debug("what was made of a channel is ended again", failure);
        close();
    }
}
