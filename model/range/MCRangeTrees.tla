--------------------------- MODULE MCRangeTrees ---------------------------
(* The bounds are in the .cfg files.                                        *)
EXTENDS RangeTrees

\* Lengths and alignments: one that the whole region has room for, one that
\* fits it only as it stands and is not promised, and the longest.
Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]
AlignedRequests ==
    {Aligned(1, 2), Aligned(1, 4), Aligned(2, 4), Aligned(3, 2), Aligned(5, 8), Aligned(PageCount, 1)}

\* For a region of few pages.
ShortRequests == {Aligned(1, 2), Aligned(1, 4), Aligned(2, 2)}
=============================================================================
