---------------------------- MODULE FrameBitmap ----------------------------
(***************************************************************************)
(* The bitmap of physical frames: one bit a frame, set while the frame is  *)
(* handed out, and for ever where firmware or the kernel holds it.  Every  *)
(* call hands out the *lowest* run that will do, so that each has one      *)
(* answer only.  Frames need not come back in the runs in which they left. *)
(*                                                                         *)
(* This is what most kernels begin with, and what the forum's author has.  *)
(* A run of any length is found, also across frames that came back one at  *)
(* a time: nothing has to be coalesced, since nothing was split.           *)
(*                                                                         *)
(* A request says how many frames, at multiples of what number, and below  *)
(* which frame: a device that addresses 16 MiB has the limit 4,096.        *)
(*                                                                         *)
(* Left out: how a run is found without looking at every bit (a summary of *)
(* the bits, in the Java class); where the bitmap itself lies: its frames  *)
(* are reserved ones.                                                      *)
(* Refines FrameAllocation.  Java: org.tlalloc.frame.FrameBitmap.          *)
(* Invariants: AllocatedTypeInv, ReservedInv.  That no frame is lost or    *)
(* handed out twice is the refinement.                                     *)
(***************************************************************************)
EXTENDS Blocks

CONSTANT Request  \* what AllocateRun may be asked for: records of frames, alignment, limit

VARIABLE allocatedFrames  \* the frames that callers hold; set bits are theirs and Reserved's

vars == allocatedFrames

AllocatedTypeInv == allocatedFrames \subseteq Frame

\* With these frames taken, the run that begins here is free and as wanted.
AnyRunFits(taken, frame, request) ==
    /\ frame % request.alignment = 0
    /\ frame + request.frames <= request.limit
    /\ ~\E inner \in frame..(frame + request.frames - 1) :
           inner \notin Usable \/ inner \in taken

Contract == INSTANCE FrameAllocation WITH Fits <- AnyRunFits, AlwaysTakesBack <- TRUE

Fits(frame, request) == AnyRunFits(allocatedFrames, frame, request)

\* It is the answer to the request: the lowest run that will do, or None.
IsAnswer(result, request) ==
    IF result = None
    THEN ~\E frame \in Frame : Fits(frame, request)
    ELSE /\ Fits(result, request)
         /\ ~\E lower \in Frame : lower < result /\ Fits(lower, request)

\* The frames of a run; none where there is no run.
FramesOf(first, count) == IF first = None THEN {} ELSE first..(first + count - 1)

Init == allocatedFrames = {}

\* Hand out the lowest run of 2^order free frames.
Allocate(order, result) ==
    /\ IsAnswer(result, Contract!OfOrder(order))
    /\ allocatedFrames' = allocatedFrames \cup FramesOf(result, 2^order)

\* Hand out the lowest run that the request wants.
AllocateRun(request, result) ==
    /\ request.frames <= 2^MaxOrder
    /\ IsAnswer(result, request)
    /\ allocatedFrames' = allocatedFrames \cup FramesOf(result, request.frames)

\* Take a run back, whichever calls its frames came from.
Free(frame, order) ==
    /\ FramesOf(frame, 2^order) \subseteq allocatedFrames
    /\ allocatedFrames' = allocatedFrames \ FramesOf(frame, 2^order)

\* The same for any number of frames.
FreeRun(frame, frames) ==
    /\ FramesOf(frame, frames) \subseteq allocatedFrames
    /\ allocatedFrames' = allocatedFrames \ FramesOf(frame, frames)

Call ==
    \/ \E order \in Order, result \in Frame \cup {None} : Allocate(order, result)
    \/ \E request \in Request, result \in Frame \cup {None} : AllocateRun(request, result)
    \/ \E frame \in Frame, order \in Order : Free(frame, order)
    \/ \E frame \in Frame, frames \in 1..2^MaxOrder : FreeRun(frame, frames)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* A reserved frame is never handed out.
ReservedInv == allocatedFrames \cap Reserved = {}

THEOREM Spec => [](AllocatedTypeInv /\ ReservedInv)
THEOREM Spec => Contract!Spec
=============================================================================
