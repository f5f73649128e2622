------------------------------- MODULE MCTlb -------------------------------
(* The bounds are in the .cfg files: all models of Tlb share this module.   *)
EXTENDS Tlb

NoWindow == None

UserWrite   == [write |-> TRUE, user |-> TRUE]
KernelWrite == [write |-> TRUE, user |-> FALSE]

TlbRights   == {UserWrite, KernelWrite}
TlbAccesses == {KernelWrite}
=============================================================================
