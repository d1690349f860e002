package io.zenquery.sync.overlay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from numbers to values in ascending order: a radix tree of 32-way nodes without one-way inner nodes (Morrison,
 * <em>PATRICIA</em>, 1968). Identities are counted up, so a few nodes hold many neighbours, and a look-up reads two or three of them.
 *
 * <p>Immutable to its readers. Changes are made by an {@link Editor}, which shares with the map before it all nodes that it does not
 * change, and copies each one that it does once.
 */
public final class LongMap<V> {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final LongMap<?> EMPTY = new LongMap<>(null, 0);

    private final @Nullable Node root;
    private final int size;

    private LongMap(@Nullable Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /** A digit of the numbers below it, each of which has the others, the higher ones, in common. */
    private static final class Node {
        /** Any of the numbers below, in unsigned order. */
        final long prefix;

        /** Where the digit is: 0 for a leaf, whose slots are values; other slots are nodes. */
        final int shift;

        /** Who may change this node; nobody else ever has seen it. */
        final Object owner;

        int digits;
        Object[] slots;

        Node(long prefix, int shift, Object owner, int digits, Object... slots) {
            this.prefix = prefix;
            this.shift = shift;
            this.owner = owner;
            this.digits = digits;
            this.slots = slots;
        }

        int bit(long key) {
            return 1 << (int) ((key >>> shift) & MASK);
        }

        int index(int bit) {
            return Integer.bitCount(digits & (bit - 1));
        }

        /** The highest digit in which {@code key} differs from what is below; that of this node or a lower one if it belongs there. */
        int fork(long key) {
            long difference = key ^ prefix;
            return difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS * BITS;
        }
    }

    /** The map without numbers. */
    @SuppressWarnings("unchecked") // it has no values
    public static <V> LongMap<V> empty() {
        return (LongMap<V>) EMPTY;
    }

    /** How many numbers there are. */
    public int size() {
        return size;
    }

    /** Whether there is no number. */
    public boolean isEmpty() {
        return root == null;
    }

    /** The value of {@code key}; null if there is none. */
    @SuppressWarnings("unchecked") // the slots of leaves are values
    public @Nullable V get(long key) {
        return (V) find(root, unsigned(key));
    }

    /** The value of the lowest number from {@code key} on; null if there is none. */
    @SuppressWarnings("unchecked") // the slots of leaves are values
    public @Nullable V ceiling(long key) {
        return (V) ceiling(root, unsigned(key));
    }

    /** Visits the values by ascending numbers. */
    public void forEach(Consumer<? super V> visitor) {
        forEach(root, visitor);
    }

    /** This map with {@code value} for {@code key}, in place of one that it may have. */
    public LongMap<V> with(long key, V value) {
        Editor<V> editor = new Editor<>(this);
        editor.put(key, value);
        return editor.map();
    }

    /** This map without {@code key}. */
    public LongMap<V> without(long key) {
        Editor<V> editor = new Editor<>(this);
        editor.remove(key);
        return editor.map();
    }

    /** The values by ascending numbers, copied. */
    public List<V> values() {
        List<V> values = new ArrayList<>(size);
        forEach(values::add);
        return values;
    }

    /** So that the order without a sign is the order of the numbers. */
    private static long unsigned(long key) {
        return key ^ Long.MIN_VALUE;
    }

    private static @Nullable Object find(@Nullable Node root, long key) {
        Node node = root;
        while (node != null) {
            int bit = node.bit(key);
            if ((node.digits & bit) == 0) {
                return null;
            }
            Object slot = node.slots[node.index(bit)];
            if (node.shift == 0) {
                return (key ^ node.prefix) >>> BITS == 0 ? slot : null;
            }
            node = (Node) slot;
        }
        return null;
    }

    private static @Nullable Object ceiling(@Nullable Node node, long key) {
        if (node == null) {
            return null;
        }
        int first = 0;
        if (node.fork(key) <= node.shift) {
            first = node.index(node.bit(key));
        } else if (Long.compareUnsigned(key, node.prefix) > 0) {
            return null;
        }
        for (int i = first; i < node.slots.length; i++) {
            Object found = node.shift == 0 ? node.slots[i] : ceiling((Node) node.slots[i], key);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // the slots of leaves are values
    private static <V> void forEach(@Nullable Node node, Consumer<? super V> visitor) {
        if (node != null) {
            for (Object slot : node.slots) {
                if (node.shift == 0) {
                    visitor.accept((V) slot);
                } else {
                    forEach((Node) slot, visitor);
                }
            }
        }
    }

    /** A map under change. Not thread-safe. */
    static final class Editor<V> {
        private @Nullable Node root;
        private int size;
        private Object owner = new Object();

        Editor(LongMap<V> map) {
            this.root = map.root;
            this.size = map.size;
        }

        /** The map as it is now; later changes do not touch it. */
        LongMap<V> map() {
            owner = new Object();
            return root == null ? empty() : new LongMap<>(root, size);
        }

        boolean isEmpty() {
            return root == null;
        }

        @SuppressWarnings("unchecked") // the slots of leaves are values
        @Nullable
        V get(long key) {
            return (V) find(root, unsigned(key));
        }

        void put(long key, V value) {
            root = root == null ? leaf(unsigned(key), value) : put(root, unsigned(key), value);
        }

        void remove(long key) {
            if (root != null) {
                root = remove(root, unsigned(key));
            }
        }

        private Node leaf(long key, Object value) {
            size++;
            return new Node(key, 0, owner, 1 << (int) (key & MASK), value);
        }

        private Node put(Node node, long key, Object value) {
            int fork = node.fork(key);
            if (fork > node.shift) {
                Node added = leaf(key, value);
                int digits = (1 << (int) ((key >>> fork) & MASK)) | (1 << (int) ((node.prefix >>> fork) & MASK));
                return Long.compareUnsigned(key, node.prefix) < 0
                        ? new Node(key, fork, owner, digits, added, node)
                        : new Node(key, fork, owner, digits, node, added);
            }
            int bit = node.bit(key);
            int index = node.index(bit);
            if ((node.digits & bit) == 0) {
                Object added = node.shift == 0 ? value : leaf(key, value);
                size += node.shift == 0 ? 1 : 0;
                Object[] slots = new Object[node.slots.length + 1];
                System.arraycopy(node.slots, 0, slots, 0, index);
                slots[index] = added;
                System.arraycopy(node.slots, index, slots, index + 1, node.slots.length - index);
                return with(node, node.digits | bit, slots);
            }
            Object slot = node.slots[index];
            Object changed = node.shift == 0 ? value : put((Node) slot, key, value);
            return changed == slot ? node : with(node, index, changed);
        }

        /** Without the number; null if nothing is left. */
        private @Nullable Node remove(Node node, long key) {
            int bit = node.bit(key);
            if (node.fork(key) > node.shift || (node.digits & bit) == 0) {
                return node;
            }
            int index = node.index(bit);
            Object slot = node.slots[index];
            Node rest = node.shift == 0 ? null : remove((Node) slot, key);
            if (rest != null) {
                return rest == slot ? node : with(node, index, rest);
            }
            size -= node.shift == 0 ? 1 : 0;
            int left = node.slots.length - 1;
            if (left == 0) {
                return null;
            } else if (left == 1 && node.shift > 0) {
                return (Node) node.slots[1 - index];
            }
            Object[] slots = Arrays.copyOf(node.slots, left);
            System.arraycopy(node.slots, index + 1, slots, index, left - index);
            return with(node, node.digits & ~bit, slots);
        }

        private Node with(Node node, int index, Object slot) {
            if (node.owner == owner) {
                node.slots[index] = slot;
                return node;
            }
            Object[] slots = node.slots.clone();
            slots[index] = slot;
            return new Node(node.prefix, node.shift, owner, node.digits, slots);
        }

        private Node with(Node node, int digits, Object[] slots) {
            if (node.owner != owner) {
                return new Node(node.prefix, node.shift, owner, digits, slots);
            }
            node.digits = digits;
            node.slots = slots;
            return node;
        }
    }
}
