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
 * and the clients' fences. Old deltas may be forgotten, and later the decisions too; documents are not, nor is which number of a
 * client was the last that was decided.
 *
 * <p>Each call of {@link #exclusively} is a transaction: what is written in it is seen in it at once, by others when it has ended,
 * and never if it failed.
 *
 * <p>Threads: {@link #epoch}, {@link #head}, {@link #oldest}, {@link #read}, {@link #documents} and {@link #refresh} may be called from
 * any thread; outside of a transaction they tell what is committed, as far as this node knows. All the others are called inside
 * {@link #exclusively} only, on the thread that runs the work.
 *
 * <p>Each method throws {@link LogUnavailableException} if the store can't be reached.
 */
public interface DeltaLog {

    /** Which incarnation of the log this is; another one if the log is lost and begun anew, or restored from a copy. */
    String epoch();

    /**
     * Runs {@code work} while nobody else, in this process or another, runs such work on the same channel, and makes durable what it
     * wrote before it returns. May run {@code work} on another thread. What {@code work} throws is thrown on, and nothing of what it wrote
     * remains.
     *
     * @return what {@code work} returns
     * @throws IllegalStateException if called from inside such work on the same channel
     * @throws LogUnavailableException if the store failed; then nothing was written, or all of it was and the answer got lost: who
     *     asks again learns which
     */
    <T> T exclusively(Supplier<T> work);

    /** Takes note of what other nodes have appended. Need not be called before {@link #exclusively}, which always begins with it. */
    void refresh();

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

    /** The clients about whose mutations there are decisions, in no particular order. */
    Set<ClientKey> clients();

    /** A fence for that client, which was never issued before. The ones it had are void from now on. */
    String issueFence(ClientKey client);

    /** Whose fence that is; null if it was never issued, or is void. */
    @Nullable
    ClientKey fenceHolder(String fence);
}
