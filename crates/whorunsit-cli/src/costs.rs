//! The costs of a strategy as a page.

use std::io;

use whorunsit::facade;
use whorunsit::{
    Aspect, CostType, Costs, Dimension, Error, Frequency, Group, ItemCode, LineItem, ManualStepPrice, Name,
    OperatingModel, Portfolio, Strategy, Totals,
};

use crate::answer::{answer, print};
use crate::args::Format;
use crate::csv_costs;
use crate::page::{Page, View, traced};
use crate::source::Source;
use crate::stop::Stop;
use crate::text::{Amounts, capital, plural, spoken, years};

/// More dimensions than this share one column.
const DIMENSIONS: usize = 3;

/// What a page shows: the costs, and the totals of its table.
pub(crate) struct Totalled {
    costs: Costs,
    /// Everything together.
    all: Vec<Group>,
    /// The margins of the table by cost type and aspect; empty where it is grouped in another way.
    by_cost_type: Vec<Group>,
    by_aspect: Vec<Group>,
    by: Option<Vec<Dimension>>,
}

impl Totalled {
    /// Works out what a page shows; `None` where the strategy cannot be told.
    pub(crate) fn of(
        portfolio: &Portfolio,
        strategy: Strategy,
        by: Option<Vec<Dimension>>,
        items: bool,
    ) -> Result<Option<Self>, Error> {
        let grouped = |by: &[Dimension], items| whorunsit::costs(portfolio, strategy, by, items);
        let groups = |by: &[Dimension]| {
            grouped(by, false).map(|costs| costs.map(|costs| costs.groups).unwrap_or_default())
        };
        let cells = [Dimension::CostType, Dimension::Aspect];
        let Some(costs) = grouped(by.as_deref().unwrap_or(&cells), items)? else {
            return Ok(None);
        };
        let margin = |dimension| if by.is_none() { groups(&[dimension]) } else { Ok(Vec::new()) };
        Ok(Some(Self {
            costs,
            all: groups(&[])?,
            by_cost_type: margin(Dimension::CostType)?,
            by_aspect: margin(Dimension::Aspect)?,
            by,
        }))
    }
}

impl Totalled {
    /// Groups where they were asked for, line items otherwise.
    pub(crate) fn csv(&self) -> io::Result<String> {
        match &self.by {
            Some(by) => csv_costs::groups(&self.costs, by),
            None => csv_costs::line_items(&self.costs),
        }
    }
}

pub(crate) fn page(totalled: &Totalled, view: View) -> String {
    let costs = &totalled.costs;
    let amounts = Amounts::in_cells(costs.currency);
    let horizon = years(costs.horizon_years);
    let mut page = Page::new(view);
    page.title(&format!("{}: what it costs", costs.name.as_deref().unwrap_or("Portfolio")));
    page.answer(&costs.headline());
    let is_brief = page.is_brief(2, 3);
    page.gap();
    let partial = costs.premium.partial || costs.loss.partial;
    page.paragraph(&format!(
        "Strategy: {}, over {horizon}. {}",
        costs.strategy.name(),
        amounts.note(partial)
    ));

    page.heading("Premium and loss");
    let over_horizon = format!("Over {horizon}");
    let rows = [
        ("Premium: what is paid", Some(&costs.premium), None),
        ("Loss: what is lost all the same", Some(&costs.loss), Some(Frequency::Yearly)),
        ("Both", totalled.all.first().map(|group| &group.totals), None),
    ];
    let rows = rows.into_iter().filter_map(|(name, totals, frequency)| {
        let [one_off, per_year, over_horizon] = parts(amounts, totals?, frequency);
        Some([name.to_owned(), one_off, per_year, over_horizon])
    });
    page.numbers(1..4, ["", "Paid once", "A year", &over_horizon], rows.collect());

    match &totalled.by {
        None => matrix(&mut page, totalled, amounts, &horizon),
        Some(by) => groups(&mut page, costs, by, amounts, &over_horizon),
    }
    if is_brief {
        line_items(&mut page, costs, amounts);
        page.worth_a_look(costs.findings.iter().map(|finding| ("", finding)));
        let more = "manual steps and missing inputs; --items every line item";
        return page.end(more, &costs.assumptions, &traced(&costs.provenance, ""));
    }
    if !costs.manual_steps.is_empty() {
        page.heading("Steps of the incident workflow that people do by hand, a year");
        let rows = costs.manual_steps.iter().map(|price| manual_step(amounts, price));
        let header = ["Step", "Operating model", "People's time", "Lost by delay", "Both"];
        page.numbers(2..5, header, rows.collect());
    }
    line_items(&mut page, costs, amounts);
    if !costs.findings.is_empty() {
        page.heading("What needs a look");
        page.findings(costs.findings.iter().map(|finding| ("", finding)));
    }
    page.missing(&costs.missing);
    page.assumptions(&costs.assumptions);
    page.provenance(&costs.provenance);
    page.finish()
}

/// Paid once, a year and over the horizon; a dash where items of that frequency never pay so.
fn parts(amounts: Amounts, totals: &Totals, frequency: Option<Frequency>) -> [String; 3] {
    let part = |amount, partial, of| match frequency {
        Some(frequency) if Some(frequency) != of && of.is_some() => "\u{2013}".to_owned(),
        _ => amounts.part(amount, partial),
    };
    [
        part(totals.one_off, totals.one_off_partial, Some(Frequency::OneOff)),
        part(totals.per_year, totals.per_year_partial, Some(Frequency::Yearly)),
        part(totals.over_horizon, totals.partial, None),
    ]
}

/// How often the items of a group are paid, where they all agree in it.
fn frequency(group: &Group) -> Option<Frequency> {
    let of = |(dimension, word): &(Dimension, Option<Name>)| {
        let word = word.as_deref()?;
        match dimension {
            Dimension::CostType => {
                CostType::ALL.iter().find(|kind| kind.as_str() == word).map(|kind| kind.frequency())
            }
            Dimension::Code => ItemCode::ALL
                .iter()
                .find(|code| code.as_str() == word)
                .map(|code| code.cost_type().frequency()),
            Dimension::Frequency => {
                Frequency::ALL.iter().find(|frequency| frequency.as_str() == word).copied()
            }
            _ => None,
        }
    };
    group.by.iter().find_map(of)
}

/// Cost types in rows and aspects in columns: three columns and their total fit where five and theirs would not.
fn matrix(page: &mut Page, totalled: &Totalled, amounts: Amounts, horizon: &str) {
    page.heading(&format!("By cost type and aspect, over {horizon}"));
    let cell = |groups: &[Group], words: &[&str]| {
        let group = groups
            .iter()
            .find(|group| group.by.iter().zip(words).all(|((_, name), word)| name.as_deref() == Some(*word)));
        group.map_or_else(
            || "\u{2013}".to_owned(),
            |group| amounts.part(group.totals.over_horizon, group.totals.partial),
        )
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for cost_type in CostType::ALL {
        let mut row = vec![capital(&spoken(cost_type.as_str()))];
        let words = |aspect: &Aspect| [cost_type.as_str(), aspect.as_str()];
        row.extend(Aspect::ALL.iter().map(|aspect| cell(&totalled.costs.groups, &words(aspect))));
        row.push(cell(&totalled.by_cost_type, &[cost_type.as_str()]));
        rows.push(row);
    }
    let mut total = vec!["Total".to_owned()];
    total.extend(Aspect::ALL.iter().map(|aspect| cell(&totalled.by_aspect, &[aspect.as_str()])));
    total.push(cell(&totalled.all, &[]));
    rows.push(total);
    let aspects = Aspect::ALL.iter().map(|aspect| capital(&spoken(aspect.as_str())));
    let header = std::iter::once("Cost type".to_owned()).chain(aspects).chain(["Total".to_owned()]);
    page.columns(1..rows.first().map_or(1, Vec::len), header.collect(), rows);
    page.paragraph("Opportunity is the loss; all other types are the premium.");
}

fn groups(page: &mut Page, costs: &Costs, by: &[Dimension], amounts: Amounts, over_horizon: &str) {
    let names: Vec<_> = by.iter().map(|dimension| spoken(dimension.as_str())).collect();
    page.heading(&format!("By {}", names.join(", ")));
    let joined = names.len() > DIMENSIONS;
    let mut header = if joined {
        vec![capital(&names.join(", "))]
    } else {
        names.iter().map(|name| capital(name)).collect()
    };
    let words = header.len();
    header.extend(["Paid once", "A year", over_horizon].map(str::to_owned));
    let row = |group: &&Group| {
        let texts: Vec<_> =
            group.by.iter().map(|(dimension, name)| word(*dimension, name.as_deref())).collect();
        let mut row = if joined { vec![texts.join(", ")] } else { texts };
        row.extend(parts(amounts, &group.totals, frequency(group)));
        row
    };
    let mut groups: Vec<&Group> = costs.groups.iter().collect();
    let rows: Vec<Vec<String>> = groups.iter().map(row).collect();
    if page.must_cut(words..header.len(), &header, &rows) {
        // Of many groups the largest come first, of which the answer speaks.
        groups.sort_by_key(|group| std::cmp::Reverse(group.totals.over_horizon));
    }
    page.columns(words..header.len(), header, groups.iter().map(row).collect());
}

/// The name or word of a group as people read it.
fn word(dimension: Dimension, name: Option<&str>) -> String {
    match (dimension, name) {
        (Dimension::BudgetHolder, None) => "none: lost revenue".to_owned(),
        (_, None) => "none".to_owned(),
        (Dimension::Service | Dimension::Team | Dimension::Domain | Dimension::BudgetTeam, Some(name)) => {
            name.to_owned()
        }
        (Dimension::OperatingModel, Some(word)) => {
            let models = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];
            let model = models.into_iter().find(|model| model.as_str() == word);
            model.map_or_else(|| spoken(word), |model| model.name().to_owned())
        }
        (_, Some(word)) => spoken(word),
    }
}

fn manual_step(amounts: Amounts, price: &ManualStepPrice) -> [String; 5] {
    [
        price.step.to_string(),
        price.operating_model.name().to_owned(),
        amounts.known(price.effort_per_year),
        amounts.known(price.loss_per_year),
        amounts.known(price.per_year),
    ]
}

/// The line items, a table for each service.
fn line_items(page: &mut Page, costs: &Costs, amounts: Amounts) {
    for items in costs.line_items.chunk_by(|one, next| one.service == next.service) {
        let Some(first) = items.first() else {
            continue;
        };
        let count = plural(items.len(), "line item", "line items");
        page.heading(&format!("{}, {}: {count}", first.service, first.operating_model.name()));
        let header = ["Item", "Paid", "Amount", "Basis"];
        page.numbers(2..3, header, items.iter().map(|item| line_item(amounts, item)).collect());
    }
}

fn line_item(amounts: Amounts, item: &LineItem) -> [String; 4] {
    let paid = match item.cost_type().frequency() {
        Frequency::OneOff => "once",
        Frequency::Yearly if item.cost_type().is_loss() => "lost yearly",
        Frequency::Yearly => "yearly",
    };
    [capital(&spoken(item.code_word())), paid.to_owned(), amounts.known(item.amount), item.basis()]
}

/// The first dimension that is named twice.
pub(crate) fn repeated(by: &[Dimension]) -> Option<Dimension> {
    by.iter()
        .enumerate()
        .find(|(index, one)| by.iter().take(*index).any(|before| before == *one))
        .map(|(_, one)| *one)
}

pub(crate) fn ledger(
    source: Source,
    by: Option<Vec<Dimension>>,
    strategy: Strategy,
    (format, items): (Format, bool),
    view: View,
) -> Result<(), Stop> {
    if let Format::Json = format {
        let mut options = serde_json::json!({ "pretty": true, "strategy": strategy.as_str() });
        if let (Some(by), Some(options)) = (by, options.as_object_mut()) {
            let words: Vec<_> = by.iter().map(|dimension| dimension.as_str()).collect();
            options.insert("by".to_owned(), words.into());
        }
        return answer("costs", &source, &options.to_string());
    }
    let listed = items || matches!(format, Format::Csv) && by.is_none();
    let worked = source
        .partial()
        .and_then(|portfolio| Ok(Totalled::of(&portfolio, strategy, by, listed)?))
        .and_then(|totalled| totalled.ok_or_else(facade::unknown_least_cost));
    match (worked, format) {
        (Ok(totalled), Format::Csv) => print(&totalled.csv()?),
        (Ok(totalled), _) => print(&page(&totalled, view)),
        (Err(problems), _) => Err(Stop::Problems(source, problems)),
    }
}
