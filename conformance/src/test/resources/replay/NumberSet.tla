---------------------------- MODULE NumberSet ----------------------------
(* A set of numbers: what a subject that keeps nodes in a pool is held to. *)
EXTENDS Integers

CONSTANT Numbers  \* how many numbers there are, 0 and up

None == -1

Number == 0..(Numbers - 1)

VARIABLE members  \* the numbers in the set

\* Put a number in.
Insert(number) ==
    /\ number \notin members
    /\ members' = members \cup {number}

\* Take a number out.
Remove(number) ==
    /\ number \in members
    /\ members' = members \ {number}

\* The least number; it stays.
Least(result) ==
    /\ IF members = {}
       THEN result = None
       ELSE result \in members /\ ~\E other \in members : other < result
    /\ UNCHANGED members

Init == members = {}

Call ==
    \/ \E number \in Number : Insert(number)
    \/ \E number \in Number : Remove(number)
    \/ \E result \in Number \cup {None} : Least(result)

Next == Call

Spec == Init /\ [][Next]_members
==========================================================================
