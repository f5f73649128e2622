--------------------------- MODULE MCBuddyBroken ---------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS Buddy

\* For Split: the upper half is taken to begin a whole block further on.
SplitTooFar(frame, from, wanted) ==
    [order \in Order |->
        IF order = from THEN freeBlocks[order] \ {frame}
        ELSE IF wanted <= order /\ order < from
             THEN freeBlocks[order] \cup {frame + 2^(order + 1)}
        ELSE freeBlocks[order]]

\* For Split: the upper halves are forgotten.
SplitForgetting(frame, from, wanted) ==
    [freeBlocks EXCEPT ![from] = @ \ {frame}]

\* For Coalesce: freed blocks stay as they are.
NeverCoalesce(free, frame, order) ==
    [free EXCEPT ![order] = @ \cup {frame}]

\* For Coalesce: the joined block keeps the address of the half freed last.
RECURSIVE CoalesceMisplaced(_, _, _)
CoalesceMisplaced(free, frame, order) ==
    IF order < MaxOrder /\ BuddyOf(frame, order) \in free[order]
    THEN CoalesceMisplaced([free EXCEPT ![order] = @ \ {BuddyOf(frame, order)}],
                           frame, order + 1)
    ELSE [free EXCEPT ![order] = @ \cup {frame}]

\* For Coalesce: the buddy leaves its list, the joined block enters none.
CoalesceLosing(free, frame, order) ==
    IF order < MaxOrder /\ BuddyOf(frame, order) \in free[order]
    THEN [free EXCEPT ![order] = @ \ {BuddyOf(frame, order)}]
    ELSE [free EXCEPT ![order] = @ \cup {frame}]

\* For Coalesce: blocks of the largest order are taken for halves, too, and what
\* they would make up has no list.
RECURSIVE CoalesceBeyondTop(_, _, _)
CoalesceBeyondTop(free, frame, order) ==
    IF order > MaxOrder THEN free
    ELSE IF BuddyOf(frame, order) \in free[order]
    THEN CoalesceBeyondTop([free EXCEPT ![order] = @ \ {BuddyOf(frame, order)}],
                           Enclosing(frame, order + 1), order + 1)
    ELSE [free EXCEPT ![order] = @ \cup {frame}]

\* For Sufficient: larger blocks are never split.
OnlyThisOrder(order) == {exact \in {order} : freeBlocks[exact] # {}}

\* For Allocate: the size of the block is noted where its order belongs.
AllocateRecordingSize(order, result) ==
    IF Sufficient(order) = {}
    THEN result = None /\ UNCHANGED vars
    ELSE LET from == Min(Sufficient(order))
         IN  /\ result \in freeBlocks[from]
             /\ freeBlocks' = Split(result, from, order)
             /\ allocated' = [allocated EXCEPT ![result] = 2^order]

\* For Allocate: answers with a frame where it should say None, and changes
\* nothing.
AllocateAnsweringZero(order, result) ==
    IF Sufficient(order) = {}
    THEN result = 0 /\ UNCHANGED vars
    ELSE LET from == Min(Sufficient(order))
         IN  /\ result \in freeBlocks[from]
             /\ freeBlocks' = Split(result, from, order)
             /\ allocated' = [allocated EXCEPT ![result] = order]

\* For Allocate: where a larger block would have to be split it says neither
\* None nor anything else, but is not enabled.
AllocateRefusing(order, result) ==
    /\ Sufficient(order) # {} => freeBlocks[order] # {}
    /\ IF Sufficient(order) = {}
       THEN result = None /\ UNCHANGED vars
       ELSE /\ result \in freeBlocks[order]
            /\ freeBlocks' = Split(result, order, order)
            /\ allocated' = [allocated EXCEPT ![result] = order]

\* For Free: the block at the arena's end is never taken back.
FreeRefusingTheLast(frame, order) ==
    /\ frame + 2^order < FrameCount
    /\ allocated[frame] = order
    /\ allocated' = [allocated EXCEPT ![frame] = None]
    /\ freeBlocks' = Coalesce(freeBlocks, frame, order)

\* For Free: a second free of the same block passes unnoticed.
FreeTwice(frame, order) ==
    IF allocated[frame] = None
    THEN UNCHANGED vars
    ELSE /\ allocated[frame] = order
         /\ allocated' = [allocated EXCEPT ![frame] = None]
         /\ freeBlocks' = Coalesce(freeBlocks, frame, order)
=============================================================================
