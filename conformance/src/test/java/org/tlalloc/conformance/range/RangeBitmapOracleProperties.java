package org.tlalloc.conformance.range;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Property;
import org.tlalloc.conformance.judge.DisagreementException;
import org.tlalloc.range.RangeBitmap;
import org.tlalloc.range.RangeRequest;

class RangeBitmapOracleProperties extends RangeOracleProperties {
    RangeBitmapOracleProperties() {
        super(RangeBitmap.class, "RangeAllocationJudgeRoomy");
    }

    /** Looks within each node of 4,096 pages only. */
    public static final class MissesPagesAcrossNodes {
        private final PlainRanges ranges;

        public MissesPagesAcrossNodes(int pageCount) {
            ranges = new PlainRanges(pageCount) {
                @Override
                boolean areFree(int start, int pages) {
                    return start / 4_096 == (start + pages - 1) / 4_096 && super.areFree(start, pages);
                }
            };
        }

        public int allocate(int pages) {
            return ranges.allocate(pages);
        }

        public int allocateWithin(RangeRequest request) {
            return ranges.allocateWithin(request);
        }

        public void free(int start, int pages) {
            ranges.free(start, pages);
        }

        public int[] used() {
            int[] used = new int[ranges.pageCount];
            ranges.first.stream().forEach(start -> used[start] = ranges.length(start));
            return used;
        }
    }

    @Property(tries = 1)
    void shouldCatchAFaultBetweenTwoNodes() {
        Calls calls = start(MissesPagesAcrossNodes.class);
        assertTrue(calls.allocate(4_096));
        calls.compare();
        DisagreementException found = assertThrows(DisagreementException.class, () -> calls.allocate(4_097));
        assertTrue(found.getMessage().contains("RangeAllocation"), found.getMessage());
    }
}
