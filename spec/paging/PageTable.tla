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
(* large page, the pages are mapped one level further down.  What becomes  *)
(* of tables is in Tables; here is when.                                   *)
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
EXTENDS Tables

VARIABLE tables  \* tables[frame][slot]: the entries of each frame that is a table

vars == tables

TablesTypeInv ==
    /\ DOMAIN tables \subseteq TableFrame
    /\ \A frame \in DOMAIN tables : tables[frame] \in [Slot -> Entry]

-----------------------------------------------------------------------------
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

Opened(space, page, level) == Open(tables, Root(space), page, Top, level)

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
    \/ \E space \in Space, page \in Page, level \in Level, right \in Right,
          result \in {Done, None} :
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
        IN  /\ entry.present
            /\ entry.frame \in TableFrame
            /\ ~(slot = Recursive /\ entry.frame = table)}

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
