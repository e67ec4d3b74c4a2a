//! The parameters of a call: query, form and JSON, merged as PHP merges them.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::http::Request;

/// Parameters of one call, in the order sent; a later spelling of a key wins.
#[derive(Debug, Default)]
pub(super) struct Params {
    plain: Vec<(String, Value)>,
    /// The entries of `cmd`.
    pub(super) commands: Vec<(String, Value)>,
}

impl Params {
    /// The parameters of a request: those of the body win over those of the query.
    pub(super) fn of(request: &Request) -> Self {
        let mut params = Self::from_query(&request.query);
        let content_type = request.header("content-type").unwrap_or_default();
        let body = if content_type.starts_with("application/json") {
            Self::from_json(&request.body)
        } else if content_type.starts_with("application/x-www-form-urlencoded") {
            Self::from_query(&String::from_utf8_lossy(&request.body))
        } else {
            Self::default()
        };
        params.plain.extend(body.plain);
        if !body.commands.is_empty() {
            params.commands = body.commands;
        }
        params
    }

    /// The parameters of `a=1&cmd[who]=profile`.
    pub(super) fn from_query(query: &str) -> Self {
        let mut params = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, value) = (decode(key), Value::String(decode(value)));
            match key.split_once('[').and_then(|(name, rest)| Some((name, rest.strip_suffix(']')?))) {
                Some((name, "")) if name.eq_ignore_ascii_case("cmd") => {
                    params.commands.push((params.commands.len().to_string(), value));
                }
                Some((name, command)) if name.eq_ignore_ascii_case("cmd") => {
                    params.commands.push((command.to_owned(), value));
                }
                _ => params.plain.push((key, value)),
            }
        }
        params
    }

    /// The parameters of a JSON body. A broken one is no parameters, without a word.
    fn from_json(body: &[u8]) -> Self {
        let mut params = Self::default();
        let Ok(Ordered(pairs)) = serde_json::from_slice::<Ordered<Box<RawValue>>>(body) else {
            return params;
        };
        for (key, raw) in pairs {
            if !key.eq_ignore_ascii_case("cmd") {
                params.plain.push((key, serde_json::from_str(raw.get()).expect("raw values are JSON")));
            } else if let Ok(Ordered(commands)) = serde_json::from_str(raw.get()) {
                params.commands = commands;
            }
        }
        params
    }

    /// The value under exactly this key.
    pub(super) fn exact(&self, key: &str) -> Option<&Value> {
        self.plain.iter().rfind(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The value under this key in any spelling.
    pub(super) fn any_case(&self, key: &str) -> Option<&Value> {
        self.plain.iter().rfind(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }
}

/// Undoes the encoding of query and form.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = tail.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match (first, hex) {
            (b'+', _) => bytes.push(b' '),
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (plain, _) => bytes.push(*plain),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A JSON object or list as PHP sees it: pairs in the order written.
struct Ordered<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InOrder(PhantomData))
    }
}

struct InOrder<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
    type Value = Ordered<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Ordered(pairs))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(item) = list.next_element()? {
            pairs.push((pairs.len().to_string(), item));
        }
        Ok(Ordered(pairs))
    }
}
