/**
 * The pages of the examples in Chromium: a server and two clients on loopback, a browser for each. Skipped where there is no Chromium; see
 * {@link io.zenquery.sync.browser.Chromium}.
 */
@NullMarked
package io.zenquery.sync.browser;

import org.jspecify.annotations.NullMarked;
