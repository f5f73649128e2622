------------------------------- MODULE Tables -------------------------------
(***************************************************************************)
(* Page tables as values: what an entry holds, and what becomes of all     *)
(* tables when a way is opened, an entry put, a table given back.  "All    *)
(* tables" is a function from the frames that are tables to their slots,   *)
(* and each operator here yields another.  It has no variables; PageTable  *)
(* has one, and says when these operators are applied.                     *)
(*                                                                         *)
(* Left out: what a large page may be (Pages), and all that is asked of    *)
(* calls (PageTable).                                                      *)
(***************************************************************************)
EXTENDS Pages, TLC

CONSTANT FirstTable  \* the first of the frames that tables may take; mapped frames are others

TableFrame == FirstTable..(FirstTable + TableCount - 1)

ASSUME TableFrameAssumption == Frame \cap TableFrame = {}
ASSUME TableCountAssumption == TableCount >= Cardinality(Space) + Cardinality(KernelSlot)

Entry == [present : BOOLEAN, frame : Frame \cup TableFrame \cup {0}, write : BOOLEAN,
          user : BOOLEAN, large : BOOLEAN, accessed : BOOLEAN, dirty : BOOLEAN]

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

\* Whether an entry of this level leads to a table.
IsTable(entry, level) == entry.present /\ level > 0 /\ ~entry.large

-----------------------------------------------------------------------------
\* The frames of the roots, and of the kernel's tables below them.
Root(space) == FirstTable + space
KernelTable(slot) ==
    FirstTable + Cardinality(Space) + Cardinality({lower \in KernelSlot : lower < slot})

Permanent ==
    {Root(space) : space \in Space} \cup {KernelTable(slot) : slot \in KernelSlot}

\* The frames that the allocator has left, and the one that it hands out next.
Spare(all) == TableFrame \ DOMAIN all
Lowest(frames) == CHOOSE least \in frames : \A other \in frames : least <= other

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
=============================================================================
