------------------------- MODULE MCRangeArenaBroken -------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS RangeArena

\* For Cut: the length of the range is noted where the next begins, too.
CutNotingTwice(gap, length, start, pages) ==
    LET before == start - gap
        behind == gap + length - start - pages
    IN  /\ used' = [used EXCEPT ![start] = IF behind = 0 THEN PageCount + 1 ELSE pages]
        /\ gaps' = [gaps EXCEPT ![gap] = 0]
        /\ imported' = imported \cup {SpanOf(gap)}
        /\ freeLists' = Unlisted(freeLists, gap, length)

\* For Cut: what is left is noted one page too long.
CutLeavingMore(gap, length, start, pages) ==
    /\ used' = [used EXCEPT ![start] = pages]
    /\ gaps' = [gaps EXCEPT ![gap] = length + 1 - (start - gap)]
    /\ imported' = imported \cup {SpanOf(gap)}
    /\ UNCHANGED freeLists

\* For Cut: what is left behind the range is lost.
CutLosing(gap, length, start, pages) ==
    /\ used' = [used EXCEPT ![start] = pages]
    /\ gaps' = [gaps EXCEPT ![gap] = start - gap]
    /\ imported' = imported \cup {SpanOf(gap)}
    /\ freeLists' = Listed(Unlisted(freeLists, gap, length), gap, start - gap)

\* For NothingImported: at first a range is in use that two spans share.
OneAcrossSpans ==
    /\ used = [page \in Page |-> IF page = 0 THEN 2 * SpanPages ELSE 0]
    /\ gaps = NoneUsed
    /\ imported = Spans
    /\ freeLists = [class \in Class |-> <<>>]

\* For NothingImported: there is a list more than there are classes.
OneListTooMany ==
    /\ used = NoneUsed
    /\ gaps = NoneUsed
    /\ imported = {}
    /\ freeLists = [class \in 0..(LastClass + 1) |-> <<>>]

\* For Cut: what is left behind the range is noted in the range's own tag,
CutWithinOneTag(gap, length, start, pages) ==
    /\ used' = [used EXCEPT ![start] = pages]
    /\ gaps' = [gaps EXCEPT ![start] = length - pages]
    /\ imported' = imported \cup {SpanOf(gap)}
    /\ UNCHANGED freeLists

\* and for GapAfter: the rest of the span is taken to be that.
RestOfSpan(page) == SpanOf(page - 1) + SpanPages - page

\* For Listed: a gap is put into its list twice.
ListedTwice(lists, page, pages) ==
    IF pages = 0 THEN lists ELSE [lists EXCEPT ![ClassOf[pages]] = <<page, page>> \o @]

\* For GapBefore: no merge on this side.
NoGapBefore(page) == page

\* For GapAfter: no merge on that side.
NoGapAfter(page) == 0

\* For Merge: the merged gap stays in the list of what was freed.
MergeUnderOldLength(start, end, before, after) ==
    /\ gaps' = [(IF after = 0 THEN gaps ELSE WithGap(gaps, end, 0))
                   EXCEPT ![before] = end + after - before]
    /\ freeLists' = LET lists == WithoutNeighbours(start, end, before, after)
                    IN  [lists EXCEPT ![ClassOf[end - start]] = <<before>> \o @]
    /\ UNCHANGED imported

\* For Release: a span goes back to the parent with the free of its first page.
ReleaseWhileInUse(start, end, before, after) ==
    /\ used' = [used EXCEPT ![start] = 0]
    /\ IF start = SpanOf(start)
       THEN GiveBack(start, end, before, after)
       ELSE Merge(start, end, before, after)

\* For Release: an empty span stays.
ReleaseKeeping(start, end, before, after) ==
    /\ used' = [used EXCEPT ![start] = 0]
    /\ Merge(start, end, before, after)

\* For HasTags: one is taken to be enough.
HasOneTag == TagsInUse < TagCount

\* For HasTags: two are taken to be enough.  They are, for a range that begins
\* where its span does.
HasTwoTags == TagsInUse + 2 <= TagCount

\* For HasTags: one more is kept back.
HasFourTags == TagsInUse + 4 <= TagCount

\* For Answer: whatever the policy, the rotor moves.
AnswerMovingTheRotor(request, gap, start) ==
    /\ rotor' = start
    /\ IF gaps[gap] > 0
       THEN /\ IsFrom(gap, start, request)
            /\ Cut(gap, gaps[gap], start, request.pages)
       ELSE /\ IsFromSpan(gap, start, request)
            /\ Cut(gap, SpanPages, start, request.pages)

\* For RotorAfter: it stays where a tag was.
RotorStaying(first, pages) == rotor

\* For IsInstant: no fallback, the fit is instant or none.
InstantOnly(gap, request) ==
    /\ IsAlignmentOnly(request)
    /\ IsNewestFrom(ClassFrom[Roomy(request)], gap)

\* And for NoGapFits: what instant fit does not find it takes not to be there.
NoInstantFit(request) == ~IsAnyIn(ClassFrom[Roomy(request)]..LastClass)

\* For IsBest: any gap will do that has room.
IsAnyGap(gap, request) == TRUE

\* For IsNext: the rotor never wraps,
NextUpwards(gap, request) ==
    /\ rotor = None \/ rotor <= gap
    /\ ~\E other \in Page :
           /\ rotor = None \/ rotor <= other
           /\ other < gap
           /\ HasRoom(other, gaps[other], request)

\* and for NoGapFits: what is not above it is not seen.
NoGapAbove(request) ==
    ~\E gap \in Page : (rotor = None \/ rotor <= gap) /\ HasRoom(gap, gaps[gap], request)

\* For AnswerWithin: a range begins where its gap does, and so do the wishes.
Wishes == {[Anywhere(2) EXCEPT !.alignment = 4], [Anywhere(1) EXCEPT !.minimum = 3]}

AnswerUnaligned(request, result) ==
    /\ BeginsRoom(result, request.pages)
    /\ Answer(Anywhere(request.pages), result, result)

\* For AllocateWithin: gives up where the first page of every gap will not do.
AllocateAtGapsOnly(request, result) ==
    IF result = None
    THEN /\ imported # {}
         /\ ~\E gap \in Page : gaps[gap] >= request.pages /\ Meets(gap, request)
         /\ UNCHANGED vars
    ELSE AnswerWithin(request, result)

\* For AllocateWithin: gives up at once.  One model for each wish, which is all
\* that is asked for there.
AllocateGivingUp(request, result) ==
    /\ request.pages <= PageCount
    /\ result = None
    /\ UNCHANGED vars

AlignmentWish == {[Anywhere(1) EXCEPT !.alignment = 2]}
PhaseWish == {[Anywhere(1) EXCEPT !.alignment = 2, !.phase = 1]}
NocrossWish == {[Anywhere(2) EXCEPT !.nocross = 2]}
MinimumWish == {[Anywhere(1) EXCEPT !.minimum = 1]}
MaximumWish == {[Anywhere(1) EXCEPT !.maximum = 1]}

\* Between two others: a new span is left with a gap on either side.
MiddleWish == {[Anywhere(1) EXCEPT !.minimum = 1]}

\* For Refuse: answers with a page where it should say None.
AllocateAnsweringZero(pages, result) ==
    IF result = 0 /\ IsRefused(Anywhere(pages))
    THEN UNCHANGED vars
    ELSE /\ result # None
         /\ BeginsRoom(result, pages)
         /\ Answer(Anywhere(pages), result, result)

\* For Free: a second free of the same range passes unnoticed.
FreeTwice(start, pages) ==
    IF used[start] = 0
    THEN UNCHANGED vars
    ELSE /\ used[start] = pages
         /\ FreeBetween(start, start + pages, GapBefore(start), GapAfter(start + pages))

\* For Free: a part of a range is taken back.
FreePart(start, pages) ==
    /\ pages <= used[start]
    /\ FreeBetween(start, start + used[start], GapBefore(start), GapAfter(start + used[start]))
=============================================================================
