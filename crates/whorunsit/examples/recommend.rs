//! The five lines of the README.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portfolio = whorunsit::Portfolio::read(&std::fs::read("examples/furniture-retailer.toml")?)?;
    for s in whorunsit::recommend(&portfolio)?.services {
        let out_of_hours = s.out_of_hours.map_or("operations", |level| level.as_str());
        println!(
            "{} {} {} {} {out_of_hours}",
            s.name, s.availability_target, s.deployment_target, s.operating_model
        );
    }
    Ok(())
}
