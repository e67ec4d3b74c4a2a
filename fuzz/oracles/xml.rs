//! `JUnit`: well-formed, every text a text of XML 1.0, and every suite counts its cases right.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Reads the report and returns every attribute and text, its entities undone.
#[must_use]
pub fn texts(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut claimed, mut found, mut open, mut texts) = ([0; 4], [0; 4], 0, String::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {xml}"));
        match &event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Text(text) => texts.push_str(text),
            Event::GeneralRef(entity) => texts.extend(["&", entity, ";"]),
            _ => {}
        }
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        for attribute in tag.attributes() {
            let attribute = attribute.unwrap_or_else(|error| panic!("{error}: {xml}"));
            texts.push('\n');
            texts.push_str(&attribute.value);
        }
        let name = tag.name();
        match name.as_ref() {
            "testsuite" => {
                for (sum, name) in claimed.iter_mut().zip(["tests", "failures", "errors", "skipped"]) {
                    let count = tag.try_get_attribute(name).expect("attributes").expect("a count");
                    *sum += count.value.parse::<usize>().expect("a number");
                }
            }
            "testcase" => found[0] += 1,
            "failure" => found[1] += 1,
            "error" => found[2] += 1,
            "skipped" => found[3] += 1,
            "testsuites" => {}
            other => panic!("no element of JUnit's: {other}"),
        }
    }
    assert_eq!((claimed, open), (found, 0), "{xml}");
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(allowed), "no character of XML: {xml:?}");
    quick_xml::escape::unescape(&texts).unwrap_or_else(|error| panic!("{error}: {texts}")).into_owned()
}
