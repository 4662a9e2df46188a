"""Reads Prometheus' text format (0.0.4) as strictly as it is written down, and more: no name without help and type, no family in two
parts, no figure twice, and histograms whose buckets are what they claim."""

import re
from typing import NamedTuple

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
HELP = re.compile(rf"^# HELP ({NAME}) (.+)$")
TYPE = re.compile(rf"^# TYPE ({NAME}) (counter|gauge|histogram)$")
SAMPLE = re.compile(rf"^({NAME})(?:\{{(.*)\}})? (\S+)(?: (\d+))?$")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)')
PARTS_OF_HISTOGRAM = ("_bucket", "_sum", "_count")


class Sample(NamedTuple):
    name: str
    labels: dict
    value: float


class Family(NamedTuple):
    name: str
    kind: str
    help: str
    samples: list


def labels_of(text: str) -> dict:
    labels, at = {}, 0
    while at < len(text):
        found = LABEL.match(text, at)
        assert found, f"broken labels: {text!r}"
        assert found[1] not in labels, f"a label twice: {text!r}"
        labels[found[1]] = found[2]
        at = found.end()
        assert found[3] == "," or at == len(text), text
    return labels


def family_of(name: str, families: dict) -> str:
    for part in PARTS_OF_HISTOGRAM:
        whole = name.removesuffix(part)
        if whole != name and whole in families and families[whole].kind == "histogram":
            return whole
    return name


def check_histogram(family: Family) -> None:
    series = {}
    for sample in family.samples:
        own = tuple(sorted((k, v) for k, v in sample.labels.items() if k != "le"))
        series.setdefault(own, {"buckets": []})
        if sample.name.endswith("_bucket"):
            series[own]["buckets"].append((float(sample.labels["le"]), sample.value))
        else:
            series[own][sample.name.removeprefix(family.name)] = sample.value
    for own, parts in series.items():
        bounds = [bound for bound, _ in parts["buckets"]]
        counts = [count for _, count in parts["buckets"]]
        assert bounds == sorted(set(bounds)) and bounds[-1] == float("inf"), (family.name, own, bounds)
        assert counts == sorted(counts), f"buckets of {family.name} {own} do not add up: {counts}"
        assert counts[-1] == parts["_count"] and "_sum" in parts, (family.name, own)


def parse(text: str) -> dict:
    """Name -> family. Whatever is not as it must be fails."""
    assert text.endswith("\n"), "the last line is not ended"
    families, seen, current = {}, set(), None
    helps = {}
    for line in text[:-1].split("\n"):
        if found := HELP.match(line):
            assert found[1] not in helps, f"help twice: {found[1]}"
            helps[found[1]] = found[2]
        elif found := TYPE.match(line):
            assert found[1] not in families and found[1] in helps, f"type twice, or without help before: {line}"
            current = families[found[1]] = Family(found[1], found[2], helps[found[1]], [])
            assert found[2] != "counter" or found[1].endswith("_total"), f"a counter must end in _total: {found[1]}"
        else:
            found = SAMPLE.match(line)
            assert found, f"no line of the format: {line!r}"
            name, labels = found[1], labels_of(found[2] or "")
            assert current and family_of(name, families) == current.name, f"{name} stands outside of its family"
            key = (name, tuple(sorted(labels.items())))
            assert key not in seen, f"a figure twice: {line}"
            seen.add(key)
            current.samples.append(Sample(name, labels, float(found[3])))
            assert current.kind == "gauge" or float(found[3]) >= 0, line
    for family in families.values():
        if family.kind == "histogram" and family.samples:
            check_histogram(family)
    return families


def value(families: dict, name: str, **labels) -> float:
    """The sum of the figures of that name with these labels; 0 when there is none."""
    family = families.get(family_of(name, families))
    if not family:
        return 0.0
    return sum(s.value for s in family.samples if s.name == name and labels.items() <= s.labels.items())
