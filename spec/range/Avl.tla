-------------------------------- MODULE Avl --------------------------------
(***************************************************************************)
(* A set of keys kept in an AVL tree.  It is the ground under RangeTrees   *)
(* and RangeAugmented, which keep ranges in such trees, and specified on   *)
(* its own so that the tree itself is the state: which node is above which *)
(* after a rotation is compared node by node.                              *)
(*                                                                         *)
(* Left out: what comes with a key; where nodes lie.                       *)
(* Java: org.tlalloc.range.Avl.                                            *)
(* Source: Adelson-Velsky and Landis 1962; Knuth, vol. 3, 6.2.3.           *)
(* Invariants: TreeTypeInv, OrderedInv, HeightsInv, BalancedInv,           *)
(* InsertRotatesOnceInv.                                                   *)
(* Each kind of rotation is reached: its Debug...Inv fails.  Which trees   *)
(* there are does not depend on the past: from each tree each key can be   *)
(* put in or taken out, so a state in which a call would rotate is one     *)
(* from which it does.                                                     *)
(***************************************************************************)
EXTENDS Trees

CONSTANT KeyCount  \* keys are 0 .. KeyCount - 1

ASSUME KeyCountAssumption == KeyCount \in Nat \ {0}

Key == 0..(KeyCount - 1)

None == -1

VARIABLE tree  \* Empty, or <<left, key, height, right>>

vars == tree

TreeTypeInv ==
    \A node \in NodesOf(tree) : Len(node) = 4 /\ KeyOf(node) \in Key /\ Height(node) \in Nat

Init == tree = Empty

\* Put a key in that is not there.
Insert(key) ==
    /\ key \notin KeysOf(tree)
    /\ tree' = With(tree, key)

\* Take a key out that is there.
Remove(key) ==
    /\ key \in KeysOf(tree)
    /\ tree' = Without(tree, key)

\* Find the smallest key that is not below this one; None if all are.
AtLeast(key, result) ==
    /\ IF result = None
       THEN ~\E other \in KeysOf(tree) : other >= key
       ELSE /\ result \in KeysOf(tree)
            /\ result >= key
            /\ ~\E other \in KeysOf(tree) : key <= other /\ other < result
    /\ UNCHANGED vars

Call ==
    \/ \E key \in Key : Insert(key)
    \/ \E key \in Key : Remove(key)
    \/ \E key \in Key, result \in Key \cup {None} : AtLeast(key, result)

Next == Call

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* From left to right keys ascend.
OrderedInv ==
    \A node \in NodesOf(tree) :
        /\ \A key \in KeysOf(Left(node)) : key < KeyOf(node)
        /\ \A key \in KeysOf(Right(node)) : key > KeyOf(node)

\* The height kept in a node is that of what is below it.
HeightsInv ==
    \A node \in NodesOf(tree) : Height(node) = Taller(Left(node), Right(node)) + 1

\* No subtree is taller by more than one than the one beside it.  To be read with
\* HeightsInv: it looks at the heights that are kept.
BalancedInv ==
    \A node \in NodesOf(tree) : Height(Left(node)) - Height(Right(node)) \in -1..1

-----------------------------------------------------------------------------
\* Of these each must fail: the tree comes to where a call rotates so.
InsertRotates(rotation) ==
    \E key \in Key \ KeysOf(tree) : RotationsWith(tree, key) = <<rotation>>

RemoveRotates(rotation) ==
    \E key \in KeysOf(tree) : RotationsWithout(tree, key) = <<rotation>>

DebugInsertRightInv     == ~InsertRotates("Right")
DebugInsertLeftInv      == ~InsertRotates("Left")
DebugInsertLeftRightInv == ~InsertRotates("LeftRight")
DebugInsertRightLeftInv == ~InsertRotates("RightLeft")

DebugRemoveRightInv     == ~RemoveRotates("Right")
DebugRemoveLeftInv      == ~RemoveRotates("Left")
DebugRemoveLeftRightInv == ~RemoveRotates("LeftRight")
DebugRemoveRightLeftInv == ~RemoveRotates("RightLeft")
DebugRemoveRightLevelInv == ~RemoveRotates("RightLevel")
DebugRemoveLeftLevelInv  == ~RemoveRotates("LeftLevel")

\* A removal that shortens a subtree by a rotation, so that the tree above has
\* to be rotated, too.  It takes a tree of 12 keys at least.
DebugRemoveTwiceInv == \A key \in KeysOf(tree) : Len(RotationsWithout(tree, key)) < 2

\* An insertion rotates once at most; and only a removal finds what is too tall level.
InsertRotatesOnceInv ==
    \A key \in Key \ KeysOf(tree) :
        RotationsWith(tree, key) \in {<<>>, <<"Right">>, <<"Left">>, <<"LeftRight">>, <<"RightLeft">>}

THEOREM Spec => [](TreeTypeInv /\ OrderedInv /\ HeightsInv /\ BalancedInv /\ InsertRotatesOnceInv)
=============================================================================
