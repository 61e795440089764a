//! Systems on which the command does not build.

compile_error!(
    "the command `badreq` needs signals and sockets, and so builds on Unix and Windows only: turn the feature `cli` off to use the library"
);
