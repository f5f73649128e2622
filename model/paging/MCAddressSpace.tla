--------------------------- MODULE MCAddressSpace ---------------------------
(* The bounds are in the .cfg files: MCAddressSpace and MCAddressSpaceLarge *)
(* share this module.                                                       *)
EXTENDS AddressSpace

NoWindow == None

ReadOnly  == [write |-> FALSE, user |-> FALSE]
UserWrite == [write |-> TRUE, user |-> TRUE]

MapOf(page, level, frame, right) ==
    [page |-> page, level |-> level, frame |-> frame, right |-> right]

TwoRights   == {ReadOnly, UserWrite}
TwoAccesses == {ReadOnly, UserWrite}

\* A user's page, one of the kernel, one of the window, and what is refused.
SmallPages    == {0, 1, 8, 13}
SmallRequests ==
    {MapOf(1, 0, 2, UserWrite), MapOf(1, 0, 3, ReadOnly), MapOf(8, 0, 3, ReadOnly),
     MapOf(0, 0, 2, ReadOnly), MapOf(8, 0, 2, UserWrite), MapOf(13, 0, 2, ReadOnly)}

\* Two pages that may be one large page, and one beside them.
LargePages    == {1, 2, 3}
LargeRequests == {MapOf(2, 1, 2, UserWrite), MapOf(3, 0, 3, ReadOnly), MapOf(3, 1, 2, UserWrite)}
=============================================================================
