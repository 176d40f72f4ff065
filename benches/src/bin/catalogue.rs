//! Prints how long a Backstage catalogue takes to become a starter portfolio.
//!
//! usage: `catalogue [ROUNDS] [ENTITIES …]`. It is processor time, and the best of the rounds counts.

use std::fmt::Write;

use whorunsit_benches::timed;
use whorunsit_exchange::{Catalogue, Mapping};

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse().expect("it is a number"));
    let rounds = numbers.next().unwrap_or(5);
    let mut sizes: Vec<usize> = numbers.collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000];
    }
    let mapping = Mapping::preset("backstage").expect("it is there");
    for entities in sizes {
        let mut yaml = String::new();
        for index in 0..entities {
            write!(
                yaml,
                "---\nkind: Component\nmetadata: {{ name: s{index} }}\nspec: {{ type: service, lifecycle: production, \
                 owner: t{}, dependsOn: [\"component:s{}\"] }}\n",
                index % 200,
                index + 1
            )
            .expect("text grows");
        }
        let read = || Catalogue::read(yaml.as_bytes(), &mapping).expect("it is in order");
        let best = (0..rounds).map(|_| timed(read)).min().expect("there is a round").as_secs_f64();
        println!("{entities:>9} entities {:>9.2} ms", best * 1000.0);
    }
}
