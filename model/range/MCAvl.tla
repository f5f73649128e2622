------------------------------- MODULE MCAvl -------------------------------
(* The bounds are in the .cfg files, of which there are several.            *)
EXTENDS Avl
=============================================================================
