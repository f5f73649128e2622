package org.tlalloc.conformance.replay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that belong to a class: all that it mentions, or that these mention, from the class path
 * that it was loaded from; of our own allocators, those from the same folder or jar.
 */
final class OwnClasses {
    private static final int MOST = 5_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*(?:[/.][A-Za-z_$][\\w$]*)*");

    private final Class<?> type;
    private final Set<Class<?>> found = new LinkedHashSet<>();
    private final List<Class<?>> waiting = new ArrayList<>();
    private final Set<String> tried = new HashSet<>();

    private OwnClasses(Class<?> type) {
        this.type = type;
    }

    static List<Class<?>> of(Class<?> type) {
        OwnClasses classes = new OwnClasses(type);
        for (Class<?> ancestor = type; ancestor != null && !ClassShape.isOfJdk(ancestor); ancestor = ancestor.getSuperclass()) {
            classes.add(ancestor);
        }
        while (!classes.waiting.isEmpty() && classes.found.size() < MOST) {
            classes.follow(classes.waiting.remove(classes.waiting.size() - 1));
        }
        return List.copyOf(classes.found);
    }

    private void add(Class<?> other) {
        if (found.add(other)) {
            waiting.add(other);
        }
    }

    private void follow(Class<?> other) {
        ClassLoader loader = other.getClassLoader();
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(other.getName().replace('.', '/') + ".class")) {
            if (in != null) {
                strings(new DataInputStream(in));
            }
        } catch (IOException e) {
            // What cannot be read mentions nothing.
        }
    }

    /* Names of classes stand in the constant pool by themselves, within the types of fields and
       methods, or as a text for Class.forName; all of these are its strings. */
    private void strings(DataInputStream in) throws IOException {
        in.skipBytes(8);
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> names(in.readUTF());
                case 7, 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++;
                }
                default -> in.skipBytes(4);
            }
        }
    }

    private void names(String text) {
        if (text.length() > 1_000 || text.startsWith("java/")) {
            return;
        }
        for (Matcher name = NAME.matcher(text); name.find();) {
            String candidate = name.group();
            mentioned(candidate);
            if (candidate.startsWith("L")) {
                mentioned(candidate.substring(1));
            }
        }
    }

    private void mentioned(String name) {
        String path = name.replace('.', '/');
        ClassLoader loader = type.getClassLoader();
        if (!tried.add(path) || loader.getResource(path + ".class") == null) {
            return;
        }
        try {
            Class<?> other = Class.forName(path.replace('/', '.'), false, loader);
            if (!ClassShape.isOfJdk(other) && other.getClassLoader() == loader
                    && (loader != OwnClasses.class.getClassLoader() || Objects.equals(source(other), source(type)))) {
                add(other);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // Something else of that name.
        }
    }

    private static Object source(Class<?> other) {
        CodeSource source = other.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation();
    }
}
