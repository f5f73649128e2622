---------------------------- MODULE MCRangeBuddy ----------------------------
(* The bounds are in the .cfg files.                                        *)
EXTENDS RangeBuddy

\* Lengths and alignments: smaller than the range, as large as its block,
\* larger; one that nothing can have, and the longest, which need not be in
\* one block.
Aligned(pages, alignment) == [Anywhere(pages) EXCEPT !.alignment = alignment]
AlignedRequests ==
    {Aligned(1, 2), Aligned(1, 4), Aligned(2, 4), Aligned(3, 2), Aligned(3, 4), Aligned(2, 8),
     Aligned(1, 1024), Aligned(PageCount, 1)}
=============================================================================
