"""Writes a portfolio of many services, for the measurements beside it: `python portfolio.py 10000 > big.json`."""

import json
import sys


def portfolio(services: int) -> dict[str, object]:
    """A portfolio of so many services with differing names, exposure and demand."""
    demands = ["low", "medium", "high", "very-high"]
    return {
        "schema": 1,
        "name": "Many services",
        "currency": "USD",
        "exposure_bands": [
            {"max_per_hour": "7000", "availability": "95.0"},
            {"max_per_hour": "250000", "availability": "99.0"},
            {"max_per_hour": "800000", "availability": "99.9"},
        ],
        "domains": [{"name": "home", "grouping": "customer-journey"}],
        "teams": [{"name": f"team-{n}", "domain": "home", "on_call_participants": 5} for n in range(services // 5)],
        "services": [
            {
                "name": f"service-{n}",
                "kind": "digital",
                "team": f"team-{n // 5}",
                "exposure_per_hour": f"{n * 97 % 900_000}.{n % 100:02}",
                "feature_demand": demands[n % 4],
            }
            for n in range(services)
        ],
    }


if __name__ == "__main__":
    json.dump(portfolio(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), sys.stdout)
