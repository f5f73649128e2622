package org.tlalloc.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for files that go when it is closed, or when the program ends. It lies where
 * {@code java.io.tmpdir} says, which the user knows as TMPDIR.
 */
final class TemporaryFolder implements Closeable {
    /** Less than this is no room to work in. */
    private static final int ROOM = 1 << 16;
    private static final String NO_SPACE = "No space left on device";
    private static final int ATTEMPTS = 40;
    private static final int PAUSE_MILLIS = 50;

    private final Path path;
    private final Thread atExit;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.atExit = new Thread(() -> delete(path));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @throws IOException if none can be made; the message is one line that names TMPDIR */
    static TemporaryFolder make(String prefix) throws IOException {
        Path parent = parent();
        if (!Files.isDirectory(parent)) {
            throw new IOException("TMPDIR=" + parent + " is no folder");
        }
        try {
            return new TemporaryFolder(Files.createTempDirectory(parent, prefix));
        } catch (IOException e) {
            throw said(e) ? noSpace() : new IOException("TMPDIR=" + parent + " cannot be written", e);
        }
    }

    private static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    Path path() {
        return path;
    }

    /** Whether something that went wrong did so for want of space: it says so, or there is none left. */
    boolean isFull(String complaint) {
        return String.valueOf(complaint).contains(NO_SPACE) || !hasRoom();
    }

    boolean isFull(Throwable thrown) {
        return said(thrown) || !hasRoom();
    }

    private static boolean said(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(NO_SPACE)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasRoom() {
        Path probe = path.resolve("room");
        try {
            Files.write(probe, new byte[ROOM]);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            probe.toFile().delete();
        }
    }

    static IOException noSpace() {
        return new IOException("no space left in TMPDIR=" + parent());
    }

    @Override
    public void close() {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The program is ending: the hook runs, and finds nothing left.
            return;
        }
    }

    /* TLC's workers may still be writing there, when the program is interrupted. */
    private static void delete(Path folder) {
        for (int attempt = 0; attempt < ATTEMPTS && !deleted(folder); attempt++) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean deleted(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What was there when the walk began is gone already.
            return false;
        }
        return !Files.exists(folder);
    }
}
