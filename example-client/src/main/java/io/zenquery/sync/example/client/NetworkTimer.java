package io.zenquery.sync.example.client;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** The thread of the slow network. When it ends, what is under way is lost. */
@Component
final class NetworkTimer implements Line.Timer, DisposableBean {
    private final ScheduledThreadPoolExecutor executor;

    NetworkTimer() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "slow-network");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // tasks see to what they throw
    public void after(long nanos, Runnable task) {
        executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void destroy() {
        executor.shutdownNow();
    }
}
