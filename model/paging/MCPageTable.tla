---------------------------- MODULE MCPageTable ----------------------------
(* The bounds are in the .cfg files: all models of PageTable share this     *)
(* module.                                                                  *)
EXTENDS PageTable

ReadOnly  == [write |-> FALSE, user |-> FALSE]
ReadWrite == [write |-> TRUE, user |-> FALSE]
UserRead  == [write |-> FALSE, user |-> TRUE]
UserWrite == [write |-> TRUE, user |-> TRUE]

MapOf(page, level, frame, right) ==
    [page |-> page, level |-> level, frame |-> frame, right |-> right]

\* What is refused whatever is mapped: page 0; a group or its frames that are
\* not aligned; frames that are none; a level above the largest; the window; a
\* kernel page for the user.
Unsound(group, kernel, window) ==
    {MapOf(0, 0, 2, ReadOnly), MapOf(group + 1, 1, 4, ReadOnly), MapOf(group, 1, 3, ReadOnly),
     MapOf(group, 0, -1, ReadOnly), MapOf(group, 0, 99, ReadOnly),
     MapOf(group, LargestLevel + 1, 0, ReadOnly), MapOf(group, -1, 2, ReadOnly),
     MapOf(window, 0, 2, ReadOnly), MapOf(kernel, 0, 2, UserWrite)}

TwoRights   == {ReadOnly, UserWrite}
TwoAccesses == {ReadOnly, UserWrite}

\* Two levels of four slots, as IA-32: slots 0 and 1 are the user's, 2 is the
\* kernel's, 3 the window.  The second user slot may be one large page, and
\* through the window page 13 its entry is seen; 15 shows the root.
TwoLevelPages    == {0, 1} \cup 4..7 \cup {8, 13, 15}
TwoLevelFrames   == 3..7
TwoLevelRequests ==
    {MapOf(1, 0, 3, ReadOnly), MapOf(8, 0, 3, ReadOnly), MapOf(4, 1, 4, UserWrite),
     MapOf(5, 0, 5, UserWrite), MapOf(7, 0, 3, ReadOnly)}
    \cup Unsound(4, 8, 13)

\* For models that look at something else.
OneRight  == {UserWrite}
OneAccess == {UserWrite}

\* The large page alone, with what is noted of accesses: page 13 of the window
\* shows its entry, where a write to what should be a table is noted.
TrackedPages    == 4..7 \cup {13}
TrackedRequests == {MapOf(4, 1, 4, UserWrite), MapOf(5, 0, 5, UserWrite), MapOf(6, 0, 3, UserWrite)}

\* What was noted stays when a page is protected.
ProtectedPages    == {5, 6}
ProtectedRequests == {MapOf(5, 0, 5, UserWrite), MapOf(6, 0, 3, ReadOnly)}

\* Two address spaces: page 1 is each one's own, page 8 is both's.
SharedPages    == {1, 8, 14, 15}
SharedFrames   == {2, 3}
SharedRequests ==
    {MapOf(1, 0, 2, UserWrite), MapOf(1, 0, 3, ReadOnly), MapOf(8, 0, 3, ReadOnly)}

\* Three levels of four slots.  The kernel's half has tables that are not there
\* from the beginning, and stay in the way of large pages: pages 36 to 39 may
\* be one.  Page 58 of the window shows their table's entry.
ThreeLevelPages    == {16, 17} \cup 36..39 \cup {58}
ThreeLevelFrames   == 3..7
ThreeLevelRequests ==
    {MapOf(16, 0, 3, UserWrite), MapOf(17, 0, 3, ReadOnly), MapOf(36, 1, 4, ReadOnly),
     MapOf(37, 0, 5, ReadOnly), MapOf(38, 0, 3, ReadOnly)}

\* Four levels of two slots, as x86-64: the lower half is the user's, the
\* upper the window.  A page of level 2 covers four: pages 4 to 7.
FourLevelPages    == 4..7 \cup {1, 11}
FourLevelFrames   == 3..7
FourLevelRequests ==
    {MapOf(4, 2, 4, UserWrite), MapOf(6, 1, 4, UserWrite), MapOf(5, 0, 5, ReadOnly)}
FourLevelPoolRequests == FourLevelRequests \cup {MapOf(1, 0, 3, ReadOnly)}
=============================================================================
