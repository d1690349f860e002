package io.zenquery.sync.example.client.story;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server's process, which the story kills and starts again.
 *
 * @param pid the process that runs at the beginning
 * @param log what the next one writes goes to its end
 * @param command starts the next one
 */
record ServerProcess(long pid, File log, List<String> command) {
    private static final long SECONDS_TO_END = 10;

    /** As {@code kill -9} does. */
    void kill() {
        ProcessHandle process = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("expected a process " + pid + ", there is none"));
        process.destroyForcibly();
        process.onExit().orTimeout(SECONDS_TO_END, TimeUnit.SECONDS).join();
    }

    /** Starts the next one, which ends with this process. */
    void start() {
        try {
            Process next = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(next::destroy));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
