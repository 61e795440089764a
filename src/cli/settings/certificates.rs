//! The certificates that the settings name: trusted ones, and that of the client.

use std::path::{Path, PathBuf};

use super::resolve::SettingsValidator;
use super::setting_source::{SettingSource, SourcedSetting};
use super::value_source::file_permission_warning;
use crate::target::{ClientIdentity, ClientIdentityError, parse_certificates};

/// The PEM files with the client's certificate and its private key.
#[derive(Clone, Default)]
pub(in crate::cli) struct ClientCertificateSetting {
    pub(super) cert: Option<SourcedSetting<PathBuf>>,
    /// The file of the key; by default that of the certificate.
    pub(super) key: Option<SourcedSetting<PathBuf>>,
}

impl ClientCertificateSetting {
    /// Returns this setting, with missing files filled in from `weaker`. A key is not combined with a stronger certificate.
    pub(super) fn with_fallback(self, weaker: Self) -> Self {
        let key = match (&self.cert, self.key) {
            (Some(_), key) => key,
            (None, key) => key.or(weaker.key),
        };
        Self {
            cert: self.cert.or(weaker.cert),
            key,
        }
    }
}

impl SettingsValidator<'_> {
    /// Reads PEM files and returns their certificates as DER.
    pub(super) fn load_ca_certs(&mut self, settings: Vec<SourcedSetting<PathBuf>>) -> Vec<Vec<u8>> {
        let mut roots = Vec::new();
        for setting in settings {
            let key = setting.source.display_name("ca_certs");
            let Some(pem) = self.read_pem_file(&key, &setting) else {
                continue;
            };
            match parse_certificates(&pem) {
                Ok(own) => roots.extend(own),
                Err(error) => {
                    let what = format!("{key}: `{}` {error}", setting.value.display());
                    self.record_mistake(&setting.source, &what, None);
                }
            }
        }
        roots
    }

    /// Reads the certificate of the client and its key.
    pub(super) fn load_client_identity(
        &mut self,
        setting: ClientCertificateSetting,
    ) -> Option<ClientIdentity> {
        let ClientCertificateSetting { cert, key } = setting;
        let Some(cert) = cert else {
            if let Some(key) = key {
                let name = key.source.display_name("key");
                let what = format!("{name} is given without the certificate");
                let hint = format!("give it as {}", cert_setting_name(&key.source));
                self.record_mistake(&key.source, &what, Some(hint));
            }
            return None;
        };
        let key = key.unwrap_or_else(|| cert.clone());
        let (cert_key, key_key) = (
            cert.source.display_name("cert"),
            key.source.display_name("key"),
        );
        let cert_pem = self.read_pem_file(&cert_key, &cert)?;
        let key_pem = self.read_pem_file(&key_key, &key)?;
        if let Some(warning) = file_permission_warning(&key.value) {
            self.record_config_file_warning(&key.source, &warning);
        }
        match ClientIdentity::from_pem(&cert_pem, &key_pem) {
            Ok(identity) => Some(identity),
            Err(error) => {
                let (setting, name) = match &error {
                    ClientIdentityError::Certificate(_) => (&cert, cert_key),
                    ClientIdentityError::NoKey | ClientIdentityError::UnusableKey(_) => {
                        (&key, key_key)
                    }
                };
                let what = format!("{name}: `{}` {error}", setting.value.display());
                self.record_mistake(&setting.source, &what, None);
                None
            }
        }
    }

    fn read_pem_file(&mut self, name: &str, setting: &SourcedSetting<PathBuf>) -> Option<Vec<u8>> {
        let path: &Path = &setting.value;
        match std::fs::read(path) {
            Ok(pem) => Some(pem),
            Err(error) => {
                let what = format!("{name}: cannot read `{}`: {error}", path.display());
                self.record_mistake(&setting.source, &what, None);
                None
            }
        }
    }
}

/// Returns the name of the certificate's setting in the source of its key.
fn cert_setting_name(source: &SettingSource) -> &'static str {
    match source {
        SettingSource::CommandLine(_) => "`--cert`",
        SettingSource::File(_) | SettingSource::Reference => "`cert`",
    }
}
