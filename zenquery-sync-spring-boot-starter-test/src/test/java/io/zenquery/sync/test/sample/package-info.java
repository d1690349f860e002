/** The application of docs/testing.md, and its tests, which are the page's samples word for word. */
@NullMarked
package io.zenquery.sync.test.sample;

import org.jspecify.annotations.NullMarked;
