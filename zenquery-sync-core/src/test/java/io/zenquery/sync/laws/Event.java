package io.zenquery.sync.laws;

import static io.zenquery.sync.laws.Snippet.quoted;
import static io.zenquery.sync.laws.Snippet.text;

import io.zenquery.sync.patch.Patch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that happens to a coordinator. Stamps are seconds. */
sealed interface Event {

    /** The call on a {@link Story} that makes it happen. */
    String java();

    record Register(long seq, List<Patch> patch, @Nullable Integer stamp) implements Event {
        @Override
        public String java() {
            return ".register(" + seq + ", " + quoted(text(patch)) + at(stamp) + ")";
        }
    }

    /** @param origin the mutation that it names as its cause; null for none */
    record Delta(
            long number,
            long previous,
            @Nullable Long origin,
            List<Patch> patch,
            @Nullable Integer stamp) implements Event {
        @Override
        public String java() {
            return (origin == null ? ".delta(" : ".own(" + origin + ", ") + number + ", " + previous + ", "
                    + quoted(text(patch)) + at(stamp) + ")";
        }
    }

    record Snapshot(long number, JsonNode document) implements Event {
        @Override
        public String java() {
            return ".snapshot(" + number + ", " + quoted(text(document)) + ")";
        }
    }

    record Confirm(long seq) implements Event {
        @Override
        public String java() {
            return ".confirm(" + seq + ")";
        }
    }

    record ConfirmAt(long seq, long number) implements Event {
        @Override
        public String java() {
            return ".confirmAt(" + seq + ", " + number + ")";
        }
    }

    record WithoutEffect(long seq, long number) implements Event {
        @Override
        public String java() {
            return ".withoutEffect(" + seq + ", " + number + ")";
        }
    }

    record Reject(long seq) implements Event {
        @Override
        public String java() {
            return ".reject(" + seq + ")";
        }
    }

    record RejectAt(long seq, long number) implements Event {
        @Override
        public String java() {
            return ".rejectAt(" + seq + ", " + number + ")";
        }
    }

    record Withdraw(long seq) implements Event {
        @Override
        public String java() {
            return ".withdraw(" + seq + ")";
        }
    }

    private static String at(@Nullable Integer stamp) {
        return stamp == null ? "" : ", " + stamp;
    }
}
