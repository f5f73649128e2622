---------------------- MODULE MCBlockAllocationJudge ----------------------
(* BlockAllocation for arenas of a million frames, to judge recorded        *)
(* workloads by.  TLC copies a function whenever EXCEPT changes it, so what *)
(* is kept for each frame is cut into sections, and a call copies a section *)
(* and the list of sections.  A section is a multiple of the largest block: *)
(* no block lies in two.  It keeps count of its free frames, and "nothing   *)
(* of this order is free" looks only into sections that have enough of      *)
(* them, and only at aligned frames.  These four operators are replaced, by *)
(* the .cfg; the contract itself is the same text.                          *)
(*                                                                          *)
(* MCBlockAllocationJudge.cfg checks a small arena whose last section is    *)
(* ragged; a test compares its graph, transition by transition, with that   *)
(* of MCBlockAllocationHoles, which has the same bounds.                    *)
EXTENDS BlockAllocation, FiniteSets

CONSTANT SectionSize  \* frames in a section

ASSUME SectionSizeAssumption ==
    SectionSize \in Nat \ {0} /\ SectionSize % 2^MaxOrder = 0

SectionOf(frame) == frame \div SectionSize
Section == 0..SectionOf(FrameCount - 1)

\* The frames of a section; the arena's end may cut it short.
Within(section) ==
    section * SectionSize
        ..(IF section = SectionOf(FrameCount - 1) THEN FrameCount
           ELSE (section + 1) * SectionSize) - 1

\* One value for all sections: TLC evaluates it once.
NoOrders == [offset \in 0..(SectionSize - 1) |-> None]

SectionedNoneAllocated ==
    [section \in Section |->
        [orders |-> NoOrders,
         free   |-> Cardinality(Within(section))
                    - Cardinality({frame \in Reserved : SectionOf(frame) = section})]]

SectionedOrderAt(frame) ==
    allocated[SectionOf(frame)].orders[frame % SectionSize]

FramesOf(order) == IF order = None THEN 0 ELSE 2^order

SectionedRecorded(frame, order) ==
    [allocated EXCEPT ![SectionOf(frame)] =
        [orders |-> [@.orders EXCEPT ![frame % SectionSize] = order],
         free   |-> @.free + FramesOf(SectionedOrderAt(frame)) - FramesOf(order)]]

SectionedExhausted(order) ==
    ~\E section \in Section :
        /\ 2^order <= allocated[section].free
        /\ \E block \in 0..(SectionSize \div 2^order - 1) :
               Fits(section * SectionSize + block * 2^order, order)

\* What is handed out, in a form as small as the number of blocks.
HandedOut == {<<frame, OrderAt(frame)>> : frame \in Beginning}
=============================================================================
