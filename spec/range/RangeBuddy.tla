---------------------------- MODULE RangeBuddy ----------------------------
(***************************************************************************)
(* The third answer: a buddy system over virtual pages.  A range lies in   *)
(* a block of the smallest sufficient power of two, at its beginning.  Its *)
(* other pages are nobody's until the range comes back: but nobody maps    *)
(* them either, so that only addresses are wasted, and no memory.          *)
(*                                                                         *)
(*   order 2 |         block 0          |     Allocate(3, 0)               *)
(*   order 1 |             |            |     pages 0..2 are the range,    *)
(*           | 0  | 1  | 2 | 3 (wasted) |     and will be mapped           *)
(*                                                                         *)
(* The blocks are BuddySystem's, which knows them as frames: a region of   *)
(* any length is cut into the largest that there is room for, halved down  *)
(* to size, and joined again.  Beside them stands how many pages were      *)
(* asked for, since a range must come back as it was handed out.           *)
(*                                                                         *)
(* Every call takes the *lowest* block of the smallest sufficient order,   *)
(* so that each has one answer only: Choice, a definition, with which the  *)
(* replay compares what is answered.  A request with an alignment takes a  *)
(* block of at least that size, and hands out its lowest part; the rest of *)
(* it stays free, in smaller blocks.                                       *)
(*                                                                         *)
(* It promises less than a bitmap does, BlockFits: not any run of free     *)
(* pages that is long enough will do, but a block.                         *)
(*                                                                         *)
(* Left out: what Buddy leaves out.                                        *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.RangeBuddy.           *)
(* Source: the thread; Peterson and Norman, Buddy systems, CACM 20(6),     *)
(* 1977.                                                                   *)
(* Invariants: UsedTypeInv, FreeBlocksTypeInv, AlignedInv, ExactCoverInv,  *)
(* CoalescedInv, NoFalseExhaustionInv.                                     *)
(***************************************************************************)
EXTENDS Ranges

CONSTANT Request  \* what AllocateWithin may be asked for: lengths and alignments

ASSUME RequestAssumption == \A request \in Request : AsksForAlignmentOnly(request)

VARIABLES
    freeBlocks,  \* freeBlocks[order]: where the free blocks of this order begin
    used         \* used[start]: how many pages the range has that begins here;
                 \* 0 where none begins

vars == <<freeBlocks, used>>

UsedTypeInv == used \in [Page -> 0..PageCount]

MaxOrder == OrderOf(PageCount)
Order == 0..MaxOrder

\* The blocks in which the ranges lie, as a buddy system of frames knows them.
blocks == [page \in Page |-> IF used[page] = 0 THEN None ELSE OrderOf(used[page])]

System == INSTANCE BuddySystem
              WITH FrameCount <- PageCount, Reserved <- {}, allocated <- blocks

Contract == INSTANCE RangeAllocation WITH Fits <- BlockFits

\* The order from which on a block will do.
Wanted(request) ==
    LET order == OrderOf(request.pages)
        alignment == OrderOf(request.alignment)
    IN  IF order < alignment THEN alignment ELSE order

\* The lowest block of the smallest order from this one on that has any; None
\* if there is none.
Choice(order) ==
    LET sufficient == System!Sufficient(order)
    IN  IF sufficient = {} THEN None
        ELSE System!Min(freeBlocks[System!Min(sufficient)])

Init ==
    /\ freeBlocks = [order \in Order |-> {page \in Page : System!IsMaximalBlock(page, order)}]
    /\ used = NoneUsed

\* Let the range begin where this block does, if it is one, and keep what the
\* range's own block does not need of it.
HandOut(pages, order, start) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE /\ freeBlocks' = System!Split(start, System!Min(System!Sufficient(order)), OrderOf(pages))
         /\ used' = [used EXCEPT ![start] = pages]

\* Hand out the first pages of the lowest block that will do.
Allocate(pages, result) ==
    /\ result = Choice(OrderOf(pages))
    /\ HandOut(pages, OrderOf(pages), result)

\* The same from a block that is as large as the alignment.
AllocateWithin(request, result) ==
    /\ request.pages <= PageCount
    /\ result = Choice(Wanted(request))
    /\ HandOut(request.pages, Wanted(request), result)

\* Take a range back with its block, and join what can be joined.
Free(start, pages) ==
    /\ used[start] = pages
    /\ used' = [used EXCEPT ![start] = 0]
    /\ freeBlocks' = System!Coalesce(freeBlocks, start, OrderOf(pages))

Call ==
    \/ \E pages \in Size, result \in Page \cup {None} : Allocate(pages, result)
    \/ \E request \in Request, result \in Page \cup {None} : AllocateWithin(request, result)
    \/ \E start \in Page, pages \in Size : Free(start, pages)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* What holds of all buddy systems: free blocks are blocks of the region; every
\* block, free or not, is aligned to its size; each page lies in exactly one;
\* and no two buddies are free at once.
FreeBlocksTypeInv == System!FreeBlocksTypeInv
AlignedInv == System!AlignedInv
ExactCoverInv == System!ExactCoverInv
CoalescedInv == System!CoalescedInv

\* Where the free blocks have nothing to offer, nothing was promised.
NoFalseExhaustionInv ==
    \A order \in Order :
        System!Sufficient(order) = {} =>
            ~\E start \in Page : BlockFits(used, start, Anywhere(2^order))

THEOREM Spec => [](/\ UsedTypeInv
                   /\ FreeBlocksTypeInv
                   /\ AlignedInv
                   /\ ExactCoverInv
                   /\ CoalescedInv
                   /\ NoFalseExhaustionInv)
THEOREM Spec => Contract!Spec
=============================================================================
