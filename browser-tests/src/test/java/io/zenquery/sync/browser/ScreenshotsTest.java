package io.zenquery.sync.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One story on a fresh board, and what it looks like: {@code target/screenshots}. Those in {@code docs/images} are from here. */
class ScreenshotsTest {

    @TempDir
    private static Path directory;

    @Test
    void story_ofTwoClients_looksAsItShould() {
        try (ThreePages pages = new ThreePages(directory)) {
            ClientPage anna = pages.anna;
            ClientPage ben = pages.ben;
            anna.add("buy milk");
            ben.add("feed the cat");
            ben.tick("feed the cat");
            anna.add("call the plumber");
            pages.awaitInStep();

            anna.offline(true);
            anna.rename("call the plumber", "call the plumber on Monday");
            anna.add("book the train");
            ben.rename("call the plumber", "write to the plumber");
            ben.add("bring back the books");
            ben.awaitSettled();
            pages.server.await(
                    "anna lacks two deltas",
                    () -> pages.server.texts("#clients .lag").contains("2 deltas behind"));
            shoot(anna, "client-offline");
            shoot(pages.server, "server");

            anna.latency(2000);
            anna.one("#offline").click();
            anna.await("the conflict flashes", () -> anna.has("#board .task.clash"));
            anna.screenshot("client-conflict-light");
            assertThat(anna.board()).contains("call the plumber on Monday", "bring back the books");
            anna.latency(500);
            pages.awaitInStep();

            anna.serverRejects(true);
            anna.add("paint the fence");
            anna.await("it is struck through", () -> anna.has("#board .task.ghost.rolled-back"));
            anna.screenshot("client-rollback-light");
            anna.browser.colours("dark");
            anna.screenshot("client-rollback-dark");
            assertThat(anna.texts("#failed .text")).containsExactly("add “paint the fence”");
        }
    }

    private static void shoot(Page page, String name) {
        page.browser.driver().executeScript("document.activeElement.blur(); scrollTo(0, 0)");
        for (String colours : new String[] {"dark", "light"}) {
            page.browser.colours(colours);
            page.screenshot(name + "-" + colours);
            page.browser.phone();
            page.screenshot(name + "-phone-" + colours);
            page.browser.desktop();
        }
        page.browser.tablet();
        page.screenshot(name + "-tablet-light");
        page.browser.desktop();
        page.await("it fits", page::fits);
    }
}
