package org.tlalloc.conformance;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java sources compiled while a test runs, and their classes in a loader of their own. */
public final class Compiled {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public |final |abstract |sealed )*(?:class|record|enum|interface) (\\w+)");
    private static final Path FOLDER = folder();

    private final Path classes;
    private final URLClassLoader loader;

    private Compiled(Path classes, ClassLoader parent) throws IOException {
        this.classes = classes;
        this.loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, parent);
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("tlalloc-compiled-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sources, each with one top-level class or the public one first. */
    public static Compiled of(String... sources) {
        return of(null, sources);
    }

    /** @param beside classes that the sources refer to, which are loaded with them; null for none */
    public static Compiled of(Compiled beside, String... sources) {
        try {
            Path folder = Files.createTempDirectory(FOLDER, "unit");
            Path classes = Files.createDirectory(folder.resolve("classes"));
            List<Path> files = new ArrayList<>();
            for (String source : sources) {
                Path file = folder.resolve(nameIn(source).replace('.', '/') + ".java");
                Files.createDirectories(file.getParent());
                files.add(Files.writeString(file, source));
            }
            compile(files, classes, beside);
            return new Compiled(classes, beside == null ? Compiled.class.getClassLoader() : beside.loader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(List<Path> files, Path classes, Compiled beside) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        String path = System.getProperty("java.class.path") + (beside == null ? "" : java.io.File.pathSeparator + beside.classes);
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean fine = compiler.getTask(complaints, manager, null, List.of("-d", classes.toString(), "-cp", path, "-proc:none", "-nowarn"),
                    null, manager.getJavaFileObjectsFromPaths(files)).call();
            if (!fine) {
                throw new AssertionError(complaints + "\n" + Files.readString(files.get(0)));
            }
        }
    }

    /** The full name of the first class of a source. */
    public static String nameIn(String source) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            throw new AssertionError("no class in " + source);
        }
        Matcher in = PACKAGE.matcher(source);
        return (in.find() ? in.group(1) + "." : "") + type.group(1);
    }

    public Class<?> load(String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Units that have nothing to do with each other, compiled at one go, which is much quicker: each
     * is given a package of its own, {@link #packageOf(int)}.
     */
    public static Compiled units(List<String[]> units) {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            for (String source : units.get(i)) {
                sources.add("package " + packageOf(i) + ";\n" + source);
            }
        }
        return of(sources.toArray(String[]::new));
    }

    public static String packageOf(int unit) {
        return "unit" + unit;
    }

    /** The first class of the first source of each of the {@link #units(List) units}. */
    public static List<Class<?>> each(List<String[]> units) {
        Compiled compiled = units(units);
        List<Class<?>> classes = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            classes.add(compiled.load(packageOf(i) + "." + nameIn(units.get(i)[0])));
        }
        return classes;
    }

    /** The first class of the first source. */
    public static Class<?> classOf(String... sources) {
        return of(sources).load(nameIn(sources[0]));
    }
}
