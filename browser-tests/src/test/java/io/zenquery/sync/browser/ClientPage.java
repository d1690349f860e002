package io.zenquery.sync.browser;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** A client's page. */
final class ClientPage extends Page {

    ClientPage(Chromium browser, String address) {
        super(browser, address);
        awaitLive();
    }

    void awaitLive() {
        await("live", () -> text("#connection").equals("live"));
    }

    List<String> board() {
        return texts("#board .task:not(.ghost) .title");
    }

    List<String> confirmed() {
        return texts("#confirmed .text");
    }

    List<String> queue() {
        return texts("#queue li");
    }

    void awaitSettled() {
        await("nothing is pending", () -> !has("#queue li") && board().equals(confirmed()));
    }

    void add(String title) {
        one("#new-title").sendKeys(title + Keys.ENTER);
        await("the board shows " + title, () -> board().contains(title));
        await("the field is empty again", () -> "".equals(one("#new-title").getDomProperty("value")));
    }

    void rename(String from, String to) {
        task(from).findElement(By.className("title")).click();
        WebElement field = one("#board .edit");
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), to + Keys.ENTER);
        await("the board shows " + to, () -> board().contains(to));
    }

    void tick(String title) {
        task(title).findElement(By.cssSelector("input[type=checkbox]")).click();
    }

    WebElement task(String title) {
        return all("#board .task").stream()
                .filter(row -> row.findElements(By.className("title")).stream()
                        .anyMatch(shown -> shown.getText().equals(title)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a task " + title + ", got " + board()));
    }

    /** Whether the task of that title is marked as one that others have not got yet. */
    boolean isPending(String title) {
        return List.of(task(title).getDomAttribute("class").split(" ")).contains("pending");
    }

    void offline(boolean on) {
        if (isOn("#offline") != on) {
            one("#offline").click();
        }
        await(
                "the connection is " + (on ? "off" : "on"),
                () -> text("#connection").equals(on ? "offline" : "live"));
    }

    void serverRejects(boolean on) {
        if (isOn("#rejects") != on) {
            one("#rejects").click();
        }
        await("the server's rule has come", () -> isOn("#rejects") == on);
    }

    void latency(int millis) {
        new Select(one("#latency")).selectByValue(String.valueOf(millis));
        await(
                "the latency is set",
                () -> String.valueOf(millis).equals(one("#latency").getDomProperty("value")));
    }

    /** Entries come by themselves, beside what the rest of the page shows. */
    void awaitNewest(String kind, String text) {
        await(
                "the newest entry of " + kind + " has: " + text,
                () -> timeline(kind).stream().limit(1).anyMatch(newest -> newest.contains(text)));
    }

    /** The texts of the entries of that kind, the newest first. */
    List<String> timeline(String kind) {
        return texts("#timeline li[data-kind=" + kind + "] .text");
    }
}
