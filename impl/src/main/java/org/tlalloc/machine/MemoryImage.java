package org.tlalloc.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A physical memory as a file: offset is address. What is zero is left out as far as the file system can. */
final class MemoryImage {
    private static final int BLOCK = 1 << 16;
    /** A part of a block that is zero is left out too: what most file systems keep as one. */
    private static final int PART = 1 << 12;

    private MemoryImage() {
    }

    static void write(PhysicalMemory memory, Path file) throws IOException {
        // Beside, and renamed when it is whole.
        Path beside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                write(memory, channel);
            }
            try {
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void write(PhysicalMemory memory, FileChannel channel) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long at = 0; at < memory.size(); at += BLOCK) {
            int length = (int) Math.min(BLOCK, memory.size() - at);
            if (memory.isUntouched(at)) {
                continue;
            }
            memory.read(at, block, 0, length);
            for (int part = 0; part < length; part += PART) {
                int end = Math.min(length, part + PART);
                if (!isZero(block, part, end)) {
                    writeFully(channel, ByteBuffer.wrap(block, part, end - part), at + part);
                }
            }
        }
        if (channel.size() < memory.size()) {
            writeFully(channel, ByteBuffer.allocate(1), memory.size() - 1);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        for (long at = position; bytes.hasRemaining();) {
            at += channel.write(bytes, at);
        }
    }

    static PhysicalMemory read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 1 || size > PhysicalMemory.MAX_SIZE) {
                throw new IOException("file=" + file + " has size=" + size + ", which is not within 1.." + PhysicalMemory.MAX_SIZE);
            }
            PhysicalMemory memory = new PhysicalMemory(size);
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            for (long at = 0; at < size; at += BLOCK) {
                int length = (int) Math.min(BLOCK, size - at);
                block.clear().limit(length);
                while (block.hasRemaining()) {
                    if (channel.read(block, at + block.position()) < 0) {
                        throw new IOException("file=" + file + " has become shorter than size=" + size);
                    }
                }
                if (!isZero(block.array(), 0, length)) {
                    memory.write(at, block.array(), 0, length);
                }
            }
            return memory;
        }
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
