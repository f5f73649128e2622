-------------------------------- MODULE Gaps --------------------------------
(***************************************************************************)
(* What RangeTrees and RangeAugmented share: the free pages of a region as *)
(* gaps, which are cut where a range is handed out and merged where one    *)
(* comes back; and the pool of nodes that both draw on.                    *)
(*                                                                         *)
(* Each gap has a node, and for each range in use one is set aside, for the*)
(* gap that it may be when it comes back.  The pool has NodeCount of them. *)
(* A call that would need more answers None, whatever room there is.       *)
(*                                                                         *)
(* So nobody waits for a node to give a range back: the one set aside is   *)
(* there for the gap, and a gap that is merged sets its node free.         *)
(*                                                                         *)
(* No variables here: sets of gaps are arguments.                          *)
(* Java: org.tlalloc.range.Gaps and Gap; the pool is NodePool there.       *)
(***************************************************************************)
EXTENDS Ranges, FiniteSets

CONSTANT NodeCount  \* how many nodes the pool has

ASSUME NodeCountAssumption == NodeCount \in Nat \ {0}

\* A gap is a longest run of free pages.
Gap == [start : Page, pages : Size]

GapAt(start, pages) == [start |-> start, pages |-> pages]

\* The first page after a gap.
End(gap) == gap.start + gap.pages

\* The gaps among these that end right before a range, and begin right after
\* it: one at most on either side.
Left(gaps, start) == {gap \in gaps : End(gap) = start}
Right(gaps, start, pages) == {gap \in gaps : gap.start = start + pages}

\* The pages that these gaps have, of which there are one or none.
PagesOf(gaps) == IF gaps = {} THEN 0 ELSE (CHOOSE gap \in gaps : TRUE).pages

\* The range that comes back, as one gap with its neighbours.
Merged(start, left, pages, right) ==
    GapAt(start - PagesOf(left), PagesOf(left) + pages + PagesOf(right))

\* What is left of a gap out of which a range is cut: a gap before it if it does
\* not begin where the gap does, one after it if it does not end there.
Rest(gap, start, pages) ==
    (IF gap.start < start THEN {GapAt(gap.start, start - gap.start)} ELSE {})
        \cup
    (IF start + pages < End(gap)
     THEN {GapAt(start + pages, End(gap) - start - pages)}
     ELSE {})

\* So many nodes more a call takes or sets aside: the gap's node serves for one of
\* the range and the rest.
NodesTaken(gap, start, pages) == Cardinality(Rest(gap, start, pages))

\* Where the ranges in use begin.
Beginning(used) == {start \in Page : used[start] > 0}

\* How many nodes some ranges and gaps need.
NodesOf(used, gaps) == Cardinality(Beginning(used)) + Cardinality(gaps)

\* Every page lies in one gap, or in one range in use.
IsExactCover(used, gaps) ==
    \A page \in Page :
        Cardinality({gap \in gaps : page \in Span(gap.start, gap.pages)})
            + Cardinality({start \in Beginning(used) : page \in Span(start, used[start])}) = 1

\* The gaps that there are between the ranges in use.
GapsBetween(used) ==
    {gap \in Gap :
        /\ IsFree(used, gap.start, gap.pages)
        /\ ~IsFree(used, gap.start - 1, gap.pages + 1)
        /\ ~IsFree(used, gap.start, gap.pages + 1)}

\* What both promise, for the parameter Fits of the contract: an answer where there
\* is room wherever the gap begins, and a node for each gap that may be left.  (They
\* answer more than that: where the range ends with the gap, no such node is needed.)
NodesAndRoomFit(used, start, request) ==
    /\ RoomyRunFits(used, start, request)
    /\ NodesOf(used, GapsBetween(used)) + (IF request.alignment = 1 THEN 1 ELSE 2) <= NodeCount
=============================================================================
