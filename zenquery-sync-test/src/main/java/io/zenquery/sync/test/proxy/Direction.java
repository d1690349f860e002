package io.zenquery.sync.test.proxy;

/** Which way bytes go through a {@link FaultyProxy}. */
public enum Direction {
    /** From who connected to the proxy, to the server behind it. */
    TO_SERVER,
    /** From the server behind the proxy, to who connected. */
    TO_CLIENT
}
