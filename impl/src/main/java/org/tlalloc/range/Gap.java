package org.tlalloc.range;

/**
 * A longest run of free pages, as the specification {@code Gaps} has it. Only for looking at: no call makes one.
 *
 * @param start its first page
 * @param pages how many they are, at least 1
 */
public record Gap(int start, int pages) {
}
