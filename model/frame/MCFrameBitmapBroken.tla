------------------------ MODULE MCFrameBitmapBroken ------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS FrameBitmap

DeviceRequests ==
    {[frames |-> 2, alignment |-> 1, limit |-> 5],
     [frames |-> 2, alignment |-> 4, limit |-> 16],
     [frames |-> 1, alignment |-> 2, limit |-> 3]}

\* For Fits: the last word of the bitmap is taken to be full of frames.
FitsPastTheEnd(frame, request) ==
    /\ Contract!Meets(frame, [request EXCEPT !.limit = FrameCount + 1])
    /\ FramesOf(frame, request.frames) \cap (allocatedFrames \cup Reserved) = {}

\* For Fits: nobody looked at the firmware's memory map.
FitsOnReserved(frame, request) ==
    /\ Contract!Meets(frame, request)
    /\ FramesOf(frame, request.frames) \subseteq Frame \ allocatedFrames

\* For Fits: a run that ends with the arena is not found.
FitsButTheLast(frame, request) ==
    /\ AnyRunFits(allocatedFrames, frame, request)
    /\ frame + request.frames < FrameCount

\* For Fits: a run across an even boundary is not found, as if the summary
\* knew only the longest run within each pair.
FitsWithinPairs(frame, request) ==
    /\ AnyRunFits(allocatedFrames, frame, request)
    /\ request.frames = 2 => frame % 2 = 0

\* For Fits: alignment is forgotten.
FitsAnywhere(frame, request) ==
    AnyRunFits(allocatedFrames, frame, [request EXCEPT !.alignment = 1])

\* For Fits: only the first frame is held against the limit.
FitsAcrossLimit(frame, request) ==
    /\ frame < request.limit
    /\ AnyRunFits(allocatedFrames, frame, [request EXCEPT !.limit = FrameCount])

\* For AllocateRun: answers with a frame where it should say None, and changes
\* nothing.
AllocateRunAnsweringZero(request, result) ==
    IF \A frame \in Frame : ~Fits(frame, request)
    THEN result = 0 /\ UNCHANGED allocatedFrames
    ELSE /\ IsAnswer(result, request)
         /\ allocatedFrames' = allocatedFrames \cup FramesOf(result, request.frames)

\* For Free: a free of what is not allocated passes unnoticed.
FreeTwice(frame, order) ==
    /\ FramesOf(frame, 2^order) \subseteq Frame
    /\ allocatedFrames' = allocatedFrames \ FramesOf(frame, 2^order)

\* For FreeRun: all of the word goes back.
FreeRunRoundedUp(frame, frames) ==
    /\ FramesOf(frame, frames) \subseteq allocatedFrames
    /\ allocatedFrames' = allocatedFrames \ FramesOf(frame, frames + (frames % 2))
=============================================================================
