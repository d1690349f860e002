package io.zenquery.sync.protocol;

import java.util.ArrayList;
import java.util.List;

/** Puts encoded messages together to arrays. */
final class Bundles {
    private Bundles() {}

    static List<byte[]> of(List<byte[]> messages, int mostBytes) {
        List<byte[]> bodies = new ArrayList<>();
        int from = 0;
        while (from < messages.size()) {
            int to = from + 1;
            long size = 2L + messages.get(from).length;
            while (to < messages.size() && size + 1 + messages.get(to).length <= mostBytes) {
                size += 1 + messages.get(to).length;
                to++;
            }
            bodies.add(to == from + 1 ? messages.get(from) : array(messages.subList(from, to), (int) size));
            from = to;
        }
        return bodies;
    }

    private static byte[] array(List<byte[]> messages, int size) {
        byte[] array = new byte[size];
        int at = 0;
        for (byte[] message : messages) {
            array[at] = (byte) (at == 0 ? '[' : ',');
            System.arraycopy(message, 0, array, at + 1, message.length);
            at += 1 + message.length;
        }
        array[at] = ']';
        return array;
    }
}
