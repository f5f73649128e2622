------------------------- MODULE MCRangeBuddyBroken -------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS RangeBuddy

Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]
AlignedRequests == {Aligned(1, 2), Aligned(1, 4), Aligned(2, 4)}

\* The order from which HandOut takes the block.
From(order) == System!Min(System!Sufficient(order))

\* For HandOut: the size of the block is recorded, and a page for good measure.
HandOutRecordingMore(pages, order, start) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE /\ freeBlocks' = System!Split(start, From(order), OrderOf(pages))
         /\ used' = [used EXCEPT ![start] = 2^OrderOf(pages) + 1]

\* For HandOut: the upper half is taken to begin a whole block further on.
HandOutSplittingTooFar(pages, order, start) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE /\ freeBlocks' =
                [each \in Order |->
                    IF each = From(order) THEN freeBlocks[each] \ {start}
                    ELSE IF OrderOf(pages) <= each /\ each < From(order)
                         THEN freeBlocks[each] \cup {start + 2^(each + 1)}
                    ELSE freeBlocks[each]]
         /\ used' = [used EXCEPT ![start] = pages]

\* For HandOut: what is left of the block is lost.
HandOutForgetting(pages, order, start) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE /\ freeBlocks' = [freeBlocks EXCEPT ![From(order)] = @ \ {start}]
         /\ used' = [used EXCEPT ![start] = pages]

\* For HandOut: the pages that nobody asked for stay free, as blocks.
HandOutKeepingTheWaste(pages, order, start) ==
    IF start = None
    THEN UNCHANGED vars
    ELSE /\ freeBlocks' =
                [System!Split(start, From(order), OrderOf(pages)) EXCEPT ![0] =
                    @ \cup ((start + pages)..(start + 2^OrderOf(pages) - 1))]
         /\ used' = [used EXCEPT ![start] = pages]

\* For Free: the block keeps the address of the half freed last.
RECURSIVE CoalesceMisplaced(_, _, _)
CoalesceMisplaced(free, start, order) ==
    IF order < MaxOrder /\ System!BuddyOf(start, order) \in free[order]
    THEN CoalesceMisplaced([free EXCEPT ![order] = @ \ {System!BuddyOf(start, order)}],
                           start, order + 1)
    ELSE [free EXCEPT ![order] = @ \cup {start}]

FreeMisplacing(start, pages) ==
    /\ used[start] = pages
    /\ used' = [used EXCEPT ![start] = 0]
    /\ freeBlocks' = CoalesceMisplaced(freeBlocks, start, OrderOf(pages))

\* For Free: nothing is joined.
FreeNeverJoining(start, pages) ==
    /\ used[start] = pages
    /\ used' = [used EXCEPT ![start] = 0]
    /\ freeBlocks' = [freeBlocks EXCEPT ![OrderOf(pages)] = @ \cup {start}]

\* For Choice: larger blocks are never split.
ChoiceOfThisOrder(order) ==
    IF order > MaxOrder THEN None
    ELSE IF freeBlocks[order] = {} THEN None
    ELSE System!Min(freeBlocks[order])

\* For Wanted: alignment is forgotten.
WantedForItsLength(request) == OrderOf(request.pages)

\* For Wanted: twice the alignment, to be sure.
WantedForMore(request) ==
    LET order == OrderOf(request.pages)
        alignment == OrderOf(request.alignment) + 1
    IN  IF order < alignment THEN alignment ELSE order

\* For AllocateWithin: answers with a page where it should say None, and
\* changes nothing.
AllocateAnsweringZero(request, result) ==
    /\ request.pages <= PageCount
    /\ IF Choice(Wanted(request)) = None
       THEN result = 0 /\ UNCHANGED vars
       ELSE /\ result = Choice(Wanted(request))
            /\ HandOut(request.pages, Wanted(request), result)

\* For Free: any length will do that needs the same block.
FreeTheBlock(start, pages) ==
    /\ used[start] # 0
    /\ OrderOf(used[start]) = OrderOf(pages)
    /\ used' = [used EXCEPT ![start] = 0]
    /\ freeBlocks' = System!Coalesce(freeBlocks, start, OrderOf(pages))

\* For Free: a free of what is free passes unnoticed.
FreeTwice(start, pages) ==
    IF used[start] = 0
    THEN UNCHANGED vars
    ELSE /\ used[start] = pages
         /\ used' = [used EXCEPT ![start] = 0]
         /\ freeBlocks' = System!Coalesce(freeBlocks, start, OrderOf(pages))

\* For Free: a range that does not fill its block is not taken back.
FreeWholeBlocks(start, pages) ==
    /\ used[start] = pages
    /\ pages = 2^OrderOf(pages)
    /\ used' = [used EXCEPT ![start] = 0]
    /\ freeBlocks' = System!Coalesce(freeBlocks, start, OrderOf(pages))
=============================================================================
