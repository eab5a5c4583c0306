//! What a server's certificate is held to.

use std::{path::Path, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};

use super::{
    Cause, LiveError,
    address::{Check, described},
};

/// The settings of a connection that makes this check.
///
/// `roots` is a file of trusted certificates; `None` stands for those of the system.
pub(super) fn config(check: Check, roots: Option<&Path>) -> Result<ClientConfig, LiveError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("ring knows the ciphers of every version");
    let trusted = match check {
        Check::Nothing => None,
        Check::Authority | Check::Host => Some(Arc::new(trusted(roots)?)),
    };
    let Some(trusted) = trusted else {
        let verifier = Lenient {
            provider,
            authority: None,
        };
        return Ok(builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth());
    };
    if check == Check::Host {
        return Ok(builder
            .with_root_certificates(trusted)
            .with_no_client_auth());
    }
    let authority = WebPkiServerVerifier::builder_with_provider(trusted, Arc::clone(&provider))
        .build()
        .map_err(|error| unreadable(roots, described(&error)))?;
    let verifier = Lenient {
        provider,
        authority: Some(authority),
    };
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}

fn trusted(roots: Option<&Path>) -> Result<RootCertStore, LiveError> {
    let mut store = RootCertStore::empty();
    let Some(path) = roots else {
        store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return Ok(store);
    };
    let certificates = CertificateDer::pem_file_iter(path)
        .map_err(|error| unreadable(roots, described(&error)))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unreadable(roots, described(&error)))?;
        store
            .add(certificate)
            .map_err(|error| unreadable(roots, described(&error)))?;
    }
    if store.is_empty() {
        return Err(unreadable(roots, "there are none".to_owned()));
    }
    Ok(store)
}

fn unreadable(roots: Option<&Path>, text: String) -> LiveError {
    LiveError::Certificates {
        path: roots.unwrap_or(Path::new("system")).to_owned(),
        cause: Cause(text),
    }
}

/// Takes certificates for whatever host.
#[derive(Debug)]
struct Lenient {
    provider: Arc<CryptoProvider>,
    /// Who must have signed the certificate; `None` for anybody.
    authority: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(authority) = &self.authority else {
            return Ok(ServerCertVerified::assertion());
        };
        // The name is checked last: whoever gets there is trusted.
        match authority.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        ) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}
