//! Which model costs less for each service, and what it is worth.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portfolio = whorunsit::Portfolio::read(&std::fs::read("examples/furniture-retailer-costs.toml")?)?;
    for s in whorunsit::compare(&portfolio)?.services {
        let cheaper = s.insurance.cheaper_model.map_or("undecided", |model| model.as_str());
        println!("{} {cheaper} {}", s.name, s.insurance.net_benefit);
    }
    Ok(())
}
