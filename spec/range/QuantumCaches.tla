--------------------------- MODULE QuantumCaches ---------------------------
(***************************************************************************)
(* Caches of short ranges in front of an arena, as vmem has them: most     *)
(* callers want one page, or two, and want them often.  For each short     *)
(* length there is a cache; a range that comes back waits there for the    *)
(* next who wants as many pages, and the arena behind does not hear of it. *)
(* A cache holds no more than Depth ranges; what it has no room for goes   *)
(* back to the arena.                                                      *)
(*                                                                         *)
(* What waits is free, and yet the arena can neither hand it out nor merge *)
(* it.  So that nobody is refused for its sake, there is one rule: when    *)
(* the arena finds nothing, all caches are emptied into it, and it is      *)
(* asked again.  So the caches promise what the arena promises, no less.   *)
(*                                                                         *)
(* Left out: the arena.  It is any allocation of ranges that finds one     *)
(* exactly where one Fits.                                                 *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.QuantumCaches, in     *)
(* front of a RangeArena.                                                  *)
(* Source: Bonwick and Adams, Magazines and vmem, USENIX 2001, section     *)
(* 4.4; there a cache is an object cache, which asks the arena for         *)
(* several ranges at a time.                                               *)
(* Invariants: HeldTypeInv, DepthInv, CachedInv.                           *)
(***************************************************************************)
EXTENDS Ranges, Sequences, FiniteSets

CONSTANTS
    Most,          \* the longest ranges that have a cache
    Depth,         \* how many ranges a cache holds
    Request,       \* what AllocateWithin may be asked for
    Fits(_, _, _)  \* Fits(held, start, request): the arena has such a range to hand out

ASSUME MostAssumption == Most \in Size
ASSUME DepthAssumption == Depth \in Nat \ {0}
ASSUME RequestAssumption == \A request \in Request : IsRequest(request)

VARIABLES
    held,   \* held[start]: the length of the range here that the arena has handed out, or 0
    caches  \* caches[pages]: the first pages of the ranges of so many pages that wait, the newest first

vars == <<held, caches>>

HeldTypeInv == held \in [Page -> 0..PageCount]

Elements(list) == {list[i] : i \in DOMAIN list}

\* The range that the arena has handed out here waits in a cache.
Waits(start) == held[start] \in 1..Most /\ start \in Elements(caches[held[start]])

\* How the contract sees it: what waits is free.
Used == [start \in Page |-> IF Waits(start) THEN 0 ELSE held[start]]

Contract == INSTANCE RangeAllocation WITH used <- Used

NothingCached == [pages \in 1..Most |-> <<>>]

HasCached(pages) == pages <= Most /\ caches[pages] # <<>>

HasPlace(pages) == pages <= Most /\ Len(caches[pages]) < Depth

\* With these ranges handed out the arena finds one.
Finds(ranges, request) == \E start \in Page : Fits(ranges, start, request)

Init ==
    /\ held = NoneUsed
    /\ caches = NothingCached

\* A cache has one.
TakeCached(pages, result) ==
    /\ result = Head(caches[pages])
    /\ caches' = [caches EXCEPT ![pages] = Tail(@)]
    /\ UNCHANGED held

\* The arena finds one.
TakeNew(request, result) ==
    /\ result # None
    /\ Fits(held, result, request)
    /\ held' = [held EXCEPT ![result] = request.pages]
    /\ UNCHANGED caches

\* The arena finds one once it has got back what waits, or there is none.
IsLate(ranges, request, result) ==
    IF result = None
    THEN ~Finds(ranges, request)
    ELSE Fits(ranges, result, request)

Drain(request, result) ==
    /\ IsLate(Used, request, result)
    /\ held' = IF result = None THEN Used ELSE [Used EXCEPT ![result] = request.pages]
    /\ caches' = NothingCached

TakeFromArena(request, result) ==
    IF Finds(held, request) THEN TakeNew(request, result) ELSE Drain(request, result)

\* Hand out a range: one that waits, if there is one.
Allocate(pages, result) ==
    IF HasCached(pages)
    THEN TakeCached(pages, result)
    ELSE TakeFromArena(Anywhere(pages), result)

\* The same with wishes: what waits was not made to fulfil any.
AllocateWithin(request, result) ==
    /\ request.pages <= PageCount
    /\ TakeFromArena(request, result)

Keep(start, pages) ==
    /\ caches' = [caches EXCEPT ![pages] = <<start>> \o @]
    /\ UNCHANGED held

PassOn(start) ==
    /\ held' = [held EXCEPT ![start] = 0]
    /\ UNCHANGED caches

\* Take a range back: it waits, if there is a place for it.
Free(start, pages) ==
    /\ held[start] = pages
    /\ ~Waits(start)
    /\ IF HasPlace(pages) THEN Keep(start, pages) ELSE PassOn(start)

Call ==
    \/ \E pages \in Size, result \in Page \cup {None} : Allocate(pages, result)
    \/ \E request \in Request, result \in Page \cup {None} : AllocateWithin(request, result)
    \/ \E start \in Page, pages \in Size : Free(start, pages)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* There is a cache for each short length, and none is overfull.
DepthInv ==
    /\ DOMAIN caches = 1..Most
    /\ \A pages \in 1..Most : Len(caches[pages]) <= Depth

\* What waits in a cache is a range of its length that the arena has handed out,
\* and waits there once.
CachedInv ==
    \A pages \in 1..Most :
        /\ Cardinality(Elements(caches[pages])) = Len(caches[pages])
        /\ \A start \in Elements(caches[pages]) : held[start] = pages

THEOREM Spec => [](HeldTypeInv /\ DepthInv /\ CachedInv)
THEOREM Spec => Contract!Spec
=============================================================================
