package org.tlalloc.conformance.judge;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.tlalloc.conformance.subject.Alphabet;
import org.tlalloc.conformance.subject.Binding;
import org.tlalloc.conformance.subject.SubjectException;
import org.tlalloc.model.Catalogue;
import org.tlalloc.model.SpecOracle;
import org.tlalloc.model.value.SetValue;
import org.tlalloc.model.value.Value;

/**
 * The contract {@code BlockAllocation} for an arena of any size, in the representation of the
 * model {@code BlockAllocationJudge}, ready to judge allocators. It holds a copy of TLC until it
 * is closed.
 */
public final class Judge implements Closeable {
    /** The largest arena, in frames. */
    public static final int MAX_FRAMES = 1 << 24;
    /** The largest order that an arena may have. */
    public static final int MAX_ORDER = 20;
    static final String CONTRACT = "BlockAllocation";
    private static final String MODEL = "BlockAllocationJudge";
    private static final String SECTION_SIZE = "SectionSize";
    private static final int SMALLEST_SECTION = 1 << 10;

    private final SpecOracle oracle;
    private final int frameCount;
    private final int maxOrder;

    private Judge(SpecOracle oracle, int frameCount, int maxOrder) {
        this.oracle = oracle;
        this.frameCount = frameCount;
        this.maxOrder = maxOrder;
    }

    /**
     * @param frameCount 1 to {@link #MAX_FRAMES}, none of them reserved
     * @param maxOrder   0 to {@link #MAX_ORDER}
     * @throws IOException if a file of the catalogue cannot be read
     */
    public static Judge open(Catalogue catalogue, int frameCount, int maxOrder) throws IOException {
        if (frameCount < 1 || frameCount > MAX_FRAMES) {
            throw new IllegalArgumentException("frames=" + frameCount + " is not within 1.." + MAX_FRAMES);
        }
        if (maxOrder < 0 || maxOrder > MAX_ORDER) {
            throw new IllegalArgumentException("maxOrder=" + maxOrder + " is not within 0.." + MAX_ORDER);
        }
        Map<String, Value> constants = new LinkedHashMap<>();
        constants.put("FrameCount", Value.of(frameCount));
        constants.put("MaxOrder", Value.of(maxOrder));
        constants.put("Reserved", SetValue.of(List.of()));
        constants.put(SECTION_SIZE, Value.of(Math.max(SMALLEST_SECTION, 1 << maxOrder)));
        return new Judge(catalogue.oracle(catalogue.model(MODEL), constants), frameCount, maxOrder);
    }

    /**
     * What an allocator has to offer: the contract's own names.
     *
     * @see Binding
     */
    public Alphabet alphabet() {
        Map<String, Value> constants = new LinkedHashMap<>(oracle.constants());
        constants.remove(SECTION_SIZE);
        return new Alphabet(CONTRACT, constants, oracle.variables(), oracle.actions(), Map.of());
    }

    /**
     * Drives a new allocator with a workload, and asks the contract about every answer.
     *
     * @param progress is told how many events are done, now and then
     * @throws WorkloadException if it has orders that the arena lacks
     * @throws SubjectException  if the class cannot be bound, or no allocator of it be made
     */
    public Judgement judge(Workload workload, Class<?> allocator, IntConsumer progress) {
        workload.requireOrders(maxOrder);
        Binding binding = Binding.of(allocator, alphabet());
        return new JudgeRun(workload, binding, oracle, frameCount, maxOrder).run(progress);
    }

    @Override
    public void close() throws IOException {
        oracle.close();
    }
}
