package org.tlalloc.conformance.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on a terminal how far something has come; in a pipe it says nothing but which part {@link #begins}. */
final class Meter implements AutoCloseable {
    private final ProgressBar bar;

    private Meter(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * @param task what is being done, in a few words
     * @param unit with a leading blank, such as {@code " states"}
     * @param most how many there will be; -1 if nobody knows
     */
    static Meter of(String task, String unit, long most) {
        if (!onTerminal()) {
            return new Meter(null);
        }
        return new Meter(new ProgressBarBuilder().setTaskName(task).setUnit(unit, 1).setInitialMax(most)
                .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200).clearDisplayOnFinish().build());
    }

    /* The script that starts us looks, since Java's own answer needs input to be a terminal too. */
    private static boolean onTerminal() {
        return Boolean.getBoolean("tlalloc.terminal");
    }

    /** A part of some length begins: for what takes minutes, this is told in a pipe as well, on standard error. */
    void begins(String part) {
        if (bar != null) {
            bar.setExtraMessage(part);
        } else {
            System.err.println("tlalloc: " + part);
        }
    }

    void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
