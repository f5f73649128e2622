---------------------------- MODULE AddressSpace ----------------------------
(***************************************************************************)
(* The contract of paging: in each address space a page is mapped to a     *)
(* frame, with what it permits, or not at all.  Callers map, unmap and     *)
(* protect groups of pages; the processor translates.                      *)
(*                                                                         *)
(* What it asks:                                                           *)
(*   - a page leads to its frame, or faults, exactly as it was mapped;     *)
(*     page 0 always faults;                                               *)
(*   - the kernel half is the same in all address spaces, and never the    *)
(*     user's;                                                             *)
(*   - what was accessed or written is known to be, until it is unmapped;  *)
(*     pages beside it in the same large page may be marked with it;       *)
(*   - a call is refused for want of frames only where there are fewer     *)
(*     than its longest way down could need, and then changes nothing.     *)
(* What it leaves open: tables, large pages, where the frames for tables   *)
(* come from, and what the window shows, if there is one.                  *)
(*                                                                         *)
(* Where several processors cache translations, unmapping takes time: from *)
(* UnmapBegin to UnmapEnd a page is *leaving*.  Meanwhile one processor    *)
(* may fault there while another still reaches it, so that neither answer  *)
(* is wrong; but its frame is nobody else's yet.                           *)
(*                                                                         *)
(* Refined by PageTable (one processor, nothing is ever leaving) and Tlb.  *)
(* Java: org.tlalloc.paging.AddressSpace, an interface (Map, Unmap,         *)
(* Protect, Translate).                                                    *)
(* Invariants: MappingTypeInv, LeavingInv, PageZeroInv, SharedInv,         *)
(* KernelInv.                                                              *)
(***************************************************************************)
EXTENDS Pages

VARIABLES
    mapping,  \* mapping[space][page]: frame, right, accessed, dirty; Unmapped
    leaving,  \* the <<space, page>> whose unmapping has begun and not ended
    spare     \* how many frames are left for tables

vars == <<mapping, leaving, spare>>

Unmapped == [frame |-> None, right |-> [write |-> FALSE, user |-> FALSE],
             accessed |-> FALSE, dirty |-> FALSE]

\* What a page is when it has just been mapped.
Mapped(frame, right) ==
    [frame |-> frame, right |-> right, accessed |-> ~Tracked, dirty |-> ~Tracked]

MappingTypeInv ==
    mapping \in [Space -> [Page ->
        {Unmapped} \cup [frame : Frame, right : Right, accessed : BOOLEAN, dirty : BOOLEAN]]]

IsMapped(space, page) == mapping[space][page] # Unmapped

\* The mapping, but for the pages of this group, in this space and those that
\* share them: they become New(page).
Changed(space, first, level, New(_)) ==
    LET pages == Group(first, level)
    IN  [each \in Space |->
            IF each \in Sharing(space, first)
            THEN [page \in Page |-> IF page \in pages THEN New(page) ELSE mapping[each][page]]
            ELSE mapping[each]]

IsLeaving(space, pages) == \E page \in pages : <<space, page>> \in leaving

Init ==
    /\ mapping = [space \in Space |-> [page \in Page |-> Unmapped]]
    /\ leaving = {}
    /\ spare \in 0..TableCount

\* Map a group of pages that are all unmapped to as many consecutive frames.
\* The way to them may lack a table at every level above theirs.
Map(space, request, result) ==
    LET pages == Group(request.page, request.level)
        New(page) == Mapped(request.frame + page - request.page, request.right)
    IN  /\ IsSound(request)
        /\ ~IsLeaving(space, pages)
        /\ \A page \in pages : ~IsMapped(space, page)
        /\ IF result = None
           THEN spare < Top - request.level /\ UNCHANGED vars
           ELSE /\ result = Done
                /\ mapping' = Changed(space, request.page, request.level, New)
                /\ leaving' = leaving
                /\ spare' \in 0..TableCount

\* Some page leads to the frame, or is not yet done with it.
IsInUse(frame) == \E space \in Space, page \in Page : mapping[space][page].frame = frame

\* Map a page to a frame that is nobody's, which is the answer.
Populate(space, page, result) ==
    /\ IsGroup(page, 0)
    /\ ~IsLeaving(space, {page})
    /\ ~IsMapped(space, page)
    /\ IF result = None
       THEN (spare < Top \/ \A frame \in Frame : IsInUse(frame)) /\ UNCHANGED vars
       ELSE /\ result \in Frame /\ ~IsInUse(result)
            /\ \E right \in Right :
                   LET New(each) == Mapped(result, right)
                   IN  (IsKernel(page) => ~right.user) /\ mapping' = Changed(space, page, 0, New)
            /\ leaving' = leaving
            /\ spare' \in 0..TableCount

\* The pages are a group, and all of them are mapped.
CanChange(space, page, level) ==
    /\ IsGroup(page, level)
    /\ ~IsLeaving(space, Group(page, level))
    /\ \A each \in Group(page, level) : IsMapped(space, each)

\* Unmap a group of mapped pages.  A larger page that they are part of has to
\* be split, which takes a table a level.
Unmap(space, page, level, result) ==
    LET New(each) == Unmapped
    IN  /\ CanChange(space, page, level)
        /\ IF result = None
           THEN spare < LargestLevel - level /\ UNCHANGED vars
           ELSE /\ result = Done
                /\ mapping' = Changed(space, page, level, New)
                /\ leaving' = leaving
                /\ spare' \in 0..TableCount

\* From now on they permit something else.
Protect(space, page, level, right, result) ==
    LET New(each) == [mapping[space][each] EXCEPT !.right = right]
    IN  /\ CanChange(space, page, level)
        /\ right \in Right
        /\ IsKernel(page) => ~right.user
        /\ IF result = None
           THEN spare < LargestLevel - level /\ UNCHANGED vars
           ELSE /\ result = Done
                /\ mapping' = Changed(space, page, level, New)
                /\ leaving' = leaving
                /\ spare' \in 0..TableCount

\* The mapping once an access to a group has been noted.
Marked(space, first, level, access) ==
    LET New(each) == [mapping[space][each] EXCEPT !.accessed = TRUE,
                                                  !.dirty = @ \/ access.write]
    IN  Changed(space, first, level, New)

\* An access to the page, or to one that is hidden by the same large page, may
\* be noted so: for a whole group that is mapped.
MayBeNoted(space, page, access) ==
    IF ~Tracked THEN mapping' = mapping
    ELSE \E level \in Level :
             LET first == page - (page % (Fanout^level))
             IN  /\ \A each \in Group(first, level) : each \in Page /\ IsMapped(space, each)
                 /\ mapping' = Marked(space, first, level, access)

\* An access of the processor to the page: the frame that it finds, or why it
\* faults.  What it finds in the window is not said here; but where a large
\* page hides a table, it may be that page which is marked.
Translate(space, page, access, result) ==
    /\ UNCHANGED <<leaving, spare>>
    /\ IF IsWindow(page)
       THEN \/ mapping' = mapping
            \/ Tracked /\ \E other \in Page : MayBeNoted(space, other, access)
       ELSE IF ~IsMapped(space, page)
       THEN result = NotPresent /\ mapping' = mapping
       ELSE IF result = NotPresent
       THEN IsLeaving(space, {page}) /\ mapping' = mapping
       ELSE IF ~Allows(mapping[space][page].right, access)
       THEN result = NotAllowed /\ mapping' = mapping
       ELSE result = mapping[space][page].frame /\ MayBeNoted(space, page, access)

\* Begin to unmap a page, while other processors may still reach it.
UnmapBegin(space, page, result) ==
    /\ CanChange(space, page, 0)
    /\ result = Done
    /\ leaving' = leaving \cup {<<each, page>> : each \in Sharing(space, page)}
    /\ UNCHANGED <<mapping, spare>>

\* No processor reaches it any more: it is unmapped, and its frame, which is
\* the answer, is free from now on.
UnmapEnd(result) ==
    /\ UNCHANGED spare
    /\ \E place \in leaving :
           LET space == place[1]
               page == place[2]
               New(each) == Unmapped
           IN  /\ result = mapping[space][page].frame
               /\ mapping' = Changed(space, page, 0, New)
               /\ leaving' = leaving \ {<<each, page>> : each \in Sharing(space, page)}

Call ==
    \/ \E space \in Space, request \in MapRequest, result \in {Done, None} :
           Map(space, request, result)
    \/ \E space \in Space, page \in Page, result \in Frame \cup {None} :
           Populate(space, page, result)
    \/ \E space \in Space, page \in Page, level \in Level, result \in {Done, None} :
           Unmap(space, page, level, result)
    \/ \E space \in Space, page \in Page, level \in Level, right \in Right,
          result \in {Done, None} :
           Protect(space, page, level, right, result)
    \/ \E space \in Space, page \in Page, access \in Access,
          result \in Frame \cup {NotPresent, NotAllowed} :
           Translate(space, page, access, result)
    \/ \E space \in Space, page \in Page, result \in {Done} : UnmapBegin(space, page, result)
    \/ \E result \in Frame : UnmapEnd(result)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* Only what is mapped is on its way out.
LeavingInv == \A place \in leaving : IsMapped(place[1], place[2])

\* A null pointer faults, whatever was done.
PageZeroInv == \A space \in Space : 0 \in Page => ~IsMapped(space, 0)

\* The kernel's pages are the same in all address spaces.
SharedInv ==
    \A page \in Page, space, other \in Space :
        IsKernel(page) => mapping[space][page] = mapping[other][page]

\* And never the user's.
KernelInv ==
    \A page \in Page, space \in Space : IsKernel(page) => ~mapping[space][page].right.user

THEOREM Spec => [](MappingTypeInv /\ LeavingInv /\ PageZeroInv /\ SharedInv /\ KernelInv)
=============================================================================
