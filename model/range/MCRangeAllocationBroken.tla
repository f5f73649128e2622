---------------------- MODULE MCRangeAllocationBroken ----------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS RangeAllocation

\* For With: a guard page behind the range is counted as part of it.
WithItsGuardPage(start, pages) ==
    IF start = None THEN used ELSE [used EXCEPT ![start] = pages + 1]

\* For IsFree: only the range's first page is looked at.
IsFreeAtItsFirstPage(ranges, start, pages) ==
    /\ start >= 0
    /\ start + pages <= PageCount
    /\ ~\E other \in Page : other <= start /\ start < other + ranges[other]

\* For IsFree: nobody looks where the region ends.
IsFreeWithoutAnEnd(ranges, start, pages) ==
    /\ start >= 0
    /\ ~\E other \in Page :
           /\ ranges[other] > 0
           /\ other < start + pages
           /\ start < other + ranges[other]

\* For Anywhere: it has to end in the region, and one page behind it.
AnywhereAndBeyond(pages) ==
    [pages |-> pages, alignment |-> 1, phase |-> 0, nocross |-> 0,
     minimum |-> 0, maximum |-> PageCount + 1]
=============================================================================
