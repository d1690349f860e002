package io.zenquery.sync.server;

import java.util.function.Consumer;

/** What {@link MutationFunction#of} makes. */
record NamedFunction(String name, Consumer<MutationCall> body) implements MutationFunction {

    @Override
    public void handle(MutationCall call) {
        body.accept(call);
    }
}
