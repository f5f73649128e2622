package org.tlalloc.conformance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a command leaves its plots. */
final class PlotFolder {
    private final Path folder;

    /**
     * @param folder is made if its parent is there; null for nowhere
     * @throws Misuse if nothing can be written there, so that it is known before the work is done
     */
    PlotFolder(Path folder) {
        this.folder = folder;
        if (folder != null) {
            Path parent = folder.toAbsolutePath().getParent();
            if (folder.toString().isEmpty()) {
                throw new Misuse("--plots names no folder");
            }
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new Misuse("plots=" + folder + " is no folder");
            }
            if (!Files.exists(folder) && !Files.isDirectory(parent)) {
                throw new Misuse("folder=" + parent + " does not exist");
            }
            if (!Files.isWritable(Files.exists(folder) ? folder : parent)) {
                throw new Misuse("plots=" + folder + " cannot be written");
            }
            WholeFile.tryOut(Files.exists(folder) ? folder.resolve("plot") : folder);
        }
    }

    boolean wanted() {
        return folder != null;
    }

    /** @throws Misuse if they cannot be written; each is whole or as it was */
    void write(Map<String, byte[]> files) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Misuse("plots=" + folder + " cannot be made: " + e.getMessage());
        }
        files.forEach((name, bytes) -> WholeFile.write(folder.resolve(name), bytes));
    }
}
