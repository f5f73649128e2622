-------------------------- MODULE MCBootAllocator --------------------------
(* The bounds are in the .cfg files: MCBootAllocator and                    *)
(* MCBootAllocatorHoles share this module.                                  *)
EXTENDS BootAllocator
=============================================================================
