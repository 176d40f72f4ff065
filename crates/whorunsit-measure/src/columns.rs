//! Which column of a file holds which field.

use crate::mapping::{Field, Mapping};
use crate::problem::{Refusal, meant, quoted};
use crate::table::Slot;

/// The fields of a file, each with the place of its slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    fields: Vec<Field>,
    /// The column that was found for each.
    pub(crate) found: Vec<(Field, String)>,
    pub(crate) latest_by: Option<String>,
}

impl Columns {
    /// Looks for the columns of a mapping in a header.
    ///
    /// # Errors
    /// `absent-column`, where a field that is needed, or any field of a mapping of one's own, has no column.
    pub(crate) fn resolve(
        mapping: &Mapping,
        header: &[String],
        is_csv: bool,
    ) -> Result<(Self, Vec<Slot>), Refusal> {
        let preset = Mapping::preset(&mapping.name).ok();
        let mut columns = Self::default();
        let mut slots = Vec::new();
        let mut absent = Vec::new();
        for field in Field::ALL.iter().copied().filter(|field| field.belongs_to(mapping.kind)) {
            let wanted = mapping.columns(field);
            // What somebody wrote must be there; a preset names what an export may have.
            let own = preset.as_ref().is_none_or(|preset| preset.columns(field) != wanted);
            match wanted.iter().find(|name| header.contains(name)) {
                Some(name) => {
                    columns.found.push((field, name.clone()));
                    slots.push(vec![name.clone()]);
                }
                // An object may leave out what others have.
                None if !is_csv && !field.is_needed(mapping.kind) && !wanted.is_empty() => {
                    slots.push(wanted.to_vec())
                }
                None if !wanted.is_empty() && (field.is_needed(mapping.kind) || (own && is_csv)) => {
                    absent.push((field, wanted));
                    continue;
                }
                None => continue,
            }
            columns.fields.push(field);
        }
        if let Some(((_, first), rest)) = absent.split_first() {
            let shown = |wanted: &[String]| {
                let names: Vec<_> = wanted.iter().map(|name| format!("`{}`", quoted(name))).collect();
                names.join(" or ")
            };
            let list: Vec<_> = absent
                .iter()
                .map(|(field, wanted)| format!("{} for `{}`", shown(wanted), field.as_str()))
                .collect();
            let near = first.iter().find_map(|name| meant(name, header.iter().map(String::as_str)));
            let has: Vec<_> = header.iter().take(40).map(|name| quoted(name)).collect();
            let help = match near {
                Some(near) if rest.is_empty() => format!("did you mean `{}`? ", quoted(near)),
                _ => String::new(),
            };
            return Err(Refusal::new(
                "absent-column",
                format!("the file has no column {}", list.join(", nor ")),
                format!(
                    "{help}its columns are {}; `--column FIELD=COLUMN` takes a field from another column, `--guess` \
                     proposes a mapping",
                    has.join(", ")
                ),
            )
            .at(1));
        }
        columns.latest_by = mapping.latest_by.iter().find(|name| header.contains(name)).cloned();
        slots.push(columns.latest_by.iter().cloned().collect());
        Ok((columns, slots))
    }

    /// The slot of a field, where the file has it.
    pub(crate) fn slot(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|found| *found == field)
    }

    /// The slot of the column that says which of several rows is the latest.
    pub(crate) fn latest_slot(&self) -> Option<usize> {
        self.latest_by.as_ref().map(|_| self.fields.len())
    }
}
