package org.tlalloc.conformance.replay;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tlalloc.model.graph.StateGraph;

/**
 * A walk at random through the graph on one instance that is never put back. The product replay
 * makes calls in one order and puts the state back before each, so that what a subject keeps where
 * the bench does not look, in a file, a property or another program, has no effect, or always the
 * same one; here it has.
 */
final class RandomWalk {
    /* Nearly all that was planted to be found so showed within 4,000 calls. */
    private static final int LEAST = 5_000;
    private static final int MOST = 50_000;
    private static final int CALLS_A_TRANSITION = 10;
    /* One call in so many is any at all, so that most likely it has to be refused. */
    private static final int ANY = 4;
    /* Calls that may be made to find a shorter way. */
    private static final int SHORTENING = 1_000_000;
    /* Elsewhere, one in so many is to format it again. */
    private static final int FORMAT = 100;
    private static final String REMARK = "; it does not where its state is put back, so it keeps something where neither its bytes nor its fields show it";

    private static final String ELSEWHERE = "; elsewhere in memory, or with other bytes about it, it does not, so it depends on where it lies, on what is not"
            + " its own, or on what was there before it was formatted";

    private final CallPlan plan;
    private final StateGraph graph;
    private final Site site;
    private final Runnable beat;
    private final SplittableRandom random;
    private final int length;
    private final int[] calls;
    private Course course;
    private int made;
    private long spent;

    /**
     * @param site where a subject that lives in memory is put
     * @param beat is told whenever the subject has come back from something
     */
    RandomWalk(CallPlan plan, Site site, long seed, Runnable beat) {
        this.plan = plan;
        this.site = site;
        this.graph = plan.graph();
        this.beat = beat;
        this.random = new SplittableRandom(seed);
        this.length = !site.equals(Site.FIRST) ? LEAST : (int) Math.max(LEAST, Math.min(MOST, (long) CALLS_A_TRANSITION * graph.transitionCount()));
        this.calls = new int[length];
    }

    /**
     * Whether nothing went wrong.
     *
     * @throws org.tlalloc.conformance.subject.SubjectException if the subject does not want to be made there
     * @throws ResidentFault if it cannot be attached there
     */
    boolean goesWell() {
        course = new Course(plan, site);
        beat.run();
        while (!course.failed() && made < length) {
            calls[made] = choice();
            made++;
            course.make(calls[made - 1]);
            beat.run();
        }
        return !course.failed();
    }

    private int choice() {
        if (!site.equals(Site.FIRST) && random.nextInt(FORMAT) == 0) {
            return plan.count();
        }
        int from = graph.firstTransition(course.state());
        int end = graph.endTransition(course.state());
        return from == end || random.nextInt(ANY) == 0 ? random.nextInt(plan.count(Integer.MAX_VALUE)) : plan.callOf(from + random.nextInt(end - from));
    }

    /** The graph's state in which it went wrong. */
    int state() {
        return course.state();
    }

    /**
     * What went wrong, after as few calls as could be found.
     *
     * @param way one to the state in which it went wrong, for what does not go wrong again
     */
    Divergence divergence(List<Divergence.Step> way) {
        int[] shortest = shortened(Arrays.copyOf(calls, made));
        Course once = go(shortest);
        Course again = go(shortest);
        if (once.failed() && again.failed() && once.like(again)) {
            return once.divergence(site.equals(Site.FIRST) ? REMARK : ELSEWHERE);
        }
        return course.unrepeatable(way);
    }

    /* Any list of calls will do, since the graph says of each in each state whether it must be refused.
       So the last calls alone are tried first, and then what can be left out, in ever smaller pieces. */
    private int[] shortened(int[] all) {
        int[] best = all;
        for (int last = 1; last < all.length; last *= 2) {
            Course tried = go(Arrays.copyOfRange(all, all.length - last, all.length));
            if (tried.failed()) {
                best = upTo(tried, Arrays.copyOfRange(all, all.length - last, all.length));
                break;
            }
        }
        for (int piece = Math.max(1, best.length / 2); spent < SHORTENING; piece /= 2) {
            int before = best.length;
            for (int at = 0; at + piece < best.length && spent < SHORTENING;) {
                int[] without = new int[best.length - piece];
                System.arraycopy(best, 0, without, 0, at);
                System.arraycopy(best, at + piece, without, at, best.length - piece - at);
                Course tried = go(without);
                if (tried.failed()) {
                    best = upTo(tried, without);
                } else {
                    at += piece;
                }
            }
            if (piece == 1) {
                if (best.length == before) {
                    break;
                }
                piece = 2;
            }
        }
        return best;
    }

    private static int[] upTo(Course failed, int[] calls) {
        return Arrays.copyOf(calls, Math.min(calls.length, failed.count() + 1));
    }

    private Course go(int[] some) {
        Course tried = new Course(plan, site);
        for (int i = 0; i < some.length && !tried.failed(); i++) {
            tried.make(some[i]);
            beat.run();
        }
        spent += tried.count() + 1;
        return tried;
    }

    /** The call under way and those before it, in words; called from another thread. */
    String doing() {
        return "call=" + under() + " after calls=" + Math.max(0, made - 1) + " at random on one instance";
    }

    private Divergence.Call under() {
        return made == 0 || calls[made - 1] == plan.count() ? null : plan.get(calls[made - 1]).call();
    }

    /** The call under way does not return; called from another thread. */
    Divergence hang(String actual) {
        return course.hang(calls[made - 1], actual + (site.equals(Site.FIRST) ? REMARK : ELSEWHERE));
    }
}
