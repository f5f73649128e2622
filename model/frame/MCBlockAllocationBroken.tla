---------------------- MODULE MCBlockAllocationBroken ----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS BlockAllocation

\* For Recorded: the size of the block is noted where its order belongs.
SizeRecorded(frame, order) ==
    [allocated EXCEPT ![frame] = IF order = None THEN None ELSE 2^order]

\* For NoneAllocated: the first frame is never given to the allocator.
FirstFrameAllocated == [frame \in Frame |-> IF frame = 0 THEN 0 ELSE None]

\* For Fits: blocks begin anywhere.
FitsUnaligned(frame, order) ==
    /\ Run(frame, order) \subseteq Usable
    /\ \A inner \in Run(frame, order) : OrderAt(inner) = None

\* For Fits: only the first frames of other blocks are looked at.
FitsIntoLarger(frame, order) ==
    /\ IsBlock(frame, order)
    /\ \A inner \in Run(frame, order) : OrderAt(inner) = None

\* For Fits: the last block of the arena is never found.
FitsButTheLast(frame, order) ==
    /\ IsBlock(frame, order)
    /\ frame + 2^order < FrameCount
    /\ Run(frame, order) \cap HeldFrames = {}

\* For Allocate: answers with a frame where it should say None, and changes
\* nothing.
AllocateAnsweringZero(order, result) ==
    IF \A frame \in Frame : ~Fits(frame, order)
    THEN result = 0 /\ UNCHANGED allocated
    ELSE /\ Fits(result, order)
         /\ allocated' = Recorded(result, order)

\* For Free: a second free of the same block passes unnoticed.
FreeTwice(frame, order) ==
    IF OrderAt(frame) = None
    THEN UNCHANGED allocated
    ELSE OrderAt(frame) = order /\ allocated' = Recorded(frame, None)
=============================================================================
