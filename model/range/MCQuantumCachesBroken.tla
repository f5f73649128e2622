----------------------- MODULE MCQuantumCachesBroken -----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS QuantumCaches

\* For HasPlace: always.
AlwaysAPlace(pages) == pages <= Most

\* For TakeNew: the length that is noted is one that no range has.
TakeNewTooLong(request, result) ==
    /\ result # None
    /\ Fits(held, result, request)
    /\ held' = [held EXCEPT ![result] = PageCount + 1]
    /\ UNCHANGED caches

\* For Keep: a range waits in the cache of the longest.
KeepAmongLongest(start, pages) ==
    /\ caches' = [caches EXCEPT ![Most] = <<start>> \o @]
    /\ UNCHANGED held

\* For Keep: the arena gets back, too, what waits.
KeepTwice(start, pages) ==
    /\ caches' = [caches EXCEPT ![pages] = <<start>> \o @]
    /\ held' = [held EXCEPT ![start] = 0]

\* For Keep: a range waits twice.
KeepDoubly(start, pages) ==
    /\ caches' = [caches EXCEPT ![pages] = <<start, start>> \o @]
    /\ UNCHANGED held

\* For NothingCached: there is a cache for ranges one page longer than the longest.
OneCacheTooMany == [pages \in 1..(Most + 1) |-> <<>>]

\* For TakeFromArena: gives up while ranges wait.
TakeWithoutDraining(request, result) ==
    IF Finds(held, request)
    THEN TakeNew(request, result)
    ELSE result = None /\ UNCHANGED vars

\* For Drain: what waits is lost.
DrainLosing(request, result) ==
    /\ result = None
    /\ caches' = NothingCached
    /\ UNCHANGED held

\* For TakeCached: it stays in the cache.
TakeCachedKeeping(pages, result) ==
    /\ result = Head(caches[pages])
    /\ UNCHANGED vars

\* For AllocateWithin: what waits is taken, whatever the wishes.
AllocateFromCaches(request, result) ==
    IF HasCached(request.pages)
    THEN TakeCached(request.pages, result)
    ELSE TakeFromArena(request, result)

Wishes == {[Anywhere(1) EXCEPT !.minimum = 3]}

\* For Free: what waits may be freed again.
FreeTwice(start, pages) ==
    IF Waits(start) /\ held[start] = pages
    THEN UNCHANGED vars
    ELSE /\ held[start] = pages
         /\ IF HasPlace(pages) THEN Keep(start, pages) ELSE PassOn(start)
=============================================================================
