/** The classes that README.md shows, word for word, and their test. */
@NullMarked
package io.zenquery.sync.test.readme;

import org.jspecify.annotations.NullMarked;
