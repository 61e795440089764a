//! Locks that keep cases from disturbing each other.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::fixture::private_folder;
use crate::target::locked;

/// The locks that a case takes before it is tried: in-process locks, and lock files between processes that share fixtures.
#[derive(Debug, Default)]
pub(super) struct Turns {
    writing: Mutex<()>,
    alone: RwLock<()>,
    among: Option<Files>,
}

/// The files that processes lock. The operating system unlocks them when a process ends, even if it is killed.
#[derive(Debug)]
struct Files {
    /// The file that the one writer locks.
    writing: PathBuf,
    /// The file that readers and the writer lock as shared, and an exclusive case locks as exclusive.
    alone: PathBuf,
    /// The file that is locked while the exclusive lock is awaited, so that no other process overtakes.
    door: PathBuf,
}

/// An error of creating or locking a lock file.
#[derive(Debug, thiserror::Error)]
#[error("cannot take turns with other processes by `{}`: {source}", path.display())]
pub struct TurnError {
    /// The file.
    path: PathBuf,
    /// The cause.
    source: io::Error,
}

/// A guard that excludes exclusive cases only.
#[derive(Debug)]
pub(super) struct Beside<'t> {
    _here: RwLockReadGuard<'t, ()>,
    _among: Option<File>,
}

/// A guard that excludes other writers.
#[derive(Debug)]
pub(super) struct Writing<'t> {
    _here: MutexGuard<'t, ()>,
    _among: Option<File>,
}

/// A guard that excludes all other cases.
#[derive(Debug)]
pub(super) struct Alone<'t> {
    _here: RwLockWriteGuard<'t, ()>,
    _among: Option<File>,
}

impl Turns {
    /// Creates locks that are shared by all processes that use this folder. The folder is created if it is missing.
    pub(super) fn among_processes(folder: &Path) -> Result<Self, TurnError> {
        private_folder(folder).map_err(|source| TurnError {
            path: folder.to_owned(),
            source,
        })?;
        Ok(Self {
            among: Some(Files {
                writing: folder.join("writing.lock"),
                alone: folder.join("alone.lock"),
                door: folder.join("door.lock"),
            }),
            ..Self::default()
        })
    }

    /// Reports whether the locks are shared with other processes.
    pub(super) fn are_shared(&self) -> bool {
        self.among.is_some()
    }

    /// Waits until no exclusive case is running.
    pub(super) async fn beside(&self) -> Result<Beside<'_>, TurnError> {
        let here = self.alone.read().await;
        let among = match &self.among {
            None => None,
            Some(files) => {
                let _door = take(&files.door, File::try_lock).await?;
                Some(take(&files.alone, File::try_lock_shared).await?)
            }
        };
        Ok(Beside {
            _here: here,
            _among: among,
        })
    }

    /// Waits until no other case is writing. To avoid deadlock, this lock is always taken before the shared or the exclusive one.
    pub(super) async fn writing(&self) -> Result<Writing<'_>, TurnError> {
        let here = self.writing.lock().await;
        let among = match &self.among {
            None => None,
            Some(files) => Some(take(&files.writing, File::try_lock).await?),
        };
        Ok(Writing {
            _here: here,
            _among: among,
        })
    }

    /// Waits until no other case is running.
    pub(super) async fn alone(&self) -> Result<Alone<'_>, TurnError> {
        let here = self.alone.write().await;
        let among = match &self.among {
            None => None,
            Some(files) => {
                let _door = take(&files.door, File::try_lock).await?;
                Some(take(&files.alone, File::try_lock).await?)
            }
        };
        Ok(Alone {
            _here: here,
            _among: among,
        })
    }
}

async fn take(path: &Path, lock: fn(&File) -> Result<(), TryLockError>) -> Result<File, TurnError> {
    locked(path, lock).await.map_err(|source| TurnError {
        path: path.to_owned(),
        source,
    })
}
