package io.zenquery.sync.server;

import io.zenquery.sync.patch.AtomKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything that is stored of one channel: its deltas, the documents they add up to, the decisions about the clients' mutations,
 * and the clients' fences. Old deltas may be forgotten; documents and decisions are not.
 *
 * <p>Threads: the reading methods may be called from any thread. The writing ones ({@link #append}, {@link #decide},
 * {@link #issueFence}) are called inside {@link #exclusively} only. Each of them is atomic.
 */
public interface DeltaLog {

    /** Which incarnation of the log this is; another one if the log is lost and begun anew, or restored from a copy. */
    String epoch();

    /**
     * Runs {@code work} while nobody else, in this process or another, runs such work on the same channel. Not re-entrant.
     *
     * @return what {@code work} returns
     */
    <T> T exclusively(Supplier<T> work);

    /** The number of the last delta; 0 for an empty log. */
    long head();

    /** The lowest number that {@link #read} still has; {@link #head} + 1 if it has none. */
    long oldest();

    /** The entries with numbers from {@code first} to {@code last}, both included, in order, as far as the log still has them. */
    List<LogEntry> read(long first, long last);

    /** The documents that exist, as of {@link #head}, frozen. */
    Map<AtomKey, JsonNode> documents();

    /**
     * Appends a delta, with the decision that it is the effect of.
     *
     * @param entry its number is {@link #head} + 1
     * @param documents those that exist after it, frozen
     * @param client whose mutation was decided; null, as {@code decision}, for a change by the server itself
     * @param decision the decision; its number has none yet
     */
    void append(
            LogEntry entry, Map<AtomKey, JsonNode> documents, @Nullable ClientKey client, @Nullable Decision decision);

    /** Notes a decision that has no delta. */
    void decide(ClientKey client, Decision decision);

    /** How that mutation was decided; null if it was not, or that is forgotten. */
    @Nullable
    Decision decision(ClientKey client, long clientSeq);

    /** The decisions about that client's mutations from number {@code from} on, in the order of the numbers. */
    List<Decision> decisions(ClientKey client, long from);

    /** The highest number of that client that was decided; 0 for none. */
    long lastDecided(ClientKey client);

    /** The clients about whose mutations there are decisions. */
    Set<ClientKey> clients();

    /** A fence for that client, which was never issued before. The ones it had are void from now on. */
    String issueFence(ClientKey client);

    /** Whose fence that is; null if it was never issued, or is void. */
    @Nullable
    ClientKey fenceHolder(String fence);
}
