---------------------- MODULE MCBuddyLowestFirstBroken ----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS BuddyLowestFirst

\* For Choice: the lowest free block of any sufficient order (first fit).
FirstFit(order) ==
    IF Sufficient(order) = {} THEN None
    ELSE Min(UNION {freeBlocks[larger] : larger \in Sufficient(order)})

\* For Choice: gives up where the last large block would have to be split.
SparingTheLast(order) ==
    IF Sufficient(order) \subseteq {MaxOrder} \ {order} THEN None
    ELSE Min(freeBlocks[Min(Sufficient(order))])

\* For Sufficient: larger blocks are never split.
OnlyThisOrder(order) == {exact \in {order} : freeBlocks[exact] # {}}

\* For Allocate: answers with a frame where it should say None, and changes
\* nothing.
AllocateAnsweringZero(order, result) ==
    /\ result = IF Choice(order) = None THEN 0 ELSE Choice(order)
    /\ IF Choice(order) = None
       THEN UNCHANGED vars
       ELSE /\ freeBlocks' = Split(result, Min(Sufficient(order)), order)
            /\ allocated' = [allocated EXCEPT ![result] = order]

\* For Free: a second free of the same block passes unnoticed.
FreeTwice(frame, order) ==
    IF allocated[frame] = None
    THEN UNCHANGED vars
    ELSE /\ allocated[frame] = order
         /\ allocated' = [allocated EXCEPT ![frame] = None]
         /\ freeBlocks' = Coalesce(freeBlocks, frame, order)
=============================================================================
