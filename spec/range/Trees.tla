------------------------------- MODULE Trees -------------------------------
(***************************************************************************)
(* AVL trees as values: search trees in which the heights of the two       *)
(* subtrees of each node differ by one at most, so that no way down is     *)
(* longer than 1.44 times the logarithm of the number of nodes.            *)
(*                                                                         *)
(* A tree is Empty, or a node <<left, key, height, right>>.  The height is *)
(* kept, since whoever comes by must not have to count it.                 *)
(*                                                                         *)
(*        key               A rotation lifts the middle of three nodes     *)
(*       /   \              above the other two, and so does not change    *)
(*    left   right          their order from left to right.                *)
(*                                                                         *)
(* Left out: links from a node to the one above it, and where nodes lie.   *)
(* No variables.  Java: org.tlalloc.range.AvlTree.                         *)
(* Source: Adelson-Velsky and Landis 1962; Knuth, vol. 3, 6.2.3.           *)
(***************************************************************************)
EXTENDS Integers, Sequences

Empty == <<>>

Left(tree)   == tree[1]
KeyOf(tree)  == tree[2]
Right(tree)  == tree[4]
Height(tree) == IF tree = Empty THEN 0 ELSE tree[3]

Taller(left, right) == IF Height(left) > Height(right) THEN Height(left) ELSE Height(right)

\* A node above two trees.
Node(left, key, right) == <<left, key, Taller(left, right) + 1, right>>

\* What it takes to balance a node above two trees: the name of the rotation,
\* after the direction in which the node at the top goes down.  It goes down
\* alone if what is too tall leans outwards, or not at all ("Level": only a removal
\* leads to that); else what is too tall has to be turned the other way before.
Rotation(left, right) ==
    IF Height(left) > Height(right) + 1
    THEN IF Height(Left(left)) > Height(Right(left)) THEN "Right"
         ELSE IF Height(Left(left)) = Height(Right(left)) THEN "RightLevel"
         ELSE "LeftRight"
    ELSE IF Height(right) > Height(left) + 1
    THEN IF Height(Right(right)) > Height(Left(right)) THEN "Left"
         ELSE IF Height(Right(right)) = Height(Left(right)) THEN "LeftLevel"
         ELSE "RightLeft"
    ELSE "None"

RotatedRight(left, key, right) ==
    Node(Left(left), KeyOf(left), Node(Right(left), key, right))

RotatedLeft(left, key, right) ==
    Node(Node(left, key, Left(right)), KeyOf(right), Right(right))

\* The left tree is turned left before the whole is turned right.
RotatedLeftRight(left, key, right) ==
    RotatedRight(RotatedLeft(Left(left), KeyOf(left), Right(left)), key, right)

RotatedRightLeft(left, key, right) ==
    RotatedLeft(left, key, RotatedRight(Left(right), KeyOf(right), Right(right)))

\* The node above two balanced trees whose heights differ by two at most.
Balanced(left, key, right) ==
    LET rotation == Rotation(left, right)
    IN  CASE rotation = "None"                    -> Node(left, key, right)
          [] rotation \in {"Right", "RightLevel"} -> RotatedRight(left, key, right)
          [] rotation \in {"Left", "LeftLevel"}   -> RotatedLeft(left, key, right)
          [] rotation = "LeftRight"               -> RotatedLeftRight(left, key, right)
          [] rotation = "RightLeft"               -> RotatedRightLeft(left, key, right)

\* With a key that was not there, in a new leaf.
RECURSIVE With(_, _)
With(tree, key) ==
    IF tree = Empty THEN Node(Empty, key, Empty)
    ELSE IF key < KeyOf(tree)
    THEN Balanced(With(Left(tree), key), KeyOf(tree), Right(tree))
    ELSE Balanced(Left(tree), KeyOf(tree), With(Right(tree), key))

RECURSIVE Least(_)
Least(tree) == IF Left(tree) = Empty THEN KeyOf(tree) ELSE Least(Left(tree))

\* Without a key that was there.  A node with two subtrees is replaced by the
\* least of those that are greater.
RECURSIVE Without(_, _)
Without(tree, key) ==
    IF key < KeyOf(tree)
    THEN Balanced(Without(Left(tree), key), KeyOf(tree), Right(tree))
    ELSE IF key > KeyOf(tree)
    THEN Balanced(Left(tree), KeyOf(tree), Without(Right(tree), key))
    ELSE IF Left(tree) = Empty THEN Right(tree)
    ELSE IF Right(tree) = Empty THEN Left(tree)
    ELSE LET next == Least(Right(tree))
         IN  Balanced(Left(tree), next, Without(Right(tree), next))

-----------------------------------------------------------------------------
\* The keys of a tree.
RECURSIVE KeysOf(_)
KeysOf(tree) ==
    IF tree = Empty THEN {}
    ELSE KeysOf(Left(tree)) \cup {KeyOf(tree)} \cup KeysOf(Right(tree))

\* All nodes of a tree, each with what is below it.
RECURSIVE NodesOf(_)
NodesOf(tree) ==
    IF tree = Empty THEN {}
    ELSE NodesOf(Left(tree)) \cup {tree} \cup NodesOf(Right(tree))

\* The rotations that With, or Without, makes on its way up, the lowest first.
OneRotation(left, right) ==
    IF Rotation(left, right) = "None" THEN <<>> ELSE <<Rotation(left, right)>>

RECURSIVE RotationsWith(_, _)
RotationsWith(tree, key) ==
    IF tree = Empty THEN <<>>
    ELSE IF key < KeyOf(tree)
    THEN RotationsWith(Left(tree), key) \o OneRotation(With(Left(tree), key), Right(tree))
    ELSE RotationsWith(Right(tree), key) \o OneRotation(Left(tree), With(Right(tree), key))

RECURSIVE RotationsWithout(_, _)
RotationsWithout(tree, key) ==
    IF key < KeyOf(tree)
    THEN RotationsWithout(Left(tree), key) \o OneRotation(Without(Left(tree), key), Right(tree))
    ELSE IF key > KeyOf(tree)
    THEN RotationsWithout(Right(tree), key) \o OneRotation(Left(tree), Without(Right(tree), key))
    ELSE IF Left(tree) = Empty \/ Right(tree) = Empty THEN <<>>
    ELSE LET next == Least(Right(tree))
         IN  RotationsWithout(Right(tree), next) \o OneRotation(Left(tree), Without(Right(tree), next))
=============================================================================
