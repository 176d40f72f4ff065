//! The pages of the documentation, and what they are made of.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Page {
    /// Its path in the repository.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A piece of a page.
#[derive(Clone, Copy)]
pub(crate) enum Part<'p> {
    Prose(&'p str),
    /// A line that starts or ends a block.
    Fence(&'p str),
    /// What is between them; `kind` is the first word after the opening fence, `line` that of the fence, from 1.
    Block {
        kind: &'p str,
        text: &'p str,
        line: usize,
    },
}

impl<'p> Part<'p> {
    pub(crate) fn source(self) -> &'p str {
        match self {
            Self::Prose(text) | Self::Fence(text) | Self::Block { text, .. } => text,
        }
    }

    pub(crate) fn is_block(self) -> bool {
        matches!(self, Self::Block { .. })
    }
}

pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Page {
    pub(crate) fn read(name: &Path) -> Self {
        let text = fs::read_to_string(repository().join(name)).expect("the page is there");
        Self { name: name.display().to_string(), text }
    }

    /// All of the page, in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut parts = Vec::new();
        let (mut start, mut at, mut open) = (0, 0, None);
        for (number, line) in self.text.split_inclusive('\n').enumerate() {
            if let Some(info) = line.trim_start().strip_prefix("```") {
                let text = &self.text[start..at];
                parts.push(match open.take() {
                    Some((kind, line)) => Part::Block { kind, text, line },
                    None => {
                        open = Some((info.split_whitespace().next().unwrap_or_default(), number + 1));
                        Part::Prose(text)
                    }
                });
                parts.push(Part::Fence(line));
                start = at + line.len();
            }
            at += line.len();
        }
        assert!(open.is_none(), "{} ends within a block", self.name);
        parts.push(Part::Prose(&self.text[start..]));
        parts.into_iter()
    }
}

/// Every page: those at the top, and all Markdown of the folders that have some.
pub(crate) fn all() -> Vec<Page> {
    let mut names = Vec::new();
    for folder in ["", ".github", "benches", "crates", "docs", "examples", "python", "wasm"] {
        find(Path::new(folder), folder.is_empty(), &mut names);
    }
    names.sort();
    names.iter().map(|name| Page::read(name)).collect()
}

fn find(folder: &Path, top: bool, names: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(repository().join(folder)).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let name = folder.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            let made =
                ["node_modules", "target", "pkg", "dist", "book"].iter().any(|made| name.ends_with(made));
            if !top && !made {
                find(&name, false, names);
            }
        // A link to a page is that page, whose own links are from where it stands.
        } else if !entry.file_type().expect("it has a type").is_symlink()
            && name.extension().is_some_and(|extension| extension == "md")
        {
            names.push(name);
        }
    }
}

/// Amounts of money in a text: `$1,234.50`, `£26,000`.
pub(crate) fn amounts(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['$', '£', '€']).filter_map(|(at, sign)| {
        let digits = &text[at + sign.len()..];
        let end = digits
            .find(|char: char| !char.is_ascii_digit() && char != ',' && char != '.')
            .unwrap_or(digits.len());
        let amount = digits[..end].trim_end_matches([',', '.']);
        (!amount.is_empty()).then_some(amount)
    })
}
