//! Signs of currencies beside amounts: symbols, codes and what people write in their place.

use crate::currency::Currency;

/// What a sign beside an amount says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// The currency that amounts are in, or any where that is not known.
    Own,
    Foreign(Currency),
    /// Several currencies have this sign, none of them the own one.
    Several(String),
    Unknown,
}

/// Signs with the currencies that they may mean, in upper case and without a full stop at their end. Where the first
/// is the one that everybody means who is not at home in another, it stands alone before a semicolon.
const SIGNS: [(&str, &str); 52] = [
    ("$", "USD;AUD CAD NZD SGD HKD TWD MXN ARS CLP COP BSD BBD BMD BZD FJD JMD KYD LRD NAD SBD SRD TTD XCD"),
    ("US$", "USD"),
    ("U$S", "USD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("CAN$", "CAD"),
    ("NZ$", "NZD"),
    ("S$", "SGD"),
    ("SG$", "SGD"),
    ("HK$", "HKD"),
    ("NT$", "TWD"),
    ("MX$", "MXN"),
    ("R$", "BRL"),
    ("DOLLAR", "USD;AUD CAD NZD SGD HKD TWD"),
    ("DOLLARS", "USD;AUD CAD NZD SGD HKD TWD"),
    ("£", "GBP;EGP FKP GIP SHP"),
    ("GB£", "GBP"),
    ("POUNDS", "GBP;EGP FKP GIP SHP"),
    ("STG", "GBP"),
    ("€", "EUR"),
    ("EURO", "EUR"),
    ("EUROS", "EUR"),
    ("¥", "JPY;CNY"),
    ("YEN", "JPY"),
    ("CN¥", "CNY"),
    ("RMB", "CNY"),
    ("₹", "INR"),
    ("RS", "INR;PKR LKR NPR MUR"),
    ("₨", "PKR LKR NPR MUR INR"),
    ("KR", "DKK ISK NOK SEK"),
    ("KČ", "CZK"),
    ("KC", "CZK"),
    ("ZŁ", "PLN"),
    ("ZL", "PLN"),
    ("FT", "HUF"),
    ("FR", "CHF"),
    ("SFR", "CHF"),
    ("LEI", "RON"),
    ("₽", "RUB"),
    ("₺", "TRY"),
    ("TL", "TRY"),
    ("₴", "UAH"),
    ("₪", "ILS"),
    ("₩", "KRW;KPW"),
    ("฿", "THB"),
    ("₫", "VND"),
    ("₱", "PHP;CUP"),
    ("₦", "NGN"),
    ("R", "ZAR"),
    ("RM", "MYR"),
];

/// What a sign says, where amounts are in `own`.
pub(crate) fn currency_sign(sign: &str, own: Option<Currency>) -> Sign {
    let sign = sign.trim_end_matches('.').to_uppercase();
    if let Ok(currency) = sign.parse::<Currency>() {
        return if own.is_none_or(|own| own == currency) { Sign::Own } else { Sign::Foreign(currency) };
    }
    let Some((_, codes)) = SIGNS.iter().find(|(known, _)| *known == sign) else {
        return Sign::Unknown;
    };
    let Some(own) = own else { return Sign::Own };
    let mut all = codes.split([';', ' ']);
    if all.clone().any(|code| code == own.code()) {
        return Sign::Own;
    }
    let one = !codes.contains(' ') || codes.contains(';');
    match all.next().filter(|_| one).and_then(|code| code.parse().ok()) {
        Some(currency) => Sign::Foreign(currency),
        None => Sign::Several(codes.replace(' ', ", ")),
    }
}
