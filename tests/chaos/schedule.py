"""What will go wrong, when, and for how long: drawn from a seed, so that a run can be had again."""

import random
from typing import List, NamedTuple

FAULTS = ("kill", "pause", "partition", "slow", "disk")
SERVICES = ("order", "inventory", "payment", "shipping", "notification")

# The system gets so long to come to work, and the last fault is over so long before the end of the load.
CALM_BEFORE, CALM_AFTER = 3.0, 4.0
# In seconds; the mean pause from the beginning of a fault to that of the next.
PAUSE = 3.5
LONGEST = {"kill": 0.0, "pause": 9.0, "partition": 8.0, "slow": 10.0, "disk": 4.0}


class Step(NamedTuple):
    at: float
    fault: str
    target: str
    seconds: float

    def __str__(self) -> str:
        lasting = f" for {self.seconds:.1f} s" if self.seconds else ""
        return f"{self.at:6.1f} s  {self.fault:<9} {self.target}{lasting}"


def targets(fault: str, nodes: int, servers: int) -> list:
    """Who can be hit by it; brokers are worth more than one node of many."""
    brokers = [f"broker-{n}" for n in range(1, servers + 1)]
    hosts = [f"host-{n}" for n in range(1, nodes + 1)]
    members = [f"{service}-{n}" for service in SERVICES for n in range(1, nodes + 1)]
    return {"kill": members + ["sandbox"] + 3 * brokers, "pause": members + 2 * brokers, "partition": 2 * hosts + brokers,
            "slow": hosts + brokers, "disk": brokers}[fault]


def draw(seed: int, seconds: float, faults: list, nodes: int, servers: int) -> List[Step]:
    """One target has one fault at a time; different targets may be hit together."""
    chance = random.Random(seed)
    steps, free_at = [], {}
    at = CALM_BEFORE
    while at < seconds - CALM_AFTER:
        fault = chance.choice(faults)
        target = chance.choice(targets(fault, nodes, servers))
        longest = min(LONGEST[fault], seconds - CALM_AFTER - at)
        lasting = round(chance.uniform(longest / 4, longest), 1)
        is_worth_it = fault == "kill" or lasting >= 0.5
        if is_worth_it and at >= free_at.get(target, 0.0):
            steps.append(Step(round(at, 1), fault, target, lasting))
            free_at[target] = at + lasting + 1.0
        at += chance.expovariate(1 / PAUSE)
    return steps
