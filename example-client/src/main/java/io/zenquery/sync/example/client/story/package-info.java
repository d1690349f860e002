/**
 * The scripted demo: drives a server and two clients over their REST faces, says what each side sees, and checks the end.
 * {@link io.zenquery.sync.example.client.story.Story} is its main class.
 */
@NullMarked
package io.zenquery.sync.example.client.story;

import org.jspecify.annotations.NullMarked;
