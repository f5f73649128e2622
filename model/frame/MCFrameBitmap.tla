--------------------------- MODULE MCFrameBitmap ---------------------------
(* The bounds are in the .cfg files, of which there are several.            *)
EXTENDS FrameBitmap

\* What a device asks for: an odd number of frames below a limit; two frames
\* at a multiple of four; one below a limit that leaves little; the longest run
\* that a call may name, and one frame more, which is refused.
DeviceRequests ==
    {[frames |-> 3, alignment |-> 1, limit |-> 6],
     [frames |-> 2, alignment |-> 4, limit |-> 16],
     [frames |-> 1, alignment |-> 2, limit |-> 3],
     [frames |-> 2^MaxOrder, alignment |-> 1, limit |-> 16],
     [frames |-> 2^MaxOrder + 1, alignment |-> 1, limit |-> 16]}

\* For Frame: a few frames of a large arena, the first one, the last one, and
\* those on either side of where the bitmap in memory goes from one word, or one
\* node of its summary, to the next.  All others are reserved.
BoundaryFrames == {0, 62, 63, 64, 65, 127, 128, 4095, 4096, 4097}
AllOthers == (0..(FrameCount - 1)) \ BoundaryFrames

BoundaryRequests ==
    {[frames |-> 3, alignment |-> 1, limit |-> 5000],
     [frames |-> 1, alignment |-> 64, limit |-> 5000],
     [frames |-> 2, alignment |-> 4096, limit |-> 4098],
     [frames |-> 2, alignment |-> 1, limit |-> 4096]}
=============================================================================
