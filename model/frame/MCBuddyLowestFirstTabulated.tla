--------------------- MODULE MCBuddyLowestFirstTabulated ---------------------
(* For half a million states: what Blocks says of a frame and an order is   *)
(* looked up in tables, which TLC makes once, where it would work out powers *)
(* and remainders anew in each state.  The tables are made by the formulas   *)
(* of Blocks, under names that the .cfg does not replace.                    *)
EXTENDS BuddyLowestFirst

Plain == INSTANCE Blocks

\* A buddy of the largest order is asked whether it is aligned to the next one.
AnyOrder == 0..(MaxOrder + 1)

AlignedTable   == [frame \in Frame |-> [order \in AnyOrder |-> Plain!Aligned(frame, order)]]
EnclosingTable == [frame \in Frame |-> [order \in AnyOrder |-> Plain!Enclosing(frame, order)]]
IsBlockTable   == [frame \in Frame |-> [order \in AnyOrder |-> Plain!IsBlock(frame, order)]]
BuddyTable     == [frame \in Frame |-> [order \in AnyOrder |-> Plain!BuddyOf(frame, order)]]

TabulatedAligned(frame, order)   == AlignedTable[frame][order]
TabulatedEnclosing(frame, order) == EnclosingTable[frame][order]
TabulatedIsBlock(frame, order)   == IsBlockTable[frame][order]
TabulatedBuddyOf(frame, order)   == BuddyTable[frame][order]
=============================================================================
