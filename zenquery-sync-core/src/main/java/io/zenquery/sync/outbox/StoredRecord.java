package io.zenquery.sync.outbox;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record as it is stored. Besides the bytes it says where it belongs, so that pages of different moments, each sound by itself,
 * are never taken for one state.
 *
 * @param number its place; numbers go up by one, and are never used again
 * @param runStart the number of the first record since the last replacement
 * @param groupEnd the number of the last record that was written in the same call
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves this package
record StoredRecord(long number, long runStart, long groupEnd, byte[] body) {

    long checksum() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(number)
                .putLong(runStart)
                .putLong(groupEnd)
                .flip());
        crc.update(body, 0, body.length);
        return crc.getValue();
    }

    /** Whether this can stand first. */
    boolean opensRun() {
        return number == runStart && groupEnd >= number;
    }

    /** Whether this can stand directly after another one. */
    boolean follows(StoredRecord before) {
        boolean sameGroup = before.number < before.groupEnd;
        return number == before.number + 1
                && runStart == before.runStart
                && (sameGroup ? groupEnd == before.groupEnd : groupEnd >= number);
    }

    /** Whether this can stand last. */
    boolean closesGroup() {
        return number == groupEnd;
    }
}
