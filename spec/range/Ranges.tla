------------------------------- MODULE Ranges -------------------------------
(***************************************************************************)
(* Words that all modules about virtual ranges share: a region of pages,   *)
(* the ranges that lie in it, and what a caller may ask of one.            *)
(*                                                                         *)
(* A range is a run of consecutive pages, known by its first page and its  *)
(* length.  Pages are counted from the region's beginning.  What is mapped *)
(* there is nobody's business here.                                        *)
(***************************************************************************)
EXTENDS Integers

CONSTANT PageCount  \* how many pages the region has

ASSUME PageCountAssumption == PageCount \in Nat \ {0}

None == -1  \* the answer where nothing was found

Page == 0..(PageCount - 1)
Size == 1..PageCount

\* The pages of a range.
Span(start, pages) == start..(start + pages - 1)

\* What may be asked of a range beside its length.  Requests are records, as
\* the forms of vmem have them; a plain call asks for its length alone.
\*   alignment 8 and phase 3: it begins at page 3, 11, 19, ...  (a driver whose
\*     header of 3 pages lies before what has to be aligned, at page 0, 8, ...)
\*   nocross 4 for 3 pages: pages 0..2 or 1..3 or 4..6 will do, 2..4 will not,
\*     since the boundary before page 4, a multiple of nocross, lies inside.
IsRequest(request) ==
    /\ request.pages \in Nat \ {0}                    \* how many
    /\ request.alignment \in {2^k : k \in 0..30}      \* the first is a multiple of this
    /\ request.phase \in 0..(request.alignment - 1)   \* plus so many
    /\ request.nocross \in {0} \cup {2^k : k \in 0..30}  \* no multiple of this lies inside, if not 0
    /\ request.nocross = 0 \/ request.pages <= request.nocross
    /\ request.minimum \in Nat                        \* the first is at least this
    /\ request.maximum >= request.minimum + request.pages  \* all are below this

Anywhere(pages) ==
    [pages |-> pages, alignment |-> 1, phase |-> 0, nocross |-> 0,
     minimum |-> 0, maximum |-> PageCount]

\* It asks for no more than a length and an alignment.
AsksForAlignmentOnly(request) ==
    request = [Anywhere(request.pages) EXCEPT !.alignment = request.alignment]

\* The range that begins here is as it was asked for, free or not.
Meets(start, request) ==
    /\ start % request.alignment = request.phase
    /\ request.minimum <= start
    /\ start + request.pages <= request.maximum
    /\ IF request.nocross = 0
       THEN TRUE
       ELSE start \div request.nocross = (start + request.pages - 1) \div request.nocross

\* The first multiple of the alignment from a page on.
RoundedUp(start, alignment) == ((start + alignment - 1) \div alignment) * alignment

\* The ranges in use are a function: used[start] is the length of the range
\* that begins at this page; 0 where none begins.
NoneUsed == [start \in Page |-> 0]

\* All of these pages lie in the region and in no range that is in use.
IsFree(used, start, pages) ==
    /\ start >= 0
    /\ start + pages <= PageCount
    /\ ~\E other \in Page :
           /\ used[other] > 0
           /\ other < start + pages
           /\ start < other + used[other]

\* The order of the smallest block, of 2^order pages, that has room for so many.
OrderOf(pages) ==
    CHOOSE order \in 0..pages :
        /\ pages <= 2^order
        /\ order = 0 \/ 2^(order - 1) < pages

\* Three things that a policy can promise, for the parameter Fits of the contract.
\* The first: whatever is free and as wanted is found.  RangeArena promises it within
\* a span, while there are tags; QuantumCaches what the arena behind them does.
AnyRunFits(used, start, request) ==
    /\ Meets(start, request)
    /\ IsFree(used, start, request.pages)

\* The second: a range is found where there is room for it wherever the free
\* pages begin, so that nobody has to try one gap after another.  Without an
\* alignment both are the same.  RangeBitmap promises it, and while there are nodes
\* RangeTrees and RangeAugmented (Gaps, NodesAndRoomFit).
RoomyRunFits(used, start, request) ==
    IsFree(used, start, request.pages + request.alignment - 1)

\* The third: a free block of 2^k pages is found, at a multiple of its size, that
\* has room for the pages and is as large as the alignment.  Nothing of it lies in
\* the block of another range, be it wasted there or not.  RangeBuddy promises it.
BlockOf(request) ==
    2^OrderOf(IF request.pages < request.alignment THEN request.alignment ELSE request.pages)

BlockFits(used, start, request) ==
    LET size == BlockOf(request)
    IN  /\ start % size = 0
        /\ start + size <= PageCount
        /\ ~\E other \in Page :
               /\ used[other] > 0
               /\ other < start + size
               /\ start < other + 2^OrderOf(used[other])
=============================================================================
