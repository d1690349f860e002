package io.zenquery.sync;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws what the strategies make of one conflict as an SVG that stands alone, in light and dark. */
final class StrategyPicture {
    private static final int WIDTH = 880;
    private static final int ROW = 38;
    private static final int NAME = 16;
    private static final int BECOMES = 226;
    private static final int VIEW = 436;
    private static final int REJECTED = 684;
    private static final String STYLE = """
            <style>
            text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
            .head{fill:#59636e}.name{font-weight:600}
            .back{fill:#ffffff}.line{stroke:#d1d9e0}.band{fill:#f6f8fa}
            .plain{fill:#ffffff;stroke:#818b98}
            .yours{fill:#ddf4ff;stroke:#0969da;stroke-width:1.5;stroke-dasharray:4 3}
            .server{fill:#dafbe1;stroke:#1a7f37;stroke-width:2}
            .gone{fill:none;stroke:#818b98;stroke-dasharray:1 3}
            text.gone{fill:#59636e;stroke:none;text-decoration:line-through}
            @media (prefers-color-scheme:dark){
            text{fill:#f0f6fc}.head,text.gone{fill:#9198a1}
            .back{fill:#0d1117}.line{stroke:#3d444d}.band{fill:#151b23}
            .plain{fill:#212830;stroke:#9198a1}.yours{fill:#0c2d6b;stroke:#58a6ff}.server{fill:#0f3a20;stroke:#3fb950}
            }
            </style>
            """;

    /** What an element of the list is drawn as. */
    enum Look {
        PLAIN,
        YOURS,
        SERVER,
        GONE
    }

    record Chip(String text, Look look) {}

    private final StringBuilder drawn = new StringBuilder();
    private final StringBuilder said = new StringBuilder();
    private int y;

    /** A line above the table: what there was, and who wrote what. */
    StrategyPicture situation(String name, List<Chip> list) {
        text(NAME, name, "head");
        chips(BECOMES, list);
        y += ROW;
        said.append(name).append(": ").append(words(list)).append(". ");
        return this;
    }

    StrategyPicture header() {
        drawn.append("<rect class=\"band\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n".formatted(y, WIDTH, ROW));
        text(NAME, "strategy", "head");
        text(BECOMES, "your edit that met it", "head");
        text(VIEW, "your view then", "head");
        text(REJECTED, "after a rejection", "head");
        y += ROW;
        return this;
    }

    /** @param becomes what the strategy decided about the edit that met the server's change */
    StrategyPicture strategy(String name, String becomes, List<Chip> view, List<Chip> rejected) {
        text(NAME, name, "name");
        text(BECOMES, becomes, "");
        chips(VIEW, view);
        chips(REJECTED, rejected);
        y += ROW;
        drawn.append("<path class=\"line\" d=\"M0 %d.5h%d\"/>%n".formatted(y, WIDTH));
        said.append(name + ": your edit is " + becomes + "; your view is " + words(view) + "; after a rejection "
                + words(rejected) + ". ");
        return this;
    }

    String svg(String title) {
        chips(
                NAME,
                List.of(
                        new Chip("as it was", Look.PLAIN),
                        new Chip("yours, pending", Look.YOURS),
                        new Chip("the server's", Look.SERVER),
                        new Chip("removed", Look.GONE)));
        int height = y + ROW;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title desc">
                <title id="title">%s</title>
                <desc id="desc">%s</desc>
                """.formatted(
                        WIDTH, height, WIDTH, height, title, said.toString().strip())
                + STYLE + "<rect class=\"back\" width=\"%d\" height=\"%d\"/>%n".formatted(WIDTH, height) + drawn
                + "</svg>\n";
    }

    private void chips(int from, List<Chip> list) {
        int x = from;
        for (Chip chip : list) {
            int width = 18 + chip.text().length() * 7;
            String look = chip.look().name().toLowerCase(Locale.ROOT);
            drawn.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"24\" rx=\"6\"/>%n"
                    .formatted(look, x, y + 7, width));
            drawn.append("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n"
                    .formatted(look.equals("gone") ? look : "item", x + width / 2, y + 24, chip.text()));
            x += width + 6;
        }
    }

    private void text(int x, String text, String style) {
        drawn.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n".formatted(style, x, y + 24, text));
    }

    private static String words(List<Chip> list) {
        return list.stream()
                .map(chip -> chip.look() == Look.GONE ? chip.text() + " (removed)" : chip.text())
                .collect(Collectors.joining(", "));
    }
}
