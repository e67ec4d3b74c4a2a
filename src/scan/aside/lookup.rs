//! Names that are looked up or compared, as in the answers of a batch.

use super::super::dotted::is_word;

/// Whether the literal between these is compared with something, is the place of something, or the name under which a
/// batch has a call of a method that follows.
pub(super) fn is_one(before: &[u8], behind: Option<&[u8]>) -> bool {
    let lead = before.trim_ascii_end();
    let rest = behind.map(<[u8]>::trim_ascii_start);
    is_compared(lead, rest) || is_place(lead, rest) || is_named_call(rest) || is_of_telemetry(lead)
}

/// `method === 'user.get'`, in either order.
fn is_compared(lead: &[u8], rest: Option<&[u8]>) -> bool {
    [&b"=="[..], b"!="].iter().any(|mark| {
        let before = lead.strip_suffix(b"=").filter(|lead| lead.ends_with(mark)).unwrap_or(lead);
        before.ends_with(mark) || rest.is_some_and(|rest| rest.starts_with(mark))
    })
}

/// `$answers['user.get']`; a list of names has nothing before its bracket.
fn is_place(lead: &[u8], rest: Option<&[u8]>) -> bool {
    let list = lead.strip_suffix(b"[").map(|list| list.strip_suffix(b"?.").unwrap_or(list));
    let is_taken = list.and_then(<[u8]>::last).is_some_and(|byte| is_word(*byte) || b"])".contains(byte));
    is_taken && rest.is_some_and(|rest| rest.starts_with(b"]"))
}

/// `'user.get' => ['method' => 'user.get', …]`: the second is the call.
fn is_named_call(rest: Option<&[u8]>) -> bool {
    let value = rest.and_then(|rest| rest.strip_prefix(b"=>").or_else(|| rest.strip_prefix(b":")));
    let value = value.map(<[u8]>::trim_ascii_start);
    let open = value
        .and_then(|value| [&b"["[..], b"{", b"array("].into_iter().find_map(|open| value.strip_prefix(open)));
    open.map(<[u8]>::trim_ascii_start).is_some_and(|first| {
        let first = first.strip_prefix(b"'").or_else(|| first.strip_prefix(b"\"")).unwrap_or(first);
        first.starts_with(b"method")
    })
}

/// `'api.method' => `: keys with dots are those of telemetry.
fn is_of_telemetry(lead: &[u8]) -> bool {
    let key =
        [&b"=>"[..], b":"].into_iter().find_map(|mark| lead.strip_suffix(mark)).map(<[u8]>::trim_ascii_end);
    let name = key.and_then(|key| key.strip_suffix(b"'").or_else(|| key.strip_suffix(b"\"")));
    name.and_then(|name| name.strip_suffix(b".method"))
        .and_then(<[u8]>::last)
        .is_some_and(|byte| is_word(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> bool {
        let start = text.find("user.get").unwrap();
        let end = start + "user.get".len() + 1;
        is_one(&text.as_bytes()[..start - 1], Some(&text.as_bytes()[end..]))
    }

    #[test]
    fn what_is_looked_up_or_compared_calls_nothing() {
        for yes in [
            "if (method === 'user.get')",
            "if ($m=='user.get' || x)",
            "'user.get' !== m",
            "$data['user.get']",
            "answers()['user.get'].x",
            "rows?.['user.get']",
            "'user.get' => ['method' => 'crm.deal.list']",
            "'user.get': { method: 'crm.deal.list' }",
            "'api.method' => 'user.get'",
        ] {
            assert!(is(yes), "{yes}");
        }
        for no in [
            "call('user.get')",
            "return ['user.get']",
            "x = ['user.get']",
            "[ 'user.get', {} ]",
            "m = 'user.get'",
            "{ method: 'user.get' }",
            "'method' => 'user.get'",
            "'user.get' => ['ID' => 1]",
            "a => 'user.get'",
        ] {
            assert!(!is(no), "{no}");
        }
    }
}
