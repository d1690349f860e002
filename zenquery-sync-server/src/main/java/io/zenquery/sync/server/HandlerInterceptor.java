package io.zenquery.sync.server;

/** Stands around each call of a handler: measures it, say, or begins and ends a context on its thread. */
@FunctionalInterface
public interface HandlerInterceptor {

    /**
     * Called on the handler's thread, under the channel's lock.
     *
     * @param call what the handler is given
     * @param handler the handler's work; to be run once. What it throws says how it decided, and is to be thrown on
     */
    void around(MutationCall call, Runnable handler);
}
