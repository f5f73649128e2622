---------------------------- MODULE RangeBitmap ----------------------------
(***************************************************************************)
(* The first answer: a bitmap of the region's pages, set where a page is   *)
(* in use.  The author of the question has one for physical frames; for    *)
(* ranges one bit a page is not enough, since a range must come back as it *)
(* was handed out.  So there is a second bit: a range begins here.         *)
(*                                                                         *)
(* Every call hands out the *lowest* pages that will do, so that each has  *)
(* one answer only (OneAnswerInv).  That they are the lowest is a          *)
(* definition, AreLowest, and no property that could fail; the replay      *)
(* compares each answer with it.  Nothing is ever merged, since nothing    *)
(* was split.                                                              *)
(*                                                                         *)
(* A request for aligned pages takes the lowest pages among which an       *)
(* aligned range must lie: alignment - 1 more than it needs.               *)
(*                                                                         *)
(* Left out: how free pages are found without looking at every bit (a      *)
(* summary of the bits, in the Java class).                                *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.RangeBitmap.          *)
(* Invariants: UsedPagesTypeInv, FirstInv, OneAnswerInv.                   *)
(***************************************************************************)
EXTENDS Ranges, FiniteSets

CONSTANT Request  \* what AllocateWithin may be asked for: lengths and alignments

ASSUME RequestAssumption == \A request \in Request : AsksForAlignmentOnly(request)

VARIABLES
    usedPages,  \* the pages that lie in a range
    firstPages  \* those at which one begins

vars == <<usedPages, firstPages>>

UsedPagesTypeInv == usedPages \subseteq Page

\* The range that begins at a page ends before the next page that is free or
\* where another begins.
Last(start) ==
    CHOOSE page \in Page :
        /\ start <= page
        /\ Span(start + 1, page - start) \subseteq usedPages \ firstPages
        /\ page + 1 \notin usedPages \ firstPages

\* How the contract sees it.
Used == [start \in Page |-> IF start \in firstPages THEN Last(start) - start + 1 ELSE 0]

Contract == INSTANCE RangeAllocation WITH used <- Used, Fits <- RoomyRunFits

\* So many pages from here on are in the region and free.
AreFree(start, pages) ==
    /\ start >= 0
    /\ start + pages <= PageCount
    /\ ~\E page \in Span(start, pages) : page \in usedPages

\* And no such pages lie lower.
AreLowest(start, pages) ==
    /\ AreFree(start, pages)
    /\ ~\E lower \in 0..(start - 1) : AreFree(lower, pages)

\* The answer to a request: the first multiple of the alignment in the lowest
\* pages that have room for it, or None.
IsAnswer(result, pages, alignment) ==
    IF result = None
    THEN ~\E start \in Page : AreFree(start, pages + alignment - 1)
    ELSE /\ result % alignment = 0
         /\ \E start \in (result - alignment + 1)..result :
                AreLowest(start, pages + alignment - 1)

Init ==
    /\ usedPages = {}
    /\ firstPages = {}

\* Set the bits of a range, if it is one.
Mark(start, pages) ==
    /\ usedPages' = usedPages \cup (IF start = None THEN {} ELSE Span(start, pages))
    /\ firstPages' = firstPages \cup ({start} \ {None})

\* Hand out the lowest free pages.
Allocate(pages, result) ==
    /\ IsAnswer(result, pages, 1)
    /\ Mark(result, pages)

\* The same with an alignment.
AllocateWithin(request, result) ==
    /\ request.pages <= PageCount
    /\ IsAnswer(result, request.pages, request.alignment)
    /\ Mark(result, request.pages)

\* Take a range back.  That it ends where the caller says is seen by the bits.
Free(start, pages) ==
    /\ start \in firstPages
    /\ Last(start) = start + pages - 1
    /\ usedPages' = usedPages \ Span(start, pages)
    /\ firstPages' = firstPages \ {start}

Call ==
    \/ \E pages \in Size, result \in Page \cup {None} : Allocate(pages, result)
    \/ \E request \in Request, result \in Page \cup {None} : AllocateWithin(request, result)
    \/ \E start \in Page, pages \in Size : Free(start, pages)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* A range begins only at pages in use, and each run of them with one.
FirstInv ==
    /\ firstPages \subseteq usedPages
    /\ \A page \in usedPages : page \in firstPages \/ page - 1 \in usedPages

\* Each request has one answer, and one only.  Checked where there are few states:
\* it looks at each request once more.
OneAnswerInv ==
    /\ \A pages \in Size :
           Cardinality({result \in Page \cup {None} : IsAnswer(result, pages, 1)}) = 1
    /\ \A request \in Request :
           Cardinality({result \in Page \cup {None} :
                           IsAnswer(result, request.pages, request.alignment)}) = 1

THEOREM Spec => [](UsedPagesTypeInv /\ FirstInv)
THEOREM Spec => Contract!Spec
=============================================================================
