--------------------------- MODULE VirtualMemory ---------------------------
(***************************************************************************)
(* Memory at addresses of its own, as the thread has it from FlashBurn: "I *)
(* first alloc an address range and then map the memory".  A range of      *)
(* pages is reserved, a frame is taken for each of them, wherever it lies, *)
(* and the pages are mapped to these.  A range may end with a *guard*: a   *)
(* page more that is reserved and never mapped, so that whoever writes     *)
(* past the end faults.                                                    *)
(*                                                                         *)
(* Three things can run out, and two of them when half is done:            *)
(*                                                                         *)
(*     page       1022   1023 | 1024   1025   1026      Allocate(4, FALSE) *)
(*     mapped to   f0     f1  |  f2     f3                                 *)
(*     by table       f4      |         f5              six frames         *)
(*                                                                         *)
(*   - pages: the region's allocator finds none;                           *)
(*   - frames for the pages: with three, the fourth is missing;            *)
(*   - frames for the tables: with five, there are four for the pages and  *)
(*     one for the first table, and none for the second.                   *)
(* Whichever it is, all is undone, and the call answers None.  So what is  *)
(* taken is what is mapped or maps, at any time: nothing is lost by giving *)
(* up.  Tables come from where frames for pages do, and are given back     *)
(* when nothing is mapped by them any more.  In the kernel's half of IA-32 *)
(* they are there for good, and only the first two can run out.            *)
(*                                                                         *)
(* The pages are counted from the region's beginning, which is no page 0   *)
(* of the address space: that one is never mapped.                         *)
(*                                                                         *)
(* It promises less than the region's allocator: that it finds something   *)
(* is promised where there is room for guards wherever there may be any,   *)
(* and frames, whichever pages are found.                                  *)
(*                                                                         *)
(* Left out: which pages and which frames are chosen (the region may have  *)
(* any allocator that meets RangeAllocation); what tables look like, large *)
(* pages, rights and what was accessed (PageTable); more levels of tables  *)
(* than one that can be missing; processors that remember a page that is   *)
(* gone (Tlb); and that others map pages of the region.                    *)
(* Models of the class, which always chooses the lowest, replace           *)
(* MayBeFound and Places by what leaves one answer to each call            *)
(* (MCVirtualMemory).                                                      *)
(* Refines RangeAllocation.  Java: org.tlalloc.range.VirtualMemory.        *)
(* Source: the thread; Linux, mm/vmalloc.c, for the guard page.            *)
(* Invariants: ReservedTypeInv, MappingTypeInv, MappedInv, GuardInv,       *)
(* TablesInv, ApartInv, ConservationInv.                                   *)
(***************************************************************************)
EXTENDS Ranges, FiniteSets

CONSTANTS
    FirstPage,      \* where the region begins: a page of the address space
    Kernel,         \* whether it lies in the half whose tables are there for good
    Fanout,         \* how many pages a table maps
    FrameCount,     \* how many frames there are, for pages and for tables
    Fits(_, _, _)   \* Fits(reserved, start, request): the region's allocator promises
                    \* an answer, since there is room here

ASSUME FirstPageAssumption == FirstPage \in Nat \ {0}
ASSUME KernelAssumption == Kernel \in BOOLEAN
ASSUME FanoutAssumption == Fanout \in Nat \ {0}
ASSUME FrameCountAssumption == FrameCount \in Nat

VARIABLES
    reserved,        \* reserved[start]: how many pages the range has that begins here, with its
                     \* guard; 0 where none begins
    guards,          \* the guards: each is the last page of a range
    mapping,         \* mapping[page]: its frame, or None
    tables,          \* tables[table]: the frame that was taken for this table, or None
    allocatedFrames  \* the frames that are taken

vars == <<reserved, guards, mapping, tables, allocatedFrames>>

Frame == 0..(FrameCount - 1)

\* A table is known by the pages that it maps: of those of the region it has some.
TableOf(page) == (FirstPage + page) \div Fanout
Table == {TableOf(page) : page \in Page}

ReservedTypeInv ==
    /\ reserved \in [Page -> 0..PageCount]
    /\ guards \subseteq Page

MappingTypeInv ==
    /\ mapping \in [Page -> Frame \cup {None}]
    /\ tables \in [Table -> Frame \cup {None}]

-----------------------------------------------------------------------------
\* The tables without which none of these pages can be mapped, and which somebody
\* has to make.
TablesOf(pages) == IF Kernel THEN {} ELSE {TableOf(page) : page \in pages}

\* How many pages are reserved for so many.
Length(pages, guarded) == IF guarded THEN pages + 1 ELSE pages

\* The region's allocator: it is any that meets the contract.  Guards are pages like
\* others to it.
Region == INSTANCE RangeAllocation WITH used <- reserved, Request <- {}

\* The range that begins here ends with a guard.
HasGuard(start) == reserved[start] > 0 /\ start + reserved[start] - 1 \in guards

\* What callers have of their ranges: the pages that are mapped.
Used == [start \in Page |-> IF HasGuard(start) THEN reserved[start] - 1 ELSE reserved[start]]

\* The pages of some ranges.
PagesOf(ranges) == UNION {Span(start, ranges[start]) : start \in Page}

\* What is promised by the pages in use alone.  Any range may have a guard, and the
\* one that is asked for, too; and wherever it would lie there are frames enough.
Guarded(ranges) == [start \in Page |-> IF ranges[start] = 0 THEN 0 ELSE ranges[start] + 1]

RoomAndFramesFit(ranges, start, request) ==
    /\ Fits(Guarded(ranges), start, Anywhere(request.pages + 1))
    /\ \A other \in Page :
           IsFree(ranges, other, request.pages) =>
               LET pages == PagesOf(ranges) \cup Span(other, request.pages)
               IN  Cardinality(pages) + Cardinality(TablesOf(pages)) <= FrameCount

Contract == INSTANCE RangeAllocation
                WITH used <- Used, Fits <- RoomAndFramesFit, Request <- {}

-----------------------------------------------------------------------------
FreeFrames == Frame \ allocatedFrames

\* The tables that are not there yet for these pages.
Lacking(start, pages) ==
    {table \in TablesOf(Span(start, pages)) : tables[table] = None}

\* How many frames it takes to map these pages.
Needed(start, pages) == pages + Cardinality(Lacking(start, pages))

HasFrames(start, pages) == Needed(start, pages) <= Cardinality(FreeFrames)

\* The region's allocator may answer so; None is an answer, too.
MayBeFound(start, pages, guarded) ==
    Region!IsAnswer(Anywhere(Length(pages, guarded)), start)

\* No pages are found, or such that there are too few frames for them.
MayRunOut(pages, guarded) ==
    \/ MayBeFound(None, pages, guarded)
    \/ \E start \in Page : MayBeFound(start, pages, guarded) /\ ~HasFrames(start, pages)

\* Each of these has a frame of its own.
Places(these, frames) ==
    {place \in [these -> frames] :
        \A one, other \in these : place[one] = place[other] => one = other}

FramesOf(place) == {place[each] : each \in DOMAIN place}

\* The function, but for the domain of another one.
Over(function, other) ==
    [each \in DOMAIN function |-> IF each \in DOMAIN other THEN other[each] ELSE function[each]]

\* Take frames and map the pages: each to any free one.
MapPages(start, pages) ==
    \E place \in Places(Span(start, pages), FreeFrames) :
        \E made \in Places(Lacking(start, pages), FreeFrames \ FramesOf(place)) :
            /\ mapping' = Over(mapping, place)
            /\ tables' = Over(tables, made)
            /\ allocatedFrames' = allocatedFrames \cup FramesOf(place) \cup FramesOf(made)

\* Reserve the range.
Reserve(start, pages, guarded) ==
    /\ reserved' = [reserved EXCEPT ![start] = Length(pages, guarded)]
    /\ guards' = IF guarded THEN guards \cup {start + pages} ELSE guards

Init ==
    /\ reserved = NoneUsed
    /\ guards = {}
    /\ mapping = [page \in Page |-> None]
    /\ tables = [table \in Table |-> None]
    /\ allocatedFrames = {}

\* Reserve a range of pages and map each of them; or do nothing at all.
Allocate(pages, guarded, result) ==
    /\ Length(pages, guarded) <= PageCount
    /\ IF result = None
       THEN /\ MayRunOut(pages, guarded)
            /\ UNCHANGED vars
       ELSE /\ MayBeFound(result, pages, guarded)
            /\ HasFrames(result, pages)
            /\ Reserve(result, pages, guarded)
            /\ MapPages(result, pages)

\* The tables that map pages among these alone.
Emptied(start, pages) ==
    {table \in TablesOf(Span(start, pages)) :
        ~\E page \in Page \ Span(start, pages) : mapping[page] # None /\ TableOf(page) = table}

\* Unmap pages, and give back their frames and those of tables that map nothing more.
UnmapPages(start, pages) ==
    LET unmapped == Span(start, pages)
        emptied == Emptied(start, pages)
    IN  /\ mapping' = Over(mapping, [page \in unmapped |-> None])
        /\ tables' = Over(tables, [table \in emptied |-> None])
        /\ allocatedFrames' = allocatedFrames \ ({mapping[page] : page \in unmapped}
                                                     \cup {tables[table] : table \in emptied})

\* Take a range back: the whole of it, with the guard that it has or has not.
Free(start, pages, guarded) ==
    /\ reserved[start] = Length(pages, guarded)
    /\ guarded = HasGuard(start)
    /\ reserved' = [reserved EXCEPT ![start] = 0]
    /\ guards' = guards \ (IF guarded THEN {start + pages} ELSE {})
    /\ UnmapPages(start, pages)

Call ==
    \/ \E pages \in Size, guarded \in BOOLEAN, result \in Page \cup {None} :
           Allocate(pages, guarded, result)
    \/ \E start \in Page, pages \in Size, guarded \in BOOLEAN : Free(start, pages, guarded)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* A page is mapped if it lies in a range and is no guard, and only then.
MappedInv == \A page \in Page : mapping[page] # None <=> page \in PagesOf(reserved) \ guards

\* A guard is the last page of a range, not its only one, and is not mapped.
GuardInv ==
    \A page \in guards :
        /\ mapping[page] = None
        /\ \E start \in 0..(page - 1) : start + reserved[start] - 1 = page

\* A table is there if something is mapped by it, and only then.
TablesInv ==
    \A table \in Table :
        tables[table] # None <=> table \in TablesOf({page \in Page : mapping[page] # None})

\* The pages and tables that a frame is for.
UsersOf(frame) ==
    Cardinality({page \in Page : mapping[page] = frame})
        + Cardinality({table \in Table : tables[table] = frame})

\* No frame is for two.
ApartInv == \A frame \in Frame : UsersOf(frame) <= 1

\* A frame that is taken is for something, and what is for something is taken: free
\* frames, those of pages and those of tables are all that there are.
ConservationInv ==
    /\ allocatedFrames \subseteq Frame
    /\ \A frame \in Frame : frame \in allocatedFrames <=> UsersOf(frame) > 0

THEOREM Spec => [](/\ ReservedTypeInv
                   /\ MappingTypeInv
                   /\ MappedInv
                   /\ GuardInv
                   /\ TablesInv
                   /\ ApartInv
                   /\ ConservationInv)
THEOREM Spec => Contract!Spec

-----------------------------------------------------------------------------
\* What a model is to reach.  Pages are found for a call and some of the frames for
\* them, but not all;
RunsOutWith(IsEnough(_, _)) ==
    \E start \in Page, pages \in Size :
        IsFree(reserved, start, pages) /\ ~HasFrames(start, pages) /\ IsEnough(start, pages)

SomeForPages(start, pages) == Cardinality(FreeFrames) \in 1..(pages - 1)

DebugFramesInv == ~RunsOutWith(SomeForPages)

\* all of these, and some for the tables, but not all;
SomeForTables(start, pages) == Cardinality(FreeFrames) > pages

DebugTablesInv == ~RunsOutWith(SomeForTables)

\* all of these, and none for the table;
NoneForTables(start, pages) == Cardinality(FreeFrames) = pages

DebugNoTableInv == ~RunsOutWith(NoneForTables)

\* and a guard that no table is made for.
DebugGuardInv == \A page \in guards : tables[TableOf(page)] # None
=============================================================================
