//! Calls in code: each place, counted again from the bytes, is where the name stands.

use b24_ping::testing::render::{scan_json, scan_text, scan_yaml};
use b24_ping::testing::scan::{self, Found, Scan};
use b24_ping::testing::{DocumentedMethod, Seal, Text};

use super::sinks::Sinks;
use super::{log, secret};

/// The bytes of a file.
pub fn check(bytes: &[u8], _: Sinks) {
    const PATHS: [&str; 11] =
        ["a", "a.js", "a.go", "a.cs", "a.kt", "a.php", "a.vue", "a.py", "a.rb", "a.sh", "a.yml"];
    let all = scan::calls(bytes);
    holds(bytes, &all);
    let path = PATHS[bytes.first().map_or(0, |byte| usize::from(*byte)) % PATHS.len()];
    let found = scan::calls_in(path, bytes);
    holds(bytes, &found);
    rendered(&found);
}

fn holds(bytes: &[u8], found: &Found<'_>) {
    for call in &found.calls {
        let name = call.method.name.as_bytes();
        assert!(is_at(bytes, call.line, call.column, call.written), "{call:?}");
        // What an SDK's function calls is named otherwise, and stands for several where it is unknown; `crm.*` is what
        // only begins so in the text.
        let beginning = name.strip_suffix(b"*").filter(|beginning| beginning.ends_with(b"."));
        let known = DocumentedMethod::named(name).is_some_and(|method| method.name == call.method.name);
        let open = call.chain.map_or(beginning.is_some(), |chain| !chain.is_whole());
        assert!(known != open, "{call:?}");
        let plain = |name: &[u8]| String::from_utf8_lossy(name).to_lowercase().replace('_', "");
        let (name, written) = (plain(beginning.unwrap_or(name)), plain(call.written));
        // `list_and_get('crm.deal')` calls two that begin so.
        let branch = written.split('.').count() == 2;
        let spelt = name == written || branch && name.starts_with(&written);
        assert!(call.chain.is_some() || spelt, "{call:?}");
        if let Some((_, sign, line)) = call.sign {
            let there = line_of(bytes, line).is_some_and(|(rest, _)| contains(rest, sign));
            assert!(there, "{call:?}");
        }
    }
    assert!(found.calls.is_sorted_by_key(|call| (call.line, call.column)), "in the order of the text");
    assert!(found.unread.is_sorted(), "in the order of the text");
    for unknown in &found.unknown {
        assert!(is_at(bytes, unknown.line, unknown.column, unknown.name), "{unknown:?}");
        assert!(DocumentedMethod::named(unknown.name).is_none(), "{unknown:?}");
    }
}

/// The rest of the text from line `line` on, from 1, and that line's end.
fn line_of(bytes: &[u8], line: usize) -> Option<(&[u8], usize)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let before = bytes.split_inclusive(|byte| *byte == b'\n').take(line - 1).map(<[u8]>::len).sum::<usize>();
    let rest = bytes.get(before..)?;
    Some((rest, rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())))
}

/// Whether `name` stands there, in any case. Columns count characters: bytes that continue one do not count.
fn is_at(bytes: &[u8], line: usize, column: usize, name: &[u8]) -> bool {
    let Some((rest, end)) = line_of(bytes, line) else { return false };
    let mut starts = (0..end).filter(|at| rest[*at] & 0xc0 != 0x80);
    let Some(at) = starts.nth(column - 1) else { return false };
    rest.get(at..at + name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// What is printed is plain, and the policy that it makes is one.
fn rendered(found: &Found<'_>) {
    let (_, redactor) = secret::hook();
    let mut scan = Scan::default();
    scan.add(&Text::theirs("src/a \"b\".js"), found);
    let scan = scan.sorted().seal(redactor);
    let policy = scan_yaml(&scan);
    for text in [scan_text(&scan, None), policy.clone().unwrap_or_default()] {
        secret::is_absent("the scan", &text);
        log::has_no_commands("the scan", &text);
        log::is_plain("the scan", &text);
    }
    let told = scan_json(&scan, None);
    let value =
        serde_json::from_str::<serde_json::Value>(&told).unwrap_or_else(|error| panic!("{error}: {told}"));
    assert!(value.is_object());
    secret::is_absent("the scan", &told);
    if let Some(policy) = policy {
        super::policy::is_well_formed(policy.as_bytes());
    }
}
