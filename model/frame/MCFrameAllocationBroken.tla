---------------------- MODULE MCFrameAllocationBroken ----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS FrameAllocation

AlignedRunFits(taken, frame, request) ==
    /\ frame % request.frames = 0
    /\ Frames(frame, request.frames) \subseteq Usable \ taken

\* For Usable: nobody looked at the firmware's memory map.
HolesForgotten == Frame

\* For Usable, with OfOrder: the arena ends a frame too late.
EndTooLate == (Frame \ Reserved) \cup {FrameCount}
OfOrderTooLate(order) ==
    [frames |-> 2^order, alignment |-> 1, limit |-> FrameCount + 1]
=============================================================================
