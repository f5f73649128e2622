package org.tlalloc.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which name somebody meant who typed another. */
public final class Nearest {
    private Nearest() {
    }

    /** The one of these names that differs least from what was typed; none if all are far off, since such a guess helps nobody. */
    public static Optional<String> of(String typed, List<String> names) {
        return names.stream().min(Comparator.comparingInt(name -> distance(name, typed)))
                .filter(name -> 3 * distance(name, typed) <= 2 * typed.length());
    }

    /** Levenshtein's distance, upper and lower case alike. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
