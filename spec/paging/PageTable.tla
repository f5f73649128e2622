----------------------------- MODULE PageTable -----------------------------
(***************************************************************************)
(* The tables that the processor walks: each fills a frame, and its slots  *)
(* hold entries, which lead to the next table, or to the frame of a page,  *)
(* or nowhere.  An entry above level 0 that is marked large ends the walk: *)
(* it maps the whole group below it to consecutive frames.                 *)
(*                                                                         *)
(*   root      [ user | user | kernel | window ]     level 1 of IA-32      *)
(*                 |             |        '-> root                         *)
(*   tables    [ . . . . ]   [ . . . . ]             level 0               *)
(*                                                                         *)
(* A call that edits pages within a large page splits it first, a table a  *)
(* level.  Frames for tables come from an allocator of frames, the lowest  *)
(* first, from the top of the way downwards; where it has too few, nothing *)
(* has changed.  In the user half a table goes back as soon as it is       *)
(* empty.  The kernel half's tables stay: those below the roots exist from *)
(* the beginning, so that all roots lead to the same ones, and those below *)
(* them are kept however empty.  Where such a table stands in the way of a *)
(* large page, the pages are mapped one level further down.                *)
(*                                                                         *)
(* An entry that leads to a table is made writable, accessed and dirty     *)
(* (as Linux does), so that the processor has nothing to note in it, and   *)
(* an edit through the window leaves the same bytes as any other.  The     *)
(* page's own entry restricts, and is where accesses are noted.            *)
(*                                                                         *)
(* How tables is read from a machine: its domain are the frames that the   *)
(* allocator has handed out for tables (spare frames are not in it,        *)
(* whatever their bytes are); tables[frame][slot] is the entry of this     *)
(* slot: bit 0 is present, 1 write, 2 user, 5 accessed, 6 dirty, and bit 7 *)
(* is large where the table is not of level 0; an entry of zeros is        *)
(* Absent.  The first frames are the roots, one a space (a machine's CR3), *)
(* the next the kernel's tables, in the order of their slots.              *)
(*                                                                         *)
(* Left out: caches of translations (Tlb); NX, global and other bits;      *)
(* joining small pages into large ones.                                    *)
(* Refines AddressSpace.  Java: org.tlalloc.paging.PageTable.              *)
(* Source: Intel SDM, volume 3A, "Paging"; for the window, the recursive   *)
(* page directory of many a kernel.                                        *)
(* Invariants: TablesTypeInv, TreeInv, TableEntryInv, NoEmptyTableInv,     *)
(* SharedTablesInv, WindowInv.                                             *)
(***************************************************************************)
EXTENDS Pages, TLC

CONSTANT FirstTable  \* the first of the frames that tables may take; mapped frames are others

VARIABLE tables  \* tables[frame][slot]: the entries of each frame that is a table

vars == tables

TableFrame == FirstTable..(FirstTable + TableCount - 1)

ASSUME TableFrameAssumption == Frame \cap TableFrame = {}
ASSUME TableCountAssumption == TableCount >= Cardinality(Space) + Cardinality(KernelSlot)

Entry == [present : BOOLEAN, frame : Frame \cup TableFrame \cup {0}, write : BOOLEAN,
          user : BOOLEAN, large : BOOLEAN, accessed : BOOLEAN, dirty : BOOLEAN]

TablesTypeInv ==
    /\ DOMAIN tables \subseteq TableFrame
    /\ \A frame \in DOMAIN tables : tables[frame] \in [Slot -> Entry]

Absent == [present |-> FALSE, frame |-> 0, write |-> FALSE, user |-> FALSE,
           large |-> FALSE, accessed |-> FALSE, dirty |-> FALSE]

\* (TLCEval is its argument.  It has TLC evaluate a function at once: 1.7.3 mixes
\* up, in rare cases, EXCEPTs of functions that it has put off evaluating.)
Empty == TLCEval([slot \in Slot |-> Absent])

\* An entry that leads to a table.
TableEntry(frame, user) ==
    [present |-> TRUE, frame |-> frame, write |-> TRUE, user |-> user,
     large |-> FALSE, accessed |-> TRUE, dirty |-> TRUE]

\* An entry of this level that maps a page, or a group.
PageEntry(frame, level, right) ==
    [present |-> TRUE, frame |-> frame, write |-> right.write, user |-> right.user,
     large |-> level > 0, accessed |-> ~Tracked, dirty |-> ~Tracked]

\* What an entry of this level is.
IsTable(entry, level) == entry.present /\ level > 0 /\ ~entry.large
IsPage(entry, level)  == entry.present /\ (level = 0 \/ entry.large)

-----------------------------------------------------------------------------
\* The frames of the roots, and of the kernel's tables below them.
Root(space) == FirstTable + space
KernelTable(slot) ==
    FirstTable + Cardinality(Space) + Cardinality({lower \in KernelSlot : lower < slot})

Permanent ==
    {Root(space) : space \in Space} \cup {KernelTable(slot) : slot \in KernelSlot}

\* The frame that the allocator hands out next.
Spare(all) == TableFrame \ DOMAIN all
Lowest(frames) == CHOOSE least \in frames : \A other \in frames : least <= other

\* Where the processor's walk through a table, and those below it, ends: at
\* an entry that maps the page, or that is absent.
RECURSIVE WalkFrom(_, _, _, _)
WalkFrom(table, page, level, right) ==
    LET slot == Index(page, level)
        entry == tables[table][slot]
        joint == [write |-> right.write /\ entry.write, user |-> right.user /\ entry.user]
    IN  IF IsTable(entry, level)
        THEN WalkFrom(entry.frame, page, level - 1, joint)
        ELSE [table |-> table, slot |-> slot, entry |-> entry, level |-> level, right |-> joint,
              frame |-> entry.frame + (page % (Fanout^level))]

Walk(space, page) ==
    WalkFrom(Root(space), page, Top, [write |-> TRUE, user |-> TRUE])

IsMapped(space, page) == Walk(space, page).entry.present

\* The entries, one level further down, of the pages that this one maps, if it
\* maps any.
Stride(level) == Fanout^(level - 1)
Piece(entry, level, slot) ==
    IF ~entry.present THEN entry
    ELSE [entry EXCEPT !.frame = @ + slot * Stride(level), !.large = level > 1]
Pieces(entry, level) == TLCEval([slot \in Slot |-> Piece(entry, level, slot)])

\* All tables once the way from this table to the page exists down to a table
\* of the level wanted: missing tables are added, large pages on the way split.
RECURSIVE Open(_, _, _, _, _)
Open(all, table, page, level, wanted) ==
    LET slot == Index(page, level)
        entry == all[table][slot]
        fresh == Lowest(Spare(all))
        leading == [all EXCEPT ![table][slot] = TableEntry(fresh, ~IsKernel(page))]
    IN  IF level = wanted
        THEN [possible |-> TRUE, all |-> all, table |-> table, slot |-> slot]
        ELSE IF IsTable(entry, level)
        THEN Open(all, entry.frame, page, level - 1, wanted)
        ELSE IF Spare(all) = {}
        THEN [possible |-> FALSE, all |-> all, table |-> table, slot |-> slot]
        ELSE Open(leading @@ (fresh :> Pieces(entry, level)), fresh, page, level - 1, wanted)

Opened(space, page, level) == Open(tables, Root(space), page, Top, level)

\* The tables at and below an entry of this level.
RECURSIVE Below(_, _, _)
Below(all, entry, level) ==
    IF ~IsTable(entry, level) THEN {}
    ELSE {entry.frame} \cup UNION {Below(all, all[entry.frame][slot], level - 1) : slot \in Slot}

\* All tables with this entry in a slot; if a table is there already, with its
\* pieces in that table's slots.
RECURSIVE Put(_, _, _, _, _)
Put(all, table, slot, level, entry) ==
    LET old == all[table][slot]
        RECURSIVE PutFrom(_, _)
        PutFrom(lower, into) ==
            IF lower = Fanout THEN into
            ELSE PutFrom(lower + 1,
                         Put(into, old.frame, lower, level - 1, Piece(entry, level, lower)))
    IN  IF IsTable(old, level) THEN PutFrom(0, all)
        ELSE [all EXCEPT ![table][slot] = entry]

\* All tables with this right in every page's entry at and below a slot.
RECURSIVE Permit(_, _, _, _, _)
Permit(all, table, slot, level, right) ==
    LET old == all[table][slot]
        RECURSIVE PermitFrom(_, _)
        PermitFrom(lower, into) ==
            IF lower = Fanout THEN into
            ELSE PermitFrom(lower + 1, Permit(into, old.frame, lower, level - 1, right))
    IN  IF IsTable(old, level) THEN PermitFrom(0, all)
        ELSE [all EXCEPT ![table][slot].write = right.write, ![table][slot].user = right.user]

\* All tables but these, which go back to the allocator.
Without(all, frames) == TLCEval([frame \in DOMAIN all \ frames |-> all[frame]])

\* All tables once those on the way from this one to the page that have become
\* empty are given back, the lowest level first.
RECURSIVE Pruned(_, _, _, _)
Pruned(all, table, page, level) ==
    LET slot == Index(page, level)
        entry == all[table][slot]
        kept == Pruned(all, entry.frame, page, level - 1)
    IN  IF ~IsTable(entry, level) THEN all
        ELSE IF kept[entry.frame] = Empty
        THEN [Without(kept, {entry.frame}) EXCEPT ![table][slot] = Absent]
        ELSE kept

\* All tables once nothing is mapped in a slot of one of them, on the way to
\* the page.
Cleared(space, page, level, all, table, slot) ==
    IF IsKernel(page) THEN Put(all, table, slot, level, Absent)
    ELSE LET kept == Without(all, Below(all, all[table][slot], level))
         IN  Pruned([kept EXCEPT ![table][slot] = Absent], Root(space), page, Top)

-----------------------------------------------------------------------------
\* A root has its window, and leads to the kernel's tables, which are empty.
Init ==
    tables = [frame \in Permanent |->
                 IF frame \in {Root(space) : space \in Space}
                 THEN [slot \in Slot |->
                          IF slot \in KernelSlot THEN TableEntry(KernelTable(slot), FALSE)
                          ELSE IF slot = Recursive THEN TableEntry(frame, FALSE)
                          ELSE Absent]
                 ELSE Empty]

\* Map a group of pages that are all unmapped to as many consecutive frames.
Map(space, request, result) ==
    /\ IsSound(request)
    /\ \A page \in Group(request.page, request.level) : ~IsMapped(space, page)
    /\ LET way == Opened(space, request.page, request.level)
           entry == PageEntry(request.frame, request.level, request.right)
       IN  /\ result = IF way.possible THEN Done ELSE None
           /\ tables' = IF way.possible
                        THEN Put(way.all, way.table, way.slot, request.level, entry)
                        ELSE tables

\* The pages are a group, and all of them are mapped.
CanChange(space, page, level) ==
    /\ IsGroup(page, level)
    /\ \A each \in Group(page, level) : IsMapped(space, each)

\* Unmap a group of mapped pages.
Unmap(space, page, level, result) ==
    /\ CanChange(space, page, level)
    /\ LET way == Opened(space, page, level)
       IN  /\ result = IF way.possible THEN Done ELSE None
           /\ tables' = IF way.possible
                        THEN Cleared(space, page, level, way.all, way.table, way.slot)
                        ELSE tables

\* The pages of the group permit this already.
HasRight(space, page, level, right) ==
    \A each \in Group(page, level) : Walk(space, each).right = right

\* From now on they do.  A large page is split only if its right changes.
Protect(space, page, level, right, result) ==
    /\ CanChange(space, page, level)
    /\ IsKernel(page) => ~right.user
    /\ IF HasRight(space, page, level, right)
       THEN result = Done /\ tables' = tables
       ELSE LET way == Opened(space, page, level)
            IN  /\ result = IF way.possible THEN Done ELSE None
                /\ tables' = IF way.possible
                             THEN Permit(way.all, way.table, way.slot, level, right)
                             ELSE tables

\* An access of the processor to the page: the frame that it finds, or why it
\* faults.  The access is noted in the entry that the walk ends at.
Translate(space, page, access, result) ==
    LET walk == Walk(space, page)
        found == walk.entry.present /\ Allows(walk.right, access)
    IN  /\ result = IF ~walk.entry.present THEN NotPresent
                    ELSE IF ~found THEN NotAllowed
                    ELSE walk.frame
        /\ tables' = IF ~found THEN tables
                     ELSE [tables EXCEPT ![walk.table][walk.slot].accessed = TRUE,
                                         ![walk.table][walk.slot].dirty = @ \/ access.write]

Call ==
    \/ \E space \in Space, request \in MapRequest, result \in {Done, None} :
           Map(space, request, result)
    \/ \E space \in Space, page \in Page, level \in Level, result \in {Done, None} :
           Unmap(space, page, level, result)
    \/ \E space \in Space, page \in Page, level \in Level, right \in Right, result \in {Done, None} :
           Protect(space, page, level, right, result)
    \/ \E space \in Space, page \in Page, access \in Access,
          result \in Frame \cup TableFrame \cup {NotPresent, NotAllowed} :
           Translate(space, page, access, result)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* The slots that lead to a table, the window's apart.
Leading ==
    {<<table, slot>> \in (DOMAIN tables) \X Slot :
        LET entry == tables[table][slot]
        IN  entry.present /\ entry.frame \in TableFrame /\ ~(slot = Recursive /\ entry.frame = table)}

\* The tables are trees that share the kernel's: a root has no parent, one of
\* the kernel's top tables has a slot in each root, any other table has one.
\* No entry leads to a frame that was given back, and no table is lost.
TreeInv ==
    LET leading == Leading
        Parents(frame) == {place \in leading : tables[place[1]][place[2]].frame = frame}
    IN  \A frame \in TableFrame :
            Cardinality(Parents(frame)) =
                IF frame \notin DOMAIN tables \/ \E space \in Space : frame = Root(space) THEN 0
                ELSE IF \E slot \in KernelSlot : frame = KernelTable(slot) THEN Cardinality(Space)
                ELSE 1

\* An entry that leads to a table never restricts, and the processor has
\* nothing to note in it; an entry that leads nowhere is zero.
TableEntryInv ==
    \A table \in DOMAIN tables, slot \in Slot :
        LET entry == tables[table][slot]
        IN  /\ entry.frame \in TableFrame => entry = TableEntry(entry.frame, entry.user)
            /\ ~entry.present => entry = Absent

\* No table of the user half is empty.
NoEmptyTableInv ==
    \A table \in DOMAIN tables, slot \in Slot :
        LET entry == tables[table][slot]
        IN  entry.user /\ entry.frame \in TableFrame => tables[entry.frame] # Empty

\* Every root leads to the kernel's tables.
SharedTablesInv ==
    \A space \in Space, slot \in KernelSlot :
        tables[Root(space)][slot] = TableEntry(KernelTable(slot), FALSE)

\* The page of the window that shows the last table on the way to a page.
WindowPage(page) == Recursive * Fanout^Top + page \div Fanout

\* The window shows the tables as they are, to the kernel alone, and can be
\* written.  (Where a large page ends the walk early, it shows that page's
\* frames: no table is there to be seen.)
WindowInv ==
    Recursive = None \/
    \A space \in Space, page \in Page :
        LET walk == Walk(space, page)
            seen == Walk(space, WindowPage(page))
        IN  IF walk.level = 0
            THEN seen.frame = walk.table /\ seen.right = [write |-> TRUE, user |-> FALSE]
            ELSE IF walk.entry.present THEN seen.frame \in Frame
            ELSE ~seen.entry.present

THEOREM Spec => [](/\ TablesTypeInv
                   /\ TreeInv
                   /\ TableEntryInv
                   /\ NoEmptyTableInv
                   /\ SharedTablesInv
                   /\ WindowInv)

-----------------------------------------------------------------------------
\* What the walks say, page by page.
MappingOf(space, page) ==
    LET walk == Walk(space, page)
    IN  IF walk.entry.present /\ ~IsWindow(page)
        THEN [frame |-> walk.frame, right |-> walk.right,
              accessed |-> walk.entry.accessed, dirty |-> walk.entry.dirty]
        ELSE [frame |-> None, right |-> [write |-> FALSE, user |-> FALSE],
              accessed |-> FALSE, dirty |-> FALSE]

Mapping == [space \in Space |-> [page \in Page |-> MappingOf(space, page)]]

Contract == INSTANCE AddressSpace
                WITH mapping <- Mapping, leaving <- {}, spare <- Cardinality(Spare(tables))

THEOREM Spec => Contract!Spec
=============================================================================
