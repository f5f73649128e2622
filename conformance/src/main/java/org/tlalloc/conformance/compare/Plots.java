package org.tlalloc.conformance.compare;

import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A comparison drawn: as SVG and as PNG, by file name. Nothing here needs a screen. */
public final class Plots {
    /* Okabe and Ito's palette, which those who see red and green alike can tell apart; grey for yellow, too pale for a line. */
    private static final Color[] COLOURS = {new Color(0x0072B2), new Color(0xE69F00), new Color(0x009E73), new Color(0xCC79A7),
        new Color(0x56B4E9), new Color(0xD55E00), Color.BLACK, new Color(0x999999)};
    private static final Marker[] MARKERS = {SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN, SeriesMarkers.CROSS, SeriesMarkers.PLUS, SeriesMarkers.RECTANGLE};
    private static final float THINNEST = 1.6f;
    private static final float THINNER = 0.5f;
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final int LEGEND_WIDTH = 260;
    private static final int PLACE_WIDTH = 130;
    private static final double TOP = 0.9;

    private final Findings findings;
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private Plots(Findings findings) {
        this.findings = findings;
    }

    /** The files' names, and their bytes. */
    public static Map<String, byte[]> of(Findings findings) throws IOException {
        Plots plots = new Plots(findings);
        for (Played played : findings.played()) {
            plots.add("fragmentation-" + played.traffic().name(), plots.fragmentation(played));
        }
        for (Operation operation : Operation.values()) {
            plots.add("growth-" + operation, plots.growth(operation));
        }
        plots.add("refusals", plots.shares("Requests refused", "per cent", findings.titles(), Played::refusals));
        List<String> wasting = findings.strategies().stream().filter(Strategy::canWaste).map(Strategy::title).toList();
        if (!wasting.isEmpty()) {
            String others = wasting.size() == findings.titles().size() ? "" : " (the others reserve what is asked for: none)";
            plots.add("waste", plots.shares("Pages reserved and never mapped" + others, "per cent of the pages gone", wasting, Played::waste));
        }
        plots.add("times", plots.times());
        return plots.files;
    }

    private void add(String name, Chart<?, ?> chart) throws IOException {
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
        files.put(name + ".svg", svg.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
        files.put(name + ".png", png.toByteArray());
    }

    private XYChart fragmentation(Played played) {
        List<Curve> curves = Curve.of(findings.titles(), title ->
                IntStream.range(0, Play.SAMPLES).mapToDouble(sample -> 100 * played.fragmentation(title, sample)).toArray());
        boolean ends = curves.stream().allMatch(curve -> curve.values()[Play.SAMPLES - 1] == 0);
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("External fragmentation over time: " + played.traffic().name())
                .xAxisTitle("requests done, per cent" + (ends ? "; at 100 all ranges have ended, and the region is free again" : ""))
                .yAxisTitle("free pages outside the longest run, per cent, mean of " + findings.seeds().size() + " seeds").build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setXAxisMin(0.0).setXAxisMax(100.0);
        double[] done = IntStream.rangeClosed(1, Play.SAMPLES).mapToDouble(sample -> 100.0 * sample / Play.SAMPLES).toArray();
        curves.forEach(curve -> line(chart.addSeries(curve.legend(), done, curve.values()), curve.title(), width(curve.title())));
        return chart;
    }

    private XYChart growth(Operation operation) {
        Times times = findings.times();
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Time to " + operation + " short ranges in regions of all sizes")
                .xAxisTitle("pages of the region, half of them in use").yAxisTitle("nanoseconds, median of the rounds; least and most").build();
        style(chart.getStyler());
        chart.getStyler().setXAxisMin(Clocking.SMALLEST - 0.5).setXAxisMax(Clocking.LARGEST + 0.5);
        double top = decades(chart, extreme(times, operation, DoubleStream::min), extreme(times, operation, DoubleStream::max));
        names(chart, times.sizes().stream().map(Integer::doubleValue).toList(), times.sizes().stream().map(log2Pages -> "2^" + log2Pages).toList(), top);
        for (String title : findings.titles()) {
            double[] sizes = times.sizes().stream().mapToDouble(log2Pages -> log2Pages + aside(title, 0.4)).toArray();
            List<Figure> figures = times.sizes().stream()
                    .map(log2Pages -> times.overall(Clocking.GROWTH_ORDER, log2Pages, operation.nanoseconds())).toList();
            mark(chart.addSeries(title, sizes, figures.stream().mapToDouble(figure -> figure.median(title)).toArray()), title);
            for (int i = 0; i < sizes.length; i++) {
                double[] values = figures.get(i).values().get(title);
                spread(chart, title, sizes[i], Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow());
            }
        }
        return chart;
    }

    /* Whole ones, since only those have labels; returns a place below the upper edge. */
    private static double decades(XYChart chart, double least, double most) {
        double top = Math.pow(10, Math.ceil(Math.log10(most)));
        chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(Math.pow(10, Math.floor(Math.log10(least)))).setYAxisMax(top);
        return TOP * top;
    }

    /* Names along the upper edge: the library's own labels stand where it likes, not where something was measured. */
    private static void names(XYChart chart, List<Double> places, List<String> names, double y) {
        chart.getStyler().setXAxisTicksVisible(false).setPlotGridVerticalLinesVisible(false);
        for (int i = 0; i < names.size(); i++) {
            chart.addAnnotation(new AnnotationText(names.get(i), places.get(i), y, false));
        }
    }

    private static double extreme(Times times, Operation operation, Function<DoubleStream, OptionalDouble> which) {
        return which.apply(times.sizes().stream()
                .flatMap(log2Pages -> times.overall(Clocking.GROWTH_ORDER, log2Pages, operation.nanoseconds()).values().values().stream())
                .flatMapToDouble(Arrays::stream)).orElseThrow();
    }

    /* What is between the ends is not in the middle, as the library's own error bars would have it. */
    private void spread(XYChart chart, String title, double x, double least, double most) {
        XYSeries bar = chart.addSeries(title + " at " + x, new double[] {x, x}, new double[] {least, most});
        bar.setShowInLegend(false);
        line(bar, title, THINNEST);
    }

    /* So far beside its place, a strategy's mark can be told from the others'. */
    private double aside(String title, double width) {
        int count = findings.titles().size();
        return count == 1 ? 0 : width * (findings.titles().indexOf(title) / (count - 1.0) - 0.5);
    }

    private XYChart shares(String title, String unit, List<String> titles, Function<Played, Figure> figure) {
        List<String> names = findings.played().stream().map(played -> played.traffic().name()).toList();
        XYChart chart = places(title, unit + ", mean of " + findings.seeds().size() + " seeds, 95 % confidence (cut off at 0)", names);
        double most = titles.stream().flatMapToDouble(each -> findings.played().stream().mapToDouble(played -> figure.apply(played).interval(each).high()))
                .max().orElseThrow();
        double top = Math.max(1, 1.1 * most);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(top);
        names(chart, names, top);
        for (String each : titles) {
            List<Interval> intervals = findings.played().stream().map(played -> figure.apply(played).interval(each)).toList();
            marks(chart, each, intervals.stream().map(interval -> new double[] {interval.low(), interval.mean(), interval.high()}).toList());
        }
        return chart;
    }

    private XYChart times() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (Lengths lengths : Lengths.values()) {
            for (Operation operation : Operation.values()) {
                figures.put(lengths.title() + ", " + operation,
                        findings.times().figure(new Clocking(lengths, Clocking.ANY_ORDER, Clocking.LARGEST), operation.nanoseconds()));
            }
        }
        XYChart chart = places("Time of a call in 2^" + Clocking.LARGEST + " pages, half of them in use",
                "nanoseconds, median of " + findings.rounds() + " rounds; least and most", List.copyOf(figures.keySet()));
        double[] all = figures.values().stream().flatMap(figure -> figure.values().values().stream()).flatMapToDouble(Arrays::stream).toArray();
        double top = decades(chart, Arrays.stream(all).min().orElseThrow(), Arrays.stream(all).max().orElseThrow());
        names(chart, List.copyOf(figures.keySet()), top);
        for (String title : findings.titles()) {
            marks(chart, title, figures.values().stream().map(figure -> new double[] {Arrays.stream(figure.values().get(title)).min().orElseThrow(),
                    figure.median(title), Arrays.stream(figure.values().get(title)).max().orElseThrow()}).toList());
        }
        return chart;
    }

    /* Places 1, 2, ... side by side, with names. */
    private XYChart places(String title, String axis, List<String> names) {
        int width = Math.max(WIDTH, LEGEND_WIDTH + PLACE_WIDTH * names.size());
        XYChart chart = new XYChartBuilder().width(width).height(HEIGHT).title(title).yAxisTitle(axis).build();
        style(chart.getStyler());
        chart.getStyler().setXAxisMin(0.5).setXAxisMax(names.size() + 0.5);
        return chart;
    }

    private static void names(XYChart chart, List<String> names, double y) {
        names(chart, IntStream.rangeClosed(1, names.size()).asDoubleStream().boxed().toList(), names, y);
    }

    /** @param ends at each place the lower end, what is marked, and the upper end */
    private void marks(XYChart chart, String title, List<double[]> ends) {
        double[] places = IntStream.rangeClosed(1, ends.size()).mapToDouble(place -> place + aside(title, 0.6)).toArray();
        XYSeries series = chart.addSeries(title, places, ends.stream().mapToDouble(each -> each[1]).toArray());
        mark(series, title);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        for (int i = 0; i < places.length; i++) {
            spread(chart, title, places[i], ends.get(i)[0], ends.get(i)[2]);
        }
    }

    private void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false).setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18)).setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14)).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    private void mark(XYSeries series, String title) {
        line(series, title, width(title));
        series.setMarker(MARKERS[place(title) % MARKERS.length]);
        series.setMarkerColor(colour(title));
    }

    /* Where lines lie upon each other, the earlier ones are thicker, so that they are seen beside the later. */
    private void line(XYSeries series, String title, float width) {
        // The width is made part of the style when that is set.
        series.setLineColor(colour(title)).setLineWidth(width).setLineStyle(SeriesLines.SOLID);
        series.setMarker(SeriesMarkers.NONE);
    }

    private float width(String title) {
        return THINNEST + (Strategy.values().length - 1 - place(title)) * THINNER;
    }

    private Color colour(String title) {
        return COLOURS[place(title) % COLOURS.length];
    }

    /* A strategy has its colour whoever else takes part. */
    private int place(String title) {
        return Arrays.stream(Strategy.values()).map(Strategy::title).toList().indexOf(title);
    }
}
