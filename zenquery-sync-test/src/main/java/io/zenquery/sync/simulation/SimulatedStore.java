package io.zenquery.sync.simulation;

import io.zenquery.sync.outbox.OutboxException;
import io.zenquery.sync.outbox.OutboxStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The outbox of a client, which its processes hand on to one another: a file of records, each with its length and checksum. A write can
 * fail, or stop at any byte because the process ends; at the next start the file is cut at the last whole record. What was
 * appended at once may come back in part, which is more than {@link OutboxStore} allows: the records are in the order in which things
 * happened, so a part is an earlier moment.
 */
final class SimulatedStore implements OutboxStore {
    private static final int HEADER = 8;

    private final Client client;
    private byte[] file = {};

    SimulatedStore(Client client) {
        this.client = client;
    }

    // ----------------------------------------------------------------------------------------------------- the file

    /** The file as it is now, to be put back later. */
    byte[] copy() {
        return file.clone();
    }

    void putBack(byte[] copy) {
        file = copy.clone();
    }

    private static byte[] format(List<byte[]> records) {
        ByteBuffer bytes = ByteBuffer.allocate(
                records.stream().mapToInt(record -> HEADER + record.length).sum());
        records.forEach(
                record -> bytes.putInt(record.length).putInt(checksum(record)).put(record));
        return bytes.array();
    }

    private static int checksum(byte[] record) {
        CRC32C sum = new CRC32C();
        sum.update(record);
        return (int) sum.getValue();
    }

    // ---------------------------------------------------------------------------------------------------- the store

    @Override
    public List<byte[]> load() {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int border = 0;
        while (bytes.remaining() >= HEADER) {
            byte[] record = new byte[Math.min(bytes.getInt(), bytes.remaining() - HEADER / 2)];
            int sum = bytes.getInt();
            bytes.get(record);
            if (sum != checksum(record)) {
                break;
            }
            records.add(record);
            border = bytes.position();
        }
        records.addAll(client.world.seams.tornEnd(Arrays.copyOfRange(file, border, file.length)));
        file = Arrays.copyOf(file, border);
        return List.copyOf(records);
    }

    @Override
    public void append(List<byte[]> more) {
        byte[] longer = Arrays.copyOf(file, file.length + format(more).length);
        System.arraycopy(format(more), 0, longer, file.length, longer.length - file.length);
        write(longer, file.length);
    }

    /** Another file takes the place of this one when it is complete. */
    @Override
    public void replace(List<byte[]> all) {
        byte[] other = format(all);
        write(other, other.length);
    }

    /** @param safe how many of the bytes are there or not in one go */
    private void write(byte[] next, int safe) {
        if (client.isStoreFull()) {
            throw new OutboxException("the disk of the client is full, as planned", null);
        }
        long draw = client.takeTornWrite();
        if (draw < 0) {
            file = next;
            return;
        }
        int written = (int) (draw % (next.length + 1));
        if (written >= safe) {
            file = Arrays.copyOf(next, written);
        }
        client.endInWrite();
        throw new OutboxException("the client ends while it writes, as planned", null);
    }

    @Override
    public void close() {}
}
