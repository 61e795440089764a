//! Files that are locked between processes.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// The pause between two attempts to get the lock.
const RETRY_PAUSE: Duration = Duration::from_millis(2);

/// Opens a file, creating it if it does not exist, and waits for its lock. The lock is held until the file is dropped.
///
/// `lock` is [`File::try_lock`] or [`File::try_lock_shared`].
///
/// # Errors
/// Returns an error if the file can't be opened or locked.
pub async fn open_locked(
    path: &Path,
    lock: fn(&File) -> Result<(), TryLockError>,
) -> io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)?;
    loop {
        match lock(&file) {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(RETRY_PAUSE).await,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}
