//! Output files. A command checks that it can write them before it starts, and writes them when it has finished.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use crate::cli::system::{FileId, file_id, link_count};

/// The longest chain of symbolic links that is followed.
const MAX_LINKS: usize = 40;

/// The longest wait for the first read from a pipe: a pipe without a reader would block the command forever.
const FIRST_READ_TIMEOUT: Duration = Duration::from_secs(10);

/// The longest pause of a pipe's reader. A full pipe accepts more only after a whole page has been read from it.
const STALL_TIMEOUT: Duration = Duration::from_secs(60);

/// The number of bytes of one write to a pipe: no more than a page.
const CHUNK_SIZE: usize = 1024;

/// The reason why no file can be written at a path.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum OutputPathError {
    /// The path names a folder.
    #[error("it is a folder; name a file in it")]
    IsFolder,
    /// The folder is missing.
    #[error("its folder does not exist; create it first")]
    MissingFolder,
    /// The operating system refuses it.
    #[error("{0}")]
    Refused(#[from] io::Error),
}

/// The kind of thing at a path, after following links.
enum PathEntryKind {
    /// Nothing; a new file would get this path.
    Missing(PathBuf),
    /// A regular file, at this path.
    File(PathBuf),
    /// Something other than a regular file, such as a pipe or a device.
    PipeOrDevice,
}

/// Checks that a file can be written at a path, and changes nothing.
pub(in crate::cli) fn check_writable(path: &Path) -> Result<(), OutputPathError> {
    match classify_path(path)? {
        PathEntryKind::PipeOrDevice => Ok(()),
        PathEntryKind::File(at) => Ok(OpenOptions::new().append(true).open(at).map(drop)?),
        PathEntryKind::Missing(at) if !parent_folder(&at).is_dir() => {
            Err(OutputPathError::MissingFolder)
        }
        PathEntryKind::Missing(at) => {
            let part = temporary_path(&at);
            drop(create_exclusively(&part)?);
            Ok(fs::remove_file(part)?)
        }
    }
}

/// Reports whether the path is a pipe or a device, so that writing may block until it is read.
pub(in crate::cli) fn is_pipe_or_device(path: &Path) -> bool {
    matches!(classify_path(path), Ok(PathEntryKind::PipeOrDevice))
}

/// The identity of an output file, the same for every path that leads to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) enum OutputFileIdentity {
    /// An existing file.
    Existing(FileId),
    /// The path of a file that does not exist yet.
    New(PathBuf),
}

/// Returns the identity of the file at this path.
pub(in crate::cli) fn resolve_file_identity(path: &Path) -> OutputFileIdentity {
    if let Ok(id) = file_id(path) {
        return OutputFileIdentity::Existing(id);
    }
    let at = follow_links(path);
    OutputFileIdentity::New(match (parent_folder(&at).canonicalize(), at.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        (_, _) => at,
    })
}

/// Writes a file completely or not at all: an old file stays until the new one is complete, and its permissions are kept.
///
/// Pipes and devices are written in place, and so are files with several hard links and files in a folder in which none can be created.
/// Symbolic links are followed.
///
/// # Errors
/// Fails with [`ErrorKind::TimedOut`] if a pipe is not read within ten seconds, or if its reader then pauses for sixty.
pub(in crate::cli) fn write_output_file(path: &Path, text: &[u8]) -> io::Result<()> {
    match classify_path(path).map_err(io::Error::other)? {
        PathEntryKind::Missing(at) => replace_atomically(&at, text, None),
        // Others write to a descriptor, too, including this command's own output.
        PathEntryKind::File(_) if is_descriptor_path(path) => append_to_file(path, text),
        PathEntryKind::File(at) => {
            let found = fs::metadata(&at)?;
            if link_count(&found) > 1 {
                return fs::write(&at, text);
            }
            match replace_atomically(&at, text, Some(found.permissions())) {
                // The file may be writable although its folder is not.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => fs::write(&at, text),
                written => written,
            }
        }
        PathEntryKind::PipeOrDevice => write_to_pipe(path, text),
    }
}

/// Writes a new file.
///
/// # Errors
/// Fails with [`ErrorKind::AlreadyExists`] if the file exists.
pub(in crate::cli) fn write_new_file(path: &Path, text: &[u8]) -> io::Result<()> {
    match classify_path(path).map_err(io::Error::other)? {
        PathEntryKind::Missing(at) | PathEntryKind::File(at) => {
            create_exclusively(&at)?.write_all(text)
        }
        PathEntryKind::PipeOrDevice => write_to_pipe(path, text),
    }
}

fn classify_path(path: &Path) -> Result<PathEntryKind, OutputPathError> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(OutputPathError::IsFolder),
        Ok(found) if found.is_file() => Ok(PathEntryKind::File(path.canonicalize()?)),
        Ok(_) => Ok(PathEntryKind::PipeOrDevice),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok(PathEntryKind::Missing(follow_links(path)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Follows symbolic links to the path that they lead to, which need not exist.
fn follow_links(path: &Path) -> PathBuf {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&at) {
            Ok(next) => at = parent_folder(&at).join(next),
            Err(_) => break,
        }
    }
    at
}

fn replace_atomically(
    at: &Path,
    text: &[u8],
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let part = temporary_path(at);
    let written = create_exclusively(&part).and_then(|mut file| {
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.write_all(text)?;
        fs::rename(&part, at)
    });
    if written.is_err() {
        // The first error is the one to return.
        fs::remove_file(&part).ok();
    }
    written
}

/// Creates a file that must not exist, so that no link placed there by others is followed.
fn create_exclusively(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn append_to_file(path: &Path, text: &[u8]) -> io::Result<()> {
    OpenOptions::new().append(true).open(path)?.write_all(text)
}

fn is_descriptor_path(path: &Path) -> bool {
    ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc/self/fd"]
        .iter()
        .any(|own| path.starts_with(own))
}

/// Writes to a pipe or a device, whose reader may block the writer for any time.
fn write_to_pipe(path: &Path, text: &[u8]) -> io::Result<()> {
    let (told, heard) = channel();
    let (path, text) = (path.to_owned(), text.to_vec());
    // The thread is not joined: without a reader it ends with the process.
    std::thread::spawn(move || {
        let written = OpenOptions::new().append(true).open(path);
        let written = written.and_then(|mut out| {
            text.chunks(CHUNK_SIZE).try_for_each(|chunk| {
                told.send(None).ok();
                out.write_all(chunk)
            })
        });
        told.send(Some(written)).ok();
    });
    let mut patience = FIRST_READ_TIMEOUT;
    loop {
        match heard.recv_timeout(patience) {
            Ok(None) => patience = STALL_TIMEOUT,
            Ok(Some(written)) => return written,
            Err(RecvTimeoutError::Timeout) => {
                let why = format!(
                    "nothing has read from it for {} seconds",
                    patience.as_secs()
                );
                return Err(io::Error::new(ErrorKind::TimedOut, why));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(io::Error::other("the writer ended early"));
            }
        }
    }
}

/// Returns the path of a file until it is complete: in the same folder, under a short name, since the name of the file may have the maximum length.
fn temporary_path(at: &Path) -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    parent_folder(at).join(format!(".badreq-{}-{number}.part", std::process::id()))
}

/// Returns the folder of a file's path.
pub(in crate::cli) fn parent_folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}
