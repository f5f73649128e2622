------------------------ MODULE MCAddressSpaceBroken ------------------------
(* Faults, each planted by one replacement in a .cfg file and refused by    *)
(* the name that the manifest gives.                                        *)
EXTENDS MCAddressSpace

\* For IsGroup: page 0 is like any other.
IsGroupWithZero(page, level) ==
    /\ Aligned(page, level)
    /\ Group(page, level) \subseteq Page
    /\ ~IsWindow(page)

\* For Sharing: each address space has a kernel of its own.
SharingNever(space, page) == {space}

\* For IsSound: a kernel page for the user.
IsSoundForAll(request) ==
    /\ IsGroup(request.page, request.level)
    /\ Group(request.frame, request.level) \subseteq Frame
    /\ request.right \in Right

\* For IsSound: a frame beyond the end.
IsSoundBeyond(request) ==
    /\ IsGroup(request.page, request.level)
    /\ IsKernel(request.page) => ~request.right.user

BeyondRequests == {MapOf(1, 0, 9, UserWrite)}

\* For CanChange: a page that is leaving can be unmapped by another.
CanChangeLeaving(space, page, level) ==
    /\ IsGroup(page, level)
    /\ \A each \in Group(page, level) : IsMapped(space, each)
=============================================================================
