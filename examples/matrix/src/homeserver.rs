//! The rooms, aliases and accounts of a server, and its responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::refusals as refuse;
use crate::requests::{Request, Result, USERS, optional_text, required_text, user_id};
use crate::{MatrixFault, SERVER_NAME};

/// The versions of rooms that the server can create.
const ROOM_VERSIONS: [&str; 2] = ["10", "11"];

/// The size of the largest event in bytes.
const MAX_EVENT_SIZE: usize = 65_536;

/// The power that a user needs to set the state of a room.
const STATE_POWER: i64 = 50;

#[derive(Debug)]
pub(crate) struct Homeserver {
    pub(crate) fault: Option<MatrixFault>,
    rooms: BTreeMap<String, Room>,
    /// The room of each alias, and the user who set it.
    aliases: BTreeMap<String, (String, String)>,
    display_names: BTreeMap<String, String>,
    filters: BTreeMap<(String, String), Value>,
    last_id: u64,
}

#[derive(Debug, Default)]
struct Room {
    members: BTreeSet<String>,
    state: BTreeMap<String, Value>,
    events: BTreeMap<String, Value>,
    /// What users keep for the room, by user and type.
    account_data: BTreeMap<(String, String), Value>,
}

impl Homeserver {
    pub(crate) fn new(fault: Option<MatrixFault>) -> Self {
        Self {
            fault,
            rooms: BTreeMap::new(),
            aliases: BTreeMap::new(),
            display_names: USERS.map(|name| (user_id(name), name.to_owned())).into(),
            filters: BTreeMap::new(),
            last_id: 0,
        }
    }

    pub(crate) fn list_leftovers(&self) -> Vec<String> {
        let names = self.display_names.values();
        let renamed = names.filter(|own| !USERS.contains(&own.as_str()));
        let filters = self.filters.keys().map(|(_, id)| id);
        let all = self.rooms.keys().chain(self.aliases.keys());
        all.chain(filters).chain(renamed).cloned().collect()
    }

    pub(crate) fn respond(&mut self, request: &Request<'_>) -> Result {
        match (request.method, request.path.as_slice()) {
            ("GET", ["register", "available"]) => check_username(request.username),
            ("GET", ["profile", user, "displayname"]) => self.show_display_name(user),
            ("GET", ["directory", "room", alias]) => self.find_alias(alias),
            (method, path) => {
                let methods = list_methods(path).ok_or(refuse::UNRECOGNIZED)?;
                if !methods.contains(&method) {
                    return Err(refuse::WRONG_METHOD);
                }
                self.respond_to_user(request, path, &request.authenticate()?)
            }
        }
    }

    /// Responds to a request with a token.
    fn respond_to_user(&mut self, request: &Request<'_>, path: &[&str], user: &str) -> Result {
        match (request.method, path) {
            ("GET", ["account", "whoami"]) => Ok(json!({ "user_id": user })),
            (_, ["profile", owner, _]) => self.set_display_name(user, owner, request),
            (_, ["joined_rooms"]) => {
                let rooms = self.rooms.iter();
                let joined = rooms.filter(|(_, room)| room.members.contains(user));
                let ids: Vec<&String> = joined.map(|(id, _)| id).collect();
                Ok(json!({ "joined_rooms": ids }))
            }
            (_, ["createRoom"]) => self.create_room(user, &request.parse_body()?),
            (_, ["join", room]) => self.join(user, room),
            ("PUT", ["directory", "room", alias]) => self.set_alias(user, alias, request),
            (_, ["directory", "room", alias]) => self.remove_alias(user, alias),
            (_, ["user", owner, ..]) if *owner != user => Err(refuse::FORBIDDEN),
            (_, ["user", _, "filter"]) => self.create_filter(user, request),
            (_, ["user", _, "filter", id]) => {
                let filter = self.filters.get(&(user.to_owned(), (*id).to_owned()));
                filter.cloned().ok_or(refuse::NOT_FOUND)
            }
            (method, ["user", _, "rooms", room, "account_data", kind]) => {
                let key = (user.to_owned(), (*kind).to_owned());
                if !room.starts_with('!') {
                    return Err(refuse::INVALID_PARAM);
                }
                let room = self.find_joined_room(user, room)?;
                if method == "GET" {
                    return room
                        .account_data
                        .get(&key)
                        .cloned()
                        .ok_or(refuse::NOT_FOUND);
                }
                let data = request.parse_body()?;
                if *kind == "m.fully_read" {
                    return Err(refuse::RESERVED_TYPE);
                }
                room.account_data.insert(key, data.into());
                Ok(json!({}))
            }
            (_, ["rooms", room, "join"]) => self.join(user, room),
            (_, ["rooms", room, "leave"]) => self.leave(user, room),
            (_, ["rooms", id, "aliases"]) => {
                self.find_joined_room(user, id)?;
                let own = self.aliases.iter().filter(|(_, (room, _))| room == id);
                let aliases: Vec<&String> = own.map(|(alias, _)| alias).collect();
                Ok(json!({ "aliases": aliases }))
            }
            (_, ["rooms", room, "event", id]) => {
                let event = self.find_joined_room(user, room)?.events.get(*id);
                event.cloned().ok_or(refuse::NOT_FOUND)
            }
            ("GET", ["rooms", room, "state", kind]) => {
                let state = self.find_joined_room(user, room)?.state.get(*kind);
                state.cloned().ok_or(refuse::NOT_FOUND)
            }
            (_, ["rooms", room, "state", kind]) => self.set_state(user, room, kind, request),
            (_, ["rooms", room, "send", kind, _]) => self.send_event(user, room, kind, request),
            _ => Err(refuse::UNRECOGNIZED),
        }
    }

    fn show_display_name(&self, user: &str) -> Result {
        let name = self.display_names.get(user).ok_or(refuse::NOT_FOUND)?;
        Ok(json!({ "displayname": name }))
    }

    fn set_display_name(&mut self, user: &str, owner: &str, request: &Request<'_>) -> Result {
        if owner != user {
            return Err(refuse::FORBIDDEN);
        }
        let name = required_text(&request.parse_body()?, "displayname")?.to_owned();
        self.display_names.insert(user.to_owned(), name);
        Ok(json!({}))
    }

    fn create_room(&mut self, user: &str, body: &Map<String, Value>) -> Result {
        let mut room = Room::default();
        for (key, kind) in [("name", "m.room.name"), ("topic", "m.room.topic")] {
            if let Some(text) = optional_text(body, key)? {
                room.state.insert(kind.to_owned(), json!({ key: text }));
            }
        }
        let presets = ["private_chat", "public_chat", "trusted_private_chat"];
        for (key, words) in [
            ("preset", presets.as_slice()),
            ("visibility", &["public", "private"]),
        ] {
            if optional_text(body, key)?.is_some_and(|own| !words.contains(&own)) {
                return Err(refuse::BAD_JSON);
            }
        }
        let version = optional_text(body, "room_version")?;
        if version.is_some_and(|own| !ROOM_VERSIONS.contains(&own)) {
            return Err(refuse::BAD_VERSION);
        }
        let levels = body.get("power_level_content_override");
        let power = levels.and_then(|own| own.get("users")?.get(user)?.as_i64());
        if power.is_some_and(|own| own < STATE_POWER) && !room.state.is_empty() {
            return Err(refuse::BAD_ROOM_STATE);
        }
        let alias = optional_text(body, "room_alias_name")?;
        let alias = alias.map(|name| format!("#{name}:{SERVER_NAME}"));
        if alias
            .as_ref()
            .is_some_and(|own| self.aliases.contains_key(own))
        {
            return Err(refuse::ROOM_IN_USE);
        }
        let id = self.next_id('!');
        if let Some(alias) = alias {
            self.aliases.insert(alias, (id.clone(), user.to_owned()));
        }
        room.members.insert(user.to_owned());
        self.rooms.insert(id.clone(), room);
        Ok(json!({ "room_id": id }))
    }

    /// Lets a member join again; every room needs an invitation, and there are none.
    fn join(&self, user: &str, id_or_alias: &str) -> Result {
        let id = if id_or_alias.starts_with('#') {
            &self.aliases.get(id_or_alias).ok_or(refuse::NOT_FOUND)?.0
        } else {
            id_or_alias
        };
        let room = self.rooms.get(id).ok_or(refuse::NOT_FOUND)?;
        if room.members.contains(user) {
            Ok(json!({ "room_id": id }))
        } else {
            Err(refuse::FORBIDDEN)
        }
    }

    /// Lets a member leave. A room without members is forgotten.
    fn leave(&mut self, user: &str, id: &str) -> Result {
        let room = self.rooms.get_mut(id).ok_or(refuse::NOT_FOUND)?;
        if !room.members.remove(user) {
            return Err(refuse::FORBIDDEN);
        }
        if room.members.is_empty() {
            self.rooms.remove(id);
        }
        Ok(json!({}))
    }

    fn set_state(&mut self, user: &str, room: &str, kind: &str, request: &Request<'_>) -> Result {
        let content = request.parse_body();
        if self.fault == Some(MatrixFault::ChangesAnyway)
            && let (Some(room), Ok(content)) = (self.rooms.get_mut(room), &content)
        {
            let content = content.clone().into();
            room.state.insert(kind.to_owned(), content);
        }
        self.find_joined_room(user, room)?;
        let content = content?;
        if kind == "m.room.canonical_alias"
            && let Some(alias) = optional_text(&content, "alias")?
        {
            if !is_alias(alias) {
                return Err(refuse::INVALID_PARAM);
            }
            let target = self.aliases.get(alias).map(|(target, _)| target.as_str());
            if target != Some(room) {
                return Err(refuse::BAD_ALIAS);
            }
        }
        let event = self.next_id('$');
        let room = self.find_joined_room(user, room)?;
        room.state.insert(kind.to_owned(), content.into());
        Ok(json!({ "event_id": event }))
    }

    fn send_event(&mut self, user: &str, room: &str, kind: &str, request: &Request<'_>) -> Result {
        let next = self.next_id('$');
        let room = self.find_joined_room(user, room)?;
        let content = Value::from(request.parse_body()?);
        if content.to_string().len() > MAX_EVENT_SIZE {
            return Err(refuse::TOO_LARGE);
        }
        let event = json!({ "type": kind, "sender": user, "content": content });
        if kind == "m.reaction" && room.events.values().any(|own| *own == event) {
            return Err(refuse::SAME_REACTION);
        }
        room.events.insert(next.clone(), event);
        Ok(json!({ "event_id": next }))
    }

    fn find_alias(&self, alias: &str) -> Result {
        if !is_alias(alias) {
            return Err(refuse::INVALID_PARAM);
        }
        let missing = match self.fault {
            Some(MatrixFault::WrongCode) => refuse::UNRECOGNIZED,
            _ => refuse::NOT_FOUND,
        };
        let (room, _) = self.aliases.get(alias).ok_or(missing)?;
        Ok(json!({ "room_id": room, "servers": [SERVER_NAME] }))
    }

    fn set_alias(&mut self, user: &str, alias: &str, request: &Request<'_>) -> Result {
        if !is_alias(alias) {
            return Err(refuse::INVALID_PARAM);
        }
        let room = required_text(&request.parse_body()?, "room_id")?.to_owned();
        if self.aliases.contains_key(alias) {
            return Err(refuse::ALIAS_TAKEN);
        }
        self.find_joined_room(user, &room)?;
        let entry = (room, user.to_owned());
        self.aliases.insert(alias.to_owned(), entry);
        Ok(json!({}))
    }

    fn remove_alias(&mut self, user: &str, alias: &str) -> Result {
        let (_, setter) = self.aliases.get(alias).ok_or(refuse::NOT_FOUND)?;
        if setter != user {
            return Err(refuse::FORBIDDEN);
        }
        self.aliases.remove(alias);
        Ok(json!({}))
    }

    fn create_filter(&mut self, user: &str, request: &Request<'_>) -> Result {
        let filter = request.parse_body()?.into();
        let id = self.next_id('f');
        self.filters.insert((user.to_owned(), id.clone()), filter);
        Ok(json!({ "filter_id": id }))
    }

    fn find_joined_room(&mut self, user: &str, id: &str) -> Result<&mut Room> {
        let room = self.rooms.get_mut(id).ok_or(refuse::FORBIDDEN)?;
        if room.members.contains(user) {
            Ok(room)
        } else {
            Err(refuse::FORBIDDEN)
        }
    }

    /// Returns a new id with this sigil, with as much punctuation as ids may have.
    fn next_id(&mut self, sigil: char) -> String {
        self.last_id += 1;
        match sigil {
            '!' => format!("!r+{}/:{SERVER_NAME}", self.last_id),
            _ => format!("{sigil}e+{}/", self.last_id),
        }
    }
}

/// Lists the methods of the endpoint with this path; `None` if there is none.
fn list_methods(path: &[&str]) -> Option<&'static [&'static str]> {
    Some(match path {
        ["account", "whoami"]
        | ["joined_rooms"]
        | ["register", "available"]
        | ["user", _, "filter", _]
        | ["rooms", _, "aliases"]
        | ["rooms", _, "event", _] => &["GET"],
        ["createRoom"] | ["join", _] | ["user", _, "filter"] | ["rooms", _, "join" | "leave"] => {
            &["POST"]
        }
        ["profile", _, "displayname"]
        | ["user", _, "rooms", _, "account_data", _]
        | ["rooms", _, "state", _] => &["GET", "PUT"],
        ["rooms", _, "send", _, _] => &["PUT"],
        ["directory", "room", _] => &["GET", "PUT", "DELETE"],
        _ => return None,
    })
}

fn check_username(name: Option<&str>) -> Result {
    let name = name.ok_or(refuse::MISSING_PARAM)?;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._=-/+".contains(c);
    if name.is_empty() || !name.chars().all(is_plain) {
        return Err(refuse::BAD_USERNAME);
    }
    if name.starts_with("_bridge_") {
        return Err(refuse::RESERVED_NAME);
    }
    if USERS.contains(&name) {
        return Err(refuse::USER_IN_USE);
    }
    Ok(json!({ "available": true }))
}

fn is_alias(text: &str) -> bool {
    let rest = text.strip_prefix('#').and_then(|own| own.split_once(':'));
    rest.is_some_and(|(name, server)| !name.is_empty() && !server.is_empty())
}
