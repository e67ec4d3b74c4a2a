//! What a healthy portal says: its routes, its checks in its order, its methods.

use serde_json::{Value, json};

use super::behaviour::{Refusal, Success};
use super::catalogue::{self, Method};
use super::http::{Reply, Request};
use super::params::Params;
use super::script::{Script, USER};
use super::{batch, php, roles};

/// The portal's answer to this request.
pub(super) fn answer(script: &Script, request: &Request, params: &Params) -> Reply {
    let parts: Vec<&str> = request.path.split('/').filter(|part| !part.is_empty()).collect();
    let called = request.called();
    let outcome = match parts[..] {
        ["rest", "api", _, ..] if script.rest3 => return rest3(&parts),
        ["rest", user, token, _] => call_hook(script, request, (user, token), &called, params),
        ["rest", _] if catalogue::find(&called).is_some() => {
            Err(Refusal::new(401, "NO_AUTH_FOUND", "Wrong authorization data"))
        }
        ["rest", ..] => Err(Refusal::method_not_found()),
        _ => return Reply::new(404, "text/html; charset=UTF-8", "<html><body>404 Not Found</body></html>"),
    };
    let mut reply = match outcome {
        Ok(Success { result, total }) => {
            let mut envelope = json!({ "result": result, "time": php::time(script.int_time) });
            if let Some(total) = total {
                envelope["total"] = json!(total);
            }
            php::reply(200, &envelope)
        }
        Err(refusal) => php::reply(refusal.status, &refusal.envelope()),
    };
    if script.bom {
        reply.body.splice(..0, *b"\xef\xbb\xbf");
    }
    reply
}

/// REST 3.0 has none of the methods that this portal knows, and keeps the suffix.
fn rest3(parts: &[&str]) -> Reply {
    let method = parts.last().copied().unwrap_or_default();
    let code = "BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION";
    let message = format!("Method {method} was not found");
    php::reply(404, &json!({ "error": { "code": code, "message": message } }))
}

/// The checks of the portal in their order: the method before the credentials, the credentials before the scope.
fn call_hook(
    script: &Script,
    request: &Request,
    hook: (&str, &str),
    called: &str,
    params: &Params,
) -> Result<Success, Refusal> {
    let refused = script.refusal.as_ref().map_or(Ok(()), |refusal| Err(refusal.clone()));
    if matches!(&refused, Err(refusal) if refusal.code == "PORTAL_DELETED") {
        refused.clone()?;
    }
    let method = catalogue::find(called).ok_or_else(Refusal::method_not_found)?;
    if is_oauth(request, params) {
        return Err(Refusal::new(401, "invalid_token", "Unable to get application by token"));
    }
    if hook != (USER, &script.token) {
        return Err(Refusal::new(401, "INVALID_CREDENTIALS", "Invalid request credentials"));
    }
    if !method.is_open_to(script) {
        return Err(Refusal::insufficient_scope());
    }
    refused?;
    match (called, &script.app_info) {
        ("batch", _) => Ok(batch::run(script, params).into()),
        ("app.info", Some(behaviour)) => behaviour.outcome().unwrap_or_else(|| Ok(Value::Null.into())),
        ("app.info", None) => Ok(app_info(script).into()),
        _ => perform(script, method, params),
    }
}

/// A parameter or header that hands the call over to the checker for apps.
fn is_oauth(request: &Request, params: &Params) -> bool {
    let bearer = request.header("authorization").is_some_and(|value| value.starts_with("Bearer"));
    bearer || ["auth", "access_token"].iter().any(|key| params.exact(key).is_some())
}

/// A call from within a batch: the hook is known already, but no longer for `app.info`.
pub(super) fn command(script: &Script, called: &str, params: &Params) -> Option<Result<Success, Refusal>> {
    if let Some(behaviour) = script.commands.get(called) {
        return behaviour.outcome();
    }
    Some(match (called, catalogue::find(called)) {
        ("batch", _) => {
            Err(Refusal::new(400, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage"))
        }
        ("app.info", _) => Err(Refusal::needs_app()),
        (_, None) => Err(Refusal::method_not_found()),
        (_, Some(method)) if !method.is_open_to(script) => {
            Err(Refusal { description: String::new(), ..Refusal::insufficient_scope() })
        }
        (_, Some(method)) => perform(script, method, params),
    })
}

fn perform(script: &Script, method: &Method, params: &Params) -> Result<Success, Refusal> {
    if let Some(answer) = roles::answer(script, method.name, params) {
        return answer;
    }
    Ok(match method.name {
        "profile" => script.owner.clone().into(),
        "scope" if params.any_case("full").is_some_and(php::truthy) => json!(script.known).into(),
        "scope" => script.scope().into(),
        "method.get" => method_get(script, params.exact("name").and_then(Value::as_str).unwrap_or("")).into(),
        "methods" => catalogue::GLOBAL.iter().map(|method| json!(method.name)).collect::<Value>().into(),
        "server.time" => json!("2026-09-13T14:26:40+00:00").into(),
        "user.admin" => script.owner.get("ADMIN").cloned().unwrap_or_default().into(),
        "user.current" => json!({ "ID": script.owner["ID"], "ACTIVE": true }).into(),
        "app.option.get" => return Err(Refusal::needs_app()),
        "placement.bind" => {
            let text = "Current authorization type is denied for this method Application context required";
            return Err(Refusal::new(403, "WRONG_AUTH_TYPE", text));
        }
        "tasks.task.list" => Success { result: json!({ "tasks": [] }), total: Some(0) },
        name if name.rsplit('.').next() == Some("list") => Success { result: json!([]), total: Some(0) },
        _ => json!([]).into(),
    })
}

fn app_info(script: &Script) -> Value {
    let mut info = json!({ "SCOPE": script.scope() });
    if let Some(licence) = &script.licence {
        info["LICENSE"] = json!(licence);
    }
    info
}

/// The portal's own word on a method. It compares scopes letter by letter, so a method of `tasks` is never
/// available to a hook that holds `task`, although the call would succeed.
fn method_get(script: &Script, name: &str) -> Value {
    let (existing, available) = script.methods.get(name).copied().unwrap_or_else(|| {
        let method = catalogue::find(name);
        (
            method.is_some(),
            method.is_some_and(|method| method.is_global() || script.grants_any(method.scopes)),
        )
    });
    json!({ "isExisting": existing, "isAvailable": available })
}
