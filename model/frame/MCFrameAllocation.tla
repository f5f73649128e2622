------------------------ MODULE MCFrameAllocation ------------------------
(* Two promises that a policy may make: any run of free frames, or aligned  *)
(* ones only.  The .cfg files choose.                                       *)
EXTENDS FrameAllocation

AnyRunFits(taken, frame, order) ==
    Run(frame, order) \subseteq Usable \ taken

AlignedRunFits(taken, frame, order) ==
    /\ Aligned(frame, order)
    /\ Run(frame, order) \subseteq Usable \ taken
=============================================================================
