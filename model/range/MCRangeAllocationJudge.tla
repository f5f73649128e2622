---------------------- MODULE MCRangeAllocationJudge ----------------------
(* RangeAllocation for regions of 65,536 pages, to judge long runs of calls *)
(* by.  TLC copies a function of all pages whenever EXCEPT changes it, and  *)
(* looks at every page to see that none will do.  Here the ranges in use    *)
(* are a sequence, the lowest first: a range is found in it by halving, and *)
(* what lies between two neighbours is a gap.  "Nothing was promised" looks *)
(* at the gaps, and at pages only in those that are long enough.  What is   *)
(* replaced, by the .cfg, are the operators that the contract names; the    *)
(* contract itself is the same text.                                        *)
(*                                                                          *)
(* There is one Promised for each of the three promises in Ranges.  Each    *)
(* .cfg checks a small region; a test compares its graph, transition by     *)
(* transition, with that of the plain contract with the same promise.       *)
EXTENDS RangeAllocation, Sequences

Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]

\* One of each wish, and some together.
Wishes ==
    {Aligned(2, 4),
     [Aligned(1, 2) EXCEPT !.phase = 1],
     [Anywhere(3) EXCEPT !.nocross = 4],
     [Anywhere(2) EXCEPT !.minimum = 3],
     [Anywhere(2) EXCEPT !.maximum = 4],
     [Aligned(1, 2) EXCEPT !.minimum = 3, !.maximum = 5]}

\* For those that know of lengths and alignments alone.
AlignedRequests == {Aligned(1, 2), Aligned(2, 4), Aligned(3, 2), Aligned(1, 8)}

\* No range is in use.
SortedNoneUsed == <<>>

\* How many of the ranges begin below a page, being from low to high of them.
RECURSIVE CountBelow(_, _, _, _)
CountBelow(ranges, page, low, high) ==
    IF low = high THEN low
    ELSE LET middle == (low + high + 1) \div 2
         IN  IF ranges[middle].start < page
             THEN CountBelow(ranges, page, middle, high)
             ELSE CountBelow(ranges, page, low, middle - 1)

Below(ranges, page) == CountBelow(ranges, page, 0, Len(ranges))

SortedLengthAt(start) ==
    LET place == Below(used, start) + 1
    IN  IF place > Len(used) THEN 0
        ELSE IF used[place].start = start THEN used[place].pages
        ELSE 0

\* The last range that begins below the end of these pages ends before them.
SortedIsFree(ranges, start, pages) ==
    /\ start >= 0
    /\ start + pages <= PageCount
    /\ LET last == Below(ranges, start + pages)
       IN  IF last = 0 THEN TRUE ELSE ranges[last].start + ranges[last].pages <= start

SortedWith(start, pages) ==
    IF start = None THEN used
    ELSE LET place == Below(used, start)
         IN  SubSeq(used, 1, place)
                 \o <<[start |-> start, pages |-> pages]>>
                 \o SubSeq(used, place + 1, Len(used))

SortedWithout(start) ==
    LET place == Below(used, start) + 1
    IN  SubSeq(used, 1, place - 1) \o SubSeq(used, place + 1, Len(used))

\* The gap behind so many ranges, from its first page to the one behind it.
GapFrom(place) == IF place = 0 THEN 0 ELSE used[place].start + used[place].pages
GapTo(place) == IF place = Len(used) THEN PageCount ELSE used[place + 1].start

Larger(one, other) == IF one < other THEN other ELSE one
Smaller(one, other) == IF one < other THEN one ELSE other

\* AnyRunFits somewhere: the range lies in one of the gaps.
AnyRunPromised(request) ==
    \E place \in 0..Len(used) :
        \E start \in Larger(GapFrom(place), request.minimum)
                         ..(Smaller(GapTo(place), request.maximum) - request.pages) :
            Meets(start, request)

\* RoomyRunFits somewhere: a gap is long enough.
RoomyRunPromised(request) ==
    \E place \in 0..Len(used) :
        request.pages + request.alignment - 1 <= GapTo(place) - GapFrom(place)

\* The page behind a range's block.
BlockEnd(place) == used[place].start + 2^OrderOf(used[place].pages)

\* How far the blocks of these ranges reach.  The contract lets a range begin in
\* the block of a lower one, so that the last is not always the one that reaches
\* farthest.
RECURSIVE Reach(_, _)
Reach(low, high) ==
    IF low = high THEN BlockEnd(low)
    ELSE LET middle == (low + high) \div 2
         IN  Larger(Reach(low, middle), Reach(middle + 1, high))

\* In a gap behind one of these ranges is a free block of a size.  The blocks of the
\* ranges below reach up to a page.
RECURSIVE BlockBehind(_, _, _, _)
BlockBehind(size, low, high, page) ==
    IF low = high
    THEN RoundedUp(Larger(page, BlockEnd(low)), size) + size <= GapTo(low)
    ELSE LET middle == (low + high) \div 2
         IN  \/ BlockBehind(size, low, middle, page)
             \/ BlockBehind(size, middle + 1, high, Larger(page, Reach(low, middle)))

\* BlockFits somewhere: at the beginning, or behind one of the ranges.
BlockPromised(request) ==
    LET size == BlockOf(request)
    IN  /\ \E place \in 0..Len(used) : size <= GapTo(place) - GapFrom(place)
        /\ \/ size <= GapTo(0)
           \/ IF used = <<>> THEN FALSE ELSE BlockBehind(size, 1, Len(used), 0)

\* What is in use, for those who compare.
InUse == {<<used[place].start, used[place].pages>> : place \in 1..Len(used)}
=============================================================================
