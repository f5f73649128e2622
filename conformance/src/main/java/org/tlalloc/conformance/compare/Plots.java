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
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
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
        plots.add("refusals", plots.bars("Requests refused", "per cent, mean of the seeds, 95 % confidence", Played::refusals));
        plots.add("waste", plots.bars("Pages reserved and never mapped", "per cent of the pages gone, mean of the seeds, 95 % confidence", Played::waste));
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
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("External fragmentation over time: " + played.traffic().name())
                .xAxisTitle("requests done, per cent").yAxisTitle("free pages outside the longest run, per cent").build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setXAxisMin(0.0).setXAxisMax(100.0);
        double[] done = IntStream.rangeClosed(1, Play.SAMPLES).mapToDouble(sample -> 100.0 * sample / Play.SAMPLES).toArray();
        for (String title : findings.titles()) {
            double[] values = IntStream.range(0, Play.SAMPLES).mapToDouble(sample -> 100 * played.fragmentation(title, sample)).toArray();
            line(chart.addSeries(title, done, values), title, width(title));
        }
        return chart;
    }

    private XYChart growth(Operation operation) {
        Times times = findings.times();
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("Time to " + operation + " short ranges in regions of all sizes")
                .xAxisTitle("pages of the region, half of them in use").yAxisTitle("nanoseconds, median of the rounds; least and most").build();
        style(chart.getStyler());
        chart.getStyler().setYAxisLogarithmic(true).setXAxisMin(Clocking.SMALLEST - 0.5).setXAxisMax(Clocking.LARGEST + 0.5);
        chart.getStyler().setxAxisTickLabelsFormattingFunction(x -> "2^" + Math.round(x));
        // Whole decades: only those have labels.
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(extreme(times, operation, DoubleStream::min)))));
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(extreme(times, operation, DoubleStream::max)))));
        double[] sizes = times.sizes().stream().mapToDouble(Integer::doubleValue).toArray();
        for (String title : findings.titles()) {
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

    private static double extreme(Times times, Operation operation, Function<DoubleStream, OptionalDouble> which) {
        return which.apply(times.sizes().stream()
                .flatMap(log2Pages -> times.overall(Clocking.GROWTH_ORDER, log2Pages, operation.nanoseconds()).values().values().stream())
                .flatMapToDouble(Arrays::stream)).orElseThrow();
    }

    /* The median is not in the middle, as the library's own error bars would have it. */
    private void spread(XYChart chart, String title, double size, double least, double most) {
        XYSeries bar = chart.addSeries(title + " at 2^" + size, new double[] {size, size}, new double[] {least, most});
        bar.setShowInLegend(false);
        line(bar, title, 1);
    }

    private CategoryChart bars(String title, String axis, Function<Played, Figure> figure) {
        List<String> names = findings.played().stream().map(played -> played.traffic().name()).toList();
        CategoryChart chart = category(title, axis, names.size());
        for (String each : findings.titles()) {
            List<Interval> intervals = findings.played().stream().map(played -> figure.apply(played).interval(each)).toList();
            chart.addSeries(each, names, intervals.stream().map(Interval::mean).toList(), intervals.stream().map(Interval::half).toList())
                    .setFillColor(colour(each));
        }
        return chart;
    }

    private CategoryChart times() {
        CategoryChart chart = category("Time of a call in 2^" + Clocking.LARGEST + " pages, half of them in use",
                "nanoseconds, mean of the rounds, 95 % confidence", 2 * Lengths.values().length);
        for (String title : findings.titles()) {
            Map<String, Interval> bars = new LinkedHashMap<>();
            for (Lengths lengths : Lengths.values()) {
                Clocking clocking = new Clocking(lengths, Clocking.ANY_ORDER, Clocking.LARGEST);
                String name = lengths == Lengths.R ? "short ranges" : "any ranges";
                for (Operation operation : Operation.values()) {
                    double[] values = findings.times().figure(clocking, operation.nanoseconds()).values().get(title);
                    bars.put(operation + ", " + name, Interval.of(values));
                }
            }
            chart.addSeries(title, List.copyOf(bars.keySet()), bars.values().stream().map(Interval::mean).toList(),
                    bars.values().stream().map(Interval::half).toList()).setFillColor(colour(title));
        }
        return chart;
    }

    private CategoryChart category(String title, String axis, int categories) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(axis).build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setAvailableSpaceFill(0.85).setXAxisLabelRotation(categories > 5 ? 30 : 0).setXAxisMaxLabelCount(categories);
        return chart;
    }

    private void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false).setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18)).setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14)).setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setErrorBarsColor(new Color(0x444444));
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
