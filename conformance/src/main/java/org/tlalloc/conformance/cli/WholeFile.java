package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that comes to be whole, or not at all: it is written beside its place, and renamed. */
final class WholeFile {
    private WholeFile() {
    }

    /** @throws Misuse if it cannot be written; what stood there before stands there still */
    static void write(Path file, byte[] content) {
        Path beside = beside(file);
        try {
            Files.write(beside, content);
            move(beside, file);
        } catch (IOException e) {
            throw new Misuse("file=" + file + " cannot be written: " + e.getMessage());
        } finally {
            beside.toFile().delete();
        }
    }

    /**
     * Tries whether it could be written, and leaves nothing: rights do not tell all, of /proc for one.
     *
     * @throws Misuse if not
     */
    static void tryOut(Path file) {
        Path beside = beside(file);
        try {
            Files.write(beside, new byte[0]);
        } catch (IOException e) {
            throw new Misuse("file=" + file + " cannot be written: no file can be made in its folder");
        } finally {
            beside.toFile().delete();
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
