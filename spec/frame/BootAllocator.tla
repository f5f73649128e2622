--------------------------- MODULE BootAllocator ---------------------------
(***************************************************************************)
(* The "placement address" of the forum's thread: before the allocator of  *)
(* frames is up, memory is handed out from one address upwards and never   *)
(* taken back.  Then all is handed over: what was passed out stays with    *)
(* those who have it, and may come back from now on; what was passed over, *)
(* such as the frames before a hole that were too few, can be found again. *)
(*                                                                         *)
(* The contract cannot know which life the allocator is in.  What it can   *)
(* promise in both is the lesser of the two: a run that fits beyond all    *)
(* frames that are taken; and it does not promise to take frames back.     *)
(*                                                                         *)
(* Left out: where the bitmap lies to which it hands over (its frames are  *)
(* reserved from the beginning, so that handing over cannot fail).         *)
(* Refines FrameAllocation.  Java: org.tlalloc.frame.BootAllocator.        *)
(* Invariants: PlacementTypeInv, AllocatedTypeInv, ReservedInv, BeyondInv. *)
(***************************************************************************)
EXTENDS Blocks

VARIABLES
    placement,       \* all frames from this one on are untouched; None once handed over
    allocatedFrames  \* the frames that callers hold

vars == <<placement, allocatedFrames>>

PlacementTypeInv == placement \in 0..FrameCount \cup {None}
AllocatedTypeInv == allocatedFrames \subseteq Frame

\* With these frames taken, the run that begins here is usable and beyond them.
BeyondFits(taken, frame, request) ==
    /\ frame % request.alignment = 0
    /\ frame + request.frames <= request.limit
    /\ frame..(frame + request.frames - 1) \subseteq Usable
    /\ ~\E other \in taken : other >= frame

Contract == INSTANCE FrameAllocation
                WITH Fits <- BeyondFits, Request <- {}, AlwaysTakesBack <- FALSE

\* What takes over.
Bitmap == INSTANCE FrameBitmap WITH Request <- {}

\* A run of this order can be placed here.
CanPlace(frame, order) ==
    /\ placement <= frame
    /\ Run(frame, order) \subseteq Usable

\* The first place is the answer, or None if there is none.
IsFirstPlace(result, order) ==
    IF result = None
    THEN ~\E frame \in Frame : CanPlace(frame, order)
    ELSE /\ CanPlace(result, order)
         /\ ~\E lower \in Frame : lower < result /\ CanPlace(lower, order)

IsHandedOver == placement = None

Init ==
    /\ placement = 0
    /\ allocatedFrames = {}

\* Hand out the next run; after handing over, the lowest one.
Allocate(order, result) ==
    IF IsHandedOver
    THEN /\ Bitmap!Allocate(order, result)
         /\ UNCHANGED placement
    ELSE /\ IsFirstPlace(result, order)
         /\ placement' = IF result = None THEN placement ELSE result + 2^order
         /\ allocatedFrames' = allocatedFrames \cup Bitmap!FramesOf(result, 2^order)

\* Take a run back, whenever it was handed out; not before handing over.
Free(frame, order) ==
    /\ IsHandedOver
    /\ Bitmap!Free(frame, order)
    /\ UNCHANGED placement

\* From now on the bitmap decides.
HandOver ==
    /\ ~IsHandedOver
    /\ placement' = None
    /\ UNCHANGED allocatedFrames

Call ==
    \/ \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
    \/ \E frame \in Frame, order \in Order : Free(frame, order)
    \/ HandOver

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* A reserved frame is never handed out.
ReservedInv == allocatedFrames \cap Reserved = {}

\* Until frames are handed over, all that is taken lies below the placement.
BeyondInv == ~IsHandedOver => \A frame \in allocatedFrames : frame < placement

THEOREM Spec => [](PlacementTypeInv /\ AllocatedTypeInv /\ ReservedInv /\ BeyondInv)
THEOREM Spec => Contract!Spec
=============================================================================
