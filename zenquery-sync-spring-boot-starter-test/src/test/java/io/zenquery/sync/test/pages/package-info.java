/** What the pages under docs show of Java, word for word, and its tests; but for getting-started.md and testing.md, which have applications of their own. */
@NullMarked
package io.zenquery.sync.test.pages;

import org.jspecify.annotations.NullMarked;
