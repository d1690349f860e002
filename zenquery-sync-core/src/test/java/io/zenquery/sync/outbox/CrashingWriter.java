package io.zenquery.sync.outbox;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes until it is killed, and says after each step that it has returned. */
final class CrashingWriter {

    private CrashingWriter() {}

    /**
     * @param arguments the file, and the step, first id and end of what is in it
     */
    public static void main(String... arguments) throws IOException {
        Script script = new Script(
                Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                OutboxStore store = SqliteOutboxStore.open(Path.of(arguments[0]), SqliteOutboxStoreTest.CLOCK)) {
            while (true) {
                script.perform(store);
                script = script.next();
                // One system call, so that no line is cut.
                out.write((script.step() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
