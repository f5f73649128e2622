package org.tlalloc.conformance.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Times strategies in Java machines of their own, in rounds: each round starts a machine for every
 * strategy, one after another and in another order, so that what is slow for a while is slow for all.
 */
final class Forks {
    private static final int QUICK_MILLISECONDS = 15;
    private static final int WHOLE_MILLISECONDS = 120;
    private static final String MEMORY = "256m";

    private final boolean quick;
    private volatile Process running;

    Forks(boolean quick) {
        this.quick = quick;
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    private void end() {
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /**
     * For each strategy a list of timings a round.
     *
     * @param progress is told of each round, and after each machine
     * @throws ComparisonException if a machine fails
     */
    Map<Strategy, List<List<Timing>>> time(List<Strategy> strategies, int rounds, Progress progress) throws IOException {
        Map<Strategy, List<List<Timing>>> all = new EnumMap<>(Strategy.class);
        strategies.forEach(strategy -> all.put(strategy, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            progress.begins("timing, round " + (round + 1) + " of " + rounds);
            for (int i = 0; i < strategies.size(); i++) {
                Strategy strategy = strategies.get((i + round) % strategies.size());
                all.get(strategy).add(fork(strategy, round + 1));
                progress.step();
            }
        }
        return all;
    }

    private List<Timing> fork(Strategy strategy, int round) throws IOException {
        Process process = new ProcessBuilder(command(strategy, round)).redirectErrorStream(true).start();
        running = process;
        try (BufferedReader reader = process.inputReader()) {
            List<String> lines = reader.lines().toList();
            if (process.waitFor() != 0 || lines.isEmpty() || !lines.get(lines.size() - 1).startsWith("end ")) {
                throw new ComparisonException("the Java machine that times strategy=" + strategy + " failed with exit="
                        + process.exitValue() + ": " + (lines.isEmpty() ? "it said nothing" : lines.get(0)));
            }
            return timings(lines.subList(0, lines.size() - 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ComparisonException("interrupted", e);
        } finally {
            end();
        }
    }

    private List<String> command(Strategy strategy, int round) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + MEMORY, "-Xmx" + MEMORY, "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), TimedMachine.class.getName(), strategy.name(), quick ? "quick" : "whole",
                String.valueOf(round), String.valueOf(quick ? QUICK_MILLISECONDS : WHOLE_MILLISECONDS));
    }

    private List<Timing> timings(List<String> lines) {
        List<Clocking> clockings = Clocking.all(quick);
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < clockings.size(); i++) {
            String text = clockings.get(i).text();
            String line = i < lines.size() ? lines.get(i) : "";
            if (!line.startsWith(text + " ")) {
                throw new ComparisonException("the Java machine that times says `" + line + "` where `" + text + "` was to be timed");
            }
            String[] fields = line.substring(text.length() + 1).split(" ");
            timings.add(new Timing(clockings.get(i), Double.parseDouble(fields[0]), Double.parseDouble(fields[1])));
        }
        return timings;
    }
}
