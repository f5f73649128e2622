------------------------------- MODULE Pages -------------------------------
(***************************************************************************)
(* The geometry of paging, as x86 has it: pages, the slots of tables that  *)
(* lead to them, and what a mapping permits.  It has no variables; every   *)
(* module of this folder builds on it.                                     *)
(*                                                                         *)
(* A *page* is known by its number, whose digits to the base Fanout are    *)
(* the slots that the processor looks into, one a level, the last one at   *)
(* level 0.  A *group* of level k is the Fanout^k pages, at a multiple of  *)
(* their number, that one large page of that level covers.  The top level  *)
(* divides all pages by their slot there: the *window*, through which the  *)
(* tables themselves are seen; the *kernel* half, the same in all address  *)
(* spaces; and the *user* half.                                            *)
(*                                                                         *)
(* A model has few slots.  On a real machine they stand for some slots of  *)
(* its tables (of 1,024 say 0, 1, 768 and 1023), in this order; the digits *)
(* of pages and of mapped frames are replaced by these one by one.  The    *)
(* slots left out stay zero.                                               *)
(*                                                                         *)
(* Left out: bits that no decision here depends on (NX, PWT, PCD, global). *)
(* Source: Intel 64 and IA-32 Architectures Software Developer's Manual,   *)
(* volume 3A, chapter "Paging".                                            *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
    Levels,        \* how many tables a walk goes through: 2 in IA-32, 4 in x86-64
    Fanout,        \* how many slots a table has
    LargestLevel,  \* of large pages; 0 where there are none
    KernelSlot,    \* the top-level slots that all address spaces share
    Recursive,     \* the top-level slot whose entry points back at its own table; None without
    Space,         \* the address spaces, 0..n
    Page,          \* the pages that calls name
    Frame,         \* the frames that pages may be mapped to
    MapRequest,    \* what Map may be asked for: records of page, level, frame and right
    Right,         \* what a mapping may permit: records of write and user
    Access,        \* what Translate may be asked for: records of write and user
    Tracked,       \* whether accessed and dirty are told apart from what was never touched
    TableCount     \* how many frames there are for tables

\* What calls answer, beside frames.
Done       == 0
None       == -1   \* no frame is left for a table
NotPresent == -2   \* a page fault: nothing is mapped there
NotAllowed == -3   \* a page fault: what is mapped there does not permit it

Top   == Levels - 1
Level == 0..LargestLevel
Slot  == 0..(Fanout - 1)

Permission == [write : BOOLEAN, user : BOOLEAN]

ASSUME LevelsAssumption  == Levels \in Nat \ {0} /\ LargestLevel \in 0..Top
ASSUME FanoutAssumption  == Fanout \in Nat \ {0, 1}
ASSUME SlotsAssumption   == /\ KernelSlot \subseteq Slot
                            /\ Recursive \in (Slot \ KernelSlot) \cup {None}
ASSUME SpaceAssumption   == Space = 0..(Cardinality(Space) - 1) /\ Space # {}
ASSUME PageAssumption    == Page \subseteq 0..(Fanout^Levels - 1)
ASSUME FrameAssumption   == Frame \subseteq Nat
ASSUME RightAssumption   == Right \subseteq Permission /\ Access \subseteq Permission
ASSUME TrackedAssumption == Tracked \in BOOLEAN

\* A request may ask for what cannot be had; it is then refused.
ASSUME MapRequestAssumption ==
    MapRequest \subseteq [page : Int, level : Int, frame : Int, right : Permission]

\* The slot that a walk to the page looks into at this level.
Index(page, level) == (page \div Fanout^level) % Fanout

\* The pages, or frames, that one large page of this level covers.
Aligned(number, level) == number % Fanout^level = 0
Group(first, level) == first..(first + Fanout^level - 1)

IsWindow(page) == Index(page, Top) = Recursive
IsKernel(page) == Index(page, Top) \in KernelSlot

\* The address spaces in which the page is the same one.
Sharing(space, page) == IF IsKernel(page) THEN Space ELSE {space}

Allows(right, access) ==
    /\ access.write => right.write
    /\ access.user => right.user

\* A group that calls may map and unmap.  Page 0 stays unmapped for ever, so
\* that a null pointer faults; and the window is no caller's.
IsGroup(page, level) ==
    /\ level \in Level
    /\ Aligned(page, level)
    /\ Group(page, level) \subseteq Page \ {0}
    /\ ~IsWindow(page)

\* The request makes sense, whatever is mapped.  The kernel's pages are never
\* the user's.
IsSound(request) ==
    /\ IsGroup(request.page, request.level)
    /\ Aligned(request.frame, request.level)
    /\ Group(request.frame, request.level) \subseteq Frame
    /\ request.right \in Right
    /\ IsKernel(request.page) => ~request.right.user
=============================================================================
