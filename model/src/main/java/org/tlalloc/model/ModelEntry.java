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
 * @param subject  the class that it is replayed on, a simple name within the spec's package; null if it is not
 */
public record ModelEntry(String name, String spec, String module, String config, boolean full, boolean replay,
                         String subject, Expectation expect) {

    /** The folder of its spec, which is the last part of the implementing package. */
    public String folder() {
        int slash = module.indexOf('/');
        return slash < 0 ? "" : module.substring(0, slash);
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
