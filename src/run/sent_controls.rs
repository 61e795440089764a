//! The controls that were sent, so that a control which serves many cases is sent once.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::plan::ControlKey;
use crate::exchange::Exchange;
use crate::target::open_locked;

/// The exchanges of controls that were sent, by key.
///
/// Some controls can succeed only once: a server may refuse to change a list to the value that it has already. Processes that share
/// fixtures therefore share these exchanges too, in a file.
#[derive(Debug, Default)]
pub(super) struct SentControls {
    exchanges: HashMap<ControlKey, Exchange>,
    send_locks: HashMap<ControlKey, Arc<Mutex<()>>>,
    shared_file: Option<SharedControlFile>,
}

#[derive(Debug)]
struct SharedControlFile {
    path: PathBuf,
    /// The number of bytes that were read so far.
    read_bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct SentControlRecord {
    key: ControlKey,
    exchange: Exchange,
}

impl SentControls {
    /// Creates a store that is shared with other processes by a file in this folder.
    pub(super) fn shared_in_folder(folder: &Path) -> Self {
        Self {
            shared_file: Some(SharedControlFile {
                path: folder.join("controls.jsonl"),
                read_bytes: 0,
            }),
            ..Self::default()
        }
    }

    /// Returns the lock under which this control is sent. Other cases with the same control wait for its response and do not send it again.
    pub(super) fn send_lock_for_control(&mut self, key: &ControlKey) -> Arc<Mutex<()>> {
        let lock = self.send_locks.entry(key.clone()).or_default();
        Arc::clone(lock)
    }

    /// Returns the exchange of the control with this key, if it was sent.
    pub(super) fn get(&mut self, key: &ControlKey) -> Option<Exchange> {
        if !self.exchanges.contains_key(key)
            && let Some(shared) = &mut self.shared_file
        {
            // An unreadable record counts as not sent; its control is sent again.
            let lines = shared.read_new_records().unwrap_or_default();
            self.exchanges
                .extend(lines.into_iter().map(|line| (line.key, line.exchange)));
        }
        self.exchanges.get(key).cloned()
    }

    /// Records the exchange of a control that was sent.
    pub(super) async fn insert(&mut self, key: ControlKey, exchange: Exchange) {
        let line = SentControlRecord { key, exchange };
        if let Some(shared) = &self.shared_file {
            // If the write fails, the other processes merely send the control again.
            shared.append_record(&line).await.ok();
        }
        self.exchanges.insert(line.key, line.exchange);
    }
}

impl SharedControlFile {
    /// Reads the records that were appended since the last read. An incomplete last line is left for the next read.
    fn read_new_records(&mut self) -> io::Result<Vec<SentControlRecord>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.read_bytes))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let whole = text
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        self.read_bytes += u64::try_from(whole).unwrap_or_default();
        let lines = text[..whole].split(|byte| *byte == b'\n');
        Ok(lines
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect())
    }

    async fn append_record(&self, line: &SentControlRecord) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        // The lock keeps lines whole: a long line may be written in pieces.
        let mut file = open_locked(&self.path, File::try_lock).await?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(&text)
    }
}
