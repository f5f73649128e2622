---------------------------- MODULE MCAvlBroken ----------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS Avl

\* For RotatedLeftRight: the whole is turned, but not the left tree before.  Every other
\* rotation is as it should be.
OnlyRotatedRight(left, key, right) == RotatedRight(left, key, right)

\* For RotatedRight: the tree in between goes to the wrong side of the node
\* that goes down.
RotatedRightCrosswise(left, key, right) ==
    Node(Left(left), KeyOf(left), Node(right, key, Right(left)))

\* For RotatedLeft: the node that goes down keeps the height that it had.
RotatedLeftForgetful(left, key, right) ==
    Node(<<left, key, Taller(left, right) + 1, Left(right)>>, KeyOf(right), Right(right))

\* For Insert: the key is counted from 1.
InsertNext(key) ==
    /\ key \notin KeysOf(tree)
    /\ tree' = With(tree, key + 1)

\* For With: every new key goes to the right of all.
RECURSIVE WithAtTheRight(_, _)
WithAtTheRight(from, key) ==
    IF from = Empty
    THEN Node(Empty, key, Empty)
    ELSE Node(Left(from), KeyOf(from), WithAtTheRight(Right(from), key))

\* For Node: the height is counted downwards.
NodeBelow(left, key, right) == <<left, key, -(Taller(left, right) + 1), right>>

\* For Node: it has one part too many.
NodeOfFive(left, key, right) == <<left, key, Taller(left, right) + 1, right, 0>>

\* For Remove: nobody looks whether what is left has to be balanced.
RECURSIVE WithoutAnyRotation(_, _)
WithoutAnyRotation(from, key) ==
    IF key < KeyOf(from)
    THEN Node(WithoutAnyRotation(Left(from), key), KeyOf(from), Right(from))
    ELSE IF key > KeyOf(from)
    THEN Node(Left(from), KeyOf(from), WithoutAnyRotation(Right(from), key))
    ELSE IF Left(from) = Empty THEN Right(from)
    ELSE IF Right(from) = Empty THEN Left(from)
    ELSE LET next == Least(Right(from))
         IN  Node(Left(from), next, WithoutAnyRotation(Right(from), next))

RemoveUnbalanced(key) ==
    /\ key \in KeysOf(tree)
    /\ tree' = WithoutAnyRotation(tree, key)
=============================================================================
