//! A file that a command writes when its work is over: looked at before, so that nothing is done in vain.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::cli::system::{FileId, file_id, link_count};

/// How many links are followed before they are held to lead nowhere.
const LINKS: usize = 40;

/// How long it may take until somebody reads a pipe: one that nobody reads would hold the command for ever.
const UNREAD: Duration = Duration::from_secs(10);

/// How long who reads a pipe may take nothing of it. A full pipe takes more only when a whole page of it has been read.
const STALLED: Duration = Duration::from_secs(60);

/// How many bytes are given to a pipe at once: no more than a page.
const CHUNK: usize = 1024;

/// Why nothing can be written at a path.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum NotWritable {
    /// There is a folder.
    #[error("it is a folder; name a file in it")]
    Folder,
    /// The folder is missing.
    #[error("its folder does not exist; make it first")]
    NoFolder,
    /// The system refuses it.
    #[error("{0}")]
    Refused(#[from] io::Error),
}

/// What stands at a path, links followed.
enum Found {
    /// Nothing; this is where a file would come to stand.
    Nothing(PathBuf),
    /// A file.
    File(PathBuf),
    /// What is no file, such as a pipe or a device.
    Other,
}

/// Finds out, without changing anything, whether a file can be written at a path.
pub(in crate::cli) fn check(path: &Path) -> Result<(), NotWritable> {
    match find(path)? {
        Found::Other => Ok(()),
        Found::File(at) => Ok(OpenOptions::new().append(true).open(at).map(drop)?),
        Found::Nothing(at) if !folder(&at).is_dir() => Err(NotWritable::NoFolder),
        Found::Nothing(at) => {
            let part = part(&at);
            drop(create_anew(&part)?);
            Ok(fs::remove_file(part)?)
        }
    }
}

/// Whether something with content that could be lost stands at a path.
pub(in crate::cli) fn holds_a_file(path: &Path) -> Result<bool, NotWritable> {
    Ok(match find(path)? {
        Found::File(_) => true,
        Found::Nothing(_) | Found::Other => false,
    })
}

/// Whether what is written there may wait for somebody who reads.
pub(in crate::cli) fn is_no_file(path: &Path) -> bool {
    matches!(find(path), Ok(Found::Other))
}

/// What a path stands for, however it is said.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) enum Identity {
    /// A file that is there.
    File(FileId),
    /// A name in a folder.
    Name(PathBuf),
}

/// What this path stands for.
pub(in crate::cli) fn identity(path: &Path) -> Identity {
    if let Ok(id) = file_id(path) {
        return Identity::File(id);
    }
    let at = end_of_links(path);
    Identity::Name(match (folder(&at).canonicalize(), at.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        (_, _) => at,
    })
}

/// Writes a file whole or not at all: what stood there before stays until the new one is complete, and so do its permissions.
///
/// Pipes and devices are written to as they are, and so are files with several names and those in a folder that takes no new ones; links are
/// followed.
///
/// # Errors
/// Fails with [`ErrorKind::TimedOut`] where nobody reads a pipe for ten seconds, or goes on reading it for sixty.
pub(in crate::cli) fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    match find(path).map_err(io::Error::other)? {
        Found::Nothing(at) => replace(&at, text, None),
        // Others write there as well, this command's own output among them.
        Found::File(_) if is_a_descriptor(path) => append(path, text),
        Found::File(at) => {
            let found = fs::metadata(&at)?;
            if link_count(&found) > 1 {
                return fs::write(&at, text);
            }
            match replace(&at, text, Some(found.permissions())) {
                // The file may be written to, its folder may not.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => fs::write(&at, text),
                written => written,
            }
        }
        Found::Other => hand_over(path, text),
    }
}

/// Writes a file where there is none.
///
/// # Errors
/// Fails with [`ErrorKind::AlreadyExists`] where there is one by now.
pub(in crate::cli) fn write_new(path: &Path, text: &[u8]) -> io::Result<()> {
    match find(path).map_err(io::Error::other)? {
        Found::Nothing(at) | Found::File(at) => create_anew(&at)?.write_all(text),
        Found::Other => hand_over(path, text),
    }
}

fn find(path: &Path) -> Result<Found, NotWritable> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(NotWritable::Folder),
        Ok(found) if found.is_file() => Ok(Found::File(path.canonicalize()?)),
        Ok(_) => Ok(Found::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Nothing(end_of_links(path))),
        Err(error) => Err(error.into()),
    }
}

/// Where links lead that end at nothing.
fn end_of_links(path: &Path) -> PathBuf {
    let mut at = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&at) {
            Ok(next) => at = folder(&at).join(next),
            Err(_) => break,
        }
    }
    at
}

fn replace(at: &Path, text: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let part = part(at);
    let written = create_anew(&part).and_then(|mut file| {
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.write_all(text)?;
        fs::rename(&part, at)
    });
    if written.is_err() {
        // The error that is told is the first one.
        fs::remove_file(&part).ok();
    }
    written
}

/// Opens a file that is not there, so that no link that others have put there is followed.
fn create_anew(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn append(path: &Path, text: &[u8]) -> io::Result<()> {
    OpenOptions::new().append(true).open(path)?.write_all(text)
}

fn is_a_descriptor(path: &Path) -> bool {
    ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc/self/fd"]
        .iter()
        .any(|own| path.starts_with(own))
}

/// Writes into what others read, which may keep the writer waiting for as long as they like.
fn hand_over(path: &Path, text: &[u8]) -> io::Result<()> {
    let (told, heard) = channel();
    let (path, text) = (path.to_owned(), text.to_vec());
    // It is not waited for: where nobody reads it ends with the process.
    std::thread::spawn(move || {
        let written = OpenOptions::new().append(true).open(path);
        let written = written.and_then(|mut out| {
            text.chunks(CHUNK).try_for_each(|chunk| {
                told.send(None).ok();
                out.write_all(chunk)
            })
        });
        told.send(Some(written)).ok();
    });
    let mut patience = UNREAD;
    loop {
        match heard.recv_timeout(patience) {
            Ok(None) => patience = STALLED,
            Ok(Some(written)) => return written,
            Err(RecvTimeoutError::Timeout) => {
                let why = format!("nobody has read from it for {} seconds", patience.as_secs());
                return Err(io::Error::new(ErrorKind::TimedOut, why));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(io::Error::other("the writer ended early"));
            }
        }
    }
}

/// Where a file stands until it is complete: in the same folder, under a name that is short, since that of the file may be as long as names can be.
fn part(at: &Path) -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    folder(at).join(format!(".badreq-{}-{number}.part", std::process::id()))
}

/// The folder that a path names a file in.
pub(in crate::cli) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}
