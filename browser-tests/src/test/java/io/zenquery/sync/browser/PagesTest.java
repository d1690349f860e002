package io.zenquery.sync.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What people see: the server's page and those of two clients, anna's and ben's. */
class PagesTest {
    @TempDir
    private static Path directory;

    private static ThreePages pages;
    private static ClientPage anna;
    private static ClientPage ben;
    private static Page server;

    @BeforeAll
    static void start() {
        pages = new ThreePages(directory);
        anna = pages.anna;
        ben = pages.ben;
        server = pages.server;
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.close();
        }
    }

    @BeforeEach
    void inStep() {
        for (ClientPage page : List.of(anna, ben)) {
            page.latency(0);
            page.offline(false);
            page.serverRejects(false);
        }
        pages.awaitInStep();
    }

    @Test
    void write_isSeenByAllThree_withItsDelta() {
        anna.add("buy milk");
        ben.await("ben sees it", () -> ben.board().contains("buy milk"));
        ben.tick("buy milk");
        anna.awaitNewest("delta", "by ben");
        pages.awaitInStep();

        assertThat(anna.timeline("mutate")).first().asString().endsWith("add “buy milk”");
        anna.await(
                "anna sees that it is done",
                () -> anna.task("buy milk").findElement(By.cssSelector("input")).isSelected());
        server.await(
                "the log has it",
                () -> server.texts("#log .text").stream().anyMatch(author -> author.startsWith("ben")));
        server.await(
                "both are connected", () -> server.texts("#clients .tag").equals(List.of("connected", "connected")));
    }

    @Test
    void offlineEdits_pageReloadedBetween_areKeptAndSentLater() {
        anna.offline(true);
        anna.add("written offline");
        anna.rename("water the plants", "water all the plants");
        server.await(
                "the server sees that she is away",
                () -> server.texts("#clients .tag").contains("away"));

        assertThat(anna.isPending("written offline")).isTrue();
        assertThat(anna.confirmed()).doesNotContain("written offline").contains("water the plants");
        assertThat(anna.queue()).hasSize(2).allMatch(line -> line.endsWith("waiting"));
        assertThat(ben.board()).doesNotContain("written offline");
        anna.open();

        assertThat(anna.board()).contains("written offline", "water all the plants");
        assertThat(anna.isPending("water all the plants")).isTrue();
        assertThat(anna.queue()).hasSize(2);
        assertThat(anna.timeline("mutate")).first().asString().contains("water all the plants");
        anna.offline(false);
        pages.awaitInStep();

        assertThat(ben.board()).contains("written offline", "water all the plants");
        anna.awaitNewest("sent", ", #");
        ben.rename("water all the plants", "water the plants");
        pages.awaitInStep();
    }

    @Test
    void conflict_isSeen_andBothEndWithTheLaterWrite() {
        anna.add("call the plumber");
        pages.awaitInStep();
        anna.offline(true);
        anna.rename("call the plumber", "call the plumber on Monday");
        ben.rename("call the plumber", "write to the plumber");
        ben.awaitSettled();

        anna.latency(500);
        anna.one("#offline").click();
        anna.await("the conflict flashes", () -> anna.has("#board .task.clash"));
        anna.awaitNewest("conflict", "met another write at the same place");
        anna.latency(0);
        pages.awaitInStep();

        assertThat(ben.board()).contains("call the plumber on Monday").doesNotContain("write to the plumber");
    }

    @Test
    void rejectedTask_isStruckThrough_handedBack_andAcceptedWhenTriedAgain() {
        anna.serverRejects(true);
        anna.latency(2000);
        anna.add("paint the fence");
        assertThat(anna.isPending("paint the fence")).isTrue();
        anna.latency(0);

        anna.await("it is struck through", () -> anna.has("#board .task.ghost.rolled-back"));
        anna.awaitNewest("rejected", "read-only");
        assertThat(anna.timeline("rejected")).first().asString().contains("you may only read");
        assertThat(anna.timeline("rollback")).isNotEmpty();
        anna.await("then it is gone", () -> !anna.has("#board .ghost"));
        assertThat(ben.board()).doesNotContain("paint the fence");
        anna.await("it is handed back", () -> anna.texts("#failed .text").equals(List.of("add “paint the fence”")));
        server.await("the server's page says so", () -> server.isOn("#clients .client .switch"));

        server.one("#clients .client .switch").click();
        anna.await("anna hears that she may write again", () -> !anna.isOn("#rejects"));
        anna.one("#failed .button").click();
        ben.await("now ben sees it", () -> ben.board().contains("paint the fence"));
        anna.await(
                "nothing is handed back any more",
                () -> !anna.one("#failed-card").isDisplayed());
    }

    @Test
    void rejectedInTheMiddleOfTheQueue_theOthersStand() {
        anna.offline(true);
        anna.add("before it");
        anna.tick("be kind"); // locked, which only the server knows
        anna.add("after it");
        anna.await("all three wait", () -> anna.queue().size() == 3);
        anna.one("#offline").click();

        anna.await("the tick is taken back", () -> anna.has("#board .task.rolled-back del"));
        pages.awaitInStep();
        assertThat(ben.board()).contains("before it", "after it");
        assertThat(anna.task("be kind").findElement(By.cssSelector("input")).isSelected())
                .isFalse();
        anna.all("#failed .button").get(1).click();
        anna.await("it is discarded", () -> !anna.one("#failed-card").isDisplayed());
    }

    @Test
    void keyboard_alone_isEnough() {
        anna.open();
        WebElement page = anna.one("body");
        page.sendKeys(Keys.TAB);
        assertThat(focused("id")).isEqualTo("offline");
        focusedElement().sendKeys(Keys.SPACE);
        anna.await("offline", () -> anna.text("#connection").equals("offline"));
        focusedElement().sendKeys(Keys.SPACE);
        anna.awaitLive();
        for (int i = 0; i < 3; i++) {
            focusedElement().sendKeys(Keys.TAB);
        }
        assertThat(focused("id")).isEqualTo("new-title");
        focusedElement().sendKeys("by hand" + Keys.ENTER);
        anna.await("it is added", () -> anna.board().contains("by hand"));
        pages.awaitInStep();

        anna.task("by hand").findElement(By.className("title")).sendKeys(Keys.ENTER);
        focusedElement().sendKeys(Keys.END + ", not by mouse" + Keys.ENTER);
        anna.await("it is renamed", () -> anna.board().contains("by hand, not by mouse"));
        assertThat(focused("aria-label")).contains("Rename");
        focusedElement().sendKeys(Keys.ENTER);
        focusedElement().sendKeys("never mind" + Keys.ESCAPE);
        assertThat(anna.board()).contains("by hand, not by mouse");
        focusedElement().sendKeys(Keys.TAB);
        assertThat(focused("aria-label")).startsWith("Move “by hand, not by mouse” up");
        focusedElement().sendKeys(Keys.ENTER);
        anna.await(
                "it has moved",
                () -> anna.board().indexOf("by hand, not by mouse")
                        == anna.board().size() - 2);
        pages.awaitInStep();
        assertThat(focused("aria-label")).startsWith("Move “by hand, not by mouse” up");
    }

    @Test
    void titleThatIsBeingEdited_whileOthersWrite_staysOpen() {
        anna.add("first of all");
        anna.add("half written");
        pages.awaitInStep();
        anna.task("half written").findElement(By.className("title")).click();
        anna.one("#board .edit").sendKeys(Keys.END, ", now");
        ben.task("half written").findElement(By.className("up")).click();
        ben.awaitSettled();
        anna.await(
                "the row has moved",
                () -> anna.confirmed().indexOf("half written")
                        < anna.confirmed().indexOf("first of all"));

        assertThat(anna.queue()).isEmpty();
        anna.one("#board .edit").sendKeys(" whole" + Keys.ENTER);
        ben.await("ben sees the whole", () -> ben.board().contains("half written, now whole"));
    }

    @Test
    void title_withMarkup_isShownAsText() {
        String title = "<img src=x onerror=\"document.body.id='broken'\"> & <b>bold</b>";
        anna.add(title);
        ben.await("ben sees it as it was written", () -> ben.board().contains(title));
        server.await(
                "so does the server's page", () -> server.texts("#board .text").contains(title));

        for (Page page : List.of(anna, ben, server)) {
            assertThat(page.all("img, b, #broken")).isEmpty();
        }
        anna.task(title).findElement(By.className("remove")).click();
        pages.awaitInStep();
    }

    @Test
    void badInput_isToldInThePage() {
        anna.offline(true);
        anna.add("a title that is fine");
        anna.browser.driver().executeScript("document.getElementById('latency').add(new Option('x', '99999'))");
        anna.browser
                .driver()
                .executeScript("const s = document.getElementById('latency'); s.value = '99999';"
                        + " s.dispatchEvent(new Event('change'))");
        anna.await("the problem is shown", () -> anna.text("#toast").contains("0 to 10000 ms, got 99999"));
        anna.open();
    }

    @Test
    void pages_onSmallScreens_areNotWiderThanThose() {
        anna.offline(true);
        anna.add("a rather long title for a small screen, with averyveryverylongwordthatdoesnotend");
        for (Page page : List.of(anna, server)) {
            page.browser.phone();
            page.await("it fits on a phone", page::fits);
            page.browser.tablet();
            page.await("it fits on a tablet", page::fits);
            page.browser.desktop();
            page.await("it fits", page::fits);
        }
    }

    private static WebElement focusedElement() {
        return anna.browser.driver().switchTo().activeElement();
    }

    private static String focused(String attribute) {
        return String.valueOf(focusedElement().getDomAttribute(attribute));
    }
}
