//! The links of all documents lead somewhere, read as GitHub reads them; those to other sites are left alone.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use comrak::{Options, markdown_to_html};
use regex::Regex;

use super::{files, read, root};

/// The values of attributes in a page, such as `href`, in their order.
fn values(page: &str, attributes: &str) -> Vec<String> {
    let pattern = Regex::new(&format!("\\b(?:{attributes})=\"([^\"]*)\"")).expect("a pattern");
    pattern.captures_iter(page).map(|found| found[1].replace("&amp;", "&")).collect()
}

fn html(text: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.header_ids = Some(String::new());
    options.render.r#unsafe = true;
    markdown_to_html(text, &options)
}

/// Every document with its page.
fn pages() -> BTreeMap<String, String> {
    let root = ["README.md", "README.ru.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
    let others = ["docs", ".github", "src/knowledge"].into_iter().flat_map(files);
    let others = others.filter(|path| path.ends_with(".md"));
    let all = root.map(str::to_owned).into_iter().chain(others).collect::<Vec<_>>();
    assert!(all.len() > 15, "{all:?}");
    all.into_iter().map(|path| (path.clone(), html(&read(&path)))).collect()
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
fn complaint(pages: &BTreeMap<String, String>, document: &str, link: &str) -> Option<String> {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let path = if path.is_empty() { Some(document.to_owned()) } else { target(document, path) };
    let Some(path) = path.filter(|path| root().join(path).exists()) else {
        return Some(format!("{document}: `{link}` leads nowhere"));
    };
    let anchor = anchor?;
    let known = pages.get(&path).is_some_and(|page| values(page, "id").iter().any(|id| id == anchor));
    (!known).then(|| format!("{document}: `{link}`: {path} lacks a heading for `#{anchor}`"))
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let pages = pages();
    let (mut complaints, mut count) = (Vec::new(), 0);
    for (document, page) in &pages {
        let links = values(page, "href|src|srcset");
        // A heading's own anchor is among them.
        for link in links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:")) {
            count += 1;
            complaints.extend(complaint(&pages, document, link));
        }
    }
    assert!(count > 100, "{count} links");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_broken_link_is_found() {
    let page = html("# One\n\n## What's new, here?\n\n[a](#one) [b](c.md#d) <img src=\"e.png\">\n");
    assert_eq!(values(&page, "id"), ["one", "whats-new-here"]);
    let links = ["#one", "#whats-new-here", "c.md#d", "e.png"];
    let found = values(&page, "href|src");
    assert!(links.iter().all(|link| found.contains(&(*link).to_owned())), "{found:?}");
    let pages = BTreeMap::from([("docs/README.md".to_owned(), page)]);
    let complaint = |link: &str| complaint(&pages, "docs/README.md", link).is_some();
    assert!(!complaint("#one") && !complaint("../Cargo.toml") && !complaint("recipes"));
    assert!(
        complaint("#two") && complaint("nothing.md") && complaint("../../etc/passwd") && complaint("/src")
    );
}

/// Every page of the documentation can be found from its index, and every recipe.
#[test]
fn the_index_has_every_page_and_recipe() {
    let index = values(&html(&read("docs/README.md")), "href");
    for path in
        files("docs").iter().filter(|path| !path.contains("/pictures/") && !path.ends_with("/README.md"))
    {
        let link = path.strip_prefix("docs/").expect("below it").to_owned();
        assert!(index.contains(&link), "docs/README.md lacks `{link}`");
    }
}
