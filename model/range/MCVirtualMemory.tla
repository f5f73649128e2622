-------------------------- MODULE MCVirtualMemory --------------------------
(* The bounds are in the .cfg files.                                        *)
EXTENDS VirtualMemory
=============================================================================
