//! Locks that keep cases from disturbing each other.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::fixture::create_private_folder;
use crate::target::open_locked;

/// The locks that a case takes before it is tried: in-process locks, and lock files between processes that share fixtures.
#[derive(Debug, Default)]
pub(super) struct CaseLocks {
    writer: Mutex<()>,
    exclusive: RwLock<()>,
    files: Option<LockFiles>,
}

/// The files that processes lock. The operating system unlocks them when a process ends, even if it is killed.
#[derive(Debug)]
struct LockFiles {
    /// The file that the one writer locks.
    writer: PathBuf,
    /// The file that readers and the writer lock as shared, and an exclusive case locks as exclusive.
    exclusive: PathBuf,
    /// The file that is locked while the exclusive lock is awaited, so that no other process overtakes.
    turnstile: PathBuf,
}

/// An error of creating or locking a lock file.
#[derive(Debug, thiserror::Error)]
#[error("cannot lock `{}` to take turns with other processes: {source}", path.display())]
pub struct CaseLockError {
    /// The file.
    path: PathBuf,
    /// The cause.
    source: io::Error,
}

/// A guard that excludes exclusive cases only.
#[derive(Debug)]
pub(super) struct SharedGuard<'t> {
    _in_process: RwLockReadGuard<'t, ()>,
    _file: Option<File>,
}

/// A guard that excludes other writers.
#[derive(Debug)]
pub(super) struct SingleWriterGuard<'t> {
    _in_process: MutexGuard<'t, ()>,
    _file: Option<File>,
}

/// A guard that excludes all other cases.
#[derive(Debug)]
pub(super) struct ExclusiveGuard<'t> {
    _in_process: RwLockWriteGuard<'t, ()>,
    _file: Option<File>,
}

impl CaseLocks {
    /// Creates locks that are shared by all processes that use this folder. The folder is created if it is missing.
    pub(super) fn across_processes(folder: &Path) -> Result<Self, CaseLockError> {
        create_private_folder(folder).map_err(|source| CaseLockError {
            path: folder.to_owned(),
            source,
        })?;
        Ok(Self {
            files: Some(LockFiles {
                writer: folder.join("writing.lock"),
                exclusive: folder.join("alone.lock"),
                turnstile: folder.join("door.lock"),
            }),
            ..Self::default()
        })
    }

    /// Reports whether the locks are shared with other processes.
    pub(super) fn are_cross_process(&self) -> bool {
        self.files.is_some()
    }

    /// Waits until no exclusive case is running.
    pub(super) async fn acquire_shared(&self) -> Result<SharedGuard<'_>, CaseLockError> {
        let here = self.exclusive.read().await;
        let among = match &self.files {
            None => None,
            Some(files) => {
                let _door = acquire_file_lock(&files.turnstile, File::try_lock).await?;
                Some(acquire_file_lock(&files.exclusive, File::try_lock_shared).await?)
            }
        };
        Ok(SharedGuard {
            _in_process: here,
            _file: among,
        })
    }

    /// Waits until no other case is writing. To avoid deadlock, this lock is always taken before the shared or the exclusive one.
    pub(super) async fn acquire_writer(&self) -> Result<SingleWriterGuard<'_>, CaseLockError> {
        let here = self.writer.lock().await;
        let among = match &self.files {
            None => None,
            Some(files) => Some(acquire_file_lock(&files.writer, File::try_lock).await?),
        };
        Ok(SingleWriterGuard {
            _in_process: here,
            _file: among,
        })
    }

    /// Waits until no other case is running.
    pub(super) async fn acquire_exclusive(&self) -> Result<ExclusiveGuard<'_>, CaseLockError> {
        let here = self.exclusive.write().await;
        let among = match &self.files {
            None => None,
            Some(files) => {
                let _door = acquire_file_lock(&files.turnstile, File::try_lock).await?;
                Some(acquire_file_lock(&files.exclusive, File::try_lock).await?)
            }
        };
        Ok(ExclusiveGuard {
            _in_process: here,
            _file: among,
        })
    }
}

async fn acquire_file_lock(
    path: &Path,
    lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<File, CaseLockError> {
    open_locked(path, lock)
        .await
        .map_err(|source| CaseLockError {
            path: path.to_owned(),
            source,
        })
}
