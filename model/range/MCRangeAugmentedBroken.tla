----------------------- MODULE MCRangeAugmentedBroken -----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS RangeAugmented

Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]
AlignedRequests == {Aligned(1, 2), Aligned(2, 4), Aligned(3, 2)}

\* For NoneUsed: at first a range is in use that is longer than the region.
OneTooLong == [start \in Page |-> IF start = 0 THEN PageCount + 1 ELSE 0]

\* For Rest: what is left after a range has one page more than there is.
RestTooLong(gap, start, pages) ==
    IF start + pages < End(gap) THEN {GapAt(start + pages, PageCount + 1 - start - pages)} ELSE {}

\* For Cut: the root is not told.
CutUntold(start, pages) ==
    LET gap == CHOOSE gap \in gaps : start \in Span(gap.start, gap.pages)
    IN  /\ gaps' = (gaps \ {gap}) \cup Rest(gap, start, pages)
        /\ UNCHANGED largest

\* For Merge: the root is not told.
MergeUntold(start, pages) ==
    LET left == Left(gaps, start)
        right == Right(gaps, start, pages)
    IN  /\ gaps' = (gaps \ (left \cup right)) \cup {Merged(start, left, pages, right)}
        /\ UNCHANGED largest

\* For Merge: the root is told of this gap as if there were no others.
MergeTellingOfItself(start, pages) ==
    LET left == Left(gaps, start)
        right == Right(gaps, start, pages)
        merged == Merged(start, left, pages, right)
    IN  /\ gaps' = (gaps \ (left \cup right)) \cup {merged}
        /\ largest' = merged.pages

\* For Rest: an aligned range is cut out, and what lies before it is forgotten.
RestAfter(gap, start, pages) ==
    IF start + pages < End(gap)
    THEN {GapAt(start + pages, End(gap) - start - pages)}
    ELSE {}

\* For Rest: the gap after a range begins with the last page of the range.
RestTooEarly(gap, start, pages) ==
    IF start + pages < End(gap)
    THEN {GapAt(start + pages - 1, End(gap) - start - pages + 1)}
    ELSE {}

\* For Right: nothing is there.
NoRight(some, start, pages) == {}

\* For Merge: nobody looks to the left.
MergeRightOnly(start, pages) ==
    LET right == Right(gaps, start, pages)
        merged == Merged(start, {}, pages, right)
        rest == (gaps \ right) \cup {merged}
    IN  /\ gaps' = rest
        /\ largest' = Longest(rest)

\* For Merged: the left neighbour's beginning, but not its length.
MergedTooShort(start, left, pages, right) ==
    GapAt(start - PagesOf(left), pages + PagesOf(right))

\* For HasNodes: nobody counts.
AlwaysHasNodes(gap, start, pages) == TRUE

\* For HasNodes: what is left is taken to need one node at most.
HasOneNode(gap, start, pages) ==
    NodesOf(used, gaps) + (IF Rest(gap, start, pages) = {} THEN 0 ELSE 1) <= NodeCount

\* For HasNodes: one node is kept back for Free, which needs none.
HasNodesAndOneMore(gap, start, pages) ==
    NodesOf(used, gaps) + NodesTaken(gap, start, pages) < NodeCount

\* For IsLowestFit: only the lowest gap is looked at.
IsFirstOfAll(gap, room) ==
    /\ gap.pages >= room
    /\ ~\E other \in gaps : other.start < gap.start

\* For IsLowestFit: the root says that there is one, and where the way down ends
\* nobody looks again.
IsDeadEnd(gap, room) ==
    /\ room <= largest
    /\ ~\E other \in gaps : IF gap.pages >= room
                            THEN other.pages >= room /\ other.start < gap.start
                            ELSE other.pages >= room \/ other.start > gap.start

\* For IsLowestFit: any gap will do that has room.
IsAnyFit(gap, room) == gap.pages >= room

\* For RoundedUp: the gap's beginning is taken to be aligned.
NotRounded(start, alignment) == start

\* For Allocate: answers with page 0 where it should say None, and changes nothing.
AllocateAnsweringZero(pages, result) ==
    IF IsAnswer(None, pages, 1)
    THEN result = 0 /\ UNCHANGED vars
    ELSE IsAnswer(result, pages, 1) /\ Take(result, pages)

\* For Allocate: where a gap would have to be cut it is not enabled.
AllocateRefusing(pages, result) ==
    /\ IsAnswer(result, pages, 1)
    /\ result = None \/ GapAt(result, pages) \in gaps
    /\ Take(result, pages)

\* For AllocateWithin: one node is kept back, which an aligned range never needs.
AllocateKeepingANode(request, result) ==
    /\ request.pages <= PageCount
    /\ IF NodesOf(used, gaps) + 2 < NodeCount
       THEN IsAnswer(result, request.pages, request.alignment)
       ELSE result = None
    /\ Take(result, request.pages)

\* For Free: a second free passes unnoticed.
FreeTwice(start, pages) ==
    IF used[start] = 0
    THEN UNCHANGED vars
    ELSE /\ used[start] = pages
         /\ used' = [used EXCEPT ![start] = 0]
         /\ Merge(start, pages)

\* For Free: part of a range comes back, the end of it is lost.
FreePart(start, pages) ==
    /\ used[start] >= pages
    /\ used' = [used EXCEPT ![start] = 0]
    /\ Merge(start, pages)

\* For Free: the range at the region's end is never taken back.
FreeRefusingTheLast(start, pages) ==
    /\ start + pages < PageCount
    /\ used[start] = pages
    /\ used' = [used EXCEPT ![start] = 0]
    /\ Merge(start, pages)
=============================================================================
