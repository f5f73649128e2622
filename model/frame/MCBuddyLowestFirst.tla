------------------------- MODULE MCBuddyLowestFirst -------------------------
(* The bounds are in the .cfg files: MCBuddyLowestFirst,                    *)
(* MCBuddyLowestFirstHoles and MCBuddyLowestFirstFull share this module.    *)
EXTENDS BuddyLowestFirst
=============================================================================
