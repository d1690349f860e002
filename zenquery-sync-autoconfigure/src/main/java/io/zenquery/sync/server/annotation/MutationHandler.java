package io.zenquery.sync.server.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a bean that decides the mutations of one name, in all channels.
 *
 * <pre>{@code
 * @MutationHandler("task.rename")
 * void rename(Rename input, Draft draft) {
 *     if (input.title().isBlank()) {
 *         throw new RejectMutationException("title-empty", "a task needs a title");
 *     }
 *     draft.atom("tasks").replace("/items/0/title", input.title());
 * }
 * }</pre>
 *
 * <p>The parameters, in any order, each at most once:
 * <ul>
 *   <li>{@link io.zenquery.sync.atom.Draft}: the channel's documents, and where changes of them are recorded;
 *   <li>{@link io.zenquery.sync.server.MutationCall}: everything about the mutation;
 *   <li>{@link java.security.Principal}: who is logged in, with that name alone; null without a login;
 *   <li>a {@link String} marked {@link ChannelName}: the channel;
 *   <li>one of any other type: the input, read by Jackson. What does not fit is rejected with code {@code input-invalid}; a
 *       {@link tools.jackson.databind.JsonNode} takes anything. Marked {@code @Valid} or {@code @Validated}, it is validated as well.
 * </ul>
 *
 * <p>The method returns nothing. What it throws counts as with
 * {@link io.zenquery.sync.server.MutationFunction#handle}; an exception marked {@link RejectionCode} rejects with that code, a call
 * that Spring's method security refuses with {@code forbidden}. It may have any
 * visibility, but where the bean is proxied (transactions, security) not private, and where the proxy is one of interfaces, be part of one.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MutationHandler {

    /** The name of the mutations, as clients send it. */
    String value();
}
