package org.tlalloc.range;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.tlalloc.machine.PhysicalMemory;

/**
 * Counts the accesses to windows of simulated memory, reads and writes alike, in whatever runs: what a call costs, free of
 * clocks and caches. The windows' code is changed for it once, while the tests run.
 */
public final class Accesses {
    /* Public, since the changed code belongs to another package. */
    public static long count;

    private Accesses() {
    }

    /** Before the first access that is to be counted. */
    static void begin() {
        // Loads the class of windows.
        new PhysicalMemory(1 << 20).window(0, 1 << 12);
        new AgentBuilder.Default().with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .disableClassFormatChanges().ignore(named("none"))
                .type(named("org.tlalloc.machine.WholeWindow").or(named("org.tlalloc.machine.PartWindow")))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Each.class)
                        .on(namedOneOf("getByte", "getInt", "getLong", "putByte", "putInt", "putLong"))))
                .installOn(ByteBuddyAgent.install());
    }

    /** What is put in front of each access. */
    static final class Each {
        private Each() {
        }

        @Advice.OnMethodEnter
        static void enter() {
            count++;
        }
    }
}
