package io.zenquery.sync.simulation;

import io.zenquery.sync.CoordinatorBuilder;
import io.zenquery.sync.OptimisticSyncCoordinator;
import io.zenquery.sync.StaleViewException;
import io.zenquery.sync.atom.AtomStore;
import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.conflict.ConflictStrategies;
import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.patch.Patch;
import io.zenquery.sync.protocol.ProtocolCodec;
import io.zenquery.sync.protocol.ServerMessage;
import io.zenquery.sync.server.ClientKey;
import io.zenquery.sync.session.MutationReceipt;
import io.zenquery.sync.session.MutationRequest;
import io.zenquery.sync.session.SessionBuilder;
import io.zenquery.sync.session.SyncSession;
import io.zenquery.sync.session.SyncTransport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One process of a client: its documents, coordinator and session, from its start to its end. */
final class Replica {
    private static final int MANY_PENDING = 12;

    final World world;
    final Client client;
    final String id;
    private ClientKey key;
    final AtomStore store = new AtomStore();
    final OptimisticSyncCoordinator coordinator;
    final ClientTransport transport;
    final SyncSession session;
    final ReplicaLaws laws;
    private boolean alive = true;

    Replica(World world, Client client, String id) {
        this.world = world;
        this.client = client;
        this.id = id;
        this.key = new ClientKey(id, id + "-epoch");
        OptimisticSyncCoordinator real = new CoordinatorBuilder()
                .stateLayer(world.seams.layer(store))
                .identityKeys(world.workload::identityKey)
                .build();
        this.laws = new ReplicaLaws(this, real);
        this.coordinator = new ObservedCoordinator(world.seams.coordinator(real), laws);
        this.transport = new ClientTransport(this);
        laws.observe(coordinator);
        ConflictStrategies strategy = world.plan.strategies().get(client.number);
        SessionBuilder settings = SyncSession.builder();
        if (client.store != null) {
            settings.outbox(world.seams.store(client.store));
        }
        this.session = settings.coordinator(coordinator)
                .transport(world.seams.transport(transport))
                .scheduler(new ClientScheduler(this))
                .clock(() -> World.EPOCH.plusMillis(world.timeline.now() + client.clockOffset))
                .random(world.dice.random(client.number, 13))
                .clientId(key.clientId())
                .clientEpoch(key.clientEpoch())
                .ids(client::nextEpoch)
                .strategy(strategy)
                .strategyNames(atom -> strategy.id())
                .listener(new UnsteadyListener(client))
                .backOff(Duration.ofMillis(50), Duration.ofSeconds(2))
                .answerTimeout(Duration.ofSeconds(3))
                .maxBatch(world.plan.maxBatch())
                .build();
    }

    boolean isAlive() {
        return alive;
    }

    /** Under which name and epoch it writes. */
    ClientKey key() {
        return key;
    }

    /** It has said so itself. */
    void goesBy(ClientKey now) {
        key = now;
        client.keys().add(now);
    }

    /** The process ends, and nothing of it goes on. */
    void end() {
        alive = false;
        Connection connection = transport.current();
        if (connection != null) {
            connection.hangUp();
        }
    }

    void receive(SyncTransport.Listener listener, byte[] body) {
        ServerMessage message = ProtocolCodec.decodeServer(body);
        world.ledger.checkMessage(this, message);
        listener.onMessage(world.seams.received(message));
    }

    // ------------------------------------------------------------------------------------------------------ mutate

    /** The application makes a mutation, now and then on a view of some moments ago. */
    void mutate(long draw) {
        if (coordinator.pendingCount() >= MANY_PENDING) {
            return;
        }
        RandomGenerator random = new SplittableRandom(draw);
        AtomStore.Snapshot view = store.snapshot();
        if (view.view().isEmpty()) {
            return; // nothing has come from the server yet
        }
        String tag = client.nextTag();
        Draft draft = new Draft(view::view);
        Proposal proposal = world.workload.propose(draft, tag, random);
        Map<AtomKey, List<Patch>> patches = draft.patches();
        if (proposal == null || (patches.isEmpty() && proposal.name() == null)) {
            return;
        }
        MutationRequest request = new MutationRequest(proposal.name(), proposal.input(), patches, view.version());
        if (random.nextInt(8) == 0) {
            world.timeline.after(1 + random.nextInt(30), () -> submit(request, tag));
        } else {
            submit(request, tag);
        }
    }

    private void submit(MutationRequest request, String tag) {
        if (!alive) {
            return;
        }
        world.touch(this);
        try {
            laws.proposed(tag);
            MutationReceipt receipt = session.submit(request);
            Made made = new Made(key, receipt.clientSeq(), tag, request.name(), canBeWithdrawn(request));
            world.note(id + " makes " + made.clientSeq + " " + tag);
            laws.made(made, receipt);
        } catch (OutboxException e) {
            if (alive) {
                laws.notMade(tag);
                world.note(id + " can't store " + tag);
            }
        } catch (StaleViewException e) {
            world.note(id + " drafts " + tag + " on a view that is too old");
        }
    }

    private boolean canBeWithdrawn(MutationRequest request) {
        return world.plan.strategies().get(client.number) == ConflictStrategies.FAIL
                || request.patches().values().stream().flatMap(List::stream).anyMatch(Patch.Test.class::isInstance);
    }
}
