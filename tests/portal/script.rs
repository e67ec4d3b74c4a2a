//! What kind of portal it is.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde_json::{Value, json};

use super::behaviour::{Behaviour, Refusal};
use super::faults::Fault;
use super::plan::{Plan, Times};
use super::roles::Role;
use super::tls::{Authority, Cert};
use super::{Portal, catalogue};

/// The user in the hook's address.
pub(super) const USER: &str = "17";

/// In what shape the granted scopes go out.
#[derive(Debug, Clone, Copy)]
enum ScopeShape {
    List,
    Text,
    Map,
    Keys,
}

/// A portal before it starts, described word by word.
#[derive(Debug)]
#[must_use = "a script does nothing until it starts"]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each with a word of its own")]
pub(crate) struct Script {
    pub(super) token: String,
    pub(super) grants: Vec<String>,
    pub(super) known: Vec<String>,
    pub(super) owner: Value,
    pub(super) licence: Option<String>,
    pub(super) refusal: Option<Refusal>,
    pub(super) app_info: Option<Behaviour>,
    pub(super) commands: BTreeMap<String, Behaviour>,
    pub(super) methods: BTreeMap<String, (bool, bool)>,
    pub(super) role: Role,
    pub(super) fields: usize,
    pub(super) plan: Plan,
    pub(super) certificate: Cert,
    pub(super) authority: Option<Authority>,
    pub(super) alpn: &'static str,
    pub(super) address: IpAddr,
    pub(super) rest3: bool,
    pub(super) together: usize,
    pub(super) freely: usize,
    pub(super) thinks: Duration,
    pub(super) int_time: bool,
    pub(super) bom: bool,
    pub(super) nameless: bool,
    pub(super) unasked: bool,
    shape: ScopeShape,
}

impl Script {
    pub(super) fn alive() -> Self {
        Self {
            token: "k3v9x0q2m7t4b1za".to_owned(),
            grants: owned(&["crm", "im", "user_brief", "task"]),
            known: owned(catalogue::SCOPES),
            owner: profile(17, "Rita", "O'Hara"),
            licence: Some("en_std".to_owned()),
            refusal: None,
            app_info: None,
            commands: BTreeMap::new(),
            methods: BTreeMap::new(),
            role: Role::Employee,
            fields: 3,
            plan: Plan::default(),
            certificate: Cert::Good,
            authority: None,
            alpn: "http/1.1",
            address: Ipv4Addr::LOCALHOST.into(),
            rest3: true,
            together: 0,
            freely: 0,
            thinks: Duration::ZERO,
            int_time: false,
            bom: false,
            nameless: false,
            unasked: false,
            shape: ScopeShape::List,
        }
    }

    /// Opens the portal.
    pub(crate) fn start(self) -> Portal {
        Portal::open(self)
    }

    /// The secret of the hook.
    pub(crate) fn token(self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self }
    }

    /// The scopes of the hook, in the order in which the portal lists them.
    pub(crate) fn grants(self, scopes: &[&str]) -> Self {
        Self { grants: owned(scopes), ..self }
    }

    /// No scope at all, which PHP writes as `[""]`.
    pub(crate) fn no_grants(self) -> Self {
        self.grants(&[""])
    }

    /// Granted scopes as an object with gaps in its numbering: `{"0":"crm","2":"im"}`.
    pub(crate) fn scope_as_map(self) -> Self {
        Self { shape: ScopeShape::Map, ..self }
    }

    /// Granted scopes as the keys of an object: `{"crm":true,"im":true}`.
    pub(crate) fn scope_as_keys(self) -> Self {
        Self { shape: ScopeShape::Keys, ..self }
    }

    /// Granted scopes as one text: `"crm,im"`.
    pub(crate) fn scope_as_text(self) -> Self {
        Self { shape: ScopeShape::Text, ..self }
    }

    /// The scopes that this portal has on offer (`scope?full=1`).
    pub(crate) fn known(self, scopes: &[&str]) -> Self {
        Self { known: owned(scopes), ..self }
    }

    /// Who `profile` names; an id other than 17 is a hook that moved to another user.
    pub(crate) fn owner(self, id: u64, name: &str, last_name: &str) -> Self {
        Self { owner: profile(id, name, last_name), ..self }
    }

    /// The answer of `profile` as it stands: `[]`, null names, a numeric ID.
    pub(crate) fn owner_json(self, owner: Value) -> Self {
        Self { owner, ..self }
    }

    /// The owner administers the portal. Say it after `owner`.
    pub(crate) fn admin(mut self) -> Self {
        self.owner["ADMIN"] = json!(true);
        self
    }

    /// The plan, as `app.info` spells it.
    pub(crate) fn licence(self, licence: &str) -> Self {
        Self { licence: Some(licence.to_owned()), ..self }
    }

    /// `app.info` names no plan.
    pub(crate) fn licence_none(self) -> Self {
        Self { licence: None, ..self }
    }

    /// Whole numbers in `time`, as portals since the end of 2025 write them.
    pub(crate) fn int_time(self) -> Self {
        Self { int_time: true, ..self }
    }

    /// A byte order mark before every answer of the REST module.
    pub(crate) fn bom(self) -> Self {
        Self { bom: true, ..self }
    }

    /// A batch answers with lists that lost the names of the commands. Numbered commands turn into lists without
    /// this word, as in PHP.
    pub(crate) fn numeric_lists(self) -> Self {
        Self { nameless: true, ..self }
    }

    /// A portal from before REST 3.0: `/rest/api/…` is just an unknown method.
    pub(crate) fn without_rest3(self) -> Self {
        Self { rest3: false, ..self }
    }

    /// Every call with the right secret is refused with this error.
    pub(crate) fn refuses(self, code: &str, description: &str, status: u16) -> Self {
        Self { refusal: Some(Refusal::new(status, code, description)), ..self }
    }

    /// How `app.info` answers when called on its own.
    pub(crate) fn app_info(self, behaviour: Behaviour) -> Self {
        Self { app_info: Some(behaviour), ..self }
    }

    /// How this method answers inside a batch.
    pub(crate) fn command(mut self, method: &str, behaviour: Behaviour) -> Self {
        self.commands.insert(method.to_owned(), behaviour);
        self
    }

    /// What `method.get` says about this method.
    pub(crate) fn method(mut self, name: &str, existing: bool, available: bool) -> Self {
        self.methods.insert(name.to_owned(), (existing, available));
        self
    }

    /// What the owner may do, beyond the scopes. It says nothing about `ADMIN`.
    pub(crate) fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// So many fields have the items of each type; each takes some 800 bytes.
    pub(crate) fn fields(self, fields: usize) -> Self {
        Self { fields, ..self }
    }

    /// The next `times` requests (connections, if it strikes before TLS) meet this fault, after those scripted earlier.
    pub(crate) fn first(mut self, times: usize, fault: Fault) -> Self {
        self.plan.add(None, Times::First(times), fault);
        self
    }

    /// Every request meets this fault, once those scripted earlier are over.
    pub(crate) fn always(mut self, fault: Fault) -> Self {
        self.plan.add(None, Times::Always, fault);
        self
    }

    /// Requests for this method (`batch`, `app.info`) meet this fault: so many of them, or [`Times::Always`].
    pub(crate) fn on(mut self, method: &str, times: impl Into<Times>, fault: Fault) -> Self {
        self.plan.add(Some(method.to_owned()), times.into(), fault);
        self
    }

    /// Nobody is answered before so many requests wait at once; from then on everybody is.
    pub(crate) fn together(self, requests: usize) -> Self {
        Self { together: requests, ..self }
    }

    /// The same, but for the first requests, which are answered at once.
    pub(crate) fn together_after(self, freely: usize, requests: usize) -> Self {
        Self { freely, ..self.together(requests) }
    }

    /// So long does every answer take, as if it came from far away: for benchmarks, since no test waits.
    pub(crate) fn thinks(self, time: Duration) -> Self {
        Self { thinks: time, ..self }
    }

    /// The certificate that the portal shows.
    pub(crate) fn certificate(self, certificate: Cert) -> Self {
        Self { certificate, ..self }
    }

    /// Signed by this authority instead of one of the portal's own.
    pub(crate) fn signed_by(self, authority: &Authority) -> Self {
        Self { authority: Some(authority.clone()), ..self }
    }

    /// The one protocol that the portal speaks inside of TLS, or says that it does.
    pub(crate) fn alpn(self, protocol: &'static str) -> Self {
        Self { alpn: protocol, ..self }
    }

    /// The address of this machine that the portal listens at.
    pub(crate) fn at(self, address: impl Into<IpAddr>) -> Self {
        Self { address: address.into(), ..self }
    }

    /// Nobody is to connect to this portal; the drop sees to it.
    pub(crate) fn unasked(self) -> Self {
        Self { unasked: true, ..self }
    }

    /// The granted scopes in their shape.
    pub(super) fn scope(&self) -> Value {
        match self.shape {
            ScopeShape::List => json!(self.grants),
            ScopeShape::Text => json!(self.grants.join(",")),
            ScopeShape::Map => {
                self.grants.iter().enumerate().map(|(at, code)| ((at * 2).to_string(), json!(code))).collect()
            }
            ScopeShape::Keys => self.grants.iter().map(|code| (code.clone(), json!(true))).collect(),
        }
    }

    pub(super) fn grants_any(&self, scopes: &[&str]) -> bool {
        scopes.iter().any(|scope| self.grants.iter().any(|granted| granted == scope))
    }
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn profile(id: u64, name: &str, last_name: &str) -> Value {
    json!({
        "ID": id.to_string(),
        "ADMIN": false,
        "NAME": name,
        "LAST_NAME": last_name,
        "PERSONAL_GENDER": "F",
        "TIME_ZONE": "Europe/Berlin",
        "PERSONAL_PHOTO": "https://localhost/b1234567/main/3f2/avatar.png",
    })
}
