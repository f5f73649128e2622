-------------------------- MODULE FrameAllocation --------------------------
(***************************************************************************)
(* The contract of every allocator of physical frames: memory is a set of  *)
(* frames, and each is allocated or not.  A call hands out a run of        *)
(* consecutive frames; any allocated frames may come back, in other runs   *)
(* than those that they left in.                                           *)
(*                                                                         *)
(* Runs are asked for in two ways.  Allocate and Free name the order of a  *)
(* run of 2^k frames, as every allocator of frames understands it.         *)
(* AllocateRun and FreeRun are for those that can do more: any number of   *)
(* frames, at multiples of some number, below some frame, as a device      *)
(* wants them that cannot address all of memory.  Both are calls of this   *)
(* one contract, since they hand out the same frames: what came from one   *)
(* may go back by the other.  No call names more than 2^MaxOrder frames.   *)
(*                                                                         *)
(* What it asks:                                                           *)
(*   - no frame is handed out twice, and a reserved one never;             *)
(*   - a run is as it was asked for;                                       *)
(*   - a call is refused only where nothing fits.  What "fits" means is    *)
(*     the parameter Fits, since not every policy promises the same.       *)
(* What it leaves open: which run is chosen, and all bookkeeping; and,     *)
(* where AlwaysTakesBack is FALSE, when frames come back and in what runs. *)
(*                                                                         *)
(* Refined by BlockAllocation, which no longer takes back parts; by        *)
(* FrameBitmap, and by BootAllocator.                                      *)
(* Java: org.tlalloc.frame.FrameAllocation, an interface (Allocate, Free). *)
(* Invariants: AllocatedTypeInv, ReservedInv.                              *)
(***************************************************************************)
EXTENDS Blocks

CONSTANTS
    Request,        \* what AllocateRun may be asked for; {} where there is no such call
    Fits(_, _, _),  \* Fits(taken, frame, request): with these frames taken,
                    \* the policy promises the run that begins here
    AlwaysTakesBack \* whether any run of allocated frames can be freed at any time

ASSUME RequestAssumption ==
    \A request \in Request :
        /\ request.frames \in Nat \ {0}           \* how many; refused beyond 2^MaxOrder
        /\ request.alignment \in {2^k : k \in 0..30}  \* the first is a multiple of this
        /\ request.limit \in Nat                  \* all are below this frame

VARIABLE allocatedFrames  \* the frames that callers hold

AllocatedTypeInv == allocatedFrames \subseteq Frame

\* The frames of a run, from its first one and their number.
Frames(frame, count) == frame..(frame + count - 1)

\* What a call of Allocate asks for: a run of this order, wherever it is.
OfOrder(order) ==
    [frames |-> 2^order, alignment |-> 1, limit |-> FrameCount]

\* The run that begins here is as it was asked for, free or not.
Meets(frame, request) ==
    /\ frame % request.alignment = 0
    /\ frame + request.frames <= request.limit

\* The run that was asked for can be handed out here.
CanTake(frame, request) ==
    /\ Meets(frame, request)
    /\ Frames(frame, request.frames) \subseteq Usable \ allocatedFrames

Init == allocatedFrames = {}

\* Hand out a run that nobody holds, or say None where nothing fits.
Allocate(order, result) ==
    IF result = None
    THEN /\ ~\E frame \in Frame : Fits(allocatedFrames, frame, OfOrder(order))
         /\ UNCHANGED allocatedFrames
    ELSE /\ CanTake(result, OfOrder(order))
         /\ allocatedFrames' = allocatedFrames \cup Run(result, order)

\* The same with the wishes of a request.
AllocateRun(request, result) ==
    /\ request.frames <= 2^MaxOrder
    /\ IF result = None
       THEN /\ ~\E frame \in Frame : Fits(allocatedFrames, frame, request)
            /\ UNCHANGED allocatedFrames
       ELSE /\ CanTake(result, request)
            /\ allocatedFrames' = allocatedFrames \cup Frames(result, request.frames)

\* Take a run back, whichever calls its frames came from.
Free(frame, order) ==
    /\ Run(frame, order) \subseteq allocatedFrames
    /\ allocatedFrames' = allocatedFrames \ Run(frame, order)

\* The same for any number of frames.
FreeRun(frame, frames) ==
    /\ Frames(frame, frames) \subseteq allocatedFrames
    /\ allocatedFrames' = allocatedFrames \ Frames(frame, frames)

\* Where a refining specification need not enable a free that is allowed here.
MayRefuseFree(frame, order) == ~AlwaysTakesBack
MayRefuseFreeRun(frame, frames) == ~AlwaysTakesBack

Call ==
    \/ \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
    \/ \E request \in Request, result \in Frame \cup {None} : AllocateRun(request, result)
    \/ \E frame \in Frame, order \in Order : Free(frame, order)
    \/ \E frame \in Frame, frames \in 1..2^MaxOrder : FreeRun(frame, frames)

Next == Call

vars == allocatedFrames
Spec == Init /\ [][Next]_vars

\* A reserved frame is never handed out.
ReservedInv == allocatedFrames \cap Reserved = {}

THEOREM Spec => [](AllocatedTypeInv /\ ReservedInv)
=============================================================================
