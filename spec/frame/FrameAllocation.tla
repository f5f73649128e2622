-------------------------- MODULE FrameAllocation --------------------------
(***************************************************************************)
(* The contract of every allocator of physical frames: memory is a set of  *)
(* frames, and each is allocated or not.  A call hands out a run of 2^k    *)
(* frames; any allocated frames may come back, in other runs than those    *)
(* that they left in.                                                      *)
(*                                                                         *)
(* What it asks:                                                           *)
(*   - no frame is handed out twice, and a reserved one never;             *)
(*   - a call is refused only where nothing fits.  What "fits" means is    *)
(*     the parameter Fits, since not every policy promises the same.       *)
(* What it leaves open: which run is chosen, and all bookkeeping.          *)
(*                                                                         *)
(* Refined by BlockAllocation, which no longer takes back parts.           *)
(* Invariants: AllocatedTypeInv, ReservedInv.                                 *)
(***************************************************************************)
EXTENDS Blocks

CONSTANT Fits(_, _, _)  \* Fits(taken, frame, order): with these frames taken,
                        \* the policy promises the run that begins here

VARIABLE allocatedFrames  \* the frames that callers hold

AllocatedTypeInv == allocatedFrames \subseteq Frame

Init == allocatedFrames = {}

\* Hand out a run that nobody holds, or say None where nothing fits.
Allocate(order, result) ==
    IF result = None
    THEN /\ \A frame \in Frame : ~Fits(allocatedFrames, frame, order)
         /\ UNCHANGED allocatedFrames
    ELSE /\ Run(result, order) \subseteq Usable \ allocatedFrames
         /\ allocatedFrames' = allocatedFrames \cup Run(result, order)

\* Take a run back, whichever calls its frames came from.
Free(frame, order) ==
    /\ Run(frame, order) \subseteq allocatedFrames
    /\ allocatedFrames' = allocatedFrames \ Run(frame, order)

Call ==
    \/ \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
    \/ \E frame \in Frame, order \in Order : Free(frame, order)

Next == Call

vars == allocatedFrames
Spec == Init /\ [][Next]_vars

\* A reserved frame is never handed out.
ReservedInv == allocatedFrames \cap Reserved = {}

THEOREM Spec => [](AllocatedTypeInv /\ ReservedInv)
=============================================================================
