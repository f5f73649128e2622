---------------------- MODULE MCBlockAllocationJudge ----------------------
(* BlockAllocation for arenas of a million frames, to judge recorded        *)
(* workloads by.  TLC copies a function whenever EXCEPT changes it, so what *)
(* is kept for each frame is cut into sections, and a call copies a section *)
(* and the list of sections.  Only the three operators through which        *)
(* BlockAllocation looks at its state are replaced, by the .cfg; the        *)
(* contract itself is the same text.                                        *)
(*                                                                          *)
(* MCBlockAllocationJudge.cfg checks a small arena whose last section is    *)
(* ragged; a test compares its graph, transition by transition, with that   *)
(* of MCBlockAllocationHoles, which has the same bounds.                    *)
EXTENDS BlockAllocation

CONSTANT SectionSize  \* frames in a section

Section == 0..((FrameCount - 1) \div SectionSize)

SectionedNoneAllocated ==
    [section \in Section |-> [offset \in 0..(SectionSize - 1) |-> None]]

SectionedOrderAt(frame) ==
    allocated[frame \div SectionSize][frame % SectionSize]

SectionedRecorded(frame, order) ==
    [allocated EXCEPT ![frame \div SectionSize][frame % SectionSize] = order]
=============================================================================
