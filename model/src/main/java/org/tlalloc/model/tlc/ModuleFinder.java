package org.tlalloc.model.tlc;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import util.FilenameToStream;

/**
 * Finds modules in the model's directory, then in the libraries, then among those
 * that come with TLC; never in the directory where the program happens to run.
 */
final class ModuleFinder implements FilenameToStream {
    private static final String STANDARD = "tla2sany/StandardModules/";

    private final List<Path> directories = new ArrayList<>();
    private final Path extracted;
    private final Path config;
    private final Set<String> missing = new LinkedHashSet<>();

    /** @param extracted a directory of this run's own, for standard modules */
    ModuleFinder(Path module, Path config, List<Path> libraries, Path extracted) {
        directories.add(module.toAbsolutePath().getParent());
        directories.addAll(libraries);
        this.config = config;
        this.extracted = extracted;
    }

    /** Names of modules that were asked for and are nowhere. */
    Set<String> missing() {
        return missing;
    }

    @Override
    public File resolve(String name, boolean isModule) {
        if (!isModule && name.endsWith(".cfg")) {
            return config.toFile();
        }
        String plain = new File(name).getName();
        String fileName = plain.endsWith(".tla") ? plain : plain + ".tla";
        for (Path directory : directories) {
            Path file = directory.resolve(fileName);
            if (Files.isRegularFile(file)) {
                return new TLAFile(file.toString(), false, this);
            }
        }
        Path standard = standard(fileName);
        if (standard != null) {
            return new TLAFile(standard.toString(), true, this);
        }
        if (!plain.contains(".") || plain.endsWith(".tla")) {
            missing.add(fileName.substring(0, fileName.length() - ".tla".length()));
        }
        return new TLAFile(directories.get(0).resolve(fileName).toString(), false, this);
    }

    private Path standard(String fileName) {
        Path copy = extracted.resolve(fileName);
        if (Files.exists(copy)) {
            return copy;
        }
        URL resource = FilenameToStream.class.getClassLoader().getResource(STANDARD + fileName);
        if (resource == null) {
            return null;
        }
        try {
            URLConnection connection = resource.openConnection();
            // Or else all runs read from one open archive, which the first that ends closes under the others.
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, copy);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String getFullPath() {
        return directories.toString();
    }

    @Override
    public boolean isStandardModule(String name) {
        return FilenameToStream.class.getClassLoader().getResource(STANDARD + name + ".tla") != null
                && directories.stream().noneMatch(d -> Files.exists(d.resolve(name + ".tla")));
    }
}
