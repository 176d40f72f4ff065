"""How far a year's loss and a horizon's cost spread from trial to trial: the exact standard deviation, or a bound
just above it (Cauchy and Schwarz where parts go together), so that a mean of trials can be held to its error."""

from math import sqrt

import own
from ledger import OPS
from values import Estimate, hours, number


def deviations(service, model, cover):
    """(of a year's loss, of the cost over the horizon), in major units."""
    p = service.portfolio
    chain = service.tiers(model)
    a, years = float(p.annuity()), p.years
    values = 0.0
    for how_many, worth, wait in (
        ("features_per_year", "value_per_feature_week", lead(service, model)),
        ("insights_per_year", "value_per_insight_week", learning(service, model)),
    ):
        n, v = service.estimate(how_many), service.estimate(worth)
        if n and v and wait is not None:
            values += (a * wait) ** 2 * (n.moment(2) * v.moment(2) - (n.moment(1) * v.moment(1)) ** 2)
        if n and how_many.startswith("insights"):
            # What improvements take does not need their worth.
            values += 3 * (a * improvement(service, model)) ** 2 * (n.moment(2) - n.moment(1) ** 2)
    if chain is None or service.incidents is None:
        return 0.0, sqrt(max(values, 0))
    # One incident: severity x exposure x hours, and what its response costs.
    loss2, loss1, x2 = 0.0, 0.0, 0.0
    for days, exposure, covered in by_period(service, model, cover):
        part = float(days / p.days)
        h2, h1 = hours_moments(service, model, chain, covered)
        loss2 += part * service.severity.moment(2) * exposure.moment(2) * h2
        mean, deviation = typical(service, exposure, h1, hours_unknown(service, chain))
        loss1 += part * mean
        x2 += part * deviation
    paid2, paid1, paid_unknown = paid_moments(service, model, chain)
    rate2, rate1 = rate_moments(service)
    once2 = (sqrt(loss2) + sqrt(paid2)) ** 2
    # Unknown rate, exposure and medians: E[rate^2] E[(what one loses)^2] - mean^2, their means given the trial.
    given2 = (loss1 + paid1) ** 2 + (x2 + paid_unknown) ** 2
    unknown = max(0.0, rate2 * given2 - (rate1 * (loss1 + paid1)) ** 2)
    unknown_loss = max(0.0, rate2 * (loss1**2 + x2**2) - (rate1 * loss1) ** 2)
    year = rate1 * loss2 + unknown_loss
    cost = (a / years) ** 2 * rate1 * years * once2 + a**2 * unknown
    failed_year, failed_cost = failed_deployments(service, model, cover)
    return sqrt(year) + failed_year, sqrt(cost) + sqrt(max(values, 0)) + failed_cost


def typical(service, exposure, hours_mean, hours_deviation):
    """Mean and deviation of what is lost on average, given exposure and medians: a product of what is unknown."""
    square, mean = 1.0, 1.0
    for m, deviation in (
        (service.severity.moment(1), service.severity.unknown),
        (exposure.moment(1), sqrt(max(0.0, exposure.moment(2) - exposure.moment(1) ** 2))),
        (hours_mean, hours_deviation),
    ):
        mean *= m
        square *= m**2 + deviation**2
    return mean, sqrt(max(0.0, square - mean**2))


def working_stake(service):
    """At stake in working hours of the exposure that a trial draws: peaks by hours at the ratio of the means."""
    found = service.at_exposures(service.exposure)
    return (
        sum(float(one[1] * one[0].mean / service.exposure.mean) for one in found)
        if by_hours(service)
        else float(found[0][1])
    )


def by_hours(service):
    return [q for q in service.peaks if q["hours"]]


def hours_unknown(service, chain):
    """At most the deviation of the hours at stake, on average, where medians of the response are not known."""
    most = max(
        [float(max(service.at_stake)), *(float(q["exposure"].mean / service.exposure.mean) for q in by_hours(service))]
    )
    return most * sum(float(t["reach"]) * (t["pick_up"].unknown + t["handling"].unknown) for t in chain)


def failed_deployments(service, model, cover):
    """The same of failed deployments: Poisson at a known rate, so exposures alone are unknown."""
    p = service.portfolio
    failed = service.failed_deployments(model)
    if failed is None or None in failed:
        return 0.0, 0.0
    a, rate, working = float(p.annuity()), float(failed[0]), working_stake(service)
    time = Estimate(service.nearest("throughput", model, "failed_deployment_recovery_time"), hours)
    pay = float(service.hourly(service.runner(model)) or 0)
    loss2, given = 0.0, 0.0
    for days, exposure, _ in by_period(service, model, cover):
        part, severity = float(days / p.days), service.severity
        loss2 += part * severity.moment(2) * working**2 * exposure.moment(2) * time.moment(2)
        given += rate * part * typical(service, exposure, working * time.moment(1), working * time.unknown)[1]
    given_cost = given + rate * pay * time.unknown
    once2 = (sqrt(loss2) + pay * sqrt(time.moment(2))) ** 2
    return sqrt(rate * loss2) + given, a * (sqrt(rate * once2 / p.years) + given_cost)


def rate_moments(service):
    mean = service.incidents.moment(1)
    deviation = sqrt(max(0, service.incidents.moment(2) - mean**2))
    for cause in service.portfolio.raw.get("shared_causes", []):
        if service.name in cause["services"]:
            e = Estimate(cause["incidents_per_year"], number)
            deviation += sqrt(max(0, e.moment(2) - e.moment(1) ** 2))
    return mean**2 + deviation**2, mean


def by_period(service, model, cover):
    p, found = service.portfolio, []
    for i, (on, length) in enumerate(p.by_days()):
        peak = next((q for q in service.peaks if (service.name, q["name"]) in on), None)
        found.append((length, peak["exposure"] if peak else service.exposure, model == OPS or cover[i]))
    return found


def hours_moments(service, model, chain, covered):
    """E[T^2] and E[T] of the hours at stake of one incident, delays included."""
    working, outside, waiting, most = (float(f) for f in service.at_stake)
    if by_hours(service):
        # Of the exposure that a trial draws, at the ratio of the means; a schedule for hours alone leaves less to wait.
        drawn = service.exposure.mean
        working, outside, waiting, most = (
            sum(float(found[i] * found[0].mean / drawn) for found in service.at_exposures(service.exposure))
            for i in (1, 2, 3, 4)
        )
        most = max(float(q["exposure"].mean / drawn) for q in by_hours(service))
    if "exposure_by_hour" in service.raw or by_hours(service):
        # The share of the hour that an incident comes at varies too: no more than the greatest.
        return hours_with(service, model, chain, covered, most, most, most)[0], hours_with(
            service, model, chain, covered, working, outside, waiting
        )[1]
    return hours_with(service, model, chain, covered, working, outside, waiting)


def hours_with(service, model, chain, covered, working, outside, waiting):
    delay = float(sum(hours(s.get("delay", "0h")) for s in service.steps(model)))
    w = float(service.w)
    gaps = [(n / 60, beyond / 60, times) for (_, n, beyond), times in service.calendar.gaps.items()]
    gap = sum(n * times for n, _, times in gaps)
    wait1 = sum(((n + beyond) ** 2 - beyond**2) * times for n, beyond, times in gaps) / 2 / gap
    wait2 = sum(((n + beyond) ** 3 - beyond**3) * times for n, beyond, times in gaps) / 3 / gap
    # Under a cover, all of the chain responds at the same times: what comes at others waits for them once, some of it for
    # working hours.
    cover = service.portfolio.covers[service.runner(model)] if covered and not chain[0]["waits"] else None
    first, second = 0.0, 0.0
    for last in range(len(chain)):
        ends = float(chain[last]["reach"] - (chain[last + 1]["reach"] if last + 1 < len(chain) else 0))

        def of(out, in_hours, last=last):
            """Mean and square of what is at stake, of incidents that come out of hours or in them."""
            mean, variance, waited = 0.0, 0.0, in_hours
            mean += delay * (outside if out else working)
            for tier in chain[: last + 1]:
                if not waited and (tier["waits"] or not covered):
                    waited = True
                    mean += wait1 * waiting
                    variance += (wait2 - wait1**2) * waiting**2
                factor = working if waited else outside
                for e in (tier["pick_up"], tier["handling"]):
                    mean += e.moment(1) * factor
                    variance += (e.moment(2) - e.moment(1) ** 2) * factor**2
            return mean, mean**2 + variance

        in_hours, outside_hours = of(False, True), of(True, False)
        if cover:
            taken, waits, squared = (float(x) for x in cover[1:])
            later = of(True, True)
            mean, square = (taken * a + (1 - taken) * b for a, b in zip(outside_hours, later))
            outside_hours = mean + waits * waiting, (sqrt(square) + sqrt(squared) * waiting) ** 2
        first += ends * (w * in_hours[0] + (1 - w) * outside_hours[0])
        second += ends * (w * in_hours[1] + (1 - w) * outside_hours[1])
    return second, first


def paid_moments(service, model, chain):
    """At most E[R^2], and E[R], of what responding to one incident is paid; and what of it is unknown at most."""
    p = service.portfolio
    root, mean, unknown = 0.0, 0.0, 0.0
    for tier in chain:
        reach, people = float(tier["reach"]), tier["people"]
        h2, h1 = tier["handling"].moment(2), tier["handling"].moment(1)
        cost = float(tier["cost"] or 0) * people
        root += sqrt(reach * h2) * cost
        mean += reach * h1 * cost
        unknown += reach * tier["handling"].unknown * cost
        terms = p.callout_terms(tier["staff"], service.owners()[:-1])
        if isinstance(terms, dict):
            rate = terms.get("first", terms)
            if rate["per"] == "callout":
                pay2, pay1 = float(number(rate["amount"])) ** 2, float(number(rate["amount"]))
            else:
                more = float(hours(terms.get("minimum", "0h")) + hours(terms.get("round_up_to", "0h")))
                pay2 = float(number(rate["amount"])) ** 2 * (sqrt(h2) + more) ** 2
                pay1 = sqrt(pay2)
            # Rates by time and windows count on average.
            often = float(service.rate_by_time(terms, model))
            pay2, pay1 = pay2 * often**2, pay1 * often
            off = float(number(terms.get("time_off", 0))) * cost
            root += people * sqrt(reach * pay2) + off * sqrt(reach * h2)
            mean += people * reach * pay1 + off * reach * h1
            # What is paid for typical times is no more than what is paid at all.
            if tier["handling"].unknown:
                unknown += people * reach * sqrt(pay2) + off * reach * sqrt(h2)
    for cost in service.portfolio.raw.get("recurring_costs", []):
        if cost.get("operating_model") in (None, model) and own.within(p, cost, service):
            each = float(number(cost["amount"]))
            if own.per(cost) == "incident":
                root, mean = root + each, mean + each
            elif own.per(cost) == "hour-of-response":
                root += each * sum(sqrt(float(t["reach"]) * t["handling"].moment(2)) * t["people"] for t in chain)
                mean += each * sum(float(t["reach"]) * t["handling"].moment(1) * t["people"] for t in chain)
                unknown += each * sum(float(t["reach"]) * t["handling"].unknown * t["people"] for t in chain)
    return root**2, mean, unknown


def lead(service, model):
    weeks = service.deployment(model)[1]
    return None if weeks is None else float(weeks)


def learning(service, model):
    time = service.nearest("learning", model, "lead_time")
    return None if time is None else float(hours(time) / 168)


def improvement(service, model):
    effort = service.nearest("learning", model, "effort_per_improvement") or "0h"
    return float(hours(effort) * (service.hourly("product-team") or 0))
