package io.zenquery.sync.overlay;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The order of one list: slots of elements that pending edits touch, and runs of elements that none touches, without values. A
 * persistent weight-balanced tree (Adams, <em>Efficient sets: a balancing act</em>, 1993) sorted by {@link Label}. Each node counts what
 * below it is present in the list's base and in the view, so an index in the one becomes an index in the other on the way from
 * leaf to root: every operation costs the logarithm of the number of slots and runs.
 */
final class Skeleton {

    /** The length of the run that stands for a list whose length is not known. */
    static final int OPEN = 1 << 28;

    private static final Skeleton EMPTY = new Skeleton(null);
    private static final int WEIGHT = 4;

    private final @Nullable Node root;

    private Skeleton(@Nullable Node root) {
        this.root = root;
    }

    /** A slot, or a run; the whole of one is in the base and in the view. */
    static final class Node {
        final Label label;

        /** Whose slot this is; 0 for a run. */
        final long element;

        /** How many elements, of this node alone, are present in the base and in the view. */
        final int base;

        final int view;

        private final @Nullable Node left;
        private final @Nullable Node right;
        private final int size;
        private final int sumBase;
        private final int sumView;

        private Node(Label label, long element, int base, int view, @Nullable Node left, @Nullable Node right) {
            this.label = label;
            this.element = element;
            this.base = base;
            this.view = view;
            this.left = left;
            this.right = right;
            this.size = size(left) + size(right) + 1;
            this.sumBase = base + sum(left, true) + sum(right, true);
            this.sumView = view + sum(left, false) + sum(right, false);
        }

        boolean isRun() {
            return element == 0;
        }

        private int own(boolean inBase) {
            return inBase ? base : view;
        }

        private Node over(@Nullable Node newLeft, @Nullable Node newRight) {
            return new Node(label, element, base, view, newLeft, newRight);
        }

        private Node as(Node item) {
            return new Node(item.label, item.element, item.base, item.view, left, right);
        }
    }

    /** An element: the {@code offset}-th of a node. */
    record Position(Node node, int offset) {}

    static Skeleton ofRun(int length) {
        return length == 0 ? EMPTY : EMPTY.with(run(Label.between(null, null), length));
    }

    static Node run(Label label, int length) {
        return new Node(label, 0, length, length, null, null);
    }

    static Node slot(Label label, long element, boolean inBase, boolean inView) {
        return new Node(label, element, inBase ? 1 : 0, inView ? 1 : 0, null, null);
    }

    // --------------------------------------------------------------------------------------------------------- read

    /** How many elements are present. */
    int count(boolean inBase) {
        return sum(root, inBase);
    }

    @Nullable
    Node find(Label label) {
        Node node = root;
        while (node != null) {
            int order = label.compareTo(node.label);
            if (order == 0) {
                return node;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** How many elements are present in front of {@code label}. */
    int rank(Label label, boolean inBase) {
        int rank = 0;
        Node node = root;
        while (node != null) {
            int order = label.compareTo(node.label);
            if (order > 0) {
                rank += sum(node.left, inBase) + node.own(inBase);
                node = node.right;
            } else if (order == 0) {
                return rank + sum(node.left, inBase);
            } else {
                node = node.left;
            }
        }
        return rank;
    }

    /** The present element of that index; null if there are not so many. */
    @Nullable
    Position at(int index, boolean inBase) {
        Node node = root;
        int rest = index;
        while (node != null) {
            int before = sum(node.left, inBase);
            if (rest < before) {
                node = node.left;
            } else if (rest < before + node.own(inBase)) {
                return new Position(node, rest - before);
            } else {
                rest -= before + node.own(inBase);
                node = node.right;
            }
        }
        return null;
    }

    /** The node directly after {@code label}, or, for null, the first. */
    @Nullable
    Node after(@Nullable Label label) {
        Node best = null;
        Node node = root;
        while (node != null) {
            if (label == null || label.compareTo(node.label) < 0) {
                best = node;
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return best;
    }

    /** The node directly before {@code label}, or, for null, the last. */
    @Nullable
    Node before(@Nullable Label label) {
        Node best = null;
        Node node = root;
        while (node != null) {
            if (label == null || label.compareTo(node.label) > 0) {
                best = node;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return best;
    }

    void forEach(Consumer<Node> visitor) {
        forEach(root, visitor);
    }

    private static void forEach(@Nullable Node node, Consumer<Node> visitor) {
        if (node != null) {
            forEach(node.left, visitor);
            visitor.accept(node);
            forEach(node.right, visitor);
        }
    }

    /** Whether there is no slot. */
    boolean isAnonymous() {
        return root == null || (root.size == 1 && root.isRun());
    }

    // ------------------------------------------------------------------------------------------------------- change

    /** With {@code item}, in place of one with the same label if there is one. */
    Skeleton with(Node item) {
        return new Skeleton(insert(root, item));
    }

    Skeleton without(Label label) {
        return new Skeleton(delete(root, label));
    }

    /** A label directly after {@code left}, or, for null, in front of all. */
    Label labelAfter(@Nullable Label left) {
        Node right = after(left);
        return Label.between(left, right == null ? null : right.label);
    }

    private static Node insert(@Nullable Node node, Node item) {
        if (node == null) {
            return item.over(null, null);
        }
        int order = item.label.compareTo(node.label);
        if (order == 0) {
            return node.as(item);
        }
        return order < 0
                ? balanced(node, insert(node.left, item), node.right)
                : balanced(node, node.left, insert(node.right, item));
    }

    private static @Nullable Node delete(@Nullable Node node, Label label) {
        if (node == null) {
            return null;
        }
        int order = label.compareTo(node.label);
        if (order < 0) {
            return balanced(node, delete(node.left, label), node.right);
        } else if (order > 0) {
            return balanced(node, node.left, delete(node.right, label));
        } else if (node.left == null) {
            return node.right;
        } else if (node.right == null) {
            return node.left;
        }
        Node next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next, node.left, delete(node.right, next.label));
    }

    private static Node balanced(Node middle, @Nullable Node left, @Nullable Node right) {
        int l = size(left);
        int r = size(right);
        if (l + r <= 1) {
            return middle.over(left, right);
        } else if (right != null && r > WEIGHT * l) {
            return size(right.left) < size(right.right) || right.left == null
                    ? right.over(middle.over(left, right.left), right.right)
                    : right.left.over(middle.over(left, right.left.left), right.over(right.left.right, right.right));
        } else if (left != null && l > WEIGHT * r) {
            return size(left.right) < size(left.left) || left.right == null
                    ? left.over(left.left, middle.over(left.right, right))
                    : left.right.over(left.over(left.left, left.right.left), middle.over(left.right.right, right));
        }
        return middle.over(left, right);
    }

    private static int size(@Nullable Node node) {
        return node == null ? 0 : node.size;
    }

    private static int sum(@Nullable Node node, boolean inBase) {
        return node == null ? 0 : inBase ? node.sumBase : node.sumView;
    }
}
