------------------------------- MODULE Blocks -------------------------------
(***************************************************************************)
(* The geometry of physical memory as an allocator of frames sees it:      *)
(* frames, runs of frames, blocks and their buddies.  It has no variables; *)
(* every module of this folder builds on it.                               *)
(*                                                                         *)
(* A *frame* is a page-sized piece of physical memory, known by its        *)
(* number.  A *run* of order k is 2^k consecutive frames.  A *block* is a  *)
(* run that is aligned to its own size and lies wholly in usable memory.   *)
(* Two blocks of order k that together make one block of order k+1 are     *)
(* *buddies*.                                                              *)
(*                                                                         *)
(* Left out: the size of a frame in bytes, and where the arena begins in   *)
(* physical memory (alignment is relative to the arena's first frame).     *)
(* Source: Knowlton, A fast storage allocator, CACM 8(10), 1965; Knuth,    *)
(* The Art of Computer Programming, vol. 1, section 2.5.                   *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
    FrameCount,  \* how many frames the arena has; need not be a power of two
    MaxOrder,    \* the largest block that is ever kept has 2^MaxOrder frames
    Reserved     \* frames that firmware or the kernel image holds for ever

ASSUME FrameCountAssumption == FrameCount \in Nat \ {0}
ASSUME MaxOrderAssumption   == MaxOrder \in Nat
ASSUME ReservedAssumption   == Reserved \subseteq 0..(FrameCount - 1)

Frame == 0..(FrameCount - 1)
Order == 0..MaxOrder

\* What a call answers when memory is exhausted.  A number outside Frame and
\* Order, of their type, so that it can be compared with them.
None == -1

\* Frames that may ever be handed out.
Usable == Frame \ Reserved

\* The 2^order frames that begin with this one.
Run(frame, order) == frame..(frame + 2^order - 1)

Aligned(frame, order) == frame % 2^order = 0

\* The aligned run of this order in which the frame lies.
Enclosing(frame, order) == frame - (frame % 2^order)

\* There is a block of this order at this frame.  The arena's ragged end and
\* its holes are what makes this false for an aligned frame.
IsBlock(frame, order) ==
    /\ Aligned(frame, order)
    /\ Run(frame, order) \subseteq Usable

\* Its neighbour within the next larger block: one bit of the number differs.
BuddyOf(frame, order) ==
    IF Aligned(frame, order + 1) THEN frame + 2^order ELSE frame - 2^order

\* No larger block encloses it: what an idle arena consists of.
IsMaximalBlock(frame, order) ==
    /\ IsBlock(frame, order)
    /\ \/ order = MaxOrder
       \/ ~IsBlock(Enclosing(frame, order + 1), order + 1)
=============================================================================
