//! What there is on a portal: scopes and methods.

use super::script::Script;

/// Scopes that a portal has on offer; the pseudo codes `basic` and `_global` are never among them.
pub(super) const SCOPES: &[&str] = &[
    "ai_admin",
    "appform",
    "baas",
    "biconnector",
    "bizproc",
    "booking",
    "calendar",
    "calendarmobile",
    "call",
    "cashbox",
    "catalog",
    "catalogmobile",
    "configuration.import",
    "contact_center",
    "crm",
    "crm.documentgenerator",
    "delivery",
    "department",
    "disk",
    "documentgenerator",
    "entity",
    "faceid",
    "forum",
    "humanresources",
    "humanresources.hcmlink",
    "iblock",
    "im",
    "im.import",
    "imbot",
    "imconnector",
    "imopenlines",
    "intranet",
    "landing",
    "landing_cloud",
    "lists",
    "log",
    "mail",
    "mailservice",
    "main",
    "messageservice",
    "mobile",
    "note",
    "notifications",
    "pay_system",
    "placement",
    "pull",
    "pull_channel",
    "rating",
    "rest",
    "rest.developer",
    "rpa",
    "sale",
    "salescenter",
    "sign.b2e",
    "smile",
    "socialnetwork",
    "sonet_group",
    "task",
    "tasks",
    "tasks_extended",
    "tasksmobile",
    "telephony",
    "timeman",
    "user",
    "user.userfield",
    "user_basic",
    "user_brief",
    "userconsent",
    "userfieldconfig",
    "vote",
];

/// A method and the scopes of which any one opens it, as the portal files them.
#[derive(Debug)]
pub(super) struct Method {
    pub(super) name: &'static str,
    pub(super) scopes: &'static [&'static str],
}

impl Method {
    pub(super) fn is_global(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Whether a call gets through. Here, unlike in `method.get`, the module `tasks` goes by the name `task`.
    pub(super) fn is_open_to(&self, script: &Script) -> bool {
        let opened = if self.scopes == ["tasks"] { &["task"] } else { self.scopes };
        self.is_global() || script.grants_any(opened)
    }
}

/// The method of this name, in lower case.
pub(super) fn find(name: &str) -> Option<&'static Method> {
    GLOBAL.iter().chain(SCOPED).find(|method| method.name == name)
}

const fn method(name: &'static str, scopes: &'static [&'static str]) -> Method {
    Method { name, scopes }
}

/// Methods that need no scope.
pub(super) const GLOBAL: &[Method] = &[
    method("batch", &[]),
    method("scope", &[]),
    method("methods", &[]),
    method("method.get", &[]),
    method("server.time", &[]),
    method("app.info", &[]),
    method("app.option.get", &[]),
    method("profile", &[]),
    method("user.admin", &[]),
];

/// Methods that need one.
const SCOPED: &[Method] = &[
    method("bizproc.workflow.template.list", &["bizproc"]),
    method("calendar.event.get", &["calendar"]),
    method("catalog.product.list", &["catalog"]),
    method("catalog.section.list", &["catalog"]),
    method("crm.company.list", &["crm"]),
    method("crm.contact.list", &["crm"]),
    method("crm.deal.add", &["crm"]),
    method("crm.deal.list", &["crm"]),
    method("crm.item.fields", &["crm"]),
    method("crm.item.list", &["crm"]),
    method("crm.lead.list", &["crm"]),
    method("crm.type.fields", &["crm"]),
    method("department.get", &["department"]),
    method("disk.storage.getlist", &["disk"]),
    method("im.message.add", &["im"]),
    method("im.notify", &["im"]),
    method("im.notify.personal.add", &["im"]),
    method("lists.get", &["lists"]),
    method("placement.bind", &["placement"]),
    method("sale.order.list", &["sale"]),
    method("sonet_group.get", &["sonet_group"]),
    method("task.commentitem.get", &["task"]),
    method("task.item.list", &["task"]),
    method("tasks.task.add", &["tasks"]),
    method("tasks.task.list", &["tasks"]),
    method("telephony.externalcall.register", &["telephony"]),
    method("timeman.status", &["timeman"]),
    method("user.current", &["user", "user_basic", "user_brief"]),
    method("user.get", &["user", "user_basic", "user_brief"]),
    method("user.userfield.list", &["user.userfield"]),
    method("userfieldconfig.list", &["userfieldconfig"]),
];
