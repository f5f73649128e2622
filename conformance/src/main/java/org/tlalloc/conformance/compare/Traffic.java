package org.tlalloc.conformance.compare;

/** What somebody does with a region. */
public interface Traffic {
    /** In a word or two, fit for a file's name. */
    String name();

    /** What it is, in a sentence. */
    String description();

    /** How many pages the region has. */
    int pageCount();

    /** The requests that a seed gives. */
    Script script(long seed);
}
