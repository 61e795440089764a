//! The requests of the preflight.

use serde_json::Value;

use super::error::{PreflightError, PreflightProblem};
use super::interpret::{IdentityResponse, interpret_identity};
use crate::contract::{Contract, IdentityRequest};
use crate::exchange::{Actor, Exchange};
use crate::fixture::{NameBindings, RequestError, TargetClient};
use crate::run::session_open_error::SessionOpenError;
use crate::suite::{RequestTemplate, Template};

/// Sends the requests of the preflight, and returns the account of each token.
///
/// Fails if the target is not the API of the contract, if a token is refused, if two tokens belong to one account, or if a request for
/// something that belongs to nobody is served. A contract without an identity request has no preflight.
pub(in crate::run) async fn run_preflight(
    contract: &Contract,
    client: &TargetClient,
) -> Result<Vec<(Actor, Value)>, SessionOpenError> {
    let Some(identity) = &contract.identity else {
        return Ok(Vec::new());
    };
    let preflight = Preflight {
        contract,
        client,
        identity,
    };
    let mut accounts: Vec<(Actor, Value)> = Vec::new();
    let credentials = client.target().credentials();
    for actor in Actor::ALL.iter().copied() {
        if credentials.get(actor).is_none() {
            continue;
        }
        let id = preflight.require_account(actor).await?;
        if accounts.iter().any(|(_, other)| *other == id) {
            let id = crate::suite::json_to_text(&id);
            return Err(preflight
                .error(
                    &identity.request,
                    actor,
                    PreflightProblem::SameAccount { id },
                )
                .into());
        }
        accounts.push((actor, id));
    }
    if accounts.is_empty() {
        preflight.require_anonymous_refusal().await?;
    }
    preflight.require_refusal_for_nobody().await?;
    Ok(accounts)
}

/// Fetches the account behind an actor's token; `None` if the target does not show it.
pub(in crate::run) async fn fetch_identity(
    contract: &Contract,
    client: &TargetClient,
    actor: Actor,
) -> Option<Value> {
    let identity = contract.identity.as_ref()?;
    let exchange = send_read(client, &identity.request, actor).await.ok()?;
    match interpret_identity(&exchange.response, &identity.id, &contract.model) {
        Ok(IdentityResponse::Account(id)) => Some(id),
        Ok(IdentityResponse::Refusal(_)) | Err(_) => None,
    }
}

struct Preflight<'p> {
    contract: &'p Contract,
    client: &'p TargetClient,
    identity: &'p IdentityRequest,
}

impl Preflight<'_> {
    async fn require_account(&self, actor: Actor) -> Result<Value, SessionOpenError> {
        let request = &self.identity.request;
        match self.identify(actor).await? {
            IdentityResponse::Account(id) => Ok(id),
            IdentityResponse::Refusal(status) => Err(self
                .error(request, actor, PreflightProblem::TokenRefused { status })
                .into()),
        }
    }

    /// Checks that the API itself refuses the identity request without a token.
    async fn require_anonymous_refusal(&self) -> Result<(), SessionOpenError> {
        match self.identify(Actor::Anonymous).await? {
            IdentityResponse::Refusal(_) => Ok(()),
            IdentityResponse::Account(_) => {
                let problem = PreflightProblem::ServedForNobody { status: 200 };
                let error = self.error(&self.identity.request, Actor::Anonymous, problem);
                Err(error.into())
            }
        }
    }

    /// Checks that the target refuses a request for something that belongs to nobody.
    async fn require_refusal_for_nobody(&self) -> Result<(), SessionOpenError> {
        let Some(request) = &self.identity.nobody else {
            return Ok(());
        };
        let exchange = self.send(request, Actor::Anonymous).await?;
        let status = exchange.response.status;
        if !exchange.response.is_success() {
            return Ok(());
        }
        let problem = PreflightProblem::ServedForNobody { status };
        Err(self.error(request, Actor::Anonymous, problem).into())
    }

    async fn identify(&self, actor: Actor) -> Result<IdentityResponse, SessionOpenError> {
        let request = &self.identity.request;
        let exchange = self.send(request, actor).await?;
        let (pointer, model) = (&self.identity.id, &self.contract.model);
        interpret_identity(&exchange.response, pointer, model)
            .map_err(|problem| self.error(request, actor, problem).into())
    }

    async fn send(&self, request: &str, actor: Actor) -> Result<Exchange, SessionOpenError> {
        send_read(self.client, request, actor)
            .await
            .map_err(|source| SessionOpenError::PreflightRequest {
                base: self.client.target().base_url().to_string(),
                source,
            })
    }

    fn error(&self, request: &str, actor: Actor, problem: PreflightProblem) -> PreflightError {
        PreflightError {
            base: self.client.target().base_url().to_string(),
            request: request.to_owned(),
            actor,
            problem,
        }
    }
}

/// Sends a read; `request` is its method and its path.
async fn send_read(
    client: &TargetClient,
    request: &str,
    actor: Actor,
) -> Result<Exchange, RequestError> {
    let path = request.split_once(' ').map_or(request, |(_, path)| path);
    let template = RequestTemplate::new_get(actor, Template::from_literal(path));
    client
        .compose_and_send(&template, &NameBindings::default())
        .await
}
