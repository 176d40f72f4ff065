//! Text that is nothing but text in HTML, SVG and Markdown.

/// Text in HTML: in an element and in a quoted attribute it is nothing but text.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(char),
        }
    }
    out
}

/// Text with what stands between backticks as code, in HTML.
pub(crate) fn with_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without its partner is a sign like any other.
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    for (place, part) in parts.iter().enumerate() {
        let part = escaped(part);
        out.push_str(&if place % 2 == 1 { format!("<code>{part}</code>") } else { part });
    }
    out
}

/// Text in Markdown: a name is no markup, whatever it holds. It makes no HTML, image, link, emphasis, code or heading.
///
/// # Examples
///
/// ```
/// assert_eq!(whorunsit::markup::in_markdown("*a*"), r"\*a\*");
/// ```
#[must_use]
pub fn in_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| chars.get(index)).copied();
    let ends = |char: Option<char>| char.is_none_or(char::is_whitespace);
    let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    for (index, char) in chars.iter().enumerate() {
        // A line that ends would end a heading, a row or an item.
        let char = if char.is_control() { &' ' } else { char };
        let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
        let escaped = match char {
            '&' => "&amp;",
            '<' => "&lt;",
            '\\' | '`' | '*' | '[' | ']' | '~' => "\\",
            // Within a word, as in `exposure_per_hour`, it is a plain character.
            '_' if !(is_word(before) && is_word(after)) => "\\",
            // An address is made a link without any brackets.
            ':' if after == Some('/') => "\\",
            '.' if before == Some('w') || before == Some('W') => "\\",
            '@' if is_word(before) && is_word(after) => "\\",
            // At the start of a text these make quotes, headings, rules and lists.
            '>' | '#' | '=' if index == 0 => "\\",
            '+' | '-' if index == 0 && ends(after.filter(|after| *after != '-')) => "\\",
            '.' | ')' if index > 0 && ends(after) && chars.iter().take(index).all(char::is_ascii_digit) => {
                "\\"
            }
            _ => "",
        };
        out.push_str(escaped);
        if !escaped.starts_with('&') {
            out.push(*char);
        }
    }
    out
}

/// Text with what stands between backticks as code, in Markdown.
pub(crate) fn with_code_in_markdown(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without its partner is a sign like any other.
    if parts.len().is_multiple_of(2) {
        return in_markdown(text);
    }
    let drawn = |(place, part): (usize, &&str)| match place % 2 {
        // A line that ends would end the item.
        1 => format!("`{}`", part.replace(char::is_control, " ")),
        _ => in_markdown(part),
    };
    parts.iter().enumerate().map(drawn).collect()
}

/// Text in a cell of a Markdown table.
#[must_use]
pub fn in_cell(text: &str) -> String {
    in_markdown(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup() {
        for (name, shown) in [
            ("![x](http://a.b)", r"!\[x\](http\://a.b)"),
            ("[a][b] *c* **d** _e_ __f__", r"\[a\]\[b\] \*c\* \*\*d\*\* \_e\_ \_\_f\_\_"),
            ("exposure_per_hour 1.5 (a) #1", "exposure_per_hour 1.5 (a) #1"),
            ("<b> & `code` ~~x~~", r"&lt;b> &amp; \`code\` \~\~x\~\~"),
            ("www.a.example x@y.example", r"www\.a.example x\@y.example"),
            ("# a", r"\# a"),
            ("- a", r"\- a"),
            ("---", r"\---"),
            ("-$5", "-$5"),
            ("99.9 %", "99.9 %"),
            ("12. a", r"12\. a"),
            (r"a\*b", r"a\\\*b"),
        ] {
            assert_eq!(in_markdown(name), shown);
        }
        assert_eq!(in_cell("a|b"), r"a\|b");
    }

    #[test]
    fn a_backtick_without_its_partner_opens_nothing() {
        assert_eq!(with_code_in_markdown("run `a_b *c*` for *d*"), r"run `a_b *c*` for \*d\*");
        assert_eq!(with_code_in_markdown("a` <img src=x> *b*"), r"a\` &lt;img src=x> \*b\*");
    }
}
