package org.tlalloc.range;

import java.util.ArrayList;
import java.util.List;
import org.tlalloc.machine.Extent;
import org.tlalloc.machine.Linked;
import org.tlalloc.machine.Links;
import org.tlalloc.machine.PhysicalMemory;
import org.tlalloc.machine.Window;

/**
 * A set of keys in an {@link AvlTree}: the ground under the allocators that keep ranges in such trees,
 * by itself. The specification {@code Avl}.
 *
 * <p>Its state is metadata in physical memory ({@code AvlLayout} draws it); the object holds addresses and
 * geometry alone, and no call makes objects. Each call takes a number of steps that grows with the
 * logarithm of how many keys there are. Metadata: 16 bytes a key.
 */
public final class Avl implements Linked {
    /** What {@link #atLeast} says where there is no such key. */
    public static final int NONE = -1;

    private final Window window;
    private final int keyCount;
    private final NodePool pool;
    private final AvlTree nodes;

    private Avl(Window window, int keyCount, NodePool pool) {
        this.window = window;
        this.keyCount = keyCount;
        this.pool = pool;
        this.nodes = AvlTree.at(window, AvlLayout.ROOT, AvlLayout.SLOTS, AvlLayout.NODE_SIZE, AvlLayout.LINKS, AvlLayout.HEIGHT);
    }

    /**
     * Makes a new set, with no key in it.
     *
     * @param base     where the metadata goes, in bytes
     * @param keyCount keys are 0 to keyCount - 1; 1 to 2^24
     * @throws IllegalArgumentException if there can be no such set
     * @throws IllegalStateException    if a smaller one was formatted there in the same memory: its window is in the way,
     *                                  {@link PhysicalMemory#window}
     */
    public static Avl format(PhysicalMemory memory, long base, int keyCount) {
        AvlLayout.require(memory, base, keyCount);
        Window window = memory.window(base, AvlLayout.size(keyCount));
        window.putInt(AvlLayout.KEY_COUNT, keyCount);
        window.putInt(AvlLayout.ROOT, AvlTree.NONE);
        window.putInt(AvlLayout.GAP, 0);
        NodePool pool = NodePool.format(window, AvlLayout.POOL, AvlLayout.SLOTS, keyCount, AvlLayout.NODE_SIZE);
        window.putInt(AvlLayout.MAGIC, AvlLayout.MAGIC_NUMBER);
        return new Avl(window, keyCount, pool);
    }

    /**
     * The set that was formatted at an address.
     *
     * @throws IllegalArgumentException if there is none, or its header cannot be right
     */
    public static Avl attach(PhysicalMemory memory, long base) {
        int keyCount = AvlLayout.read(memory, base);
        Window window = memory.window(base, AvlLayout.size(keyCount));
        NodePool pool = NodePool.attach(window, AvlLayout.POOL, AvlLayout.SLOTS, AvlLayout.NODE_SIZE);
        int root = window.getInt(AvlLayout.ROOT);
        if (pool.capacity() != keyCount || root < AvlTree.NONE || root > pool.carved() || root == AvlTree.NONE != (pool.taken() == 0)) {
            throw new IllegalArgumentException("the header at address=" + base + " cannot be right: keyCount=" + keyCount
                    + " capacity=" + pool.capacity() + " root=" + root + " carved=" + pool.carved() + " taken=" + pool.taken());
        }
        return new Avl(window, keyCount, pool);
    }

    private int key(int link) {
        return window.getInt(pool.offset(link) + AvlLayout.KEY) & AvlLayout.KEY_MASK;
    }

    /**
     * Puts a key in.
     *
     * @throws AvlException if it is no key, or there already
     */
    public void insert(int key) {
        if (key < 0 || key >= keyCount) {
            throw AvlException.outside(key, keyCount);
        }
        int above = AvlTree.NONE;
        boolean toLeft = false;
        for (int link = nodes.root(); link != AvlTree.NONE;) {
            int other = key(link);
            if (other == key) {
                throw AvlException.present(key, keyCount);
            }
            above = link;
            toLeft = key < other;
            link = toLeft ? nodes.left(link) : nodes.right(link);
        }
        // There is a slot for each key.
        int link = pool.take();
        window.putInt(pool.offset(link) + AvlLayout.KEY, key);
        nodes.insert(link, above, toLeft);
    }

    /**
     * Takes a key out.
     *
     * @throws AvlException if it is no key, or not there
     */
    public void remove(int key) {
        if (key < 0 || key >= keyCount) {
            throw AvlException.outside(key, keyCount);
        }
        int link = nodes.root();
        while (link != AvlTree.NONE && key(link) != key) {
            link = key < key(link) ? nodes.left(link) : nodes.right(link);
        }
        if (link == AvlTree.NONE) {
            throw AvlException.absent(key, keyCount);
        }
        nodes.remove(link);
        pool.give(link);
    }

    /**
     * Finds a key.
     *
     * @return the smallest that is in the set and not below this one; {@link #NONE} if there is none
     * @throws AvlException if this one is no key
     */
    public int atLeast(int key) {
        if (key < 0 || key >= keyCount) {
            throw AvlException.outside(key, keyCount);
        }
        int found = NONE;
        for (int link = nodes.root(); link != AvlTree.NONE;) {
            int other = key(link);
            if (other == key) {
                return key;
            }
            if (key < other) {
                found = other;
                link = nodes.left(link);
            } else {
                link = nodes.right(link);
            }
        }
        return found;
    }

    /** The tree: nothing, or left tree, key, height, right tree. */
    public List<Object> tree() {
        return tree(nodes.root());
    }

    private List<Object> tree(int link) {
        return link == AvlTree.NONE ? List.of()
                : List.of(tree(nodes.left(link)), key(link), nodes.height(link), tree(nodes.right(link)));
    }

    @Override
    public List<Extent> footprint() {
        return List.of(new Extent(window.address(), AvlLayout.size(keyCount)));
    }

    @Override
    public List<Extent> scratch() {
        List<Extent> unused = new ArrayList<>();
        pool.addScratch(unused);
        return unused;
    }

    @Override
    public Links links() {
        return new Links(pool.extent(), AvlLayout.NODE_SIZE, List.of(AvlTree.LEFT, AvlTree.RIGHT, AvlTree.PARENT),
                List.of(new Extent(window.address() + AvlLayout.ROOT, Integer.BYTES), pool.root()));
    }
}
