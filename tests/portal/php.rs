//! How PHP writes JSON.

use serde_json::{Value, json};

use super::http::Reply;

/// The content type of every answer of the REST module.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// An answer of the REST module, with its headers.
pub(super) fn reply(status: u16, body: &Value) -> Reply {
    Reply::new(status, JSON, encode(body))
        .header("Access-Control-Allow-Origin", "*")
        .header("Access-Control-Allow-Headers", "origin, content-type, accept")
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Bitrix-Rest-Time", "0.0422110558")
        .header("X-Bitrix-Rest-User-Time", "0.0310020000")
        .header("X-Bitrix-Rest-System-Time", "0.0071250000")
}

/// JSON text in the portal's spelling: slashes, quotes and everything that HTML might mistake go out escaped.
fn encode(value: &Value) -> String {
    let text = value.to_string();
    let mut encoded = String::with_capacity(text.len());
    let mut inside = false;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('"') => encoded.push_str(r"\u0022"),
                escaped => encoded.extend(['\\'].into_iter().chain(escaped)),
            },
            '"' => {
                inside = !inside;
                encoded.push('"');
            }
            '/' if inside => encoded.push_str(r"\/"),
            '<' if inside => encoded.push_str(r"\u003C"),
            '>' if inside => encoded.push_str(r"\u003E"),
            '&' if inside => encoded.push_str(r"\u0026"),
            '\'' if inside => encoded.push_str(r"\u0027"),
            plain => encoded.push(plain),
        }
    }
    encoded
}

/// A PHP array: nothing is `[]`, keys that count 0, 1, 2 … make a list, any other keys an object.
pub(super) fn array(pairs: Vec<(String, Value)>) -> Value {
    if pairs.iter().enumerate().all(|(at, (key, _))| *key == at.to_string()) {
        pairs.into_iter().map(|(_, value)| value).collect()
    } else {
        pairs.into_iter().collect()
    }
}

/// What PHP takes for true.
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(pairs) => !pairs.is_empty(),
    }
}

/// The `time` block, always at the same moment; newer portals write whole numbers in it.
pub(super) fn time(whole: bool) -> Value {
    let mut time = json!({
        "start": 1_789_300_000.412_907,
        "finish": 1_789_300_000.455_118,
        "duration": 0.042_211_055_755_615_234,
        "processing": 0.002_135_038_375_854_492,
        "date_start": "2026-09-13T14:26:40+00:00",
        "date_finish": "2026-09-13T14:26:40+00:00",
        "operating_reset_at": 1_789_300_600,
        "operating": 0,
    });
    if whole {
        time["start"] = json!(1_789_300_000);
        time["duration"] = json!(0.455_117_940_902_709_96);
        time["processing"] = json!(0);
    }
    time
}
