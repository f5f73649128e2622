---------------------- MODULE MCFrameAllocationBroken ----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS FrameAllocation

AlignedRunFits(taken, frame, order) ==
    /\ Aligned(frame, order)
    /\ Run(frame, order) \subseteq Usable \ taken

\* For Usable: nobody looked at the firmware's memory map.
HolesForgotten == Frame

\* For Usable: the arena ends a frame too late.
EndTooLate == (Frame \ Reserved) \cup {FrameCount}
=============================================================================
