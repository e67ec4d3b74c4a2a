//! What a scalar stands for.

use granit_parser::Tag;

use crate::policy::node::Value;

/// The value of a scalar; `None` if its tag is not the one that YAML itself gives the value. `!!str` fits any.
pub(super) fn scalar(text: String, is_plain: bool, tag: Option<&Tag>) -> Option<Value> {
    let Some(tag) = tag else { return Some(if is_plain { typed(text) } else { Value::Text(text) }) };
    if tag.is_yaml_core_schema_tag("str") {
        return Some(Value::Text(text));
    }
    let value = typed(text);
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Float => "float",
        _ => return None,
    };
    tag.is_yaml_core_schema_tag(kind).then_some(value)
}

/// The value of a plain scalar (YAML 1.2, 10.3, and `0b1`; a number with leading zeros is a text).
fn typed(text: String) -> Value {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Float,
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let based = [("0x", 16), ("0o", 8), ("0b", 2)]
        .iter()
        .find_map(|(sign, base)| Some((unsigned.strip_prefix(sign)?, *base)));
    let (digits, base) = based.unwrap_or((unsigned, 10));
    let is_padded =
        unsigned.len() > 1 && unsigned.starts_with('0') && unsigned.bytes().all(|c| c.is_ascii_digit());
    if is_padded || unsigned.starts_with(['+', '-']) || digits.starts_with(['+', '-']) {
        return Value::Text(text);
    }
    match i128::from_str_radix(digits, base) {
        Ok(int) => Value::Int(if text.starts_with('-') { -int } else { int }),
        Err(_) if matches!(unsigned, ".inf" | ".Inf" | ".INF") => Value::Float,
        Err(_) if unsigned.parse().is_ok_and(f64::is_finite) => Value::Float,
        Err(_) => Value::Text(text),
    }
}
