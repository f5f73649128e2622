package org.tlalloc.model;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;

/** A copy of TLC, and of our code beside it, in a class loader of its own. One thread at a time may call it. */
final class TlcLoader implements Closeable {
    private static final String INSIDE = "org.tlalloc.model.tlc.";

    private final URLClassLoader loader;

    TlcLoader() {
        loader = new URLClassLoader(new URL[] {locationOf("org/tlalloc/model/tlc/TlcRun.class"),
                locationOf("tlc2/TLC.class")}, ClassLoader.getPlatformClassLoader());
    }

    /** Calls a static method of a class beside TLC. */
    Object call(String type, String method, Class<?>[] parameters, Object... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return loader.loadClass(INSIDE + type).getMethod(method, parameters).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw unchecked(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the engine's classes do not fit together", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** The directory or jar that a class was loaded from. */
    private static URL locationOf(String resource) {
        URL url = TlcLoader.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException("not on the class path: resource=" + resource);
        }
        String text = url.toString();
        try {
            return text.startsWith("jar:")
                    ? new URI(text.substring("jar:".length(), text.indexOf("!/"))).toURL()
                    : new URI(text.substring(0, text.length() - resource.length())).toURL();
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalStateException("cannot be located: resource=" + resource, e);
        }
    }
}
