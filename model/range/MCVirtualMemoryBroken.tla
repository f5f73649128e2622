----------------------- MODULE MCVirtualMemoryBroken -----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS VirtualMemory

\* For Reserve: the length that is noted is one that no range has.
ReserveTooLong(start, pages, guarded) ==
    /\ reserved' = [reserved EXCEPT ![start] = PageCount + 1]
    /\ guards' = IF guarded THEN guards \cup {start + pages} ELSE guards

\* For Reserve: the guard lies a page too far.
GuardTooFar(start, pages, guarded) ==
    /\ reserved' = [reserved EXCEPT ![start] = Length(pages, guarded)]
    /\ guards' = IF guarded THEN guards \cup {start + pages + 1} ELSE guards

\* For MapPages: to the frame behind the last.
MapToFrameBehind(start, pages) ==
    /\ mapping' = Over(mapping, [page \in Span(start, pages) |-> FrameCount])
    /\ UNCHANGED <<tables, allocatedFrames>>

\* The free frame that is as good as any.
SomeFrame == CHOOSE frame \in FreeFrames : TRUE

\* What a call does where it finds pages and frames.
Succeed(pages, guarded, result) ==
    /\ MayBeFound(result, pages, guarded)
    /\ HasFrames(result, pages)
    /\ Reserve(result, pages, guarded)
    /\ MapPages(result, pages)

\* It has taken a frame when it finds that there are no more.
HasBegun(pages, guarded) ==
    /\ MayRunOut(pages, guarded)
    /\ MayBeFound(0, pages, guarded)
    /\ FreeFrames # {}

\* For Allocate: the pages that were mapped when frames ran out stay so, with the
\* table that maps them.
AllocateHalf(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result # None
       THEN Succeed(pages, guarded, result)
       ELSE /\ HasBegun(pages, guarded)
            /\ Cardinality(FreeFrames) > 1
            /\ MapPages(0, 1)
            /\ UNCHANGED <<reserved, guards>>

\* For Allocate: so does the table that was made for them.
AllocateKeepingTable(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result # None
       THEN Succeed(pages, guarded, result)
       ELSE /\ HasBegun(pages, guarded)
            /\ tables[TableOf(0)] = None
            /\ tables' = [tables EXCEPT ![TableOf(0)] = SomeFrame]
            /\ allocatedFrames' = allocatedFrames \cup {SomeFrame}
            /\ UNCHANGED <<reserved, guards, mapping>>

\* For Allocate: the range that was found before frames ran out is kept.
AllocateKeepingRange(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result # None
       THEN Succeed(pages, guarded, result)
       ELSE /\ MayRunOut(pages, guarded)
            /\ MayBeFound(0, pages, guarded)
            /\ Reserve(0, pages, guarded)
            /\ UNCHANGED <<mapping, tables, allocatedFrames>>

\* For Allocate: a frame that was taken before frames ran out is kept.
AllocateKeepingFrame(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result # None
       THEN Succeed(pages, guarded, result)
       ELSE /\ HasBegun(pages, guarded)
            /\ allocatedFrames' = allocatedFrames \cup {SomeFrame}
            /\ UNCHANGED <<reserved, guards, mapping, tables>>

\* For Allocate: the guard is mapped like any other page.
AllocateWithGuardMapped(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result = None
       THEN MayRunOut(pages, guarded) /\ UNCHANGED vars
       ELSE /\ MayBeFound(result, pages, guarded)
            /\ HasFrames(result, Length(pages, guarded))
            /\ Reserve(result, pages, guarded)
            /\ MapPages(result, Length(pages, guarded))

\* For Allocate: a guard is just not mapped, and none is reserved for it.
AllocateWithoutGuard(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result = None
       THEN MayRunOut(pages, guarded) /\ UNCHANGED vars
       ELSE Succeed(pages, FALSE, result)

\* For Places: all have the same frame.
AllInOne(these, frames) == {place \in [these -> frames] : Cardinality(FramesOf(place)) <= 1}

\* For Needed: a frame more than it takes.
NeededAndOne(start, pages) == pages + Cardinality(Lacking(start, pages)) + 1

\* For MayBeFound: a call answers a page that lies in another range.
MayBeAnywhere(start, pages, guarded) == start = None \/ start + Length(pages, guarded) <= PageCount

\* For UnmapPages: nothing is unmapped.
UnmapNothing(start, pages) == UNCHANGED <<mapping, tables, allocatedFrames>>

\* For UnmapPages: the frames of the pages do not go back.
UnmapKeepingFrames(start, pages) ==
    /\ mapping' = Over(mapping, [page \in Span(start, pages) |-> None])
    /\ tables' = Over(tables, [table \in Emptied(start, pages) |-> None])
    /\ allocatedFrames' = allocatedFrames \ {tables[table] : table \in Emptied(start, pages)}

\* For Emptied: a table is given back while a page is mapped by it.
EmptiedAny(start, pages) == TablesOf(Span(start, pages))

\* For Emptied: a table stays when nothing is mapped by it.
EmptiedNone(start, pages) == {}

\* For Free: a range without a guard is freed as a shorter one with a guard, since both
\* are reserved alike.
FreeByLength(start, pages, guarded) ==
    /\ reserved[start] = Length(pages, guarded)
    /\ guarded \/ ~HasGuard(start)
    /\ reserved' = [reserved EXCEPT ![start] = 0]
    /\ guards' = guards \ {start + pages}
    /\ UnmapPages(start, pages)

\* For Free: a range with a guard cannot come back.
FreeUnguarded(start, pages, guarded) ==
    /\ reserved[start] = pages
    /\ ~guarded /\ ~HasGuard(start)
    /\ reserved' = [reserved EXCEPT ![start] = 0]
    /\ guards' = guards
    /\ UnmapPages(start, pages)
=============================================================================
