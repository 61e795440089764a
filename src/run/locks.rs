//! Turns: who may try a case now, so that cases do not disturb each other.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::fixture::private_folder;
use crate::target::locked;

/// Who may try a case now: within the process by locks, and among processes that share fixtures by locked files.
#[derive(Debug, Default)]
pub(super) struct Turns {
    writing: Mutex<()>,
    alone: RwLock<()>,
    among: Option<Files>,
}

/// The files that processes lock. The system unlocks them where a process ends, however it does.
#[derive(Debug)]
struct Files {
    /// Held by who writes.
    writing: PathBuf,
    /// Shared by who reads or writes, held by who is alone.
    alone: PathBuf,
    /// Held by who waits to be alone, so that nobody gets in before.
    door: PathBuf,
}

/// Files that cannot be locked.
#[derive(Debug, thiserror::Error)]
#[error("cannot take turns with other processes by `{}`: {source}", path.display())]
pub struct TurnError {
    /// The file.
    path: PathBuf,
    /// What is wrong.
    source: io::Error,
}

/// A turn beside others that do not write.
#[derive(Debug)]
pub(super) struct Beside<'t> {
    _here: RwLockReadGuard<'t, ()>,
    _among: Option<File>,
}

/// The one turn to write.
#[derive(Debug)]
pub(super) struct Writing<'t> {
    _here: MutexGuard<'t, ()>,
    _among: Option<File>,
}

/// The turn of somebody who is alone.
#[derive(Debug)]
pub(super) struct Alone<'t> {
    _here: RwLockWriteGuard<'t, ()>,
    _among: Option<File>,
}

impl Turns {
    /// Turns that are taken among all processes that name this folder; it is made where there is none.
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

    /// Whether other processes take turns too.
    pub(super) fn are_shared(&self) -> bool {
        self.among.is_some()
    }

    /// Waits until nobody is alone.
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

    /// Waits until nobody writes. It is always taken before the turn beside others, or the one alone.
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

    /// Waits until nobody else is there.
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
