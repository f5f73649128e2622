package org.tlalloc.conformance.subject;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where subjects are loaded from: our own classes, or a class path of the user's in front of which ours stand. */
public final class SubjectClasses {
    private final ClassLoader loader;
    private final String classpath;

    private SubjectClasses(ClassLoader loader, String classpath) {
        this.loader = loader;
        this.classpath = classpath;
    }

    public static SubjectClasses own() {
        return new SubjectClasses(SubjectClasses.class.getClassLoader(), null);
    }

    /**
     * @param classpath directories and jars, as for {@code java -cp}; {@code dir/*} is every jar in it; null for our own classes
     * @throws SubjectException if there is no such directory or jar
     */
    public static SubjectClasses of(String classpath) {
        if (classpath == null) {
            return own();
        }
        List<URL> urls = new ArrayList<>();
        for (String part : classpath.split(java.io.File.pathSeparator)) {
            if (part.endsWith("*")) {
                jars(part.substring(0, part.length() - 1), urls);
            } else if (!part.isEmpty()) {
                urls.add(url(Path.of(part)));
            }
        }
        if (urls.isEmpty()) {
            throw new SubjectException("classpath=" + classpath + " names nothing");
        }
        return new SubjectClasses(new URLClassLoader(urls.toArray(URL[]::new), SubjectClasses.class.getClassLoader()), classpath);
    }

    private static void jars(String folder, List<URL> into) {
        Path path = Path.of(folder.isEmpty() ? "." : folder);
        String[] names = path.toFile().list((directory, name) -> name.endsWith(".jar"));
        if (names == null) {
            throw new SubjectException("classpath=" + folder + "* is no folder");
        }
        for (String name : names) {
            into.add(url(path.resolve(name)));
        }
    }

    private static URL url(Path path) {
        if (!Files.isReadable(path)) {
            throw new SubjectException("classpath=" + path + " does not exist, or cannot be read");
        }
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new SubjectException("classpath=" + path + " cannot be used: " + e.getMessage());
        }
    }

    /**
     * @param name fully qualified
     * @throws SubjectException if there is no such class, or it cannot be loaded
     */
    public Class<?> load(String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new SubjectException("class=" + name + " is not found" + where());
        } catch (ExceptionInInitializerError e) {
            throw new SubjectException("class=" + name + " cannot be initialised: " + e.getCause());
        } catch (LinkageError e) {
            throw new SubjectException("class=" + name + " cannot be loaded" + where() + ": " + e);
        }
    }

    private String where() {
        return classpath == null ? ", say with --classpath where it is" : " in classpath=" + classpath;
    }
}
