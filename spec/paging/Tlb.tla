-------------------------------- MODULE Tlb --------------------------------
(***************************************************************************)
(* Processors that remember translations, and how a page is unmapped all   *)
(* the same.  A translation stays in a processor's TLB after the tables    *)
(* have changed, until that processor drops it; so who unmaps a page must  *)
(* make all others drop it too (a "shootdown"), and may give the frame     *)
(* away only when all have said that they did.                             *)
(*                                                                         *)
(*   UnmapBegin   clear the entry, drop the page here, interrupt those     *)
(*                whose tables lead to it                                  *)
(*   Acknowledge  (each of them) drop the page, and say so                 *)
(*   UnmapEnd     all have: the frame is free                              *)
(*                                                                         *)
(* The kernel's pages are global: they are the same in all address spaces, *)
(* and outlive LoadRoot, which drops all others.  Hence a processor that   *)
(* runs in another space need not be interrupted for a user's page.        *)
(* Who waits for acknowledgements has interrupts enabled, and acknowledges *)
(* what others ask meanwhile: else two would wait for each other for ever. *)
(*                                                                         *)
(* How the variables are read from a machine: entry from the tables (the   *)
(* frame that a page's entry holds, None if it is not present); root from  *)
(* CR3; tlb from the processor's TLB; masked from the interrupt flag of    *)
(* EFLAGS; flight from the record in memory by which a processor tells the *)
(* others what to drop, with a bit for each that has not done so.          *)
(*                                                                         *)
(* Left out: large pages and tables (PageTable); rights, whose withdrawal  *)
(* takes the same way; translations that the processor loads unasked       *)
(* while it waits; address-space identifiers; several pages at once.       *)
(* Refines AddressSpace, where the page is leaving from UnmapBegin to      *)
(* UnmapEnd: no unmapping in one step is refined, since one processor may  *)
(* fault on the page while another still reaches it.                       *)
(* Java: org.tlalloc.paging.Shootdown.                                     *)
(* Source: Black et al., Translation lookaside buffer consistency: a       *)
(* software approach, ASPLOS 1989; Intel SDM, volume 3A, "Invalidation of  *)
(* TLBs and Paging-Structure Caches".                                      *)
(* Invariants: TlbTypeInv, CoherenceInv, AcknowledgedInv, ReuseInv,        *)
(* WaitingInv.  Liveness: ShootdownEndsProp.                               *)
(***************************************************************************)
EXTENDS Pages

CONSTANT Cpu  \* the processors

VARIABLES
    entry,   \* entry[space][page]: the frame that the tables lead to, or None
    root,    \* root[cpu]: the address space that it runs in
    tlb,     \* tlb[cpu][page]: the frame that it remembers, or None
    flight,  \* flight[cpu]: what it is unmapping, and who has yet to drop it; or Idle
    masked   \* the processors that do not take interrupts at the moment

vars == <<entry, root, tlb, flight, masked>>

Idle == [space |-> None, page |-> None, frame |-> None, waiting |-> {}]

TlbTypeInv ==
    /\ entry \in [Space -> [Page -> Frame \cup {None}]]
    /\ root \in [Cpu -> Space]
    /\ tlb \in [Cpu -> [Page -> Frame \cup {None}]]
    /\ \A cpu \in Cpu :
           \/ flight[cpu] = Idle
           \/ flight[cpu] \in [space : Space, page : Page, frame : Frame,
                               waiting : SUBSET (Cpu \ {cpu})]
    /\ masked \subseteq Cpu

Waits(cpu) == flight[cpu] # Idle

\* The tables that this processor walks are those of the space, or lead to the
\* page all the same.
Reaches(cpu, space, page) == root[cpu] \in Sharing(space, page)

\* The processor is unmapping the page of this space; some processor is.
IsUnmapping(cpu, space, page) ==
    flight[cpu].page = page /\ space \in Sharing(flight[cpu].space, page)
IsLeaving(space, page) == \E cpu \in Cpu : IsUnmapping(cpu, space, page)

\* The frames that are neither mapped nor on their way out.
FreeFrames ==
    Frame \ ({entry[space][page] : space \in Space, page \in Page}
             \cup {flight[cpu].frame : cpu \in Cpu})

\* The lowest of these frames, or None.
LowestOf(frames) ==
    IF frames = {} THEN None ELSE CHOOSE least \in frames : \A other \in frames : least <= other

\* The entries once the page leads to this frame, or nowhere.
Entered(space, page, frame) ==
    [each \in Space |-> IF each \in Sharing(space, page)
                        THEN [entry[each] EXCEPT ![page] = frame] ELSE entry[each]]

\* What a processor remembers once it has dropped one page (INVLPG), or all
\* but the global ones.
Dropped(cpu, page) == [tlb EXCEPT ![cpu][page] = None]
DroppedLocal(cpu)  ==
    [tlb EXCEPT ![cpu] = [page \in Page |-> IF IsKernel(page) THEN @[page] ELSE None]]

\* Whom UnmapBegin interrupts.
Interrupted(cpu, space, page) == {other \in Cpu \ {cpu} : Reaches(other, space, page)}

RightOf(page) == [write |-> TRUE, user |-> ~IsKernel(page)]

-----------------------------------------------------------------------------
Init ==
    /\ entry = [space \in Space |-> [page \in Page |-> None]]
    /\ root = [cpu \in Cpu |-> 0]
    /\ tlb = [cpu \in Cpu |-> [page \in Page |-> None]]
    /\ flight = [cpu \in Cpu |-> Idle]
    /\ masked = {}

\* Map a page to a frame that is nobody's.  Nothing has to be dropped for it:
\* that a page is absent is never remembered.
Populate(cpu, space, page, result) ==
    /\ ~Waits(cpu)
    /\ IsGroup(page, 0)
    /\ entry[space][page] = None
    /\ ~IsLeaving(space, page)
    /\ result = LowestOf(FreeFrames)
    /\ entry' = IF result = None THEN entry ELSE Entered(space, page, result)
    /\ UNCHANGED <<root, tlb, flight, masked>>

\* An access of the processor: what it remembers counts, whatever the tables
\* say; what it finds there it remembers.
Translate(cpu, space, page, access, result) ==
    LET remembered == tlb[cpu][page]
        frame == IF remembered # None THEN remembered ELSE entry[space][page]
        found == frame # None /\ Allows(RightOf(page), access)
    IN  /\ ~Waits(cpu)
        /\ root[cpu] = space
        /\ result = IF frame = None THEN NotPresent ELSE IF ~found THEN NotAllowed ELSE frame
        /\ tlb' = IF found THEN [tlb EXCEPT ![cpu][page] = frame] ELSE tlb
        /\ UNCHANGED <<entry, root, flight, masked>>

\* Begin to unmap a page.  Interrupts have to be enabled.
UnmapBegin(cpu, space, page, result) ==
    /\ ~Waits(cpu)
    /\ cpu \notin masked
    /\ entry[space][page] # None
    /\ result = Done
    /\ entry' = Entered(space, page, None)
    /\ tlb' = Dropped(cpu, page)
    /\ flight' = [flight EXCEPT ![cpu] =
                     [space |-> space, page |-> page, frame |-> entry[space][page],
                      waiting |-> Interrupted(cpu, space, page)]]
    /\ UNCHANGED <<root, masked>>

\* All have dropped it: the frame is free, and is the answer.
UnmapEnd(cpu, result) ==
    /\ Waits(cpu)
    /\ flight[cpu].waiting = {}
    /\ result = flight[cpu].frame
    /\ flight' = [flight EXCEPT ![cpu] = Idle]
    /\ UNCHANGED <<entry, root, tlb, masked>>

\* Run in another address space, or begin anew in this one (MOV to CR3).
LoadRoot(cpu, space, result) ==
    /\ ~Waits(cpu)
    /\ result = Done
    /\ root' = [root EXCEPT ![cpu] = space]
    /\ tlb' = DroppedLocal(cpu)
    /\ UNCHANGED <<entry, flight, masked>>

\* The processor takes the interrupt that another sent.
Acknowledge(cpu, by) ==
    /\ cpu \notin masked
    /\ cpu \in flight[by].waiting
    /\ tlb' = Dropped(cpu, flight[by].page)
    /\ flight' = [flight EXCEPT ![by].waiting = @ \ {cpu}]
    /\ UNCHANGED <<entry, root, masked>>

\* Code that wants no interrupts ends, as it began (Mask).
Unmask(cpu) ==
    /\ ~Waits(cpu)
    /\ cpu \in masked
    /\ masked' = masked \ {cpu}
    /\ UNCHANGED <<entry, root, tlb, flight>>

Mask(cpu) ==
    /\ ~Waits(cpu)
    /\ cpu \notin masked
    /\ masked' = masked \cup {cpu}
    /\ UNCHANGED <<entry, root, tlb, flight>>

\* The processor needs the room for something else.
Evict(cpu, page) ==
    /\ tlb[cpu][page] # None
    /\ tlb' = Dropped(cpu, page)
    /\ UNCHANGED <<entry, root, flight, masked>>

Call ==
    \/ \E cpu \in Cpu, space \in Space, page \in Page, result \in Frame \cup {None} :
           Populate(cpu, space, page, result)
    \/ \E cpu \in Cpu, space \in Space, page \in Page, access \in Access,
          result \in Frame \cup {NotPresent, NotAllowed} :
           Translate(cpu, space, page, access, result)
    \/ \E cpu \in Cpu, space \in Space, page \in Page, result \in {Done} :
           UnmapBegin(cpu, space, page, result)
    \/ \E cpu \in Cpu, result \in Frame : UnmapEnd(cpu, result)
    \/ \E cpu \in Cpu, space \in Space, result \in {Done} : LoadRoot(cpu, space, result)

Internal ==
    \/ \E cpu \in Cpu, by \in Cpu : Acknowledge(cpu, by)
    \/ \E cpu \in Cpu : Unmask(cpu)

Environment ==
    \/ \E cpu \in Cpu : Mask(cpu)
    \/ \E cpu \in Cpu, page \in Page : Evict(cpu, page)

Next == Call \/ Internal \/ Environment

Spec == Init /\ [][Next]_vars

\* Interrupts are masked for a while only, and one that is pending again and
\* again is taken at last; who may end an unmapping does.
FairSpec ==
    /\ Spec
    /\ \A cpu \in Cpu :
           /\ \A by \in Cpu : SF_vars(Acknowledge(cpu, by))
           /\ WF_vars(Unmask(cpu))
           /\ WF_vars(\E result \in Frame : UnmapEnd(cpu, result))

-----------------------------------------------------------------------------
\* What a processor remembers is what its tables say, or a processor waits for
\* it to drop that.
CoherenceInv ==
    \A cpu \in Cpu, page \in Page :
        tlb[cpu][page] # None =>
            \/ tlb[cpu][page] = entry[root[cpu]][page]
            \/ \E by \in Cpu :
                   /\ cpu \in flight[by].waiting
                   /\ flight[by].page = page
                   /\ flight[by].frame = tlb[cpu][page]

\* Who has acknowledged no longer remembers the frame.  (CoherenceInv implies
\* this and the next; they are stated since they are the point.)
AcknowledgedInv ==
    \A by \in Cpu : Waits(by) =>
        \A cpu \in Cpu \ flight[by].waiting : tlb[cpu][flight[by].page] # flight[by].frame

\* No frame is used again while any processor can still reach it by another
\* page, or in another space.
ReuseInv ==
    \A cpu \in Cpu, page \in Page, space \in Space, other \in Page :
        /\ tlb[cpu][page] # None
        /\ entry[space][other] = tlb[cpu][page]
        => page = other /\ Reaches(cpu, space, page)

\* Who waits can be interrupted.
WaitingInv == \A cpu \in masked : ~Waits(cpu)

\* Whoever begins to unmap a page is done at last.
ShootdownEndsProp == \A cpu \in Cpu : Waits(cpu) ~> ~Waits(cpu)

THEOREM Spec => [](TlbTypeInv /\ CoherenceInv /\ AcknowledgedInv /\ ReuseInv /\ WaitingInv)
THEOREM FairSpec => ShootdownEndsProp

-----------------------------------------------------------------------------
\* A page is mapped until its unmapping ends.
FrameOf(space, page) ==
    IF entry[space][page] # None \/ ~IsLeaving(space, page) THEN entry[space][page]
    ELSE flight[CHOOSE cpu \in Cpu : IsUnmapping(cpu, space, page)].frame

MappingOf(space, page) ==
    LET frame == FrameOf(space, page)
    IN  [frame |-> frame,
         right |-> IF frame = None THEN [write |-> FALSE, user |-> FALSE] ELSE RightOf(page),
         accessed |-> frame # None,
         dirty |-> frame # None]

Mapping == [space \in Space |-> [page \in Page |-> MappingOf(space, page)]]
Leaving == {place \in Space \X Page : IsLeaving(place[1], place[2])}

\* Frames for tables never run out here, and accesses are not told apart.
Contract == INSTANCE AddressSpace
                WITH mapping <- Mapping, leaving <- Leaving, spare <- Top,
                     TableCount <- Top, Tracked <- FALSE

THEOREM Spec => Contract!Spec
=============================================================================
