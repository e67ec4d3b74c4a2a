//! The outline of an answer: what lies deep inside is dropped while it arrives, so that an answer of any length takes no
//! more memory than what is read of it, and a row of data is never kept.

/// Open brackets up to which everything is kept: those of the answer, of a batch's result, of its results by command, and
/// of one command's result. What is opened inside of that is kept empty, and of a list of such only the first.
const KEPT: usize = 4;

/// Where in the answer the last byte was.
#[derive(Debug, Default)]
pub(super) struct Outline {
    place: Place,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    rows: Rows,
}

/// Where in a list of a command's result the last byte was.
#[derive(Debug, Default, PartialEq, Eq)]
enum Rows {
    /// In something else.
    #[default]
    None,
    /// Before the first row. What is none, such as a scope's code, is kept.
    Before,
    /// In the first or behind it.
    First,
    /// Among the others.
    Others,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Place {
    /// Nothing has come but spaces and the byte order mark.
    #[default]
    Before,
    Inside,
    /// Behind the answer, or in something that is none: that is kept as it is.
    Outside,
}

impl Outline {
    /// What is kept of the next bytes.
    pub(super) fn of(&mut self, bytes: &[u8]) -> Vec<u8> {
        bytes.iter().copied().filter(|byte| self.keeps(*byte)).collect()
    }

    fn keeps(&mut self, byte: u8) -> bool {
        match self.place {
            Place::Outside => return true,
            Place::Before => {
                self.place = match byte {
                    b' ' | b'\t' | b'\r' | b'\n' | b'\xef' | b'\xbb' | b'\xbf' => Place::Before,
                    b'{' => Place::Inside,
                    _ => Place::Outside,
                };
                self.depth = usize::from(byte == b'{');
                return true;
            }
            Place::Inside => {}
        }
        let is_kept = self.depth <= KEPT && self.rows != Rows::Others;
        if self.in_text {
            (self.in_text, self.is_escaped) =
                (self.is_escaped || byte != b'"', !self.is_escaped && byte == b'\\');
            return is_kept;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => {
                self.depth += 1;
                if self.depth == KEPT {
                    self.rows = if byte == b'[' { Rows::Before } else { Rows::None };
                } else if self.depth == KEPT + 1 && self.rows == Rows::Before {
                    self.rows = Rows::First;
                }
                return self.depth <= KEPT + 1 && self.rows != Rows::Others;
            }
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth < KEPT {
                    self.rows = Rows::None;
                }
                if self.depth == 0 {
                    self.place = Place::Outside;
                }
                return self.depth <= KEPT && self.rows != Rows::Others;
            }
            b',' if self.depth == KEPT && self.rows == Rows::First => {
                self.rows = Rows::Others;
                return false;
            }
            _ => {}
        }
        is_kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn outline(text: &str) -> String {
        String::from_utf8(Outline::default().of(text.as_bytes())).unwrap()
    }

    /// What is to be kept, by a reader of JSON.
    fn cut(value: &Value, depth: usize) -> Value {
        match value {
            Value::Array(items) if depth <= KEPT => {
                let first = items.iter().position(|item| item.is_array() || item.is_object());
                let kept = first.filter(|_| depth == KEPT).map_or(items.len(), |first| first + 1);
                items[..kept].iter().map(|item| cut(item, depth + 1)).collect()
            }
            Value::Object(items) if depth <= KEPT => {
                items.iter().map(|(key, item)| (key.clone(), cut(item, depth + 1))).collect()
            }
            Value::Array(_) => json!([]),
            Value::Object(_) => json!({}),
            other => other.clone(),
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a\"\\\\{}\\[\\]é,:]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(7, 64, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[a\"\\\\\\]}]{0,3}", inner, 0..3)
                    .prop_map(|map| map.into_iter().collect::<Value>()),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_outline_is_the_answer_without_what_lies_deep(value in values(), at in any::<prop::sample::Index>()) {
            let answer = json!({ "result": value });
            let text = answer.to_string();
            let (one, other) = text.as_bytes().split_at(at.index(text.len()));
            let mut outline = Outline::default();
            let kept = [outline.of(one), outline.of(other)].concat();
            let read: Value = serde_json::from_slice(&kept).unwrap();
            prop_assert_eq!(read, cut(&answer, 1));
        }
    }

    #[test]
    fn rows_and_fields_are_emptied_and_what_is_no_answer_is_kept() {
        let fields = r#"{"result":{"result":{"a":{"fields":{"UF_1":{"title":"}\""}}},"b":[{"ID":"1"},[2]]}},"time":{}}"#;
        assert_eq!(outline(fields), r#"{"result":{"result":{"a":{"fields":{}},"b":[{}]}},"time":{}}"#);
        let scopes = r#"{"result":{"result":{"have":["crm","im"],"rows":["x",{"ID":1},"y",[2]]}}}"#;
        assert_eq!(outline(scopes), r#"{"result":{"result":{"have":["crm","im"],"rows":["x",{}]}}}"#);
        for same in [
            "",
            "<html>{[{[{[x]}]}]}</html>",
            "[[[[[[1]]]]]]",
            " \u{feff}{} {\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}",
            "}{[",
            "{\"a\":",
        ] {
            assert_eq!(outline(same), same);
        }
        assert_eq!(outline("\u{feff}{{{{{{1}}}}}} {{{{{{1"), "\u{feff}{{{{{}}}}} {{{{{{1");
    }
}
