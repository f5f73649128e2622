------------------------------- MODULE Buddy -------------------------------
(***************************************************************************)
(* The binary buddy allocator: free blocks are kept by order; a request    *)
(* takes *any* free block of the smallest sufficient order and halves it   *)
(* down to size; a freed block coalesces with its buddy as far as it can.  *)
(*                                                                         *)
(* Linux, and most kernels after it, put their physical memory under such  *)
(* an allocator.  Which of several equally small blocks is taken is left   *)
(* open here: by address (BuddyLowestFirst), or the one freed last.        *)
(*                                                                         *)
(* Left out: concurrency (the caller holds a lock), migration types,       *)
(* per-CPU lists of single frames.                                         *)
(* Refines BlockAllocation.  Refined by BuddyLowestFirst.                  *)
(* Java: org.tlalloc.frame.Buddy.                                          *)
(* Source: Knowlton 1965; Knuth, vol. 1, 2.5, algorithms R and S;          *)
(* Peterson and Norman, Buddy systems, CACM 20(6), 1977.                   *)
(* Invariants: those of BuddySystem, and NoFalseExhaustionInv.             *)
(* Liveness: DrainProp.                                                    *)
(***************************************************************************)
EXTENDS BuddySystem

Contract == INSTANCE BlockAllocation

\* Hand out the lowest part of a block of the smallest sufficient order.
Allocate(order, result) ==
    IF Sufficient(order) = {}
    THEN result = None /\ UNCHANGED vars
    ELSE LET from == Min(Sufficient(order))
         IN  /\ result \in freeBlocks[from]
             /\ freeBlocks' = Split(result, from, order)
             /\ allocated' = [allocated EXCEPT ![result] = order]

Allocation == \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
Release    == \E frame \in Frame, order \in Order : Free(frame, order)

Call == Allocation \/ Release

Next == Call

Spec == Init /\ [][Next]_vars

\* Callers give back what they hold.
FairSpec == Spec /\ WF_vars(Release)

-----------------------------------------------------------------------------
\* Whenever the free blocks have nothing to offer, no block of that order is
\* free in the sense of the contract either.  With this, "coalesced" is seen
\* to be enough: no free memory hides in two halves that were not joined.
\* (It is enough to look at the smallest order for which there is nothing:
\* where no block of this order fits, no larger one does.)
NoFalseExhaustionInv ==
    \A order \in Order :
        /\ Sufficient(order) = {}
        /\ order = 0 \/ Sufficient(order - 1) # {}
        => \A frame \in Frame : ~Contract!Fits(frame, order)

\* Once allocation has stopped for good, the arena returns to its initial
\* state: nothing leaks, and all blocks find together again.
DrainProp == <>[][~Allocation]_vars => <>[]Init

THEOREM Spec => [](/\ FreeBlocksTypeInv
                   /\ AllocatedTypeInv
                   /\ AlignedInv
                   /\ ExactCoverInv
                   /\ CoalescedInv
                   /\ ConservationInv
                   /\ NoFalseExhaustionInv)
THEOREM Spec => Contract!Spec
THEOREM FairSpec => DrainProp
=============================================================================
