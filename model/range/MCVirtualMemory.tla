-------------------------- MODULE MCVirtualMemory --------------------------
(* The bounds are in the .cfg files.  The models that are replayed have one *)
(* answer to each call, so that a class cannot give up for the sake of      *)
(* pages that it would not have been given, and far fewer states.           *)
EXTENDS VirtualMemory

\* For MayBeFound: the lowest pages, as RangeBitmap finds them.
LowestIsFound(start, pages, guarded) ==
    IF start = None
    THEN ~\E any \in Page : IsFree(reserved, any, Length(pages, guarded))
    ELSE /\ IsFree(reserved, start, Length(pages, guarded))
         /\ ~\E lower \in 0..(start - 1) : IsFree(reserved, lower, Length(pages, guarded))

\* For Places: these have the lowest of the frames, in their order, as FrameBitmap
\* hands them out.
LowestPlaces(these, frames) ==
    {[each \in these |->
        CHOOSE frame \in frames :
            Cardinality({lower \in frames : lower < frame})
                = Cardinality({before \in these : before < each})]}
=============================================================================
