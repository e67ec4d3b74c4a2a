//! Single values out of a JSON document of any size. The rest of it is read past and never held.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// In bytes; a longer text is none of those that are picked.
const MAX_TEXT: usize = 256;

/// The document with nothing in it but the values at these paths, which are flags or texts. One of another type
/// is missing, and so is everything if the document is broken. The last of equal keys counts.
pub(super) fn pick(document: impl Read, paths: &[&[&str]]) -> Value {
    let mut reader = serde_json::Deserializer::from_reader(document);
    let picked = Paths(paths.to_vec()).deserialize(&mut reader);
    picked.and_then(|value| reader.end().map(|()| value)).unwrap_or_default()
}

/// From a value on; an empty path is the value itself.
struct Paths<'p>(Vec<&'p [&'p str]>);

impl<'de> DeserializeSeed<'de> for Paths<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Value, D::Error> {
        if self.0.is_empty() {
            return value.deserialize_ignored_any(IgnoredAny).map(|_| Value::Null);
        }
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Paths<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(if text.len() > MAX_TEXT { Value::Null } else { text.into() })
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut picked = Map::new();
        while let Some((key, below)) = map.next_key_seed(Key(&self.0))? {
            let value = map.next_value_seed(Paths(below))?;
            if let Some(key) = key {
                picked.insert(key.to_owned(), value);
            }
        }
        Ok(Value::Object(picked))
    }
}

/// A key, if it is on a path, and where the paths lead from there.
struct Key<'k, 'p>(&'k [&'p [&'p str]]);

impl<'de, 'p> DeserializeSeed<'de> for Key<'_, 'p> {
    type Value = (Option<&'p str>, Vec<&'p [&'p str]>);

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl<'p> Visitor<'_> for Key<'_, 'p> {
    type Value = (Option<&'p str>, Vec<&'p [&'p str]>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        let on = self.0.iter().filter_map(|path| path.split_first()).filter(|(first, _)| **first == key);
        let (keys, below): (Vec<&&str>, Vec<_>) = on.unzip();
        Ok((keys.first().map(|key| **key), below))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn picked(document: &str) -> Value {
        pick(document.as_bytes(), &[&["a", "b"], &["a", "c", "d"], &["e"]])
    }

    #[test]
    fn what_is_on_a_path_is_picked_and_nothing_else() {
        let document = r#"{"x":[{"a":1}],"a":{"b":"B","y":{"d":2},"c":{"d":true,"z":null}},"e":"E","b":3}"#;
        assert_eq!(picked(document), json!({"a": {"b": "B", "c": {"d": true}}, "e": "E"}));
        assert_eq!(picked(r#"{"e":"first","e":"last"}"#), json!({"e": "last"}));
    }

    #[test]
    fn a_value_of_a_wrong_type_takes_no_other_with_it() {
        for wrong in
            ["1", "-1", "1.5", "null", r#""text""#, "[1,[{}]]", "[]", &format!("{:?}", "x".repeat(257))]
        {
            let document = format!(r#"{{"a":{{"b":"B","c":{wrong}}},"e":{wrong}}}"#);
            let read = picked(&document);
            assert_eq!(read.pointer("/a/b"), Some(&json!("B")), "{wrong}");
            assert_eq!(read.pointer("/a/c/d"), None, "{wrong}");
        }
    }

    #[test]
    fn a_broken_document_has_nothing() {
        for broken in ["", "{", r#"{"e":"E""#, r#"{"e":"E"}}"#, r#"{"e":"E","x":[}"#, "\0\0\0\0"] {
            assert_eq!(picked(broken), Value::Null, "{broken}");
        }
    }
}
