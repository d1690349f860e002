package io.zenquery.sync.autoconfigure;

/** What is kept of each channel beside its parts: meters, say. */
interface ChannelRecords {

    /** That channel was not opened after all: whatever is kept of it goes. */
    void forget(String connection, String channel);
}
