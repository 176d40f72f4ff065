//! Links from page to page.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

use crate::pages::{Page, Part, repository};

/// Where the links of a page lead to.
pub(crate) fn targets(text: &str) -> impl Iterator<Item = &str> {
    let page = text.match_indices("](").filter_map(|(at, _)| text[at + 2..].split_once(')'));
    let html = ["href=\"", "src=\"", "srcset=\""].into_iter().flat_map(|attribute| {
        text.match_indices(attribute).filter_map(|(at, found)| text[at + found.len()..].split_once('"'))
    });
    page.chain(html).map(|(target, _)| target.trim())
}

/// Whether a link names its host.
pub(crate) fn is_whole(target: &str) -> bool {
    ["https://", "http://", "mailto:", "#"].iter().any(|start| target.starts_with(start))
}

/// What GitHub and mdBook make of a heading: its words in lower case, joined by hyphens.
fn anchor(heading: &str) -> String {
    let text = heading.trim().to_lowercase();
    let kept = text.chars().filter(|char| char.is_alphanumeric() || " -_".contains(*char));
    kept.map(|char| if char == ' ' { '-' } else { char }).collect()
}

fn anchors(page: &Page) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for part in page.parts() {
        if let Part::Prose(text) = part {
            for heading in text.lines().filter(|line| line.starts_with('#')) {
                let name = anchor(heading.trim_start_matches('#'));
                let mut unique = name.clone();
                let mut again = 0;
                while !anchors.insert(unique.clone()) {
                    again += 1;
                    unique = format!("{name}-{again}");
                }
            }
        }
    }
    anchors
}

/// The anchors in the list of contents at the top of a page: lines that are a link to the page itself.
pub(crate) fn contents(text: &str) -> impl Iterator<Item = String> {
    let top = text.split("\n## ").next().unwrap_or_default();
    let entry =
        |line: &str| Some(line.strip_prefix("- [")?.strip_suffix(')')?.rsplit_once("](#")?.1.to_owned());
    top.lines().filter_map(entry)
}

/// The anchors of the sections of a page.
pub(crate) fn sections(page: &Page) -> Vec<String> {
    let prose: String = page.parts().filter(|part| !part.is_block()).map(Part::source).collect();
    prose.lines().filter_map(|line| Some(anchor(line.strip_prefix("## ")?))).collect()
}

/// The links of a page that lead to no file, or to no heading of it.
pub(crate) fn broken(page: &Page) -> String {
    let mut broken = String::new();
    let folder = Path::new(&page.name).parent().unwrap_or(Path::new(""));
    let prose: String = page.parts().filter(|part| !part.is_block()).map(|part| part.source()).collect();
    for target in targets(&prose) {
        let (path, heading) = target.split_once('#').unwrap_or((target, ""));
        let own = "https://github.com/whorunsit/whorunsit/";
        let path = match path.strip_prefix(own).and_then(|rest| rest.split_once("/main/")) {
            Some((_, path)) => PathBuf::from(path),
            None if path.contains(':') || path.starts_with('<') => continue,
            None if path.is_empty() => PathBuf::from(&page.name),
            None => plain(&folder.join(path)),
        };
        if !repository().join(&path).exists() {
            let _ = writeln!(broken, "{}: {target} is not there", page.name);
        } else if !heading.is_empty()
            && path.extension().is_some_and(|extension| extension == "md")
            && !anchors(&Page::read(&path)).contains(heading)
        {
            let _ = writeln!(broken, "{}: {target} has no such heading", page.name);
        }
    }
    broken
}

/// A path without `..`.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            part => parts.push(part),
        }
    }
    parts
}
