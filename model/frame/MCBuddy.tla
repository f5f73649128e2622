------------------------------ MODULE MCBuddy ------------------------------
(* The bounds are in the .cfg files: MCBuddy, MCBuddyHoles, MCBuddyFull and *)
(* MCBuddyLiveness share this module.                                       *)
EXTENDS Buddy
=============================================================================
