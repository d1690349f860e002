package io.zenquery.sync.simulation;

/** One direction of one destination of a connection: in order by itself, in no order with the others. */
enum Lane {
    /** What the client sends. */
    UP(1),
    /** What is sent to the client alone. */
    REPLY(2),
    /** The deltas. */
    TOPIC(3);

    /** What draws for this lane are told apart by. */
    final int number;

    Lane(int number) {
        this.number = number;
    }
}
