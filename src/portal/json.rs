//! PHP's JSON, read without trust: an empty map is `[]`, a map with keys 0, 1, … is a list, numbers may be
//! strings. Nothing is parsed before it is needed, so a hostile answer costs no memory beyond its own bytes,
//! however deep or wide it is.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The members of a map or list, unparsed.
pub(super) enum Members<'a> {
    Map(BTreeMap<String, Member<'a>>),
    List(Vec<&'a RawValue>),
}

/// A value in a map.
pub(super) struct Member<'a> {
    /// The last under its key, which counts for PHP.
    last: &'a str,
    /// Whether there was another before it.
    repeated: bool,
}

impl<'a> Member<'a> {
    pub(super) fn last(&self) -> &'a str {
        self.last
    }

    /// `None` where the map says two things.
    pub(super) fn single(&self) -> Option<&'a str> {
        (!self.repeated).then_some(self.last)
    }
}

impl<'a> Members<'a> {
    pub(super) fn read(json: &'a str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// The last of equal keys counts. A list has no names.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.member(key).map(|member| member.last)
    }

    /// The same for what a verdict hangs on: of two values neither counts.
    pub(super) fn single(&self, key: &str) -> Option<&'a str> {
        self.member(key).and_then(Member::single)
    }

    /// Those under this key, in whatever case.
    pub(super) fn any_case(&self, key: &str) -> impl Iterator<Item = &Member<'a>> {
        self.named().filter(move |(name, _)| is_name(name, key)).map(|(_, member)| member)
    }

    /// Whether there are others than those under these keys, in whatever case.
    pub(super) fn has_others(&self, keys: &[&str]) -> bool {
        self.named().any(|(name, _)| keys.iter().all(|key| !is_name(name, key)))
    }

    fn named(&self) -> impl Iterator<Item = (&String, &Member<'a>)> {
        let members = if let Self::Map(members) = self { Some(members) } else { None };
        members.into_iter().flatten()
    }

    /// Neither a map nor a list has anything in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Map(members) => members.is_empty(),
            Self::List(members) => members.is_empty(),
        }
    }

    /// A list, as PHP writes it: with gaps in its numbers it is a map of them.
    pub(super) fn is_list(&self) -> bool {
        let is_number = |(key, _): (&String, _)| key.bytes().all(|b| b.is_ascii_digit());
        matches!(self, Self::List(_)) || self.named().all(is_number)
    }

    /// Every value.
    pub(super) fn values(&self) -> Vec<&'a str> {
        match self {
            Self::Map(members) => members.values().map(Member::last).collect(),
            Self::List(items) => items.iter().map(|item| item.get()).collect(),
        }
    }

    /// `None` if there is none under this key.
    pub(super) fn member(&self, key: &str) -> Option<&Member<'a>> {
        match self {
            Self::Map(members) => members.get(key),
            Self::List(_) => None,
        }
    }
}

fn is_name(name: &str, key: &str) -> bool {
    name.trim().eq_ignore_ascii_case(key)
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
            let member = members.entry(key).and_modify(|member: &mut Member<'de>| member.repeated = true);
            member.or_insert(Member { last: "", repeated: false }).last = value.get();
        }
        Ok(Members::Map(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(value) = list.next_element()? {
            members.push(value);
        }
        Ok(Members::List(members))
    }
}

/// A string or number as text.
pub(super) fn text(json: &str) -> Option<String> {
    match json.as_bytes().first()? {
        b'"' => serde_json::from_str(json).ok(),
        b'-' | b'0'..=b'9' => Some(json.to_owned()),
        _ => None,
    }
}

/// A truth value, in any of PHP's spellings.
pub(super) fn truth(json: &str) -> Option<bool> {
    match json {
        "true" => Some(true),
        "false" => Some(false),
        _ => match text(json)?.to_ascii_lowercase().as_str() {
            "1" | "y" | "true" => Some(true),
            "0" | "n" | "false" | "" => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_and_lists_are_members_and_nothing_else_is() {
        assert_eq!(Members::read(r#"{"a":1,"b":[2]}"#).unwrap().get("b"), Some("[2]"));
        assert!(Members::read("[]").unwrap().get("0").is_none());
        assert!(Members::read("{}").unwrap().get("a").is_none());
        for other in ["", "1", "\"x\"", "null", "{", "[1", "{} x"] {
            assert!(Members::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_last_of_two_equal_keys_counts_as_in_php() {
        let members = Members::read(r#"{"a":1,"a":2,"b":1}"#).unwrap();
        assert_eq!(
            (members.get("a"), members.single("a"), members.single("b")),
            (Some("2"), None, Some("1"))
        );
    }

    #[test]
    fn a_very_deep_answer_is_no_burden() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(Members::read(&deep).unwrap().get("a").map(text), Some(None));
    }

    #[test]
    fn scalars_are_read_in_php_s_ways() {
        assert_eq!(text("\"17\"").as_deref(), Some("17"));
        assert_eq!(text("17").as_deref(), Some("17"));
        assert_eq!(text("null"), None);
        assert_eq!(truth("true"), Some(true));
        assert_eq!(truth("\"Y\""), Some(true));
        assert_eq!(truth("0"), Some(false));
        assert_eq!(truth("[]"), None);
    }
}
