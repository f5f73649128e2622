-------------------------- MODULE RangeAllocation --------------------------
(***************************************************************************)
(* The contract of an allocator of virtual ranges: which pages of a region *)
(* are free, and who gets them.  It answers the question with which all    *)
(* this began: two slabs of 4 pages and one of 5 are made, the second is   *)
(* destroyed; how does one know that its 4 pages are free again?           *)
(*                                                                         *)
(* A call hands out a range of consecutive pages.  It comes back whole or  *)
(* not at all, by its first page and its length.  AllocateWithin has wishes  *)
(* beside the length: alignment, and what IsRequest lists.                 *)
(*                                                                         *)
(* What it asks:                                                           *)
(*   - no page is handed out twice;                                        *)
(*   - a range is as it was asked for;                                     *)
(*   - a call is refused only where nothing fits.  What "fits" means is    *)
(*     the parameter Fits: a policy that keeps blocks of 2^n pages, or     *)
(*     hoards some for later, promises less than one that knows each gap.  *)
(* What it leaves open: which range is chosen, and all bookkeeping.        *)
(*                                                                         *)
(* The ranges in use are looked at through NoneUsed, LengthAt, With,       *)
(* Without and IsFree alone.  A model of a large region replaces these,    *)
(* and Promised, by a representation that is quicker to update and to      *)
(* search (MCRangeAllocationJudge).                                        *)
(*                                                                         *)
(* Refined by RangeBitmap, RangeTrees, RangeAugmented, RangeBuddy,         *)
(* RangeArena, QuantumCaches and VirtualMemory.                            *)
(* Java: org.tlalloc.range.RangeAllocation, an interface.                  *)
(* Invariants: UsedTypeInv, DisjointInv.                                   *)
(***************************************************************************)
EXTENDS Ranges

CONSTANTS
    Request,       \* what AllocateWithin may be asked for; {} where there is no such call
    Fits(_, _, _)  \* Fits(used, start, request): with these ranges in use, the
                   \* policy promises an answer, since there is room here

ASSUME RequestAssumption == \A request \in Request : IsRequest(request)

VARIABLE used  \* used[start]: how many pages the range has that begins here; 0 where none begins

LengthAt(start) == used[start]

UsedTypeInv == \A start \in Page : LengthAt(start) \in 0..PageCount

Init == used = NoneUsed

\* The policy promises an answer.
Promised(request) == \E start \in Page : Fits(used, start, request)

\* This is an answer to the request: a free range as wanted, or None where
\* nothing was promised.
IsAnswer(request, result) ==
    IF result = None
    THEN ~Promised(request)
    ELSE /\ Meets(result, request)
         /\ IsFree(used, result, request.pages)

\* The ranges in use once this one has been handed out, if it is one.
With(start, pages) ==
    IF start = None THEN used ELSE [used EXCEPT ![start] = pages]

\* The ranges in use once the one that begins here has come back.
Without(start) == [used EXCEPT ![start] = 0]

\* Hand out a range that nobody uses.
Allocate(pages, result) ==
    /\ IsAnswer(Anywhere(pages), result)
    /\ used' = With(result, pages)

\* The same with wishes.
AllocateWithin(request, result) ==
    /\ request.pages <= PageCount
    /\ IsAnswer(request, result)
    /\ used' = With(result, request.pages)

\* Take a range back: the whole of it, as it was handed out.
Free(start, pages) ==
    /\ LengthAt(start) = pages
    /\ used' = Without(start)

Call ==
    \/ \E pages \in Size, result \in Page \cup {None} : Allocate(pages, result)
    \/ \E request \in Request, result \in Page \cup {None} : AllocateWithin(request, result)
    \/ \E start \in Page, pages \in Size : Free(start, pages)

Next == Call

vars == used
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Where the ranges in use begin.
Beginning == {start \in Page : LengthAt(start) > 0}

\* No two of them share a page, and all lie in the region.
DisjointInv ==
    \A start \in Beginning :
        /\ start + LengthAt(start) <= PageCount
        /\ \A other \in Beginning : start < other => start + LengthAt(start) <= other

THEOREM Spec => [](UsedTypeInv /\ DisjointInv)
=============================================================================
