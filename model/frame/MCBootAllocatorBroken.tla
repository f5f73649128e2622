----------------------- MODULE MCBootAllocatorBroken -----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS BootAllocator

\* For CanPlace: holes in memory are not looked at.
CanPlaceOnReserved(frame, order) ==
    /\ placement <= frame
    /\ Run(frame, order) \subseteq Frame

\* For CanPlace: memory ends a frame too late.
CanPlacePastTheEnd(frame, order) ==
    /\ placement <= frame
    /\ Run(frame, order) \subseteq Usable \cup {FrameCount}

\* For CanPlace: gives up early, for the last frame is never handed out.
CanPlaceButTheLast(frame, order) ==
    /\ placement <= frame
    /\ Run(frame, order) \subseteq Usable \ {FrameCount - 1}

\* For Allocate: the placement moves one frame on, whatever the run's size.
AllocateMovingByOne(order, result) ==
    IF IsHandedOver
    THEN /\ Bitmap!Allocate(order, result)
         /\ UNCHANGED placement
    ELSE /\ IsFirstPlace(result, order)
         /\ placement' = IF result = None THEN placement ELSE result + 1
         /\ allocatedFrames' = allocatedFrames \cup Bitmap!FramesOf(result, 2^order)

\* For Allocate: a frame is left between any two runs.
AllocateSkipping(order, result) ==
    IF IsHandedOver
    THEN /\ Bitmap!Allocate(order, result)
         /\ UNCHANGED placement
    ELSE /\ IsFirstPlace(result, order)
         /\ placement' = IF result = None THEN placement ELSE result + 2^order + 1
         /\ allocatedFrames' = allocatedFrames \cup Bitmap!FramesOf(result, 2^order)

\* For HandOver: what was handed out is forgotten.
HandOverForgetting ==
    /\ ~IsHandedOver
    /\ placement' = None
    /\ allocatedFrames' = {}

\* For Free: what was handed out before is not taken back; it says yes all the
\* same.
FreeIgnoring(frame, order) ==
    /\ Run(frame, order) \subseteq allocatedFrames
    /\ UNCHANGED vars
=============================================================================
