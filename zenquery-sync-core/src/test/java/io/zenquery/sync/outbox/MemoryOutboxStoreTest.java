package io.zenquery.sync.outbox;

class MemoryOutboxStoreTest extends OutboxStoreContract {

    @Override
    OutboxStore open() {
        return new MemoryOutboxStore();
    }

    @Override
    boolean isDurable() {
        return false;
    }
}
