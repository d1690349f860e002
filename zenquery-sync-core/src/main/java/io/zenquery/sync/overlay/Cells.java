package io.zenquery.sync.overlay;

import io.zenquery.sync.overlay.Inside.Cell;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/** The touched members of one object, by name. Immutable. A few stand in arrays and are found by looking at each; more, in a tree. */
final class Cells {
    static final Cells EMPTY = new Cells(new String[0], new Cell[0], HashTreePMap.empty());

    /** Up to this many stand in arrays. */
    static final int FEW = 16;

    private final String[] names;
    private final Cell[] cells;
    private final HashPMap<String, Cell> many;

    private Cells(String[] names, Cell[] cells, HashPMap<String, Cell> many) {
        this.names = names;
        this.cells = cells;
        this.many = many;
    }

    @Nullable
    Cell get(String name) {
        int index = indexOf(name);
        return index >= 0 ? cells[index] : many.isEmpty() ? null : many.get(name);
    }

    boolean isEmpty() {
        return names.length == 0 && many.isEmpty();
    }

    void forEach(BiConsumer<String, Cell> visitor) {
        for (int i = 0; i < names.length; i++) {
            visitor.accept(names[i], cells[i]);
        }
        if (!many.isEmpty()) {
            many.forEach(visitor);
        }
    }

    Cells with(String name, Cell cell) {
        int index = indexOf(name);
        if (index >= 0) {
            Cell[] changed = cells.clone();
            changed[index] = cell;
            return new Cells(names, changed, many);
        }
        if (names.length == FEW) {
            return new Cells(names, cells, many.plus(name, cell));
        }
        String[] moreNames = Arrays.copyOf(names, names.length + 1);
        Cell[] moreCells = Arrays.copyOf(cells, cells.length + 1);
        moreNames[names.length] = name;
        moreCells[cells.length] = cell;
        return new Cells(moreNames, moreCells, many.minus(name));
    }

    Cells without(String name) {
        int index = indexOf(name);
        if (index < 0) {
            return many.containsKey(name) ? new Cells(names, cells, many.minus(name)) : this;
        }
        int last = names.length - 1;
        String[] fewerNames = Arrays.copyOf(names, last);
        Cell[] fewerCells = Arrays.copyOf(cells, last);
        if (index < last) { // the last one takes its place
            fewerNames[index] = names[last];
            fewerCells[index] = cells[last];
        }
        return new Cells(fewerNames, fewerCells, many);
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
