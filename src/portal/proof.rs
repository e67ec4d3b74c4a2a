//! What an answer proves about a right. Nothing of the answer itself is kept. Pure.

use crate::knowledge::rights::{self, Right};
use crate::portal::facts::Proof;
use crate::portal::failure::{Failure, Refusal};

use super::codes::{Cause, cause};
use super::json::Members;

/// Codes by which parts of the portal say that the plan lacks a feature (Bitrix24's `crm` module, `errorcode.php`).
const PLAN: [&str; 2] = ["RESTRICTED_BY_TARIFF", "FEATURE_DISABLED"];

/// Codes of what is not there: a type (the same file), a module.
const ABSENT: [&str; 4] =
    ["NOT_FOUND", "ERROR_NOT_FOUND", "ENTITY_TYPE_NOT_SUPPORTED", "MODULE_NOT_INSTALLED"];

/// How the codes of `catalog` and `sale` begin that deny access (Bitrix24's `sale` module, `controller/controller.php`).
const DENIED: &str = "200040300";

/// The answer to the right's call, as one of a batch.
pub(super) fn read(right: Right, answer: Result<String, Failure>) -> Result<Proof, Failure> {
    match answer {
        Ok(result) if proves(right, &result) => Ok(Proof::Held),
        Ok(_) => Ok(Proof::Odd),
        // With a status it is the batch's refusal, and no word on the right.
        Err(Failure::Refused(refusal)) if refusal.status.is_none() => {
            of_refusal(right, &refusal).ok_or(Failure::Refused(refusal))
        }
        Err(failure) => Err(failure),
    }
}

fn proves(right: Right, result: &str) -> bool {
    match (right.proof(), Members::read(result)) {
        (rights::Form::List, Some(members)) => {
            members.is_list() && members.values().into_iter().all(is_nested)
        }
        (rights::Form::Member(name), Some(members)) => members.get(name).is_some_and(is_nested),
        (_, None) => false,
    }
}

/// A list or a map: a value such as `false` is no row, and no list of them.
fn is_nested(value: &str) -> bool {
    value.trim_start().starts_with(['[', '{'])
}

/// What the portal says of the right; `None` for a fault, and for what is not known here.
fn of_refusal(right: Right, refusal: &Refusal) -> Option<Proof> {
    let code = refusal.code.trim().to_ascii_uppercase();
    if right.is_proved_by(&code) {
        return Some(Proof::Held);
    }
    let is_about_access = code.contains("ACCESS") && code.contains("DENIED");
    // The old part of the CRM throws this sentence without a code, in every language (`restservice.php`).
    let words = refusal.text.trim_end_matches(['.', '!', ' ']);
    let is_denial = words.eq_ignore_ascii_case("access denied") || code.starts_with(DENIED);
    match cause(refusal).0 {
        Cause::Plan => Some(Proof::Plan),
        _ if PLAN.contains(&code.as_str()) => Some(Proof::Plan),
        Cause::Guest => Some(Proof::Guest),
        Cause::Scope => Some(Proof::Closed),
        Cause::Address => Some(Proof::Absent),
        Cause::Right => Some(Proof::Denied),
        _ if is_about_access || is_denial => Some(Proof::Denied),
        _ if ABSENT.contains(&code.as_str()) && (right.is_of_a_type() || code.starts_with("MODULE")) => {
            Some(Proof::Absent)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(name: &str) -> Right {
        Right::parse(name).unwrap()
    }

    fn refused(name: &str, code: &str, text: &str) -> Result<Proof, ()> {
        let refusal = Refusal { code: code.to_owned(), text: text.to_owned(), status: None };
        read(right(name), Err(Failure::Refused(refusal))).map_err(|_| ())
    }

    #[test]
    fn an_answer_of_the_right_form_proves_and_no_other_does() {
        for (name, good, bad) in [
            (
                "crm.deal",
                &["[]", r#"[{"ID":"1"}]"#, r#"{"1":{},"3":{}}"#][..],
                &["{\"a\":1}", "null", "true", "\"x\"", "[false]", r#"["text"]"#, "[null]", "[1]"][..],
            ),
            (
                "crm.admin",
                &[r#"{"fields":{}}"#, r#"{"fields":[]}"#],
                &[
                    "[]",
                    "{}",
                    r#"{"field":{}}"#,
                    r#"{"fields":null}"#,
                    r#"{"fields":false}"#,
                    r#"{"fields":""}"#,
                ],
            ),
            (
                "catalog",
                &[r#"{"sections":[]}"#],
                &["[]", r#"{"orders":[]}"#, r#"{"sections":0}"#, r#"{"sections":""}"#],
            ),
        ] {
            for answer in good {
                assert_eq!(read(right(name), Ok((*answer).to_owned())), Ok(Proof::Held), "{name} {answer}");
            }
            for answer in bad {
                assert_eq!(read(right(name), Ok((*answer).to_owned())), Ok(Proof::Odd), "{name} {answer}");
            }
        }
    }

    #[test]
    fn a_refusal_is_told_from_a_fault() {
        for (name, code, text, proof) in [
            ("crm.deal", "ACCESS_DENIED", "Доступ запрещён", Ok(Proof::Denied)),
            ("crm.deal", "ERROR_CORE", "Access denied.", Ok(Proof::Denied)),
            ("crm.deal", "", "Access denied", Ok(Proof::Denied)),
            ("sale", "200040300010", "Access Denied", Ok(Proof::Denied)),
            ("sale", "200040300010", "Zugriff verweigert", Ok(Proof::Denied)),
            ("catalog", "ERROR_ACCESS_DENIED", "", Ok(Proof::Denied)),
            ("catalog", "200700300050", "Iblock is not exists", Ok(Proof::Held)),
            ("sale", "200700300050", "Iblock is not exists", Err(())),
            ("lists", "ACCESS_DENIED", "Available only on extended plans", Ok(Proof::Plan)),
            ("lists", "WRONG_LICENSE", "", Ok(Proof::Plan)),
            ("crm.admin", "RESTRICTED_BY_TARIFF", "", Ok(Proof::Plan)),
            ("crm.type.1032", "NOT_FOUND", "", Ok(Proof::Absent)),
            ("crm.deal", "NOT_FOUND", "", Err(())),
            ("catalog", "ERROR_METHOD_NOT_FOUND", "Method not found!", Ok(Proof::Absent)),
            ("crm.admin", "allowed_only_intranet_user", "", Ok(Proof::Guest)),
            ("crm.deal", "insufficient_scope", "", Ok(Proof::Closed)),
            ("crm.deal", "ERROR_CORE", "Redis went away", Err(())),
            ("crm.deal", "QUERY_LIMIT_EXCEEDED", "Too many requests", Err(())),
            ("crm.deal", "OPERATION_TIME_LIMIT", "", Err(())),
            ("crm.deal", "NEW_CODE", "", Err(())),
            ("crm.deal", "DB_ACCESS_ERROR", "database access error", Err(())),
        ] {
            assert_eq!(refused(name, code, text), proof, "{name} {code} {text}");
        }
    }

    #[test]
    fn what_refuses_the_whole_batch_says_nothing_of_a_right() {
        for code in ["ACCESS_DENIED", "insufficient_scope", "ERROR_METHOD_NOT_FOUND"] {
            let refusal =
                Refusal { code: code.to_owned(), text: "Access denied.".to_owned(), status: Some(403) };
            let failure = Failure::Refused(refusal);
            assert_eq!(read(right("crm.deal"), Err(failure.clone())), Err(failure));
        }
    }
}
