--------------------------- MODULE MCRangeArena ---------------------------
(* The bounds are in the .cfg files.                                        *)
EXTENDS RangeArena

\* One of each wish, and some together.
Wish(pages) == Anywhere(pages)
Wishes ==
    {[Wish(2) EXCEPT !.alignment = 4],
     [Wish(1) EXCEPT !.alignment = 2, !.phase = 1],
     [Wish(3) EXCEPT !.nocross = 4],
     [Wish(4) EXCEPT !.nocross = 4],
     [Wish(2) EXCEPT !.alignment = 2, !.phase = 1, !.nocross = 4],
     [Wish(2) EXCEPT !.minimum = 3],
     [Wish(2) EXCEPT !.maximum = 4],
     [Wish(1) EXCEPT !.alignment = 2, !.minimum = 3, !.maximum = 5]}
=============================================================================
