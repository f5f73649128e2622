------------------------ MODULE MCFrameAllocation ------------------------
(* Two promises that a policy may make: any run of free frames, or aligned  *)
(* ones only.  The .cfg files choose.                                       *)
EXTENDS FrameAllocation

AnyRunFits(taken, frame, request) ==
    /\ Meets(frame, request)
    /\ Frames(frame, request.frames) \subseteq Usable \ taken

AlignedRunFits(taken, frame, request) ==
    /\ AnyRunFits(taken, frame, request)
    /\ frame % request.frames = 0

\* Three frames below a limit, and two at an even frame.
SmallRequests ==
    {[frames |-> 3, alignment |-> 1, limit |-> 6],
     [frames |-> 2, alignment |-> 2, limit |-> 9]}
=============================================================================
