//! How wide the columns of a table are: numbers never break, headers break at words, names get what is left.

use std::ops::Range;

use crate::page::{GAP, WIDTH};

/// More lines of a header than this are not read as one.
const HEADER_LINES: usize = 3;

/// A word that is longer may break: the first of these where there is room for all, else the last.
const LONGEST_WORD: [usize; 2] = [40, 24];

/// How wide a column is, without the gap after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Exactly(u16),
    AtLeast(u16),
    /// As the drawing of the table sees fit.
    Any,
}

/// The gap after each column, and the widths of all: headers take as few lines as leave room for the words in the other
/// columns; where there is no room at all, columns move closer.
pub(crate) fn widths(numbers: &Range<usize>, header: &[String], rows: &[Vec<String>]) -> (u16, Vec<Fit>) {
    let gaps = || (1..=GAP).rev();
    let tries = LONGEST_WORD.into_iter().flat_map(|longest| gaps().map(move |gap| (gap, longest)));
    let fitting = |(gap, longest)| Some((gap, within((gap, longest), numbers, header, rows)?));
    tries.into_iter().find_map(fitting).unwrap_or_else(|| (GAP, vec![Fit::Any; header.len()]))
}

fn within(
    (gap, longest): (u16, usize),
    numbers: &Range<usize>,
    header: &[String],
    rows: &[Vec<String>],
) -> Option<Vec<Fit>> {
    let columns: Vec<_> =
        header.iter().enumerate().map(|(index, name)| Column::of((index, longest), name, rows)).collect();
    // Between two columns the drawing puts one more space.
    let gaps = header.len().saturating_sub(1) * usize::from(gap + 1);
    let room = usize::from(WIDTH).saturating_sub(gaps);
    let is_number = |column: &&Column<'_>| numbers.contains(&column.index);
    let of_numbers = |lines, broken| -> Vec<usize> {
        let cells = |column: &Column<'_>| if broken { column.unbroken } else { column.cells };
        let width = |column: &Column<'_>| cells(column).max(wrapped(column.header, lines));
        columns.iter().filter(is_number).map(width).collect()
    };
    let words = || columns.iter().filter(|column| !is_number(column));
    let natural: usize = words().map(|column| column.cells.max(length(column.header))).sum();
    let least: usize = words().map(|column| column.word).sum();
    let whole = (1..=HEADER_LINES).map(|lines| (of_numbers(lines, false), natural));
    // Words among the numbers break only where there is no room for them.
    let tight = [(of_numbers(HEADER_LINES, false), least), (of_numbers(HEADER_LINES, true), least)];
    let fits = |(numbers, words): &(Vec<usize>, usize)| numbers.iter().sum::<usize>() + words <= room;
    let (of_numbers, _) = whole.chain(tight).find(fits)?;
    let mut of_numbers = of_numbers.into_iter();
    let fit = |column: &Column<'_>| {
        let small = |width| u16::try_from(width).unwrap_or(WIDTH);
        match is_number(&column) {
            true => Fit::Exactly(small(of_numbers.next().unwrap_or(column.cells))),
            false => Fit::AtLeast(small(column.word)),
        }
    };
    Some(columns.iter().map(fit).collect())
}

struct Column<'h> {
    index: usize,
    header: &'h str,
    /// The widest cell.
    cells: usize,
    /// The widest that must not break: a cell with a number, or a word.
    unbroken: usize,
    /// The longest word, in so far as it must not break.
    word: usize,
}

impl<'h> Column<'h> {
    fn of((index, longest): (usize, usize), header: &'h str, rows: &[Vec<String>]) -> Self {
        let cells = || rows.iter().filter_map(|row| row.get(index)).map(String::as_str);
        let unbroken = cells().map(|cell| match cell.contains(|char: char| char.is_ascii_digit()) {
            true => length(cell),
            false => cell.split(' ').map(length).max().unwrap_or_default(),
        });
        let words = cells().chain([header]).flat_map(|cell| cell.split(' ')).map(length);
        Self {
            index,
            header,
            cells: cells().map(length).max().unwrap_or_default(),
            unbroken: unbroken.max().unwrap_or_default(),
            word: words.max().unwrap_or_default().min(longest),
        }
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The least width in which a text takes no more than so many lines.
fn wrapped(text: &str, lines: usize) -> usize {
    let longest = text.split(' ').map(length).max().unwrap_or_default();
    (longest..=length(text)).find(|width| lines_in(text, *width) <= lines).unwrap_or(longest)
}

fn lines_in(text: &str, width: usize) -> usize {
    let (mut lines, mut filled) = (1, 0);
    for word in text.split(' ').map(length) {
        if filled > 0 && filled + 1 + word > width {
            lines += 1;
            filled = word;
        } else {
            filled += if filled > 0 { word + 1 } else { word };
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_break_at_words() {
        assert_eq!(wrapped("You Build It You Run It", 1), 23);
        assert_eq!(wrapped("You Build It You Run It", 2), 12);
        assert_eq!(wrapped("You Build It You Run It", 3), 9);
        assert_eq!(wrapped("Total", 4), 5);
    }

    #[test]
    fn amounts_get_their_width_and_names_what_is_left() {
        let row = |name: &str| vec![name.to_owned(), "$1,000".to_owned()];
        let header = ["Service".to_owned(), "Extra premium".to_owned()];
        assert_eq!(widths(&(1..2), &header, &[row("short")]), (2, vec![Fit::AtLeast(7), Fit::Exactly(13)]));
        let long = "one two ".repeat(20);
        assert_eq!(widths(&(1..2), &header, &[row(&long)]), (2, vec![Fit::AtLeast(7), Fit::Exactly(7)]));
        let tight = vec!["a".to_owned(), "9".repeat(71)];
        assert_eq!(widths(&(1..2), &header, &[tight]), (1, vec![Fit::AtLeast(7), Fit::Exactly(71)]));
        let huge = vec!["a".to_owned(), "9".repeat(90)];
        assert_eq!(widths(&(1..2), &header, &[huge]), (2, vec![Fit::Any, Fit::Any]));
    }
}
