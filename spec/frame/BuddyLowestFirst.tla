-------------------------- MODULE BuddyLowestFirst --------------------------
(***************************************************************************)
(* The buddy allocator that takes the *lowest* free block of the smallest  *)
(* sufficient order.  Every call has one answer only, so that two          *)
(* implementations can be compared call by call, and low addresses fill    *)
(* first, which leaves the largest blocks at the top.                      *)
(*                                                                         *)
(* Left out: what Buddy leaves out.                                        *)
(* Refines Buddy.  Java: org.tlalloc.frame.BuddyLowestFirst.               *)
(* Invariants: those of BuddySystem, and NoFalseExhaustionInv.             *)
(***************************************************************************)
EXTENDS BuddySystem

Contract == INSTANCE Buddy

\* Where the wanted block is found; None if there is none.
Choice(order) ==
    IF Sufficient(order) = {} THEN None
    ELSE Min(freeBlocks[Min(Sufficient(order))])

\* Hand out the lowest block that will do.
Allocate(order, result) ==
    /\ result = Choice(order)
    /\ IF result = None
       THEN UNCHANGED vars
       ELSE /\ freeBlocks' = Split(result, Min(Sufficient(order)), order)
            /\ allocated' = [allocated EXCEPT ![result] = order]

Call ==
    \/ \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
    \/ \E frame \in Frame, order \in Order : Free(frame, order)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
NoFalseExhaustionInv == Contract!NoFalseExhaustionInv

THEOREM Spec => [](/\ FreeBlocksTypeInv
                   /\ AllocatedTypeInv
                   /\ AlignedInv
                   /\ ExactCoverInv
                   /\ CoalescedInv
                   /\ ConservationInv
                   /\ NoFalseExhaustionInv)
THEOREM Spec => Contract!Spec
=============================================================================
