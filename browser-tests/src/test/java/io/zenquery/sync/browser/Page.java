package io.zenquery.sync.browser;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.FluentWait;

/** What the pages of server and clients have in common. */
class Page {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(40);

    final Chromium browser;
    private final String address;

    Page(Chromium browser, String address) {
        this.browser = browser;
        this.address = address;
        open();
    }

    /** Opens it, or opens it anew. */
    final void open() {
        browser.driver().get(address + "/");
        await("the page is there", () -> has("body[data-ready]"));
    }

    final void await(String what, BooleanSupplier condition) {
        new FluentWait<>(browser)
                .withTimeout(PATIENCE)
                .pollingEvery(POLL)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + "; the page shows: " + text("body"))
                .until(ready -> condition.getAsBoolean());
    }

    final boolean has(String css) {
        return !all(css).isEmpty();
    }

    final List<WebElement> all(String css) {
        return browser.driver().findElements(By.cssSelector(css));
    }

    final WebElement one(String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }

    final String text(String css) {
        return one(css).getText();
    }

    final List<String> texts(String css) {
        return all(css).stream().map(WebElement::getText).toList();
    }

    final boolean isOn(String css) {
        return "true".equals(one(css).getDomAttribute("aria-checked"));
    }

    /** As {@link Chromium#screenshot}, when nothing moves any more but what flashes for a while. */
    final void screenshot(String name) {
        await(
                "nothing moves",
                () -> Boolean.TRUE.equals(browser.driver()
                        .executeScript("return document.getAnimations().every(animation =>"
                                + " ['clash', 'roll-back'].includes(animation.animationName))")));
        browser.screenshot(name);
    }

    /** Whether it is as wide as the window, and no wider. */
    final boolean fits() {
        return Boolean.TRUE.equals(browser.driver()
                .executeScript("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }
}
