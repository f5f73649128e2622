--------------------------- MODULE RangeAugmented ---------------------------
(***************************************************************************)
(* How Linux does it, which the thread asks: vmalloc keeps its gaps in one *)
(* tree by address, and each node knows how long the longest gap is below  *)
(* it.  So the *lowest* gap that will do is found on one way down: to the  *)
(* left where there is one long enough, else here, else to the right.      *)
(* Nothing has to be sorted by size.                                       *)
(*                                                                         *)
(* What a node knows of those below it depends on the tree's shape.  Of    *)
(* it, this module has what the root knows, which depends on the gaps      *)
(* alone: the longest gap of all.  A call that wants more is answered None *)
(* without a look at any other node.  It must be brought up to date        *)
(* whenever a gap is cut or grows.  If it is stale, either room is there   *)
(* and not found, or the way down ends at a gap that is too short.         *)
(*                                                                         *)
(* A request for aligned pages takes a gap that has alignment - 1 more     *)
(* than it needs.  Whether there is one is known on the way down; whether  *)
(* an aligned range lies in a shorter gap would have to be tried.          *)
(*                                                                         *)
(* The length of a range in use is kept by its first page: the variable    *)
(* used.                                                                   *)
(*                                                                         *)
(* Left out: what the nodes below the root know, and that the Java class   *)
(* has a tree for each slice of the region, below numbers that say of each *)
(* slice what its tree knows.  Property tests look at both node by node,   *)
(* and the replay sees it in the answers: a way misled ends elsewhere.     *)
(*                                                                         *)
(* That the lowest gap is chosen is no property that could fail: it is     *)
(* what IsLowestFit says.  The replay compares each answer with it.  That  *)
(* it leaves one answer, and always one, is OneAnswerInv.                  *)
(*                                                                         *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.RangeAugmented.       *)
(* Source: Linux since 5.2, mm/vmalloc.c, the trees of free and busy areas *)
(* and subtree_max_size.                                                   *)
(* Invariants: UsedTypeInv, GapsTypeInv, LargestInv, ExactCoverInv,        *)
(* MaximalInv, NodesInv, NoFalseExhaustionInv, OneAnswerInv.               *)
(***************************************************************************)
EXTENDS Gaps

CONSTANT Request  \* what AllocateWithin may be asked for: lengths and alignments

ASSUME RequestAssumption == \A request \in Request : AsksForAlignmentOnly(request)

VARIABLES
    used,    \* used[start]: how many pages the range has that begins here; 0 where none begins
    gaps,    \* the gaps in the tree by address
    largest  \* what the tree's root knows: how long the longest gap is; 0 if there is none

vars == <<used, gaps, largest>>

UsedTypeInv == used \in [Page -> 0..PageCount]
GapsTypeInv == gaps \subseteq Gap

Contract == INSTANCE RangeAllocation WITH Fits <- NodesAndRoomFit

\* How long the longest of some gaps is.
Longest(some) ==
    IF some = {}
    THEN 0
    ELSE (CHOOSE gap \in some : ~\E other \in some : other.pages > gap.pages).pages

\* It is the first gap in the tree that has so many pages.
IsLowestFit(gap, room) ==
    /\ room <= largest
    /\ gap.pages >= room
    /\ ~\E other \in gaps : other.pages >= room /\ other.start < gap.start

\* There are enough nodes to cut these pages out of the gap.
HasNodes(gap, start, pages) ==
    NodesOf(used, gaps) + NodesTaken(gap, start, pages) <= NodeCount

\* The answer to a request is the first multiple of the alignment in the lowest gap
\* that has room, if there is one and there are nodes for it.
IsAnswer(result, pages, alignment) ==
    IF result = None
    THEN ~\E gap \in gaps :
             /\ IsLowestFit(gap, pages + alignment - 1)
             /\ HasNodes(gap, RoundedUp(gap.start, alignment), pages)
    ELSE \E gap \in gaps :
             /\ result = RoundedUp(gap.start, alignment)
             /\ IsLowestFit(gap, pages + alignment - 1)
             /\ HasNodes(gap, result, pages)

\* What is left of the gap that a page lies in takes its place.
Cut(start, pages) ==
    LET gap == CHOOSE gap \in gaps : start \in Span(gap.start, gap.pages)
        rest == (gaps \ {gap}) \cup Rest(gap, start, pages)
    IN  /\ gaps' = rest
        /\ largest' = Longest(rest)

\* Cut a range out of its gap, if it is one.
Take(start, pages) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE used' = [used EXCEPT ![start] = pages] /\ Cut(start, pages)

\* The range is a gap, as one with the gaps on either side of it.
Merge(start, pages) ==
    LET left == Left(gaps, start)
        right == Right(gaps, start, pages)
        rest == (gaps \ (left \cup right)) \cup {Merged(start, left, pages, right)}
    IN  /\ gaps' = rest
        /\ largest' = Longest(rest)

\* At first the whole region is one gap.
Init ==
    /\ used = NoneUsed
    /\ gaps = {GapAt(0, PageCount)}
    /\ largest = PageCount

\* Hand out the beginning of the lowest gap that will do.
Allocate(pages, result) ==
    /\ IsAnswer(result, pages, 1)
    /\ Take(result, pages)

\* The same with an alignment.
AllocateWithin(request, result) ==
    /\ request.pages <= PageCount
    /\ IsAnswer(result, request.pages, request.alignment)
    /\ Take(result, request.pages)

\* Take a range back, and merge it with its neighbours.
Free(start, pages) ==
    /\ used[start] = pages
    /\ used' = [used EXCEPT ![start] = 0]
    /\ Merge(start, pages)

Call ==
    \/ \E pages \in Size, result \in Page \cup {None} : Allocate(pages, result)
    \/ \E request \in Request, result \in Page \cup {None} : AllocateWithin(request, result)
    \/ \E start \in Page, pages \in Size : Free(start, pages)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* The root is right about the longest gap, so that a way down that begins there
\* ends at a gap with room.
LargestInv ==
    /\ \A gap \in gaps : gap.pages <= largest
    /\ largest = 0 \/ \E gap \in gaps : gap.pages = largest

\* Every page lies in one gap, or in one range in use: nothing is lost, nothing is
\* in two places.
ExactCoverInv == IsExactCover(used, gaps)

\* No two gaps touch: they would be one.
MaximalInv == \A gap \in gaps : Left(gaps, gap.start) = {}

\* The pool has a node for each gap, and one to set aside for each range.
NodesInv == NodesOf(used, gaps) <= NodeCount

\* Where the root knows of no gap so long, so many pages are free nowhere: no free
\* memory hides in gaps that were not merged.
NoFalseExhaustionInv ==
    \A pages \in Size : pages > largest => ~\E start \in Page : IsFree(used, start, pages)

\* Each request has one answer, and one only.  Checked where there are few states:
\* it looks at each request once more.
OneAnswerInv ==
    /\ \A pages \in Size :
           Cardinality({result \in Page \cup {None} : IsAnswer(result, pages, 1)}) = 1
    /\ \A request \in Request :
           Cardinality({result \in Page \cup {None} :
                           IsAnswer(result, request.pages, request.alignment)}) = 1

THEOREM Spec => [](/\ UsedTypeInv
                   /\ GapsTypeInv
                   /\ LargestInv
                   /\ ExactCoverInv
                   /\ MaximalInv
                   /\ NodesInv
                   /\ NoFalseExhaustionInv)
THEOREM Spec => Contract!Spec
=============================================================================
