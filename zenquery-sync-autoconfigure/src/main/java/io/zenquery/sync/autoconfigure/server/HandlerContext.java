package io.zenquery.sync.autoconfigure.server;

import java.util.function.UnaryOperator;

/** What a handler finds on its thread, as on the thread that the message came on. */
interface HandlerContext extends UnaryOperator<Runnable> {}
