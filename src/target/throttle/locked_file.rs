//! Files that are locked among processes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// How long is waited between two looks whether another process is done.
const PAUSE: Duration = Duration::from_millis(2);

/// Opens a file, which is made where there is none, and waits until the lock on it is ours; it is until the file is dropped.
///
/// `lock` is [`File::try_lock`] or [`File::try_lock_shared`].
///
/// # Errors
/// Fails where the file cannot be opened or locked.
pub async fn locked(path: &Path, lock: fn(&File) -> Result<(), TryLockError>) -> io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)?;
    loop {
        match lock(&file) {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
