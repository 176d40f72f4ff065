"""What a portfolio says by name: blocks of responses, calendars, and workflows. Rules: docs/format.md."""

import copy

PHONE_TREE = [
    ("alert", None, None),
    ("open the incident on the incident platform", "2min", "2min"),
    ("post updates on the incident platform", None, "15min"),
    ("raise the ticket", "3min", "5min"),
    ("call the incident managers", "5min", "5min"),
    ("open the incident channel", "2min", "2min"),
    ("tell the stakeholders", None, "10min"),
    ("look up the contact on call", "3min", "3min"),
    ("phone the developer on call and the incident managers", "5min", "5min"),
]


def steps(workflow):
    """A workflow as a list of steps."""
    if not isinstance(workflow, str):
        return workflow
    found = []
    for name, delay, effort in PHONE_TREE:
        times = {k: v for k, v in (("delay", delay), ("effort", effort)) if v and workflow == "phone-tree"}
        found.append({"name": name, **(times or {"automated": True})})
    return found


def resolved(raw):
    """The same portfolio with everything written where it is used."""
    raw = copy.deepcopy(raw)
    blocks, calendars = raw.pop("responses", {}), raw.pop("calendars", {})

    def whole(response):
        if "workflow" in response:
            response["workflow"] = steps(response["workflow"])
        return response

    def of_model(response, model):
        return copy.deepcopy(blocks[response][model]) if isinstance(response, str) else response

    for owner in [raw, *raw.get("domains", []), *raw.get("teams", []), *raw["services"]]:
        if isinstance(owner.get("response"), str):
            owner["response"] = copy.deepcopy(blocks[owner["response"]])
        for model in list(owner.get("response", {})):
            owner["response"][model] = whole(of_model(owner["response"][model], model))
        if owner is not raw and "calendar" in owner:
            calendar = owner.pop("calendar")
            owner.update(calendars[calendar] if isinstance(calendar, str) else calendar)
    for variant in raw.get("variants", []):
        if "response" in variant:
            variant["response"] = whole(of_model(variant["response"], variant["operating_model"]))
    return raw
