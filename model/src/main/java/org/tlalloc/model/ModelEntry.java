package org.tlalloc.model;

/**
 * A model of the manifest.
 *
 * @param name     unique, without {@code MC}
 * @param spec     the module that it is a model of
 * @param module   the root module's file, relative to the models' directory
 * @param config   the .cfg file, likewise
 * @param full     whether it takes minutes, so that it runs only when asked for
 * @param replay   whether its state graph is replayed on an implementation
 * @param subject  the class that it is replayed on, a simple name within the spec's package, or the full name of a
 *                 class that stands between the specification and one of another shape; null if it is not
 */
public record ModelEntry(String name, String spec, String module, String config, boolean full, boolean replay,
                         String subject, Expectation expect) {

    /** The folder of its spec, which is the last part of the implementing package. */
    public String folder() {
        int slash = module.indexOf('/');
        return slash < 0 ? "" : module.substring(0, slash);
    }

    /** The full name of the class of our own that stands for the specification: the subject, or else that of the spec's name. */
    public String subjectClass() {
        return className(folder(), subject == null ? spec : subject);
    }

    /** The full name of a class of the package that implements a folder's specifications. A name with dots is full already. */
    public static String className(String folder, String name) {
        return name.contains(".") ? name : "org.tlalloc." + folder + "." + name;
    }

    /**
     * Whether each step is held against the contract. A broken model that is refuted by
     * an invariant or a property is checked for that alone: the contract would often be
     * the first to refuse it.
     */
    public boolean refines() {
        return expect.passes() || expect.violated().startsWith("Contract!");
    }
}
