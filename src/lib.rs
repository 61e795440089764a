//! Holds a server to its documented error contract.
