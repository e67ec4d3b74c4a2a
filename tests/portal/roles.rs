//! What the hook's owner may do in the portal, beyond the scopes: the answers to the calls that prove rights.

use serde_json::{Value, json};

use super::behaviour::{Refusal, Success};
use super::params::Params;
use super::script::Script;

/// Who owns the hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// May do all.
    Administrator,
    /// May read what there is in the CRM, the catalogue and the lists.
    Employee,
    /// The same, without the CRM.
    WithoutCrm,
    /// The same, with the CRM and without the catalogue.
    WithoutCatalogue,
    /// A guest of the portal.
    Extranet,
}

impl Role {
    pub(crate) const ALL: [Self; 5] =
        [Self::Administrator, Self::Employee, Self::WithoutCrm, Self::WithoutCatalogue, Self::Extranet];
}

/// The answer to a call that proves a right; `None` for any other.
pub(super) fn answer(script: &Script, method: &str, params: &Params) -> Option<Result<Success, Refusal>> {
    use Role::{Administrator, Extranet, WithoutCatalogue, WithoutCrm};
    let role = script.role;
    let no_crm = matches!(role, WithoutCrm | Extranet);
    let answer = match method {
        "crm.lead.list" | "crm.deal.list" | "crm.contact.list" | "crm.company.list" if no_crm => {
            // The old part of the CRM throws without a code.
            Err(Refusal::new(400, "ERROR_CORE", "Access denied."))
        }
        "crm.lead.list" | "crm.deal.list" | "crm.contact.list" | "crm.company.list" => {
            Ok(Success { result: rows(script, params), total: Some(0) })
        }
        "crm.item.fields" | "crm.type.fields" | "catalog.section.list" | "sale.order.list"
            if role == Extranet =>
        {
            Err(Refusal::new(403, "allowed_only_intranet_user", "Extranet user is not allowed"))
        }
        "crm.item.fields" => item_fields(script, params, no_crm),
        "crm.type.fields" if role == Administrator => {
            Ok(json!({ "fields": { "id": { "type": "integer" } } }).into())
        }
        "crm.type.fields" => Err(Refusal::new(400, "ACCESS_DENIED", "Access denied")),
        "catalog.section.list" if role == WithoutCatalogue => Err(denied()),
        // It looks at the right, and then for a catalogue that is not there.
        "catalog.section.list" => Err(Refusal::new(400, "200700300050", "Iblock is not exists")),
        "sale.order.list" if role == Administrator => Ok(json!({ "orders": [] }).into()),
        "sale.order.list" => Err(denied()),
        "lists.get" if role == Extranet => Err(Refusal::new(400, "ACCESS_DENIED", "Access denied")),
        "lists.get" => Ok(json!([{ "ID": "31", "NAME": "Rita's list" }]).into()),
        "bizproc.workflow.template.list" if role == Administrator => Ok(json!([]).into()),
        "bizproc.workflow.template.list" => Err(Refusal::new(403, "ACCESS_DENIED", "Access denied!")),
        _ => return None,
    };
    Some(answer)
}

/// A filter that is understood lets no row through.
fn rows(script: &Script, params: &Params) -> Value {
    let is_filtered = params.any_case("filter[=ID]").is_some_and(|id| id == "0");
    if is_filtered { json!([]) } else { json!([{ "ID": "1", "TITLE": script.owner["NAME"] }]) }
}

/// The types of a portal: quotes, invoices, and one smart process.
fn item_fields(script: &Script, params: &Params, is_denied: bool) -> Result<Success, Refusal> {
    let number = params.exact("entityTypeId").and_then(Value::as_str).unwrap_or_default();
    if !["7", "31", "1032"].contains(&number) {
        return Err(Refusal::new(400, "NOT_FOUND", "Smart process not found"));
    }
    if is_denied {
        return Err(Refusal::new(400, "ACCESS_DENIED", "Access denied"));
    }
    let field = |at: usize| {
        (format!("UF_CRM_{at}"), json!({ "type": "enumeration", "items": vec!["Private Customer"; 40] }))
    };
    Ok(json!({ "fields": (0..script.fields).map(field).collect::<Value>() }).into())
}

fn denied() -> Refusal {
    Refusal::new(400, "200040300010", "Access Denied")
}
