//! The links of all documents lead somewhere, read as GitHub reads them; those to other sites are left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use comrak::{Options, markdown_to_html};
use percent_encoding::percent_decode_str;
use regex::Regex;

use super::{files, read, root};

#[derive(Default)]
struct Page {
    /// Of headings.
    anchors: BTreeSet<String>,
    /// Links and pictures. A heading's own anchor is among them.
    links: Vec<String>,
}

impl Page {
    fn of(text: &str) -> Self {
        let mut options = Options::default();
        options.extension.table = true;
        options.extension.header_ids = Some(String::new());
        options.render.r#unsafe = true;
        let html = markdown_to_html(text, &options);
        let attribute = Regex::new("\\b(id|href|src|srcset)=\"([^\"]*)\"").expect("a pattern");
        let mut page = Self::default();
        for found in attribute.captures_iter(&html) {
            let value = found[2].replace("&amp;", "&");
            let value = percent_decode_str(&value).decode_utf8().expect("UTF-8").into_owned();
            if &found[1] == "id" {
                page.anchors.insert(value);
            } else {
                page.links.push(value);
            }
        }
        page
    }
}

/// Every document by its path.
fn pages() -> BTreeMap<String, Page> {
    let above = ["README.md", "README.ru.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
    let others = ["docs", ".github", "src/knowledge"].into_iter();
    let others = others.flat_map(|folder| files(folder, Some("md")));
    let all = above.map(str::to_owned).into_iter().chain(others).collect::<Vec<_>>();
    assert!(all.len() > 15, "{all:?}");
    all.into_iter().map(|path| (path.clone(), Page::of(&read(&path)))).collect()
}

/// A link's path in the repository, as the browser finds it; nothing if it leads out.
fn target(document: &str, link: &str) -> Option<String> {
    let mut path = PathBuf::new();
    let folder = Path::new(document).parent().unwrap_or(Path::new(""));
    for part in folder.join(link).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => path.pop().then_some(())?,
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path.to_str()?.replace('\\', "/"))
}

/// What is wrong with a link.
fn complaint(pages: &BTreeMap<String, Page>, document: &str, link: &str) -> Option<String> {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let path = if path.is_empty() { Some(document.to_owned()) } else { target(document, path) };
    let Some(path) = path.filter(|path| root().join(path).exists()) else {
        return Some(format!("{document}: `{link}` leads nowhere"));
    };
    let anchor = anchor?;
    let known = pages.get(&path).is_some_and(|page| page.anchors.contains(anchor));
    (!known).then(|| format!("{document}: `{link}`: {path} lacks a heading for `#{anchor}`"))
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let pages = pages();
    let (mut complaints, mut count) = (Vec::new(), 0);
    for (document, page) in &pages {
        let links = page.links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
        for link in links {
            count += usize::from(!link.starts_with('#'));
            complaints.extend(complaint(&pages, document, link));
        }
    }
    assert!(count > 100, "{count} links");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_broken_link_is_found() {
    let page = Page::of("# One\n\n## What's new, here?\n\n[a](#two) [b](c.md#d) <img src=\"e.png\">\n");
    assert!(page.anchors.iter().eq(["one", "whats-new-here"]), "{:?}", page.anchors);
    for link in ["#two", "c.md#d", "e.png"] {
        assert!(page.links.iter().any(|found| found == link), "{:?}", page.links);
    }
    let pages = BTreeMap::from([("docs/README.md".to_owned(), page)]);
    let broken = |link: &str| complaint(&pages, "docs/README.md", link).is_some();
    assert!(!broken("#one") && !broken("../Cargo.toml") && !broken("recipes"));
    assert!(broken("#two") && broken("nothing.md") && broken("../../etc/passwd") && broken("/src"));
}

/// Every page and recipe can be found from the index of the documentation.
#[test]
fn the_index_has_every_page_and_recipe() {
    let index = Page::of(&read("docs/README.md")).links;
    let pages = files("docs", None).into_iter().filter(|path| !path.contains("/pictures/"));
    for path in pages.filter(|path| path != "docs/README.md") {
        let link = path.strip_prefix("docs/").expect("below it").to_owned();
        assert!(index.contains(&link), "docs/README.md lacks `{link}`");
    }
}
