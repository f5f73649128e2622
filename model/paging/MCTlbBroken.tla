---------------------------- MODULE MCTlbBroken ----------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS MCTlb

\* For Dropped: nothing is dropped, though it is said so.
DroppedNothing(cpu, page) == tlb

\* For DroppedLocal: the other space's translations outlive the change.
DroppedNone(cpu) == tlb

\* For Interrupted: nobody is.
InterruptedNobody(cpu, space, page) == {}

\* For Interrupted: who runs in another space is left alone, though the page
\* is the kernel's.
InterruptedSameSpace(cpu, space, page) == {other \in Cpu \ {cpu} : root[other] = space}

\* For Interrupted: so is the one that does it.
InterruptedAll(cpu, space, page) == {any \in Cpu : Reaches(any, space, page)}

\* For FreeFrames: a frame is free as soon as no entry leads to it.
FreeFramesEarly == Frame \ {entry[space][page] : space \in Space, page \in Page}

\* For LowestOf: it gives up where one is left.
LowestOfMany(frames) ==
    IF \A one, other \in frames : one = other THEN None
    ELSE CHOOSE least \in frames : \A other \in frames : least <= other

\* For UnmapBegin: the page is not dropped by the processor that unmaps it.
UnmapBeginKeeping(cpu, space, page, result) ==
    /\ ~Waits(cpu)
    /\ cpu \notin masked
    /\ entry[space][page] # None
    /\ result = Done
    /\ entry' = Entered(space, page, None)
    /\ flight' = [flight EXCEPT ![cpu] =
                     [space |-> space, page |-> page, frame |-> entry[space][page],
                      waiting |-> Interrupted(cpu, space, page)]]
    /\ UNCHANGED <<root, tlb, masked>>

\* For UnmapBegin: begun with interrupts masked.
UnmapBeginMasked(cpu, space, page, result) ==
    /\ ~Waits(cpu)
    /\ entry[space][page] # None
    /\ result = Done
    /\ entry' = Entered(space, page, None)
    /\ tlb' = Dropped(cpu, page)
    /\ flight' = [flight EXCEPT ![cpu] =
                     [space |-> space, page |-> page, frame |-> entry[space][page],
                      waiting |-> Interrupted(cpu, space, page)]]
    /\ UNCHANGED <<root, masked>>

\* For UnmapBegin: one that is absent already is unmapped once more.
UnmapBeginTwice(cpu, space, page, result) ==
    /\ ~Waits(cpu)
    /\ cpu \notin masked
    /\ result = Done
    /\ flight' = flight
    /\ UNCHANGED <<entry, root, tlb, masked>>

\* For UnmapEnd: it does not wait for the last acknowledgement.
UnmapEndEarly(cpu, result) ==
    /\ Waits(cpu)
    /\ result = flight[cpu].frame
    /\ flight' = [flight EXCEPT ![cpu] = Idle]
    /\ UNCHANGED <<entry, root, tlb, masked>>

\* For UnmapEnd: the answer is some frame.
UnmapEndAnswering(cpu, result) ==
    /\ Waits(cpu)
    /\ flight[cpu].waiting = {}
    /\ result = 2
    /\ flight' = [flight EXCEPT ![cpu] = Idle]
    /\ UNCHANGED <<entry, root, tlb, masked>>

\* For Acknowledge: it is said before it is done.
AcknowledgeFirst(cpu, by) ==
    /\ cpu \notin masked
    /\ cpu \in flight[by].waiting
    /\ flight' = [flight EXCEPT ![by].waiting = @ \ {cpu}]
    /\ UNCHANGED <<entry, root, tlb, masked>>

\* For Acknowledge: not while waiting for others.
AcknowledgeWhenDone(cpu, by) ==
    /\ ~Waits(cpu)
    /\ cpu \notin masked
    /\ cpu \in flight[by].waiting
    /\ tlb' = Dropped(cpu, flight[by].page)
    /\ flight' = [flight EXCEPT ![by].waiting = @ \ {cpu}]
    /\ UNCHANGED <<entry, root, masked>>

\* For Acknowledge: once one has, all have.
AcknowledgeForAll(cpu, by) ==
    /\ cpu \notin masked
    /\ cpu \in flight[by].waiting
    /\ tlb' = Dropped(cpu, flight[by].page)
    /\ flight' = [flight EXCEPT ![by] = Idle]
    /\ UNCHANGED <<entry, root, masked>>

\* For LoadRoot: who unmaps goes elsewhere, and takes it for done.
LoadRootLeaving(cpu, space, result) ==
    /\ result = Done
    /\ root' = [root EXCEPT ![cpu] = space]
    /\ tlb' = DroppedLocal(cpu)
    /\ flight' = [flight EXCEPT ![cpu] = Idle]
    /\ UNCHANGED <<entry, masked>>

\* What is in flight once nobody waits for this processor any more.
WithoutWaitingFor(cpu) ==
    [by \in Cpu |-> IF cpu \in flight[by].waiting THEN Idle ELSE flight[by]]

\* For Mask: who masks interrupts is taken for one that took them.
MaskLosing(cpu) ==
    /\ ~Waits(cpu)
    /\ cpu \notin masked
    /\ masked' = masked \cup {cpu}
    /\ flight' = WithoutWaitingFor(cpu)
    /\ UNCHANGED <<entry, root, tlb>>

\* For Unmask: what came in the meantime is lost.
UnmaskLosing(cpu) ==
    /\ cpu \in masked
    /\ masked' = masked \ {cpu}
    /\ flight' = WithoutWaitingFor(cpu)
    /\ UNCHANGED <<entry, root, tlb>>

\* For Evict: the entry goes from the tables too.
EvictEntry(cpu, page) ==
    /\ tlb[cpu][page] # None
    /\ tlb' = Dropped(cpu, page)
    /\ entry' = Entered(root[cpu], page, None)
    /\ UNCHANGED <<root, flight, masked>>
=============================================================================
