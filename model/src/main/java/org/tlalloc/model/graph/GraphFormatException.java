package org.tlalloc.model.graph;

import java.io.IOException;

/** A file is no state graph, or is damaged; the message is one line and names the file. */
public final class GraphFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public GraphFormatException(String message) {
        super(message);
    }
}
