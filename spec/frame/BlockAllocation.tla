-------------------------- MODULE BlockAllocation --------------------------
(***************************************************************************)
(* The contract of an allocator of *blocks*: what was handed out comes     *)
(* back whole or not at all.  Blocks are aligned to their size, as page    *)
(* tables and DMA want them.                                               *)
(*                                                                         *)
(* What it asks beyond FrameAllocation: alignment; a block is freed by its *)
(* first frame and the order that it was allocated with; and a call is     *)
(* refused only where no block of that order is free, so that an allocator *)
(* which gives up early, or forgets to coalesce, breaks the contract: it   *)
(* may not say None, nor may it not be enabled.                            *)
(* What it leaves open: which block is chosen, and all bookkeeping.        *)
(*                                                                         *)
(* The allocated blocks are looked at through OrderAt, Recorded and        *)
(* NoneAllocated alone.  A model of a large arena replaces these three,    *)
(* and Exhausted, by a representation that is quicker to update and to     *)
(* search (MCBlockAllocationJudge).                                        *)
(*                                                                         *)
(* Refines FrameAllocation.  Refined by Buddy.                             *)
(* Java: org.tlalloc.frame.BlockAllocation, an interface.                  *)
(* Invariants: AllocatedTypeInv, AlignedInv, DisjointInv.                  *)
(***************************************************************************)
EXTENDS Blocks

VARIABLE allocated  \* allocated[frame]: the order of the block handed out that
                    \* begins at this frame; None where none begins

NoneAllocated == [frame \in Frame |-> None]
OrderAt(frame) == allocated[frame]
Recorded(frame, order) == [allocated EXCEPT ![frame] = order]

AllocatedTypeInv ==
    \A frame \in Frame : OrderAt(frame) \in Order \cup {None}

\* A block of this order can be handed out at this frame: it would lie in the
\* arena, nothing in it is reserved or handed out, and it is not itself part
\* of a larger block that was.  The cheapest condition stands first, since a
\* refusal asks for every frame.
Fits(frame, order) ==
    /\ frame \in Frame
    /\ OrderAt(frame) = None
    /\ Aligned(frame, order)
    /\ frame + 2^order <= FrameCount
    /\ \A larger \in (order + 1)..MaxOrder :
           OrderAt(Enclosing(frame, larger)) < larger
    /\ ~\E inner \in Run(frame, order) :
           OrderAt(inner) # None \/ inner \in Reserved

\* No block of this order can be handed out anywhere.
Exhausted(order) == ~\E frame \in Frame : Fits(frame, order)

Init == allocated = NoneAllocated

\* Hand out a free block, or say None where there is none of this order.
Allocate(order, result) ==
    IF result = None
    THEN /\ Exhausted(order)
         /\ UNCHANGED allocated
    ELSE /\ Fits(result, order)
         /\ allocated' = Recorded(result, order)

\* Take a block back: the whole of it, as it was handed out.
Free(frame, order) ==
    /\ OrderAt(frame) = order
    /\ allocated' = Recorded(frame, None)

Call ==
    \/ \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
    \/ \E frame \in Frame, order \in Order : Free(frame, order)

Next == Call

vars == allocated
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* The frames at which a block that was handed out begins.
Beginning == {frame \in Frame : OrderAt(frame) # None}

\* Every block is aligned, in the arena, and free of reserved frames.
AlignedInv == \A frame \in Beginning : IsBlock(frame, OrderAt(frame))

\* No two blocks share a frame.
DisjointInv ==
    \A one, other \in Beginning :
        one = other \/ Run(one, OrderAt(one)) \cap Run(other, OrderAt(other)) = {}

THEOREM Spec => [](AllocatedTypeInv /\ AlignedInv /\ DisjointInv)

-----------------------------------------------------------------------------
\* The contract above forgets how the frames were grouped into blocks.  What
\* fits for it is any aligned run of frames that nobody holds.
HeldFrames == UNION {Run(frame, OrderAt(frame)) : frame \in Beginning}

AlignedRunFits(taken, frame, request) ==
    /\ frame % request.frames = 0
    /\ frame..(frame + request.frames - 1) \subseteq Usable \ taken

Contract == INSTANCE FrameAllocation
                WITH allocatedFrames <- HeldFrames, Fits <- AlignedRunFits, Request <- {},
                     AlwaysTakesBack <- FALSE

THEOREM Spec => Contract!Spec
=============================================================================
