//! Incidents whose true parameters are known.

#![allow(dead_code, clippy::allow_attributes, reason = "the test and the example each use a part")]

use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::Timestamp;

/// SplitMix64, and what is drawn from it.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Above 0 and below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// By the method of Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// A service and what is true of it.
pub(crate) struct Truth {
    pub(crate) service: &'static str,
    pub(crate) group: &'static str,
    pub(crate) per_year: f64,
    /// The mean and the standard deviation of the logarithm of the seconds to restore.
    pub(crate) mu: f64,
    pub(crate) sigma: f64,
    pub(crate) hand_offs: f64,
}

/// A simulated incident.
pub(crate) struct Simulated {
    pub(crate) id: usize,
    pub(crate) service: &'static str,
    pub(crate) group: &'static str,
    pub(crate) opened: i64,
    pub(crate) acknowledged: i64,
    pub(crate) restored: i64,
    pub(crate) hand_offs: u32,
}

/// The services of the furniture retailer.
pub(crate) fn retailer() -> Vec<Truth> {
    let truth = |service, group, per_year, median: f64, sigma, hand_offs| Truth {
        service,
        group,
        per_year,
        mu: (median * 60.0).ln(),
        sigma,
        hand_offs,
    };
    vec![
        truth("ecommerce-platform", "operations", 4.0, 240.0, 1.1, 1.6),
        truth("appointments", "operations", 14.0, 150.0, 0.9, 1.2),
        truth("bedroom", "bedroom team", 9.0, 35.0, 0.8, 0.1),
    ]
}

/// The first second of 2025.
pub(crate) const START: i64 = 1_735_689_600;

impl Truth {
    /// A Poisson process over some years, and lognormal times to restore.
    pub(crate) fn simulate(&self, years: f64, random: &mut Random) -> Vec<Simulated> {
        let end = years * 365.25 * 86_400.0;
        let mut at = 0.0;
        let mut incidents = Vec::new();
        loop {
            at += -random.unit().ln() / self.per_year * 365.25 * 86_400.0;
            if at >= end {
                return incidents;
            }
            let opened = START + at as i64;
            let seconds = (self.mu + self.sigma * random.normal()).exp().max(2.0);
            let mut hand_offs = 0;
            while random.unit() < self.hand_offs / (1.0 + self.hand_offs) {
                hand_offs += 1;
            }
            incidents.push(Simulated {
                id: incidents.len() + 1,
                service: self.service,
                group: self.group,
                opened,
                acknowledged: opened + (seconds * 0.1) as i64,
                restored: opened + seconds.round() as i64,
                hand_offs,
            });
        }
    }
}

fn shown(seconds: i64, format: &str) -> String {
    Timestamp::from_second(seconds).map(|time| time.strftime(format).to_string()).unwrap_or_default()
}

/// An event log as ServiceNow's: a row for the opening, one for each hand-off, one for the end.
pub(crate) fn servicenow(incidents: &[Simulated]) -> String {
    let mut log = "number,incident_state,reassignment_count,reopen_count,sys_mod_count,opened_at,sys_updated_at,cmdb_ci,\
                   priority,assignment_group,resolved_at,closed_at\n"
        .to_owned();
    let day_first = |seconds| shown(seconds, "%d-%m-%Y %H:%M:%S");
    for one in incidents {
        let opened = day_first(one.opened);
        for change in 0..one.hand_offs + 2 {
            let last = change == one.hand_offs + 1;
            let state = if last {
                "Closed"
            } else if change == 0 {
                "New"
            } else {
                "Active"
            };
            let restored = if last { day_first(one.restored) } else { "?".to_owned() };
            let closed = if last { day_first(one.restored + 5 * 86_400) } else { "?".to_owned() };
            let _ = writeln!(
                log,
                "INC-{}-{:05},{state},{},0,{change},{opened},{},{},2 - High,{},{restored},{closed}",
                one.service,
                one.id,
                change.min(one.hand_offs),
                day_first(one.opened + i64::from(change) * 60),
                one.service,
                one.group,
            );
        }
    }
    log
}

/// Incidents as PagerDuty's CSV.
pub(crate) fn pagerduty(incidents: &[Simulated]) -> String {
    let mut file =
        "id,incident_number,service_name,escalation_policy_name,created_on,resolved_on,seconds_to_first_ack,\
                    seconds_to_resolve,urgency\n"
            .to_owned();
    for (index, one) in incidents.iter().enumerate() {
        let _ = writeln!(
            file,
            "P{index:06},{},{},{},{},{},{},{},high",
            index + 1,
            one.service,
            one.group,
            shown(one.opened, "%Y-%m-%dT%H:%M:%SZ"),
            shown(one.restored, "%Y-%m-%dT%H:%M:%SZ"),
            one.acknowledged - one.opened,
            one.restored - one.opened,
        );
    }
    file
}

/// A ServiceNow event log of so many rows with its 36 columns, six rows for each incident on average.
pub(crate) fn log_of_rows(out: &mut impl Write, rows: u64, random: &mut Random) -> io::Result<()> {
    writeln!(
        out,
        "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,\
         sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,\
         cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,\
         rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at"
    )?;
    let (mut written, mut number) = (0, 45);
    while written < rows {
        number += 1;
        let opened = START + (random.unit() * 31_000_000.0) as i64;
        let restored = opened + (8.0 + 1.5 * random.normal()).exp() as i64 + 60;
        let minute = |seconds| shown(seconds, "%d-%m-%Y %H:%M");
        let (opened_at, resolved_at, closed_at) =
            (minute(opened), minute(restored), minute(restored + 432_000));
        let changes = 1 + (random.unit() * 11.0) as u64;
        let mut count = 0;
        for change in 0..changes.min(rows - written) {
            count += u64::from(random.unit() < 0.3);
            let state = if change + 1 == changes {
                "Closed"
            } else if change == 0 {
                "New"
            } else {
                "Active"
            };
            let who = (random.unit() * 5000.0) as u64;
            writeln!(
                out,
                "INC{number:07},{state},{},{count},0,{change},true,Caller {who},Opened by  {},{opened_at},Created by {},\
                 {opened_at},Updated by {},{},Phone,Location {},Category {},Subcategory {},Symptom {},?,2 - Medium,\
                 2 - Medium,{} - Moderate,Group {},Resolver {who},true,false,Do Not Notify,?,?,?,?,code {},Resolved by {},\
                 {resolved_at},{closed_at}",
                change + 1 < changes,
                who % 17,
                who % 23,
                who % 900,
                minute(opened + change as i64 * 600),
                who % 143,
                who % 58,
                who % 254,
                who % 525,
                1 + who % 4,
                who % 70,
                who % 16,
                who % 216,
            )?;
            written += 1;
        }
    }
    Ok(())
}
