package io.zenquery.sync.benchmarks;

/**
 * What is timed: {@link #run}, and the read of the place that it concerns. {@link #prepare} makes the text before, and
 * {@link #restore} brings the queue and the list back to their lengths afterwards; both are not timed.
 */
enum Operation {
    /** A local write joins the queue, and shows. */
    REGISTER("register one more") {
        @Override
        Step prepare(Scenario scenario) {
            return scenario.registration();
        }

        @Override
        void run(Subject subject, String text) {
            subject.register(text);
        }

        @Override
        void restore(Scenario scenario) {
            scenario.subject().reject(scenario.rejectionOfNewest().text());
        }
    },

    /** Somebody else renames an item that no pending mutation touches. */
    DELTA_ELSEWHERE("delta elsewhere") {
        @Override
        Step prepare(Scenario scenario) {
            return scenario.deltaElsewhere();
        }

        @Override
        void run(Subject subject, String text) {
            subject.delta(text);
        }

        @Override
        void restore(Scenario scenario) {}
    },

    /** Somebody else inserts an item before all others, so that every index shifts. */
    INSERT_FIRST("delta inserting at index 0") {
        @Override
        Step prepare(Scenario scenario) {
            return scenario.insertionFirst();
        }

        @Override
        void run(Subject subject, String text) {
            subject.delta(text);
        }

        @Override
        void restore(Scenario scenario) {
            scenario.subject().delta(scenario.removalFirst().text());
        }
    },

    /** The verdict about the oldest, before its delta: {@code confirmMutation(clientSeq, serverSeq)}. Only ours has it. */
    ACK("ack of the oldest, the verdict") {
        @Override
        Step prepare(Scenario scenario) {
            return scenario.ackOfOldest();
        }

        @Override
        void run(Subject subject, String text) {
            subject.ack(text);
        }

        @Override
        void restore(Scenario scenario) {
            OWN_DELTA.run(scenario.subject(), scenario.ownDeltaOfOldest().text());
            OWN_DELTA.restore(scenario);
        }

        @Override
        boolean runsOn(Subject.Kind kind) {
            return kind == Subject.Kind.ZENQUERY;
        }
    },

    /** The delta with the oldest mutation's effect, which confirms it: what a peer calls its ack. */
    OWN_DELTA("ack of the oldest, with its delta") {
        @Override
        Step prepare(Scenario scenario) {
            return scenario.ownDeltaOfOldest();
        }

        @Override
        void run(Subject subject, String text) {
            subject.delta(text);
        }

        @Override
        void restore(Scenario scenario) {
            scenario.subject().register(scenario.registration().text());
        }
    },

    /** The server rejects the mutation in the middle of the queue, and it is rolled back. */
    REJECT_MIDDLE("reject in the middle") {
        @Override
        Step prepare(Scenario scenario) {
            return scenario.rejectionInTheMiddle();
        }

        @Override
        void run(Subject subject, String text) {
            subject.reject(text);
        }

        @Override
        void restore(Scenario scenario) {
            scenario.subject().register(scenario.registration().text());
        }
    };

    private final String title;

    Operation(String title) {
        this.title = title;
    }

    /** The name in the report. */
    String title() {
        return title;
    }

    abstract Step prepare(Scenario scenario);

    abstract void run(Subject subject, String text);

    abstract void restore(Scenario scenario);

    boolean runsOn(Subject.Kind kind) {
        return true;
    }
}
