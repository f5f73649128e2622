------------------------ MODULE MCRangeBitmapBroken ------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS RangeBitmap

Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]
AlignedRequests == {Aligned(1, 2), Aligned(2, 4), Aligned(3, 2)}

\* For AreFree: the last word of the bitmap is taken to be full of pages.
AreFreePastTheEnd(start, pages) ==
    /\ start >= 0
    /\ start + pages <= PageCount + 1
    /\ ~\E page \in Span(start, pages) : page \in usedPages

\* For Mark: a range that touches the one below has no beginning.
MarkOnlyWhatStandsAlone(start, pages) ==
    /\ usedPages' = usedPages \cup (IF start = None THEN {} ELSE Span(start, pages))
    /\ firstPages' = firstPages \cup (IF start - 1 \in usedPages THEN {} ELSE {start} \ {None})

\* For Mark: no range has a beginning.
MarkNoBeginning(start, pages) ==
    /\ usedPages' = usedPages \cup (IF start = None THEN {} ELSE Span(start, pages))
    /\ UNCHANGED firstPages

\* For Free: the mark at the beginning stays.
FreeLeavingTheMark(start, pages) ==
    /\ start \in firstPages
    /\ Last(start) = start + pages - 1
    /\ usedPages' = usedPages \ Span(start, pages)
    /\ UNCHANGED firstPages

\* For AreFree: the last page is not found.
AreFreeButTheLast(start, pages) ==
    /\ start >= 0
    /\ start + pages < PageCount
    /\ ~\E page \in Span(start, pages) : page \in usedPages

\* For AreFree: pages on both sides of an even boundary are not found, as if
\* the summary knew only the longest run within each pair.
AreFreeWithinPairs(start, pages) ==
    /\ start >= 0
    /\ start + pages <= PageCount
    /\ ~\E page \in Span(start, pages) : page \in usedPages
    /\ pages = 2 => start % 2 = 0

\* For AreLowest: any pages will do that are free.
AreAny(start, pages) == AreFree(start, pages)

\* For AllocateWithin: alignment is forgotten.
AllocateAnywhere(request, result) ==
    /\ request.pages <= PageCount
    /\ IsAnswer(result, request.pages, 1)
    /\ Mark(result, request.pages)

\* For AllocateWithin: it asks for more room than the worst case needs.
AllocateRoomier(request, result) ==
    /\ request.pages <= PageCount
    /\ IF ~\E start \in Page : AreFree(start, request.pages + request.alignment)
       THEN result = None
       ELSE IsAnswer(result, request.pages, request.alignment)
    /\ Mark(result, request.pages)

\* For AllocateWithin: answers with a page where it should say None, and
\* changes nothing.
AllocateAnsweringZero(request, result) ==
    /\ request.pages <= PageCount
    /\ IF IsAnswer(None, request.pages, request.alignment)
       THEN result = 0 /\ UNCHANGED vars
       ELSE /\ IsAnswer(result, request.pages, request.alignment)
            /\ Mark(result, request.pages)

\* For Free: a free of what is free passes unnoticed.
FreeTwice(start, pages) ==
    /\ IF start \in firstPages
       THEN Last(start) = start + pages - 1
       ELSE AreFree(start, pages)
    /\ usedPages' = usedPages \ Span(start, pages)
    /\ firstPages' = firstPages \ {start}

\* For Free: the range's end is taken on trust, if it is not behind the true one.
FreePart(start, pages) ==
    /\ start \in firstPages
    /\ start + pages - 1 <= Last(start)
    /\ usedPages' = usedPages \ Span(start, pages)
    /\ firstPages' = firstPages \ {start}

\* For Free: whether another range begins in between is not looked at.
FreeNeighboursInOne(start, pages) ==
    /\ start \in firstPages
    /\ Span(start, pages) \subseteq usedPages
    /\ start + pages \notin usedPages \ firstPages
    /\ usedPages' = usedPages \ Span(start, pages)
    /\ firstPages' = firstPages \ Span(start, pages)

\* For Free: the page behind a range is looked for where there is none.
FreeButTheLast(start, pages) ==
    /\ start \in firstPages
    /\ Last(start) = start + pages - 1
    /\ start + pages \in Page
    /\ usedPages' = usedPages \ Span(start, pages)
    /\ firstPages' = firstPages \ {start}
=============================================================================
