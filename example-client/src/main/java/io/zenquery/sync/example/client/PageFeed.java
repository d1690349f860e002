package io.zenquery.sync.example.client;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Keeps the open pages up to date by server-sent events: {@code entry}, one of the timeline, and {@code state}, everything else.
 *
 * <p>Nothing waits in a queue for a page: when something has changed, each page is sent the entries that it has not had, as far as they are
 * kept, and the newest state. A slow page misses states between, and holds up nobody else.
 */
@Component
class PageFeed {
    private static final Logger log = LoggerFactory.getLogger(PageFeed.class);

    private final Timeline timeline;
    private final PageStates states;
    private final Set<Page> pages = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders;

    PageFeed(Timeline timeline, PageStates states) {
        this.timeline = timeline;
        this.states = states;
        AtomicInteger number = new AtomicInteger();
        this.senders = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "page-feed-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        timeline.onEntry(this::changed);
    }

    /** A page has been opened, and has had the entries up to {@code lastEntry}. */
    SseEmitter open(long lastEntry) {
        Page page = new Page(lastEntry);
        page.emitter.onCompletion(() -> pages.remove(page));
        page.emitter.onError(failure -> pages.remove(page));
        pages.add(page);
        page.changed();
        return page.emitter;
    }

    /** Something is not as it was. Returns at once. */
    void changed() {
        pages.forEach(Page::changed);
    }

    /** Pages would keep the web server from stopping in good order. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        senders.shutdownNow();
        pages.forEach(page -> page.emitter.complete());
    }

    private final class Page {
        private final SseEmitter emitter = new SseEmitter(0L); // open until the browser leaves
        private final AtomicBoolean stale = new AtomicBoolean();
        private long lastEntry; // one sender at a time

        private Page(long lastEntry) {
            this.lastEntry = lastEntry;
        }

        void changed() {
            if (!stale.getAndSet(true)) {
                try {
                    senders.execute(this::send);
                } catch (RejectedExecutionException e) {
                    log.debug("closing, nothing is sent any more", e);
                }
            }
        }

        private synchronized void send() {
            stale.set(false); // what changes from here on is sent by the next one
            try {
                List<Timeline.Entry> entries = timeline.after(lastEntry);
                for (Timeline.Entry entry : entries) {
                    emitter.send(SseEmitter.event()
                            .name("entry")
                            .id(String.valueOf(entry.id()))
                            .data(entry));
                    lastEntry = entry.id();
                }
                emitter.send(SseEmitter.event().name("state").data(states.now()));
            } catch (IOException | IllegalStateException e) {
                log.debug("a page has gone", e);
                pages.remove(this);
            }
        }
    }
}
