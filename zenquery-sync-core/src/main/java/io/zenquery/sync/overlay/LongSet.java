package io.zenquery.sync.overlay;

import java.util.Arrays;

/** Numbers, each once, in the order in which they came. Mostly there are few, and they are found by looking at each. */
final class LongSet {
    private static final int FEW = 8;
    private static final long[] NONE = {};
    private static final int[] NO_TABLE = {};

    private long[] members = NONE;
    private int size;

    /** Where each is in {@code members}, from 1, by its hash; 0 for a free slot. Empty while there are few. */
    private int[] table = NO_TABLE;

    boolean add(long number) {
        if (contains(number)) {
            return false;
        }
        if (size == members.length) {
            members = Arrays.copyOf(members, Math.max(FEW / 2, size * 2));
        }
        members[size++] = number;
        if (size * 2 > table.length && size > FEW) {
            table = new int[members.length * 4];
            for (int i = 0; i < size; i++) {
                table[slot(members[i])] = i + 1;
            }
        } else if (size > FEW) {
            table[slot(number)] = size;
        }
        return true;
    }

    boolean contains(long number) {
        if (size > FEW) {
            return table[slot(number)] != 0;
        }
        for (int i = 0; i < size; i++) {
            if (members[i] == number) {
                return true;
            }
        }
        return false;
    }

    int size() {
        return size;
    }

    /** The one that came as the {@code index}-th, from 0. */
    long get(int index) {
        return members[index];
    }

    void clear() {
        size = 0;
        table = NO_TABLE;
    }

    /** The slot that has {@code number}, or the free one where it would be. */
    private int slot(long number) {
        int mask = table.length - 1; // a power of two
        int slot = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (table[slot] != 0 && members[table[slot] - 1] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
