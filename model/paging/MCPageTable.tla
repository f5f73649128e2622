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

\* Two levels of four slots: two for the user, one for the kernel, the window.
\* The second user slot may be one large page.
IA32Pages    == {0, 1, 4, 5, 6, 7, 8, 12, 13, 14, 15}
IA32Frames   == 0..7
IA32Rights   == {ReadOnly, UserWrite}
IA32Accesses == {ReadOnly, UserWrite}
IA32Requests ==
    {MapOf(0, 0, 3, ReadOnly), MapOf(1, 0, 5, UserWrite), MapOf(1, 0, 3, ReadOnly),
     MapOf(4, 1, 4, UserWrite), MapOf(5, 0, 3, UserWrite), MapOf(4, 1, 3, UserWrite),
     MapOf(8, 0, 2, ReadOnly), MapOf(8, 0, 3, UserWrite), MapOf(12, 0, 2, ReadOnly)}
=============================================================================
