//! The step summary: whole tables, a fence that nothing leaves, no tags and links but ours, and no mark that keeps a
//! meaning.

/// Looks at all of it and returns the text as a browser shows it.
#[must_use]
pub fn shown(page: &str) -> String {
    assert!(!page.is_empty() && page.len() <= 64 * 1024, "{} bytes", page.len());
    let (mut columns, mut fenced) = (None, false);
    let (mut prose, mut shown) = (String::new(), String::new());
    for line in page.lines() {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            assert_eq!(line, if fenced { "```" } else { "```diff" }, "a fence of somebody else's");
            fenced = !fenced;
            continue;
        }
        if fenced {
            assert!(line.starts_with(['+', '-', '#']), "the fence is left: {line:?}");
            // An entity stands for itself there.
            shown.push_str(line);
            shown.push('\n');
            continue;
        }
        let bars = line.starts_with('|').then(|| line.matches('|').count());
        assert!(bars.is_some() || !line.contains('|'), "a bar outside of a table: {line:?}");
        assert!(bars.is_none() || columns.is_none() || bars == columns, "another column: {line:?}");
        columns = bars;
        prose.push_str(line);
        prose.push('\n');
        shown.push_str(&without_entities(&line.replace("<i></i>", "")));
        shown.push('\n');
    }
    assert!(!fenced, "the fence never ends:\n{page}");
    super::links::are_ours(page);
    tags(&prose);
    shown
}

fn tags(prose: &str) {
    let prose = prose.replace("<i></i>", "");
    let known = [
        "code>",
        "/code>",
        "a href=\"",
        "/a>",
        "details>",
        "/details>",
        "summary>",
        "/summary>",
        "sub>",
        "/sub>",
    ];
    let mut text = String::new();
    for (index, part) in prose.split('<').enumerate() {
        let rest = match known.iter().find(|tag| index > 0 && part.starts_with(**tag)) {
            Some(tag) if tag.ends_with('"') => part[tag.len()..].split_once("\">").expect("the link ends").1,
            Some(tag) => &part[tag.len()..],
            None => part,
        };
        assert!(index == 0 || rest.len() < part.len(), "not a tag of ours: <{part}");
        text.push_str(rest);
    }
    assert!(!text.contains(['>', '@', '*', '$', '[', ']', '~']), "a mark keeps its meaning:\n{text}");
}

/// `&#60;` is `<`.
fn without_entities(text: &str) -> String {
    let mut parts = text.split("&#");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').unwrap_or_else(|| panic!("an entity ends: {part}"));
        shown.extend(number.parse().ok().and_then(char::from_u32));
        shown.push_str(rest);
    }
    shown
}
