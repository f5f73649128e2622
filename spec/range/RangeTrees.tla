----------------------------- MODULE RangeTrees -----------------------------
(***************************************************************************)
(* FlashBurn's answer in the thread: two trees over the same free nodes,   *)
(* one by address and one by size.  A range is taken from the first node   *)
(* in the tree by size that has room for it: the shortest gap, the lowest  *)
(* among equals, so that each call has one answer only (OneAnswerInv).     *)
(* The choice is a definition, IsBestFit, and no property that could fail; *)
(* the replay compares each answer with it.  When a range comes back, the  *)
(* tree by address finds the gaps on both sides of it, and all of them     *)
(* become one.                                                             *)
(*                                                                         *)
(* What may go wrong is that the trees no longer agree: a gap that grew or *)
(* was cut has another place in the tree by size.                          *)
(*                                                                         *)
(* The length of a range in use is kept by its first page: the variable    *)
(* used.                                                                   *)
(*                                                                         *)
(* Left out: the trees' shapes, which are the business of module Avl, and  *)
(* that in the Java class the tops of both are tables: a short length is   *)
(* looked up, and so is a slice of the region; each has a tree of its own. *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.RangeTrees.           *)
(* Source: the forum's thread; Knuth, vol. 1, 2.5 on best fit.             *)
(* Invariants: UsedTypeInv, ByAddressTypeInv, BySizeTypeInv, SameNodesInv, *)
(* ExactCoverInv, MaximalInv, NodesInv, NoFalseExhaustionInv,              *)
(* OneAnswerInv.                                                           *)
(***************************************************************************)
EXTENDS Gaps

CONSTANT Request  \* what AllocateWithin may be asked for: lengths and alignments

ASSUME RequestAssumption == \A request \in Request : AsksForAlignmentOnly(request)

VARIABLES
    used,       \* used[start]: how many pages the range has that begins here; 0 where none begins
    byAddress,  \* the gaps in the tree by address
    bySize      \* the gaps in the tree by size

vars == <<used, byAddress, bySize>>

UsedTypeInv == used \in [Page -> 0..PageCount]
ByAddressTypeInv == byAddress \subseteq Gap
BySizeTypeInv == bySize \subseteq Gap

Contract == INSTANCE RangeAllocation WITH Fits <- NodesAndRoomFit

\* The order of the tree by size.
IsBefore(gap, other) ==
    \/ gap.pages < other.pages
    \/ gap.pages = other.pages /\ gap.start < other.start

\* It is the first in that tree that has so many pages.
IsBestFit(gap, room) ==
    /\ gap.pages >= room
    /\ ~\E other \in bySize : other.pages >= room /\ IsBefore(other, gap)

\* There are enough nodes to cut these pages out of the gap.
HasNodes(gap, start, pages) ==
    NodesOf(used, byAddress) + NodesTaken(gap, start, pages) <= NodeCount

\* The answer to a request is the first multiple of the alignment in the best fit,
\* if there is one and there are nodes for it.
IsAnswer(result, pages, alignment) ==
    IF result = None
    THEN ~\E gap \in bySize :
             /\ IsBestFit(gap, pages + alignment - 1)
             /\ HasNodes(gap, RoundedUp(gap.start, alignment), pages)
    ELSE \E gap \in bySize :
             /\ result = RoundedUp(gap.start, alignment)
             /\ IsBestFit(gap, pages + alignment - 1)
             /\ HasNodes(gap, result, pages)

\* The gap that a page lies in is gone from both trees, and what is left of it is
\* in both.
Cut(start, pages) ==
    LET gap == CHOOSE gap \in bySize : start \in Span(gap.start, gap.pages)
        rest == Rest(gap, start, pages)
    IN  /\ byAddress' = (byAddress \ {gap}) \cup rest
        /\ bySize' = (bySize \ {gap}) \cup rest

\* Cut a range out of its gap, if it is one.
Take(start, pages) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE used' = [used EXCEPT ![start] = pages] /\ Cut(start, pages)

\* The range is a gap in both trees, as one with the gaps on either side of it.
Merge(start, pages) ==
    LET left == Left(byAddress, start)
        right == Right(byAddress, start, pages)
        merged == Merged(start, left, pages, right)
    IN  /\ byAddress' = (byAddress \ (left \cup right)) \cup {merged}
        /\ bySize' = (bySize \ (left \cup right)) \cup {merged}

\* At first the whole region is one gap.
Init ==
    /\ used = NoneUsed
    /\ byAddress = {GapAt(0, PageCount)}
    /\ bySize = {GapAt(0, PageCount)}

\* Hand out the beginning of the shortest gap that will do.
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
\* Both trees hold the same nodes.
SameNodesInv == byAddress = bySize

\* Every page lies in one gap, or in one range in use: nothing is lost, nothing is
\* in two places.
ExactCoverInv == IsExactCover(used, byAddress)

\* No two gaps touch: they would be one.
MaximalInv == \A gap \in byAddress : Left(byAddress, gap.start) = {}

\* The pool has a node for each gap, and one to set aside for each range.
NodesInv == NodesOf(used, byAddress) <= NodeCount

\* Where the tree by size has nothing to offer, so many pages are free nowhere: no
\* free memory hides in gaps that were not merged.
NoFalseExhaustionInv ==
    \A pages \in Size :
        (\A gap \in bySize : gap.pages < pages) => ~\E start \in Page : IsFree(used, start, pages)

\* Each request has one answer, and one only.  Checked where there are few states:
\* it looks at each request once more.
OneAnswerInv ==
    /\ \A pages \in Size :
           Cardinality({result \in Page \cup {None} : IsAnswer(result, pages, 1)}) = 1
    /\ \A request \in Request :
           Cardinality({result \in Page \cup {None} :
                           IsAnswer(result, request.pages, request.alignment)}) = 1

THEOREM Spec => [](/\ UsedTypeInv
                   /\ ByAddressTypeInv
                   /\ BySizeTypeInv
                   /\ SameNodesInv
                   /\ ExactCoverInv
                   /\ MaximalInv
                   /\ NodesInv
                   /\ NoFalseExhaustionInv)
THEOREM Spec => Contract!Spec
=============================================================================
