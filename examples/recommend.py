import pathlib, whorunsit

rec = whorunsit.recommend(pathlib.Path("examples/furniture-retailer.toml"))
for s in rec.services:
    out_of_hours = s["out_of_hours"] or "operations"
    print(s["name"], s["availability_target"], s["deployment_target"], s["operating_model"], out_of_hours)
