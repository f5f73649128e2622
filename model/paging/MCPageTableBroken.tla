------------------------- MODULE MCPageTableBroken -------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS MCPageTable

\* A few requests, so that the faults are found soon.
FewRequests ==
    {MapOf(1, 0, 3, ReadOnly), MapOf(4, 1, 4, UserWrite), MapOf(5, 0, 5, UserWrite),
     MapOf(8, 0, 3, ReadOnly)}

\* For Stride: the pieces of a large page lie a whole one apart.
StrideOfTheWhole(level) == Fanout^level

\* For Stride: the pieces of a large page are taken to be single pages, as at
\* the lowest level they are.
StrideOfOne(level) == 1

\* For Pieces: what was accessed or written is forgotten when a large page is
\* split.
PiecesForgetting(entry, level) ==
    [slot \in Slot |-> [Piece(entry, level, slot) EXCEPT !.accessed = FALSE, !.dirty = FALSE]]

\* For Piece: what is absent is cut into pieces too, and leaves bits behind.
PieceOfNothing(entry, level, slot) ==
    [entry EXCEPT !.frame = @ + slot * Stride(level), !.large = level > 1]

\* For Put: a table of the kernel that is in the way is written over.
PutOver(all, table, slot, level, entry) == [all EXCEPT ![table][slot] = entry]

\* For TableEntry: the kernel writes its tables through some other mapping.
TableEntryReadOnly(frame, user) ==
    [present |-> TRUE, frame |-> frame, write |-> FALSE, user |-> user,
     large |-> FALSE, accessed |-> TRUE, dirty |-> TRUE]

\* For Pruned: a table is given back while its entry still points at it.
RECURSIVE PrunedDangling(_, _, _, _)
PrunedDangling(all, table, page, level) ==
    LET entry == all[table][Index(page, level)]
        kept == PrunedDangling(all, entry.frame, page, level - 1)
    IN  IF ~IsTable(entry, level) THEN all
        ELSE IF kept[entry.frame] = Empty THEN Without(kept, {entry.frame})
        ELSE kept

\* For Pruned: empty tables stay.
PrunedNever(all, table, page, level) == all

\* For Cleared: tables below a group are lost when it is unmapped as a whole.
ClearedLosing(space, page, level, all, table, slot) ==
    [all EXCEPT ![table][slot] = Absent]

\* For Cleared: the kernel's tables are taken for a user's.
ClearedKernelToo(space, page, level, all, table, slot) ==
    LET kept == Without(all, Below(all, all[table][slot], level))
    IN  Pruned([kept EXCEPT ![table][slot] = Absent], Root(space), page, Top)

\* For Permit: the right of a group is written into the entry that leads to
\* its table.
PermitOnTheWay(all, table, slot, level, right) ==
    [all EXCEPT ![table][slot].write = right.write, ![table][slot].user = right.user]

\* For Permit: the entry is written anew, as for a page just mapped.
PermitAnew(all, table, slot, level, right) ==
    [all EXCEPT ![table][slot] = PageEntry(all[table][slot].frame, level, right)]

\* For Map: what was done before the frames ran out stays.
MapHalfDone(space, request, result) ==
    /\ IsSound(request)
    /\ \A page \in Group(request.page, request.level) : ~IsMapped(space, page)
    /\ LET way == Opened(space, request.page, request.level)
           entry == PageEntry(request.frame, request.level, request.right)
       IN  /\ result = IF way.possible THEN Done ELSE None
           /\ tables' = IF way.possible
                        THEN Put(way.all, way.table, way.slot, request.level, entry)
                        ELSE way.all

\* For Map: it gives up where every frame but one is in use.
MapSparingTheLast(space, request, result) ==
    /\ IsSound(request)
    /\ \A page \in Group(request.page, request.level) : ~IsMapped(space, page)
    /\ LET way == Opened(space, request.page, request.level)
           entry == PageEntry(request.frame, request.level, request.right)
           enough == way.possible /\ Spare(way.all) # {}
       IN  /\ result = IF enough THEN Done ELSE None
           /\ tables' = IF enough
                        THEN Put(way.all, way.table, way.slot, request.level, entry)
                        ELSE tables

\* For Unmap: the large page goes as a whole, whatever was asked for.
UnmapWhole(space, page, level, result) ==
    /\ CanChange(space, page, level)
    /\ result = Done
    /\ LET walk == Walk(space, page)
       IN  tables' = Pruned([tables EXCEPT ![walk.table][walk.slot] = Absent],
                            Root(space), page, Top)

\* For Translate: the frame of a large page is the answer for all its pages.
TranslateToTheFirst(space, page, access, result) ==
    LET walk == Walk(space, page)
        found == walk.entry.present /\ Allows(walk.right, access)
    IN  /\ result = IF ~walk.entry.present THEN NotPresent
                    ELSE IF ~found THEN NotAllowed
                    ELSE walk.entry.frame
        /\ tables' = tables

\* For Translate: a write is noted as any access is.
TranslateNeverDirty(space, page, access, result) ==
    LET walk == Walk(space, page)
        found == walk.entry.present /\ Allows(walk.right, access)
    IN  /\ result = IF ~walk.entry.present THEN NotPresent
                    ELSE IF ~found THEN NotAllowed
                    ELSE walk.frame
        /\ tables' = IF ~found THEN tables
                     ELSE [tables EXCEPT ![walk.table][walk.slot].accessed = TRUE]
=============================================================================
