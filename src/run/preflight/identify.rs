//! The requests of the preflight.

use serde_json::Value;

use super::error::{PreflightError, PreflightProblem};
use super::interpret::{IdentityResponse, interpret_identity};
use super::report::PreflightReport;
use crate::contract::{Contract, IdentityRequest};
use crate::exchange::{Actor, Exchange};
use crate::fixture::{NameBindings, RequestError, TargetClient};
use crate::run::session_open_error::SessionOpenError;
use crate::suite::{RequestTemplate, Template};
use crate::target::{Credentials, SendError};

/// Sends the requests of the preflight, and returns the account of each token.
///
/// # Errors
/// Fails with [`SessionOpenError`] if no response comes, if the target is not the API of the contract, if a token is refused, if two tokens
/// belong to one account, or if a request for something that belongs to nobody is served. A contract without an identity request has no
/// preflight.
pub async fn run_preflight(
    contract: &Contract,
    client: &TargetClient,
) -> Result<PreflightReport, SessionOpenError> {
    let Some(identity) = &contract.identity else {
        return Ok(PreflightReport::default());
    };
    let mut preflight = Preflight {
        contract,
        client,
        identity,
        report: PreflightReport::default(),
    };
    for actor in list_actors_to_identify(client.target().credentials()) {
        match actor {
            Actor::Anonymous => preflight.require_anonymous_refusal().await?,
            Actor::Owner | Actor::Stranger => preflight.require_distinct_account(actor).await?,
        }
    }
    preflight.require_refusal_of_missing_resource().await?;
    Ok(preflight.report)
}

/// Lists the actors as whom the preflight sends the identity request: those with a token, or the anonymous one if there is no token.
pub(in crate::run) fn list_actors_to_identify(credentials: &Credentials) -> Vec<Actor> {
    let actors = Actor::ALL.iter().copied();
    let with_token = actors.filter(|actor| credentials.get(*actor).is_some());
    let with_token: Vec<Actor> = with_token.collect();
    if with_token.is_empty() {
        vec![Actor::Anonymous]
    } else {
        with_token
    }
}

/// Fetches the account behind an actor's token; `None` if the target does not show it.
pub(in crate::run) async fn fetch_identity(
    contract: &Contract,
    client: &TargetClient,
    actor: Actor,
) -> Option<Value> {
    let identity = contract.identity.as_ref()?;
    let exchange = send_get_request(client, &identity.request, actor)
        .await
        .ok()?;
    match interpret_identity(&exchange.response, &identity.id, &contract.model) {
        Ok(IdentityResponse::Account(id)) => Some(id),
        Ok(IdentityResponse::Refusal(_)) | Err(_) => None,
    }
}

struct Preflight<'p> {
    contract: &'p Contract,
    client: &'p TargetClient,
    identity: &'p IdentityRequest,
    report: PreflightReport,
}

impl Preflight<'_> {
    /// Checks that an actor's token belongs to an account, and to another one than the tokens before it.
    async fn require_distinct_account(&mut self, actor: Actor) -> Result<(), SessionOpenError> {
        let id = match self.request_identity(actor).await? {
            IdentityResponse::Account(id) => id,
            IdentityResponse::Refusal(status) => {
                let problem = PreflightProblem::TokenRefused { status };
                return Err(self.build_preflight_error(&self.identity.request, actor, problem));
            }
        };
        let accounts = &mut self.report.accounts;
        if accounts.iter().any(|(_, other)| *other == id) {
            let id = crate::suite::json_to_text(&id);
            let problem = PreflightProblem::SameAccount { id };
            return Err(self.build_preflight_error(&self.identity.request, actor, problem));
        }
        accounts.push((actor, id));
        Ok(())
    }

    /// Checks that the API itself refuses the identity request without a token.
    async fn require_anonymous_refusal(&mut self) -> Result<(), SessionOpenError> {
        match self.request_identity(Actor::Anonymous).await? {
            IdentityResponse::Refusal(_) => Ok(()),
            IdentityResponse::Account(_) => {
                let problem = PreflightProblem::ServedForNobody { status: 200 };
                Err(self.build_preflight_error(&self.identity.request, Actor::Anonymous, problem))
            }
        }
    }

    /// Checks that the target refuses a request for something that belongs to nobody.
    async fn require_refusal_of_missing_resource(&mut self) -> Result<(), SessionOpenError> {
        let Some(request) = &self.identity.nobody else {
            return Ok(());
        };
        let exchange = match self.send(request, Actor::Anonymous).await {
            Ok(exchange) => exchange,
            // A response that is too large to be read shows nothing.
            Err(SessionOpenError::PreflightRequest {
                source: RequestError::Send(SendError::BodyTooLarge { .. }),
                ..
            }) => return Ok(()),
            Err(error) => return Err(error),
        };
        let (status, is_success) = (exchange.response.status, exchange.response.is_success());
        self.report.exchanges.push(exchange);
        if !is_success {
            return Ok(());
        }
        let problem = PreflightProblem::ServedForNobody { status };
        Err(self.build_preflight_error(request, Actor::Anonymous, problem))
    }

    async fn request_identity(
        &mut self,
        actor: Actor,
    ) -> Result<IdentityResponse, SessionOpenError> {
        let request = &self.identity.request;
        let exchange = self.send(request, actor).await?;
        let (pointer, model) = (&self.identity.id, &self.contract.model);
        let read = interpret_identity(&exchange.response, pointer, model);
        self.report.exchanges.push(exchange);
        read.map_err(|problem| self.build_preflight_error(request, actor, problem))
    }

    async fn send(&self, request: &str, actor: Actor) -> Result<Exchange, SessionOpenError> {
        send_get_request(self.client, request, actor)
            .await
            .map_err(|source| SessionOpenError::PreflightRequest {
                base: self.client.target().base_url().to_string(),
                source,
            })
    }

    fn build_preflight_error(
        &self,
        request: &str,
        actor: Actor,
        problem: PreflightProblem,
    ) -> SessionOpenError {
        SessionOpenError::Preflight(PreflightError {
            base: self.client.target().base_url().to_string(),
            request: request.to_owned(),
            actor,
            problem,
        })
    }
}

/// Sends a read; `request` is its method and its path.
async fn send_get_request(
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
