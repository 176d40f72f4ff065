//! What You Build It You Run It costs more and protects, as several pages tell it.

use whorunsit::{Insurance, Money, Name, OperatingModel};

use crate::page::Page;
use crate::text::{Amounts, told};

/// Extra premium, loss avoided and net benefit.
pub(crate) fn cells(amounts: Amounts, insurance: &Insurance) -> [String; 3] {
    [
        amounts.part(insurance.extra_premium_over_horizon, insurance.partial),
        amounts.part(insurance.loss_avoided_over_horizon, insurance.loss_partial),
        amounts.part(insurance.net_benefit, insurance.partial),
    ]
}

/// Every service with what You Build It You Run It costs more and protects.
pub(crate) fn table<'i>(
    page: &mut Page,
    amounts: Amounts,
    services: impl Iterator<Item = (&'i Name, &'i Insurance)>,
) {
    let mut services: Vec<_> = services.collect();
    let rows = |services: &[(&Name, &Insurance)]| -> Vec<Vec<String>> {
        let rows = services.iter().map(|(name, insurance)| {
            let [premium, loss, net] = cells(amounts, insurance);
            vec![name.to_string(), premium, loss, net, agrees(insurance).to_owned()]
        });
        rows.collect()
    };
    let header = ["Service", "Extra premium", "Loss avoided", "Net benefit", "Money agrees"];
    let header: Vec<String> = header.map(str::to_owned).into();
    if page.must_cut(1..4, &header, &rows(&services)) {
        // Of many services those come first about which somebody has to think.
        services.sort_by_key(|(_, insurance)| {
            (insurance.agrees == Some(true), std::cmp::Reverse(insurance.net_benefit.size()))
        });
    }
    page.columns(1..4, header, rows(&services));
}

/// Whether the recommended model is no dearer.
pub(crate) fn agrees(insurance: &Insurance) -> &'static str {
    told(insurance.agrees.filter(|_| !insurance.is_unknown()))
}

/// Loss avoided for each unit of extra premium.
pub(crate) fn ratio(insurance: &Insurance) -> String {
    match insurance.ratio {
        // Of amounts that lack something it means nothing.
        Some(_) if insurance.partial => "cannot tell".to_owned(),
        Some(ratio) => ratio.normalize().to_string(),
        None => "\u{2013}".to_owned(),
    }
}

/// By when the extra cost is made up for.
pub(crate) fn payback(insurance: &Insurance) -> String {
    match insurance.payback_month {
        _ if insurance.is_unknown() => told(None).to_owned(),
        Some(0) => "at once".to_owned(),
        Some(month) => format!("month {month}"),
        None if insurance.agrees.is_none() => told(None).to_owned(),
        None => "never".to_owned(),
    }
}

/// The model that costs less.
pub(crate) fn cheaper(insurance: &Insurance) -> &'static str {
    match (insurance.cheaper_model, insurance.agrees) {
        (Some(model), _) => model.name(),
        (None, Some(_)) if !insurance.is_unknown() => "both the same",
        (None, _) => told(None),
    }
}

/// What is recommended, compared with operations running everything.
pub(crate) fn sentence(amounts: Amounts, horizon: &str, insurance: &Insurance) -> String {
    if insurance.is_unknown() {
        return "What the recommendation costs and protects, compared with operations running everything, is not \
                estimated."
            .to_owned();
    }
    let of = |amount: Money, partial: bool| match amount.is_zero() && partial {
        true => "that is not estimated".to_owned(),
        false => format!("of {}", amounts.in_words().part(amount, partial)),
    };
    let premium = of(insurance.extra_premium_over_horizon, insurance.partial);
    let loss = of(insurance.loss_avoided_over_horizon, insurance.loss_partial);
    let net = of(insurance.net_benefit, insurance.partial);
    let mut sentence = format!(
        "Compared with operations running everything, what is recommended comes over {horizon} to an extra premium \
         {premium}, a loss avoided {loss} and a net benefit {net}."
    );
    let end = match (insurance.cheaper_model, insurance.payback_month) {
        _ if insurance.partial && insurance.cheaper_model.is_none() => {
            " Which of the two costs less cannot be told from what is estimated.".to_owned()
        }
        (Some(OperatingModel::OpsRunIt), _) => " Operations running everything would cost less.".to_owned(),
        (_, Some(0)) => " It costs less from the first day.".to_owned(),
        (_, Some(month)) => format!(" It is paid back by the end of month {month}."),
        (_, None) => String::new(),
    };
    sentence.push_str(&end);
    sentence
}
