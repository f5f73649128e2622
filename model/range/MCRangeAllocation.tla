------------------------- MODULE MCRangeAllocation -------------------------
(* The bounds are in the .cfg files.                                        *)
EXTENDS RangeAllocation

\* One of each wish, and some together.
Wish(pages) == Anywhere(pages)
Wishes ==
    {[Wish(2) EXCEPT !.alignment = 4],
     [Wish(1) EXCEPT !.alignment = 2, !.phase = 1],
     [Wish(3) EXCEPT !.nocross = 4],
     [Wish(2) EXCEPT !.minimum = 3],
     [Wish(2) EXCEPT !.maximum = 4],
     [Wish(1) EXCEPT !.alignment = 2, !.minimum = 3, !.maximum = 5]}

\* For those that know of lengths and alignments alone.
Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]
AlignedRequests == {Aligned(1, 2), Aligned(2, 4), Aligned(3, 2), Aligned(1, 8)}
=============================================================================
