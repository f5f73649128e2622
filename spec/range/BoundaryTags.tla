---------------------------- MODULE BoundaryTags ----------------------------
(***************************************************************************)
(* Boundary tags: a tag for each range in use, and one for each gap between *)
(* them, in the order of addresses; and the gaps once more, in lists by     *)
(* length.  This is what an arena keeps its pages with, whatever its policy *)
(* of choosing among the gaps.                                             *)
(*                                                                         *)
(* The pages are not all there from the beginning.  The region is cut into *)
(* spans; a span is imported from the parent, who owns them all, by the    *)
(* allocation that needs it, and given back by the free that empties it.   *)
(* No range and no gap goes beyond its span, though the next one may be    *)
(* here, too: a span must be able to leave.  An arena of one span imports  *)
(* all of its region with the first range.                                 *)
(*                                                                         *)
(* Gaps are listed by classes of length: with Steps = 1 the powers of two, *)
(* 1, 2..3, 4..7, and so on; with Steps = 2 each of these is cut in two.   *)
(* A list begins with the gap that came last.                              *)
(*                                                                         *)
(* Tags are taken from a pool.  An allocation makes at most three: one for *)
(* what is left on either side of the range, and one for the range in a    *)
(* span that was not there.  A free makes none.  Neither is an invariant,  *)
(* being said of steps; PoolInv shows both, in models whose pool runs dry: *)
(* HasTags leaves room for three and Free asks for none, so with a fourth, *)
(* or with one made by a free, the pool would be overdrawn.                *)
(*                                                                         *)
(* Left out: how the tag of a page is found, and those beside it; and how  *)
(* the smallest gap of a class, which the class in Java keeps a tree for.  *)
(* Used by RangeArena.  Java: org.tlalloc.range.BoundaryTags.              *)
(* Source: Knuth, vol. 1, 2.5, algorithm C; Bonwick and Adams, Magazines   *)
(* and vmem, USENIX 2001, section 4.                                       *)
(* Invariants: UsedTypeInv, GapsTypeInv, TilingInv, MaximalInv,            *)
(* SpansInUseInv, FreeListsInv, PoolInv.                                   *)
(***************************************************************************)
EXTENDS Ranges, Sequences, FiniteSets

CONSTANTS
    SpanPages,  \* how many pages a span has
    Steps,      \* how many classes there are between a power of two and the next
    TagCount    \* how many tags the pool has

ASSUME SpanPagesAssumption == SpanPages \in Size /\ PageCount % SpanPages = 0
ASSUME StepsAssumption == Steps \in {2^k : k \in 0..10}
ASSUME TagCountAssumption == TagCount \in Nat

VARIABLES
    used,       \* used[start]: the length of the range in use that begins here, or 0
    gaps,       \* gaps[start]: the length of the gap that begins here, or 0
    imported,   \* the spans that are here, by their first pages
    freeLists   \* freeLists[class]: the gaps of these lengths, the newest first

tags == <<used, gaps, imported, freeLists>>

UsedTypeInv == used \in [Page -> 0..PageCount]
GapsTypeInv == gaps \in [Page -> 0..SpanPages]

-----------------------------------------------------------------------------
(* Spans and classes.                                                      *)

Spans == {page \in Page : page % SpanPages = 0}

\* The span that a page lies in.
SpanOf(page) == (page \div SpanPages) * SpanPages

\* The least length of each class: all lengths up to Steps, and from there on
\* Steps of them between a power of two and the next.
Leasts == {pages \in Size : \E k \in 0..30 : pages % 2^k = 0 /\ pages \div 2^k < 2 * Steps}

\* Classes are numbered from 0.
ClassOf == [pages \in Size |-> Cardinality({least \in Leasts : least < pages + 1}) - 1]
LastClass == ClassOf[SpanPages]
Class == 0..LastClass

\* The first class in which every gap has so many pages; it may be one too far.
ClassFrom == [pages \in Size |-> IF pages \in Leasts THEN ClassOf[pages] ELSE ClassOf[pages] + 1]

-----------------------------------------------------------------------------
(* Tags.                                                                   *)

TagsInUse == Cardinality({page \in Page : used[page] > 0 \/ gaps[page] > 0})

\* Whatever an allocation comes to, there are tags enough for it.
HasTags == TagsInUse + 3 <= TagCount

\* The gap that ends before this page in the same span, or the page itself.
GapBefore(page) ==
    IF \E gap \in SpanOf(page)..(page - 1) : gap + gaps[gap] = page /\ gaps[gap] > 0
    THEN CHOOSE gap \in SpanOf(page)..(page - 1) : gap + gaps[gap] = page /\ gaps[gap] > 0
    ELSE page

\* The length of the gap that begins with this page in the same span as the
\* one before it, or 0.
GapAfter(page) == IF page % SpanPages = 0 THEN 0 ELSE gaps[page]

\* Lengths of gaps, one of them set.
WithGap(lengths, page, pages) == [lengths EXCEPT ![page] = pages]

\* Lists of gaps, with one more in front, or with one less.
Listed(lists, page, pages) ==
    IF pages = 0 THEN lists ELSE [lists EXCEPT ![ClassOf[pages]] = <<page>> \o @]

Unlisted(lists, page, pages) ==
    IF pages = 0
    THEN lists
    ELSE [lists EXCEPT ![ClassOf[pages]] = SelectSeq(@, LAMBDA other : other # page)]

NothingImported ==
    /\ used = NoneUsed
    /\ gaps = NoneUsed
    /\ imported = {}
    /\ freeLists = [class \in Class |-> <<>>]

\* A range is cut out of a gap of so many pages, which is in its list if its
\* span has been here before.  What is left before and behind becomes gaps of
\* their own, the one behind the newer.
Cut(gap, length, start, pages) ==
    LET before == start - gap
        behind == gap + length - start - pages
    IN  /\ used' = [used EXCEPT ![start] = pages]
        /\ gaps' = IF behind = 0 THEN WithGap(gaps, gap, before)
                   ELSE [WithGap(gaps, gap, before) EXCEPT ![start + pages] = behind]
        /\ imported' = imported \cup {SpanOf(gap)}
        /\ freeLists' = Listed(Listed(Unlisted(freeLists, gap, length), gap, before),
                               start + pages, behind)

\* The lists without the gaps on both sides of a range, of which there may be none.
WithoutNeighbours(start, end, before, after) ==
    Unlisted(Unlisted(freeLists, before, start - before), end, after)

\* A range becomes a gap, one with the gap that begins before it and with so many
\* pages after it.
Merge(start, end, before, after) ==
    /\ gaps' = [(IF after = 0 THEN gaps ELSE WithGap(gaps, end, 0))
                   EXCEPT ![before] = end + after - before]
    /\ freeLists' = Listed(WithoutNeighbours(start, end, before, after),
                           before, end + after - before)
    /\ UNCHANGED imported

\* That is the whole span, which goes back to the parent.
GiveBack(start, end, before, after) ==
    /\ gaps' = WithGap(IF after = 0 THEN gaps ELSE WithGap(gaps, end, 0), before, 0)
    /\ freeLists' = WithoutNeighbours(start, end, before, after)
    /\ imported' = imported \ {before}

\* A range is in use no longer.
Release(start, end, before, after) ==
    /\ used' = [used EXCEPT ![start] = 0]
    /\ IF end + after - before = SpanPages
       THEN GiveBack(start, end, before, after)
       ELSE Merge(start, end, before, after)

-----------------------------------------------------------------------------
Here == UNION {Span(span, SpanPages) : span \in imported}

\* Each page that is here lies in exactly one tag, and each tag in one span.
TilingInv ==
    /\ \A page \in Page : used[page] > 0 => gaps[page] = 0
    /\ \A page \in Page :
           LET covering == {tag \in Page : tag <= page /\ page < tag + used[tag] + gaps[tag]}
           IN  Cardinality(covering) = IF page \in Here THEN 1 ELSE 0
    /\ \A tag \in Page :
           LET pages == used[tag] + gaps[tag]
           IN  pages > 0 => SpanOf(tag) = SpanOf(tag + pages - 1)

\* No gap ends where another begins, unless a span ends there.
MaximalInv ==
    \A gap \in Page :
        LET next == gap + gaps[gap]
        IN  (gaps[gap] > 0 /\ next % SpanPages # 0) => gaps[next] = 0

\* A span is here as long as a range in it is in use, and no longer.
SpansInUseInv ==
    imported = {SpanOf(page) : page \in {start \in Page : used[start] > 0}}

\* Each gap is in the list of its class once, and nothing else is.
FreeListsInv ==
    /\ DOMAIN freeLists = Class
    /\ \A class \in Class :
           LET list == freeLists[class]
               listed == {list[i] : i \in DOMAIN list}
           IN  /\ Cardinality(listed) = Len(list)
               /\ listed = {gap \in Page : gaps[gap] > 0 /\ ClassOf[gaps[gap]] = class}

\* The pool is never asked for a tag that it does not have.
PoolInv == TagsInUse <= TagCount
=============================================================================
