package io.zenquery.sync.server;

import io.zenquery.sync.protocol.TraceParent;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes a {@link SyncServer}. {@link #clock} and {@link #ids} must be given. Not thread-safe. */
public final class SyncServerBuilder {
    private final MutationFunctions handlers = new MutationFunctions();
    private InitialDocuments initialDocuments = channel -> Map.of();
    private Limits limits = Limits.DEFAULT;
    private UnaryOperator<Runnable> handlerDecorator = UnaryOperator.identity();
    private HandlerInterceptor handlerInterceptor = (call, handler) -> handler.run();
    private ServerListener listener = new ServerListener() {};
    private CurrentTrace currentTrace = () -> null;
    private JsonMapper mapper = JsonMapper.shared();
    private @Nullable DeltaLogFactory logs;
    private @Nullable InstantSource clock;
    private @Nullable Supplier<String> ids;

    SyncServerBuilder() {}

    /**
     * Adds handlers.
     *
     * @throws IllegalArgumentException if a name is empty, or two handlers have the same one
     */
    public SyncServerBuilder handlers(Collection<? extends MutationFunction> more) {
        more.forEach(handlers::add);
        return this;
    }

    /** What opens the logs; in memory by default. */
    public SyncServerBuilder logs(DeltaLogFactory factory) {
        this.logs = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /** Tells the time; stamps deltas. */
    public SyncServerBuilder clock(InstantSource source) {
        this.clock = Objects.requireNonNull(source, "source");
        return this;
    }

    /** Gives a text that it never gave before, in this process or another; names epochs. */
    public SyncServerBuilder ids(Supplier<String> supplier) {
        this.ids = Objects.requireNonNull(supplier, "supplier");
        return this;
    }

    /** Bounds; {@link Limits#DEFAULT} by default. */
    public SyncServerBuilder limits(Limits bounds) {
        this.limits = Objects.requireNonNull(bounds, "bounds");
        return this;
    }

    /**
     * Called on the thread that submits, before each call of a handler on a thread of its own (see {@link Limits#handlerTimeout}): carries
     * over what the handler expects to find on its thread. Nothing by default.
     */
    public SyncServerBuilder handlerDecorator(UnaryOperator<Runnable> decorator) {
        this.handlerDecorator = Objects.requireNonNull(decorator, "decorator");
        return this;
    }

    /** Stands around each call of a handler, on its thread; nothing by default. */
    public SyncServerBuilder handlerInterceptor(HandlerInterceptor interceptor) {
        this.handlerInterceptor = Objects.requireNonNull(interceptor, "interceptor");
        return this;
    }

    /** Told what the server does; nobody by default. */
    public SyncServerBuilder listener(ServerListener serverListener) {
        this.listener = Objects.requireNonNull(serverListener, "serverListener");
        return this;
    }

    /**
     * Tells in which trace a handler, or who calls {@link SyncServer#change}, is at work: the delta carries it. By default none: a delta
     * carries the trace of the mutation whose effect it is.
     */
    public SyncServerBuilder currentTrace(CurrentTrace trace) {
        this.currentTrace = Objects.requireNonNull(trace, "trace");
        return this;
    }

    /** What channels begin with; nothing by default. */
    public SyncServerBuilder initialDocuments(InitialDocuments documents) {
        this.initialDocuments = Objects.requireNonNull(documents, "documents");
        return this;
    }

    /** Reads the typed inputs of handlers; Jackson's defaults by default. */
    public SyncServerBuilder jsonMapper(JsonMapper jsonMapper) {
        this.mapper = Objects.requireNonNull(jsonMapper, "jsonMapper");
        return this;
    }

    /**
     * The server.
     *
     * @throws IllegalStateException if the clock or the ids are missing
     */
    public SyncServer build() {
        if (clock == null || ids == null) {
            throw new IllegalStateException("expected a clock and ids, got none: call clock(...) and ids(...)");
        }
        DeltaLogFactory factory = logs == null ? InMemoryDeltaLog.factory(limits.retention()) : logs;
        CurrentTrace trace = valid(currentTrace);
        Engine engine = new Engine(
                handlers.copy(),
                new HandlerCalls(limits.handlerTimeout(), handlerDecorator, handlerInterceptor, trace),
                new DocumentSizes(),
                clock,
                limits,
                mapper,
                new SafeServerListener(listener),
                trace);
        return new SyncServer(engine, factory, ids, initialDocuments);
    }

    private static CurrentTrace valid(CurrentTrace source) {
        return () -> {
            String trace = source.traceParent();
            return trace != null && TraceParent.isValid(trace) ? trace : null;
        };
    }
}
