package io.zenquery.sync.simulation;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.server.MutationCall;
import io.zenquery.sync.server.MutationFunction;
import io.zenquery.sync.server.RejectMutationException;
import java.util.List;
import java.util.function.BiConsumer;

/** The handlers of {@link BoardWorkload}: they compute what clients do not predict, reject, do nothing, and fail. */
final class BoardHandlers {

    private BoardHandlers() {}

    private record Handler(String name, BiConsumer<Draft, String> body) implements MutationFunction {
        @Override
        public void handle(MutationCall call) {
            body.accept(call.draft(), call.input(String.class));
        }
    }

    static List<MutationFunction> all() {
        return List.of(
                new Handler("put", (draft, tag) -> {
                    BoardWorkload.board(draft).add("/items/0", BoardWorkload.serverItem(tag));
                    BoardWorkload.write(BoardWorkload.journal(draft), "/-", tag);
                }),
                new Handler("append", (draft, tag) -> BoardWorkload.write(BoardWorkload.journal(draft), "/0", tag)),
                new Handler("quota", (draft, tag) -> {
                    if (BoardWorkload.board(draft).get("/items").size() > 2) {
                        throw new RejectMutationException("full", "the board has items enough");
                    }
                    BoardWorkload.board(draft).add("/items/-", BoardWorkload.serverItem(tag));
                    BoardWorkload.write(BoardWorkload.journal(draft), "/-", tag);
                }),
                new Handler("reject", (draft, tag) -> {
                    BoardWorkload.write(BoardWorkload.journal(draft), "/-", tag);
                    throw new RejectMutationException("no", "never");
                }),
                new Handler("nothing", (draft, tag) -> {}),
                new Handler("fail", (draft, tag) -> {
                    throw new IllegalStateException("as planned");
                }));
    }
}
