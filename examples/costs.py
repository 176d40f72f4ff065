import pathlib, whorunsit

comparison = whorunsit.compare(pathlib.Path("examples/furniture-retailer-costs.toml"))
for s in comparison.services:
    insurance = s["insurance"]
    print(s["name"], insurance["cheaper_model"] or "undecided", insurance["net_benefit"])
