------------------------ MODULE MCBlockAllocation ------------------------
(* The bounds are in the .cfg files: MCBlockAllocation and                  *)
(* MCBlockAllocationHoles share this module.                                *)
EXTENDS BlockAllocation
=============================================================================
