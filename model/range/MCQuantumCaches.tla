-------------------------- MODULE MCQuantumCaches --------------------------
(* The bounds are in the .cfg files.                                        *)
EXTENDS QuantumCaches

Wishes ==
    {[Anywhere(2) EXCEPT !.alignment = 4],
     [Anywhere(1) EXCEPT !.minimum = 3]}
=============================================================================
