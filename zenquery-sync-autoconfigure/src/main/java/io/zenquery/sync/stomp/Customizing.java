package io.zenquery.sync.stomp;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of one attempt to connect, made by those who add some. They may wait, for a token say; when the attempt ends, whoever is at it
 * is interrupted, so that it does not hold the thread.
 */
final class Customizing {
    private final List<SyncConnectCustomizer> customizers;
    private @Nullable SyncConnectCustomizer asked; // the one that is at it, on the thread below
    private @Nullable Thread asking;
    private boolean ended;

    Customizing(List<SyncConnectCustomizer> customizers) {
        this.customizers = customizers;
    }

    /** Asks all of them, in order, on this thread; false if the attempt has ended meanwhile. */
    boolean customize(SyncConnectHeaders headers) {
        try {
            for (SyncConnectCustomizer customizer : customizers) {
                if (!begin(customizer)) {
                    return false;
                }
                customizer.customize(headers);
            }
            return !hasEnded();
        } finally {
            done();
        }
    }

    private synchronized boolean begin(SyncConnectCustomizer customizer) {
        asked = customizer;
        asking = Thread.currentThread();
        return !ended;
    }

    /** From now on nobody interrupts this thread. If somebody has, that is over: the thread has the socket to close. */
    @SuppressWarnings("ResultOfMethodCallIgnored")
    private synchronized void done() {
        asked = null;
        asking = null;
        Thread.interrupted();
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    /** Who is at it, as the end of a sentence about time that is over; empty for nobody. */
    synchronized String waitedFor() {
        return asked == null ? "" : ": waited for " + asked;
    }

    /** The attempt has ended. */
    synchronized void end() {
        ended = true;
        if (asking != null) {
            asking.interrupt();
        }
    }
}
