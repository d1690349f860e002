package io.zenquery.sync.test.assertj;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.zenquery.sync.patch.Json;
import io.zenquery.sync.session.FailedMutation;
import io.zenquery.sync.session.SessionState;
import io.zenquery.sync.spring.SyncOperations;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Assertions on a channel as the application sees it. Those named {@code eventually…} wait until the condition holds, for
 * {@link #within} (ten seconds unless said otherwise); the others look once. A failure says what was expected, what is there instead,
 * and where the session and its mutations are.
 *
 * <p>JSON is given as text. Members may be in any order, and numbers are compared by value; elements of lists in their order.
 */
public final class SyncAssert extends AbstractAssert<SyncAssert, SyncOperations> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 5;

    private Duration patience = PATIENCE;

    SyncAssert(@Nullable SyncOperations actual) {
        super(actual, SyncAssert.class);
    }

    /**
     * How long the assertions after this wait.
     *
     * @param longest above zero
     */
    public SyncAssert within(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("expected a duration above zero, got " + longest);
        }
        patience = longest;
        return this;
    }

    // --------------------------------------------------------------------------------------------------- documents

    /** The document with all pending mutations in it is that. */
    public SyncAssert views(String atom, String json) {
        return document(false, "view", atom, () -> actual.view(atom), json);
    }

    /** The document with all pending mutations in it becomes that. */
    public SyncAssert eventuallyViews(String atom, String json) {
        return document(true, "view", atom, () -> actual.view(atom), json);
    }

    /** The document as the server confirmed it is that. */
    public SyncAssert confirms(String atom, String json) {
        return document(false, "confirmed state", atom, () -> actual.confirmed(atom), json);
    }

    /** The document as the server confirmed it becomes that. */
    public SyncAssert eventuallyConfirms(String atom, String json) {
        return document(true, "confirmed state", atom, () -> actual.confirmed(atom), json);
    }

    /** There is no such document in the view. */
    public SyncAssert viewsNothing(String atom) {
        return check(
                false,
                "no document \"" + atom + "\" in the view",
                () -> Json.isAbsent(actual.view(atom)),
                () -> Described.json(actual.view(atom)));
    }

    private SyncAssert document(
            boolean eventually, String what, String atom, Supplier<JsonNode> document, String json) {
        JsonNode expected = read(json);
        return check(
                eventually,
                "the " + what + " of \"" + atom + "\" to be\n  " + Described.json(expected),
                () -> Json.sameValue(document.get(), expected),
                () -> Described.json(document.get()));
    }

    private static JsonNode read(String json) {
        try {
            return JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("expected JSON, got \"" + json + "\": " + e.getOriginalMessage(), e);
        }
    }

    // --------------------------------------------------------------------------------------------------- mutations

    /** No mutation waits for a verdict. */
    public SyncAssert hasNoPending() {
        return pending(false, 0);
    }

    /** Every mutation gets its verdict. */
    public SyncAssert eventuallyHasNoPending() {
        return pending(true, 0);
    }

    /** That many mutations wait for a verdict. */
    public SyncAssert hasPending(int count) {
        return pending(false, count);
    }

    private SyncAssert pending(boolean eventually, int count) {
        return check(
                eventually,
                count == 0 ? "nothing pending" : count + " pending",
                () -> actual.pending().size() == count,
                () -> actual.pending().size() + " pending");
    }

    /** No mutation was rejected or handed back that is neither retried nor discarded. */
    public SyncAssert hasNoFailed() {
        return check(
                false,
                "no failed mutation",
                () -> actual.failed().isEmpty(),
                () -> actual.failed().size() + " failed");
    }

    /** A mutation fails with that code, see {@link FailedMutation#code}, and is not pending any more. */
    public SyncAssert eventuallyHasFailed(String code) {
        return check(
                true,
                "a failed mutation of code " + code,
                () -> actual.failed().stream()
                        .anyMatch(failed -> failed.code().equals(code) && !isPending(failed.clientSeq())),
                () -> actual.failed().isEmpty() ? "none failed" : "others failed");
    }

    /** One that fails is so for a moment still. */
    private boolean isPending(long clientSeq) {
        return actual.pending().stream().anyMatch(pending -> pending.clientSeq() == clientSeq);
    }

    // -------------------------------------------------------------------------------------------------- connection

    /** The session is in that state. */
    public SyncAssert isInState(SessionState state) {
        return state(false, state);
    }

    /** The session comes to that state. */
    public SyncAssert eventuallyIsInState(SessionState state) {
        return state(true, state);
    }

    private SyncAssert state(boolean eventually, SessionState state) {
        return check(
                eventually,
                "the session to be " + state,
                () -> actual.state() == state,
                () -> "it is " + actual.state());
    }

    /** The session is connected, has caught up with the server, and nothing is pending. */
    public SyncAssert eventuallyIsInStep() {
        return check(
                true,
                "the session in step with the server, with nothing pending",
                () -> actual.state() == SessionState.LIVE && actual.pending().isEmpty(),
                () -> "it is " + actual.state() + " with " + actual.pending().size() + " pending");
    }

    // ------------------------------------------------------------------------------------------------------- check

    private SyncAssert check(boolean eventually, String expected, BooleanSupplier holds, Supplier<String> got) {
        isNotNull();
        if (eventually ? !comesTrue(holds) : !holds.getAsBoolean()) {
            throw failure(
                    "%nExpected, on channel \"%s\",%n  %s%s%nbut got%n  %s%n%s",
                    actual.channel(),
                    expected,
                    eventually ? String.format("%nwithin %s", patience) : "",
                    got.get(),
                    Described.session(actual));
        }
        return this;
    }

    private boolean comesTrue(BooleanSupplier holds) {
        if (holds.getAsBoolean()) {
            return true;
        }
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL_MILLIS, MILLISECONDS)
                    .atMost(patience)
                    .until(holds::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException e) {
            return holds.getAsBoolean();
        }
    }
}
