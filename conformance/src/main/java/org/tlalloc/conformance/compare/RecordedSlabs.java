package org.tlalloc.conformance.compare;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The slabs that recorded objects need: a cache puts an object into the oldest of its slabs that has
 * room, or makes another slab, as {@link SlabSize} says; a slab whose last object is gone is destroyed.
 */
final class RecordedSlabs {
    private static final class Cache {
        private final SlabSize size;
        private final TreeSet<Integer> roomy = new TreeSet<>();

        Cache(SlabSize size) {
            this.size = size;
        }
    }

    private record Place(Cache cache, int slab) {
    }

    private final Script script = new Script();
    private final Map<String, Cache> caches = new HashMap<>();
    private final Map<Long, Place> places = new HashMap<>();
    private final Int2IntOpenHashMap objects = new Int2IntOpenHashMap();

    /** Whether an object of this number is there. */
    boolean has(long id) {
        return places.containsKey(id);
    }

    /** An object was allocated, of which there is none of this number. */
    void add(long id, String name, int bytes) {
        Cache cache = caches.computeIfAbsent(name + "/" + bytes, any -> new Cache(SlabSize.of(bytes)));
        if (cache.roomy.isEmpty()) {
            cache.roomy.add(script.ask(cache.size.pages()));
        }
        int slab = cache.roomy.first();
        if (objects.addTo(slab, 1) + 1 == cache.size.objects()) {
            cache.roomy.remove(slab);
        }
        places.put(id, new Place(cache, slab));
    }

    /** The object was freed. */
    void remove(long id) {
        Place place = places.remove(id);
        place.cache.roomy.add(place.slab);
        if (objects.addTo(place.slab, -1) == 1) {
            place.cache.roomy.remove(place.slab);
            objects.remove(place.slab);
            script.end(place.slab);
        }
    }

    Script script() {
        return script;
    }
}
