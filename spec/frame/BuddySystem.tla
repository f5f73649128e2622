---------------------------- MODULE BuddySystem ----------------------------
(***************************************************************************)
(* What all buddy systems share: the free blocks of each order, how a      *)
(* large block is split, how a freed block coalesces with its buddy, and   *)
(* what must then hold of them.  The choice of a block is left to Buddy    *)
(* and BuddyLowestFirst, which extend this module.                         *)
(*                                                                         *)
(* Left out: free *lists*.  The free blocks of an order are a set here;    *)
(* an order among them is the business of an implementation.               *)
(* Invariants: FreeBlocksTypeInv, AllocatedTypeInv, AlignedInv, ExactCoverInv,   *)
(* CoalescedInv, ConservationInv.                                          *)
(***************************************************************************)
EXTENDS Blocks, FiniteSets

VARIABLES
    freeBlocks,  \* freeBlocks[order]: where the free blocks of this order begin
    allocated    \* allocated[frame]: the order of the block handed out that
                 \* begins at this frame; None where none begins

vars == <<freeBlocks, allocated>>

FreeBlocksTypeInv == freeBlocks \in [Order -> SUBSET Frame]
AllocatedTypeInv == allocated \in [Frame -> Order \cup {None}]

Min(numbers) == CHOOSE least \in numbers : \A other \in numbers : least <= other

\* The orders that have a free block of at least the wanted size.
Sufficient(order) == {larger \in order..MaxOrder : freeBlocks[larger] # {}}

\* The free blocks once the block at this frame has been taken from its order
\* and halved until the wanted size is left.  The lowest part is what is
\* handed out; of each halving the upper half stays free.
Split(frame, from, wanted) ==
    [order \in Order |->
        IF order = from THEN freeBlocks[order] \ {frame}
        ELSE IF wanted <= order /\ order < from
             THEN freeBlocks[order] \cup {frame + 2^order}
        ELSE freeBlocks[order]]

\* The given free blocks and one more: it is joined to its buddy, and the two
\* to theirs, as long as the buddy is free as a whole.
RECURSIVE Coalesce(_, _, _)
Coalesce(free, frame, order) ==
    IF order < MaxOrder /\ BuddyOf(frame, order) \in free[order]
    THEN Coalesce([free EXCEPT ![order] = @ \ {BuddyOf(frame, order)}],
                  Enclosing(frame, order + 1), order + 1)
    ELSE [free EXCEPT ![order] = @ \cup {frame}]

\* An idle arena is cut into the largest blocks that its holes and its end
\* allow.
Init ==
    /\ freeBlocks = [order \in Order |->
                        {frame \in Frame : IsMaximalBlock(frame, order)}]
    /\ allocated = [frame \in Frame |-> None]

\* Take a block back, and coalesce as far as possible.
Free(frame, order) ==
    /\ allocated[frame] = order
    /\ allocated' = [allocated EXCEPT ![frame] = None]
    /\ freeBlocks' = Coalesce(freeBlocks, frame, order)

-----------------------------------------------------------------------------
\* Every block, free or handed out, is aligned to its size, in the arena, and
\* free of reserved frames.
AlignedInv ==
    /\ \A order \in Order : \A frame \in freeBlocks[order] : IsBlock(frame, order)
    /\ \A frame \in Frame :
           allocated[frame] # None => IsBlock(frame, allocated[frame])

\* The orders at which this frame lies in a free block, or in one handed out.
FreeAt(frame) ==
    {order \in Order : Enclosing(frame, order) \in freeBlocks[order]}
AllocatedAt(frame) ==
    {order \in Order : allocated[Enclosing(frame, order)] = order}

\* Every usable frame lies in exactly one block, free or handed out, and a
\* reserved frame in none: nothing is lost, nothing is handed out twice.
ExactCoverInv ==
    \A frame \in Frame :
        Cardinality(FreeAt(frame)) + Cardinality(AllocatedAt(frame))
            = IF frame \in Reserved THEN 0 ELSE 1

\* No two buddies are free at once: they would be one block.  (Both being free
\* means that the block which they make up is usable.)
CoalescedInv ==
    \A order \in Order \ {MaxOrder} :
        \A frame \in freeBlocks[order] : BuddyOf(frame, order) \notin freeBlocks[order]

\* How many frames are free in blocks of an order below this one, and how many
\* are handed out in blocks that begin below this frame.
RECURSIVE FreeFrames(_)
FreeFrames(order) ==
    IF order = 0 THEN 0
    ELSE FreeFrames(order - 1) + Cardinality(freeBlocks[order - 1]) * 2^(order - 1)

RECURSIVE HeldFrames(_)
HeldFrames(frame) ==
    IF frame = 0 THEN 0
    ELSE HeldFrames(frame - 1)
             + IF allocated[frame - 1] = None THEN 0 ELSE 2^allocated[frame - 1]

\* Frames are neither made nor destroyed.  ExactCoverInv and AlignedInv imply
\* it; it is stated because it is what a kernel can afford to check.
ConservationInv ==
    FreeFrames(MaxOrder + 1) + HeldFrames(FrameCount) = Cardinality(Usable)
=============================================================================
