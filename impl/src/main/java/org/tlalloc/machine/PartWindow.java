package org.tlalloc.machine;

/** A window within another. */
final class PartWindow extends Window {
    private final WholeWindow whole;
    private final int start;

    private PartWindow(WholeWindow whole, long address, int length) {
        super(whole.memory(), address, length);
        this.whole = whole;
        this.start = (int) (address - whole.address());
    }

    static Window of(WholeWindow whole, long address, int length) {
        return new PartWindow(whole, address, length);
    }

    @Override
    public byte getByte(int offset) {
        return whole.getByte(inside(offset, Byte.BYTES));
    }

    @Override
    public int getInt(int offset) {
        return whole.getInt(inside(offset, Integer.BYTES));
    }

    @Override
    public long getLong(int offset) {
        return whole.getLong(inside(offset, Long.BYTES));
    }

    @Override
    public void putByte(int offset, byte value) {
        whole.putByte(inside(offset, Byte.BYTES), value);
    }

    @Override
    public void putInt(int offset, int value) {
        whole.putInt(inside(offset, Integer.BYTES), value);
    }

    @Override
    public void putLong(int offset, long value) {
        whole.putLong(inside(offset, Long.BYTES), value);
    }

    /** Where these bytes are in the whole window. */
    private int inside(int offset, int size) {
        if (offset < 0 || offset > length() - size) {
            throw outside(offset, size);
        }
        return start + offset;
    }
}
