//! What a file is, from its beginning.

use crate::mapping::Mapping;
use crate::problem::Refusal;
use crate::source::{ReadOptions, reading};
use crate::table::{Row, Shape, Sink, Slot, read_table};

/// Takes the header and wants no more.
struct Header(Option<Vec<String>>);

impl Sink for Header {
    fn header(&mut self, header: &[String], _: &Shape) -> Result<Vec<Slot>, Refusal> {
        self.0 = Some(header.to_vec());
        Err(Refusal::new("enough", "", ""))
    }

    fn row(&mut self, _: &Row<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    fn unreadable(&mut self, _: u64, _: &[u8]) {}
}

/// The names of the columns of a file; of JSON the keys of its first object.
///
/// The first 64 KB of a file are enough, unless its first row is longer.
///
/// # Errors
/// A [`Refusal`] where the file is no table.
///
/// # Examples
///
/// ```
/// use whorunsit_measure::{Mapping, ReadOptions, header};
///
/// let header = header(b"number,opened_at,resolved_at\nINC1,", &ReadOptions::default())?;
/// assert_eq!(header, ["number", "opened_at", "resolved_at"]);
/// assert_eq!(Mapping::guess(&header).unwrap().name, "servicenow");
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
pub fn header(beginning: &[u8], options: &ReadOptions) -> Result<Vec<String>, Refusal> {
    let mut header = Header(None);
    // Any mapping will do: only the separator and the encoding matter here.
    let mapping = Mapping::preset("generic")?;
    let read = read_table(beginning, &reading(&mapping, options), &mut header);
    match (header.0, read) {
        (Some(header), _) => Ok(header),
        (None, Err(refusal)) => Err(refusal),
        (None, Ok(_)) => Err(Refusal::new("empty-file", "the file has no header", "export it again")),
    }
}
