package org.tlalloc.range;

import org.tlalloc.machine.Links;
import org.tlalloc.machine.Window;

/**
 * One AVL tree among the nodes of a {@link NodePool}, and its rotations. The specification {@code Trees}.
 *
 * <p>Keys are not looked at: whoever has them goes down from {@link #root} by {@link #left} and
 * {@link #right}, and says below which node a new one goes. So the same code serves trees of any order,
 * and several trees over the same nodes, each with links of its own; or, by the methods that take a root, each with
 * nodes of its own and the links at the same place in them. And the way down is a loop in the caller's code, in
 * which nothing is called that is not known when it is compiled. A key may be changed in place as long as the order stays.
 *
 * <p>A tree may keep in each node the largest of a number that all nodes have, over the node and what is
 * below it. Nothing else is kept up: that is what ranges need.
 *
 * <pre>
 *  in a node, from the tree's offset on          at offsets that the owner chooses
 *    0  left    link                               height   byte  1 for a leaf
 *    4  right   link                               number   int   of the node       (if largest are kept)
 *    8  parent  link                               largest  int   here and below    (if largest are kept)
 * </pre>
 *
 * <p>The object holds offsets alone; no call makes objects. A link is a slot's number plus 1, 0 for none.
 */
final class AvlTree {

    /* Links upwards cost 4 bytes a node. They save the way down before a removal whose node is known; what would
       hold the path otherwise, an array, would have to be made by each call; and a change
       goes up only as far as it reaches: after an insertion or a removal that is a constant on average.

       Going up stops at a node which is as it was, in height and in largest number. That is right, since
       what is above depends on nothing else of it. For that a node that takes another's
       place takes over its height and its largest: what was there before is what is compared with.
       It may then differ in its own number, and so is looked at by itself. */

    static final int NONE = Links.NONE;

    static final int LEFT = 0;
    static final int RIGHT = 4;
    static final int PARENT = 8;
    /** The links' length in a node. */
    static final int LINKS_SIZE = 12;

    private static final int NOT_KEPT = -1;

    private final Window window;
    /* Of this tree alone: what is below takes the root as an argument. */
    private final int ownRoot;
    /* Where the links of link 0 would be, if it were a slot. */
    private final int links;
    private final int shift;
    /* From a node's links to what else the tree has in it. */
    private final int height;
    private final int number;
    private final int largest;
    private final boolean keeps;

    private AvlTree(Window window, int root, int slots, int slotSize, int links, int height, int number, int largest) {
        this.window = window;
        this.ownRoot = root;
        this.links = slots - slotSize + links;
        this.shift = Integer.numberOfTrailingZeros(slotSize);
        this.height = height - links;
        this.number = number - links;
        this.largest = largest == NOT_KEPT ? NOT_KEPT : largest - links;
        this.keeps = largest != NOT_KEPT;
    }

    /**
     * The tree whose root is at an offset of the window; 0 there is the empty tree.
     *
     * @param slots    where in the window the first slot is
     * @param slotSize in bytes, a power of two
     * @param links    where in a node its three links are
     * @param height   where in a node its height is, a byte
     */
    static AvlTree at(Window window, int root, int slots, int slotSize, int links, int height) {
        return new AvlTree(window, root, slots, slotSize, links, height, NOT_KEPT, NOT_KEPT);
    }

    /**
     * The same, with the largest number kept.
     *
     * @param number  where in a node its number is, an int
     * @param largest where in a node the largest is
     */
    static AvlTree withLargest(Window window, int root, int slots, int slotSize, int links, int height, int number, int largest) {
        return new AvlTree(window, root, slots, slotSize, links, height, number, largest);
    }

    /* Nodes are passed around by where in the window their links are: `at`; links are what is stored. */

    private int at(int link) {
        return links + (link << shift);
    }

    int root() {
        return window.getInt(ownRoot);
    }

    int left(int link) {
        return window.getInt(at(link) + LEFT);
    }

    int right(int link) {
        return window.getInt(at(link) + RIGHT);
    }

    int parent(int link) {
        return window.getInt(at(link) + PARENT);
    }

    /** The height of what begins with the node, 1 for a leaf; 0 for none. */
    int height(int link) {
        return link == NONE ? 0 : window.getByte(at(link) + height);
    }

    /** The node's number, if the tree keeps the largest. */
    int number(int link) {
        return window.getInt(at(link) + number);
    }

    /** The largest number of the node and of those below it; less than any for none. */
    int largest(int link) {
        return link == NONE ? Integer.MIN_VALUE : window.getInt(at(link) + largest);
    }

    /** The first node in order; NONE in the empty tree. */
    int first() {
        return first(ownRoot);
    }

    /** The same in the tree whose root is at another offset of the window. */
    int first(int root) {
        int top = window.getInt(root);
        return top == NONE ? NONE : leftmost(top);
    }

    private int leftmost(int link) {
        int leftmost = link;
        for (int left = left(link); left != NONE; left = left(left)) {
            leftmost = left;
        }
        return leftmost;
    }

    /** The last node of the tree whose root is at an offset of the window; NONE in the empty tree. */
    int last(int root) {
        int top = window.getInt(root);
        return top == NONE ? NONE : rightmost(top);
    }

    private int rightmost(int link) {
        int rightmost = link;
        for (int right = right(link); right != NONE; right = right(right)) {
            rightmost = right;
        }
        return rightmost;
    }

    /** The node after this one in order, or NONE. */
    int next(int link) {
        int right = right(link);
        if (right != NONE) {
            return leftmost(right);
        }
        int below = link;
        int above = parent(link);
        while (above != NONE && right(above) == below) {
            below = above;
            above = parent(above);
        }
        return above;
    }

    /** The node before this one in order, or NONE. */
    int previous(int link) {
        int left = left(link);
        if (left != NONE) {
            return rightmost(left);
        }
        int below = link;
        int above = parent(link);
        while (above != NONE && left(above) == below) {
            below = above;
            above = parent(above);
        }
        return above;
    }

    /**
     * Puts a node that is in no tree below another, where there is nothing.
     *
     * @param parent the node above; NONE in the empty tree
     * @param toLeft whether it goes to the left of that
     */
    void insert(int link, int parent, boolean toLeft) {
        insert(ownRoot, link, parent, toLeft);
    }

    /** The same in the tree whose root is at another offset of the window. */
    void insert(int root, int link, int parent, boolean toLeft) {
        int at = at(link);
        window.putInt(at + LEFT, NONE);
        window.putInt(at + RIGHT, NONE);
        window.putInt(at + PARENT, parent);
        window.putByte(at + height, (byte) 1);
        if (keeps) {
            window.putInt(at + largest, window.getInt(at + number));
        }
        window.putInt(parent == NONE ? root : at(parent) + (toLeft ? LEFT : RIGHT), link);
        if (keeps) {
            raiseLargest(parent, window.getInt(at + number));
        }
        grown(root, link, parent);
    }

    /** A number is new below a node. */
    private void raiseLargest(int from, int number) {
        int link = from;
        while (link != NONE && window.getInt(at(link) + largest) < number) {
            window.putInt(at(link) + largest, number);
            link = parent(link);
        }
    }

    /* A node that is taller than what has grown below it is as tall as before, and nothing else need be looked at. One that
       is not grows, too; or it is turned, and what is on top then is as tall as it was before. */
    /** A leaf is new: balances upwards as far as that makes a difference. */
    private void grown(int root, int leaf, int parent) {
        int below = leaf;
        int link = parent;
        int tall = 1;
        while (link != NONE && window.getByte(at(link) + height) == tall) {
            int at = at(link);
            int left = window.getInt(at + LEFT);
            int right = window.getInt(at + RIGHT);
            boolean isLeft = left == below;
            if (height(isLeft ? right : left) < tall - 1) {
                if (isLeft) {
                    turnRight(root, link, left);
                } else {
                    turnLeft(root, link, right);
                }
                return;
            }
            tall++;
            window.putByte(at + height, (byte) tall);
            below = link;
            link = window.getInt(at + PARENT);
        }
    }

    /** Takes a node out; its own bytes mean nothing to the tree then. */
    void remove(int link) {
        remove(ownRoot, link);
    }

    /** The same in the tree whose root is at another offset of the window. */
    void remove(int root, int link) {
        int at = at(link);
        int left = window.getInt(at + LEFT);
        int right = window.getInt(at + RIGHT);
        int parent = window.getInt(at + PARENT);
        if (left == NONE || right == NONE) {
            int only = left == NONE ? right : left;
            replace(root, link, parent, only);
            if (only != NONE) {
                window.putInt(at(only) + PARENT, parent);
            }
            ascend(root, parent);
        } else {
            removeInner(root, link, left, right, parent);
        }
    }

    /* The next node in order, which has no left tree, takes the place. */
    private void removeInner(int root, int link, int left, int right, int parent) {
        int next = leftmost(right);
        int changed = next;
        if (next != right) {
            changed = parent(next);
            int below = right(next);
            window.putInt(at(changed) + LEFT, below);
            if (below != NONE) {
                window.putInt(at(below) + PARENT, changed);
            }
            window.putInt(at(next) + RIGHT, right);
            window.putInt(at(right) + PARENT, next);
        }
        window.putInt(at(next) + LEFT, left);
        window.putInt(at(left) + PARENT, next);
        window.putInt(at(next) + PARENT, parent);
        window.putByte(at(next) + height, window.getByte(at(link) + height));
        replace(root, link, parent, next);
        if (keeps) {
            window.putInt(at(next) + largest, window.getInt(at(link) + largest));
        }
        ascend(root, changed);
        if (keeps && next != changed) {
            changed(next);
        }
    }

    /** The node's number is another, with the order as it was: the largest above it are brought up to date. */
    void changed(int link) {
        int at = link;
        while (at != NONE && refreshLargest(at)) {
            at = parent(at);
        }
    }

    /** Whether the node's largest became another. */
    private boolean refreshLargest(int link) {
        int at = at(link);
        int now = Math.max(window.getInt(at + number),
                Math.max(largest(window.getInt(at + LEFT)), largest(window.getInt(at + RIGHT))));
        if (window.getInt(at + largest) == now) {
            return false;
        }
        window.putInt(at + largest, now);
        return true;
    }

    /** Puts another node, or none, where one is below its parent. */
    private void replace(int root, int link, int parent, int by) {
        if (parent == NONE) {
            window.putInt(root, by);
        } else {
            int at = at(parent);
            window.putInt(at + (window.getInt(at + LEFT) == link ? LEFT : RIGHT), by);
        }
    }

    /** From a node of which a subtree has changed, balances upwards as far as that makes a difference. */
    private void ascend(int root, int from) {
        int link = from;
        while (link != NONE) {
            int at = at(link);
            int left = window.getInt(at + LEFT);
            int right = window.getInt(at + RIGHT);
            int leftHeight = height(left);
            int rightHeight = height(right);
            int before = window.getByte(at + height);
            int largestBefore = keeps ? window.getInt(at + largest) : 0;
            int top = link;
            if (leftHeight > rightHeight + 1) {
                top = turnRight(root, link, left);
            } else if (rightHeight > leftHeight + 1) {
                top = turnLeft(root, link, right);
            } else {
                int now = Math.max(leftHeight, rightHeight) + 1;
                if (now != before) {
                    window.putByte(at + height, (byte) now);
                }
                if (keeps) {
                    refreshLargest(link);
                }
            }
            int topAt = at(top);
            if (window.getByte(topAt + height) == before && (!keeps || window.getInt(topAt + largest) == largestBefore)) {
                return;
            }
            link = window.getInt(topAt + PARENT);
        }
    }

    /** Turns a node to the right whose left tree is too tall; returns the node that is on top then. */
    private int turnRight(int root, int link, int left) {
        if (height(left(left)) >= height(right(left))) {
            return rotateRight(root, link, left);
        }
        return rotateRight(root, link, rotateLeft(root, left, right(left)));
    }

    private int turnLeft(int root, int link, int right) {
        if (height(right(right)) >= height(left(right))) {
            return rotateLeft(root, link, right);
        }
        return rotateLeft(root, link, rotateRight(root, right, left(right)));
    }

    /* What is to the right of the left node comes between the two:

            link                left
            /  \                /  \
         left   c     ->       a   link
         /  \                      /  \
        a    b                    b    c        */

    private int rotateRight(int root, int link, int left) {
        int between = right(left);
        window.putInt(at(link) + LEFT, between);
        window.putInt(at(left) + RIGHT, link);
        lift(root, link, left, between);
        return left;
    }

    private int rotateLeft(int root, int link, int right) {
        int between = left(right);
        window.putInt(at(link) + RIGHT, between);
        window.putInt(at(right) + LEFT, link);
        lift(root, link, right, between);
        return right;
    }

    /** What both rotations do: the parents, and what is kept of the two nodes. */
    private void lift(int root, int link, int top, int between) {
        if (between != NONE) {
            window.putInt(at(between) + PARENT, link);
        }
        int parent = parent(link);
        window.putInt(at(top) + PARENT, parent);
        window.putInt(at(link) + PARENT, top);
        replace(root, link, parent, top);
        refresh(link);
        refresh(top);
    }

    private void refresh(int link) {
        int at = at(link);
        int now = Math.max(height(window.getInt(at + LEFT)), height(window.getInt(at + RIGHT))) + 1;
        window.putByte(at + height, (byte) now);
        if (keeps) {
            refreshLargest(link);
        }
    }
}
