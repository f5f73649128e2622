----------------------------- MODULE RangeArena -----------------------------
(***************************************************************************)
(* An arena as vmem has them: boundary tags, and three policies of choosing *)
(* among the gaps.                                                         *)
(*                                                                         *)
(*   instant  the newest gap of the first class that has one and in which  *)
(*            every gap is long enough: found without looking at any other. *)
(*            If there is none it falls back to best fit.                   *)
(*   best     the smallest gap that will do, the newest of equal ones.      *)
(*   next     the first gap that will do from the range on that was handed  *)
(*            out last, in the order of addresses, beginning again after    *)
(*            the last.  It looks at Reach tags at most, then it falls back *)
(*            to instant fit.                                              *)
(*                                                                         *)
(* In the gap the range lies as low as its wishes let it.  Where no gap    *)
(* will do, the lowest span will that is not here.  So the policies differ *)
(* in which pages they choose, and promise the same: what is free within a *)
(* span and as wanted is found, as long as there are tags.  A range longer *)
(* than a span is never found.                                             *)
(*                                                                         *)
(* Which gap a policy chooses is a definition, IsChosen, and no property   *)
(* that could fail; the replay compares each answer with it.  That it      *)
(* leaves one answer, and always one, is OneAnswerInv.                     *)
(*                                                                         *)
(* Left out: the caches of small ranges in front of it, QuantumCaches.     *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.RangeArena.           *)
(* Source: Bonwick and Adams, Magazines and vmem, USENIX 2001, section 4;  *)
(* vmem_alloc and vmem_xalloc in its manual.                               *)
(* Invariants: those of BoundaryTags, RotorInv, OneAnswerInv.              *)
(***************************************************************************)
EXTENDS BoundaryTags

CONSTANTS
    Policy,   \* "instant", "best" or "next"
    Reach,    \* how many tags next fit looks at
    Request   \* what AllocateWithin may be asked for

ASSUME PolicyAssumption == Policy \in {"instant", "best", "next"}
ASSUME ReachAssumption == Reach \in Nat
ASSUME RequestAssumption == \A request \in Request : IsRequest(request)

VARIABLE rotor  \* next fit: the tag of the range handed out last; once that is freed, of
                \* the gap that it has become part of; None before, and where its span left

vars == <<tags, rotor>>

-----------------------------------------------------------------------------
(* What the arena promises.                                                *)

\* A gap between ranges in use, or between one and the end of a span that has
\* another, begins here.
BeginsGap(ranges, page) ==
    /\ IsFree(ranges, page, 1)
    /\ page % SpanPages = 0 \/ ~IsFree(ranges, page - 1, 1)
    /\ ~IsFree(ranges, SpanOf(page), SpanPages)

TagsOf(ranges) ==
    Cardinality({page \in Page : ranges[page] > 0 \/ BeginsGap(ranges, page)})

FitsInSpan(ranges, start, request) ==
    /\ start + request.pages <= SpanOf(start) + SpanPages
    /\ AnyRunFits(ranges, start, request)
    /\ TagsOf(ranges) + 3 <= TagCount

Contract == INSTANCE RangeAllocation WITH Fits <- FitsInSpan

-----------------------------------------------------------------------------
(* Which gap is taken.                                                     *)

\* Where a range may begin in a gap of so many pages.
Meeting(gap, length, request) ==
    {start \in gap..(gap + length - request.pages) : Meets(start, request)}

HasRoom(gap, length, request) ==
    /\ request.pages <= length
    /\ IF Meets(gap, request) THEN TRUE ELSE Meeting(gap, length, request) # {}

\* A range that begins here lies as low in the gap as it may.
IsLowest(start, gap, request) == ~\E lower \in gap..(start - 1) : Meets(lower, request)

\* In a list, one gap comes before another.
IsNewer(gap, other) ==
    LET list == freeLists[ClassOf[gaps[gap]]]
    IN  \E i, j \in DOMAIN list : i < j /\ list[i] = gap /\ list[j] = other

\* Best fit takes this gap, which has room: no smaller one has, nor one as small
\* that is newer.
IsBest(gap, request) ==
    ~\E other \in Page :
        /\ gaps[other] > 0
        /\ \/ gaps[other] < gaps[gap]
           \/ gaps[other] = gaps[gap] /\ IsNewer(other, gap)
        /\ HasRoom(other, gaps[other], request)

\* So many pages have room for the range wherever they begin, if all that it
\* wants is an alignment.
Roomy(request) == request.pages + request.alignment - 1

IsAlignmentOnly(request) ==
    /\ request.nocross = 0
    /\ request.minimum = 0
    /\ request.maximum >= PageCount
    /\ Roomy(request) <= SpanPages

\* There is a gap in these classes.
IsAnyIn(classes) == \E class \in classes : freeLists[class] # <<>>

\* The gap is the newest of its class, and no class from this one up to there has any.
IsNewestFrom(class, gap) ==
    /\ class <= ClassOf[gaps[gap]]
    /\ Head(freeLists[ClassOf[gaps[gap]]]) = gap
    /\ ~IsAnyIn(class..(ClassOf[gaps[gap]] - 1))

\* Instant fit takes this gap, which has room.
IsInstant(gap, request) ==
    IF IsAlignmentOnly(request) /\ IsAnyIn(ClassFrom[Roomy(request)]..LastClass)
    THEN IsNewestFrom(ClassFrom[Roomy(request)], gap)
    ELSE IsBest(gap, request)

\* How many pages it is from the rotor up to this one, going on at the region's
\* beginning after its end.
Distance(page) == (page - rotor + PageCount) % PageCount

IsTag(page) == used[page] > 0 \/ gaps[page] > 0

\* The gaps with room among the tags that next fit looks at.
Reached(request) ==
    {gap \in Page :
        /\ gaps[gap] > 0
        /\ HasRoom(gap, gaps[gap], request)
        /\ Cardinality({tag \in Page : IsTag(tag) /\ Distance(tag) < Distance(gap)}) < Reach}

\* Next fit takes this gap, which has room.
IsNext(gap, request) ==
    LET reached == IF rotor = None THEN {} ELSE Reached(request)
    IN  IF reached = {}
        THEN IsInstant(gap, request)
        ELSE /\ gap \in reached
             /\ ~\E other \in reached : Distance(other) < Distance(gap)

\* The policy takes this gap, which has room.
IsChosen(gap, request) ==
    CASE Policy = "instant" -> IsInstant(gap, request)
      [] Policy = "best"    -> IsBest(gap, request)
      [] Policy = "next"    -> IsNext(gap, request)

\* No gap that is here has room.
NoGapFits(request) == ~\E gap \in Page : gaps[gap] > 0 /\ HasRoom(gap, gaps[gap], request)

\* The span is not here, has room, and none below it is and has.
IsLowestSpan(span, request) ==
    /\ span \in Spans \ imported
    /\ HasRoom(span, SpanPages, request)
    /\ ~\E lower \in Spans \ imported : lower < span /\ HasRoom(lower, SpanPages, request)

\* The range that begins here is cut out of this gap, or out of this new span.
IsFrom(gap, start, request) ==
    /\ start + request.pages <= gap + gaps[gap]
    /\ IsLowest(start, gap, request)
    /\ IsChosen(gap, request)
    /\ HasTags

IsFromSpan(span, start, request) ==
    /\ span \notin imported
    /\ start + request.pages <= span + SpanPages
    /\ IsLowest(start, span, request)
    /\ NoGapFits(request)
    /\ IsLowestSpan(span, request)
    /\ HasTags

\* Nothing has room, or there may be no tags.
IsRefused(request) ==
    IF HasTags
    THEN /\ NoGapFits(request)
         /\ ~\E span \in Spans \ imported : HasRoom(span, SpanPages, request)
    ELSE TRUE

-----------------------------------------------------------------------------
Init ==
    /\ NothingImported
    /\ rotor = None

\* Cut the range out of what the policy chose, and move the rotor to it.
Answer(request, gap, start) ==
    /\ rotor' = IF Policy = "next" THEN start ELSE None
    /\ IF gaps[gap] > 0
       THEN /\ IsFrom(gap, start, request)
            /\ Cut(gap, gaps[gap], start, request.pages)
       ELSE /\ IsFromSpan(gap, start, request)
            /\ Cut(gap, SpanPages, start, request.pages)

Refuse(request) ==
    /\ IsRefused(request)
    /\ UNCHANGED vars

\* The gap that a page lies in, or its span, or None if it is in use.
Around(page) ==
    IF SpanOf(page) \notin imported THEN SpanOf(page)
    ELSE IF \E gap \in SpanOf(page)..page : page < gap + gaps[gap]
         THEN CHOOSE gap \in SpanOf(page)..page : page < gap + gaps[gap]
         ELSE None

AnswerWithin(request, result) ==
    /\ Meets(result, request)
    /\ Around(result) # None
    /\ Answer(request, Around(result), result)

\* A gap with room begins here, or a span that is not here.
BeginsRoom(page, pages) ==
    IF gaps[page] > 0 THEN pages <= gaps[page] ELSE page \in Spans \ imported

\* Hand out a range: without wishes it lies where a gap begins.
Allocate(pages, result) ==
    IF result = None
    THEN Refuse(Anywhere(pages))
    ELSE /\ BeginsRoom(result, pages)
         /\ Answer(Anywhere(pages), result, result)

\* The same with wishes.
AllocateWithin(request, result) ==
    /\ request.pages <= PageCount
    /\ IF result = None THEN Refuse(request) ELSE AnswerWithin(request, result)

\* Where the rotor is once these pages are one gap: at the gap's tag, if it was at one
\* that is no more; nowhere, if the span goes.
RotorAfter(first, pages) ==
    IF rotor = None \/ rotor \notin Span(first, pages) THEN rotor
    ELSE IF pages = SpanPages THEN None ELSE first

\* A range becomes free, with the gaps beside it.
FreeBetween(start, end, before, after) ==
    /\ rotor' = RotorAfter(before, end + after - before)
    /\ Release(start, end, before, after)

\* Take a range back.
Free(start, pages) ==
    /\ used[start] = pages
    /\ FreeBetween(start, start + pages, GapBefore(start), GapAfter(start + pages))

Call ==
    \/ \E pages \in Size, result \in Page \cup {None} : Allocate(pages, result)
    \/ \E request \in Request, result \in Page \cup {None} : AllocateWithin(request, result)
    \/ \E start \in Page, pages \in Size : Free(start, pages)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* The rotor is at the tag of a range or, after a merge, of a gap; or nowhere.  Only
\* next fit has one.
RotorInv ==
    /\ rotor = None \/ (rotor \in Page /\ IsTag(rotor))
    /\ Policy # "next" => rotor = None

\* Where a range may begin that is an answer.
Answers(request) ==
    {start \in Page :
        /\ Meets(start, request)
        /\ Around(start) # None
        /\ IF gaps[Around(start)] > 0
           THEN IsFrom(Around(start), start, request)
           ELSE IsFromSpan(Around(start), start, request)}

HasOneAnswer(request) == Cardinality(Answers(request)) = (IF IsRefused(request) THEN 0 ELSE 1)

\* Each request has one answer, and one only: None, or one range.  Checked where
\* there are few states: it looks at each request once more.
OneAnswerInv ==
    /\ \A pages \in Size : HasOneAnswer(Anywhere(pages))
    /\ \A request \in Request : HasOneAnswer(request)

THEOREM Spec => [](/\ UsedTypeInv
                   /\ GapsTypeInv
                   /\ TilingInv
                   /\ MaximalInv
                   /\ SpansInUseInv
                   /\ FreeListsInv
                   /\ PoolInv
                   /\ RotorInv)
THEOREM Spec => Contract!Spec
=============================================================================
