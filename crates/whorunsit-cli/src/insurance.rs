//! What You Build It You Run It costs more and protects, as several pages tell it.

use whorunsit::{Insurance, OperatingModel};

use crate::text::{Amounts, told};

/// Extra premium, loss avoided and net benefit.
pub(crate) fn cells(amounts: Amounts, insurance: &Insurance) -> [String; 3] {
    [insurance.extra_premium_over_horizon, insurance.loss_avoided_over_horizon, insurance.net_benefit]
        .map(|amount| amounts.part(amount, insurance.partial))
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
        Some(0) => "at once".to_owned(),
        Some(month) => format!("month {month}"),
        None if insurance.agrees.is_none() => "cannot tell".to_owned(),
        None => "never".to_owned(),
    }
}

/// The model that costs less.
pub(crate) fn cheaper(insurance: &Insurance) -> &'static str {
    match (insurance.cheaper_model, insurance.agrees) {
        (Some(model), _) => model.name(),
        (None, Some(_)) => "both the same",
        (None, None) => told(None),
    }
}

/// What is recommended, compared with operations running everything.
pub(crate) fn sentence(amounts: Amounts, horizon: &str, insurance: &Insurance) -> String {
    let [premium, loss, net] = cells(amounts.in_words(), insurance);
    let mut sentence = format!(
        "Compared with operations running everything, what is recommended comes over {horizon} to an extra premium \
         of {premium}, a loss avoided of {loss} and a net benefit of {net}."
    );
    let end = match (insurance.cheaper_model, insurance.payback_month) {
        _ if insurance.partial && insurance.cheaper_model.is_none() => {
            " Which of the two costs less cannot be told from what is estimated.".to_owned()
        }
        (Some(OperatingModel::OpsRunIt), _) => " Operations running everything would cost less.".to_owned(),
        (_, Some(0)) => " It costs no more from the start.".to_owned(),
        (_, Some(month)) => format!(" It is paid back by the end of month {month}."),
        (_, None) => String::new(),
    };
    sentence.push_str(&end);
    sentence
}
