package io.zenquery.sync.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/**
 * A headless Chromium with an empty profile. Browser and driver are those of the system, {@code /usr/bin/chromium} and
 * {@code /usr/bin/chromedriver}, or at the system properties {@code chromium} and {@code chromedriver}; nothing is downloaded.
 */
final class Chromium implements AutoCloseable {
    private static final Path BROWSER = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("chromedriver", "/usr/bin/chromedriver"));
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriverService service;
    private final ChromeDriver driver;

    Chromium(Path profile) {
        service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        driver = new ChromeDriver(service, options);
        desktop();
    }

    /** What is missing to run one; empty if nothing is. */
    static Optional<String> missing() {
        return List.of(BROWSER, DRIVER).stream()
                .filter(path -> !Files.isExecutable(path))
                .findFirst()
                .map(path -> "there is no " + path
                        + ". Install chromium and chromium-driver, or say -Dchromium=... -Dchromedriver=...");
    }

    ChromeDriver driver() {
        return driver;
    }

    void desktop() {
        size(1380, 940, false);
    }

    void tablet() {
        size(820, 1180, true);
    }

    void phone() {
        size(390, 844, true);
    }

    private void size(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    /** @param scheme {@code light} or {@code dark} */
    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** What is to be seen now, as {@code target/screenshots/<name>.png}. */
    void screenshot(String name) {
        try {
            new Actions(driver).moveToLocation(1, 1).perform(); // nothing is pointed at
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } finally {
            service.stop();
        }
    }
}
