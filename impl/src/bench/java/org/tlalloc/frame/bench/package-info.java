/**
 * How fast the page allocators are, as ratios of contestants measured side by side in one
 * run: {@code mvn -Pbench -pl impl verify -DskipTests -Dbench=Buddy}.
 */
package org.tlalloc.frame.bench;
