"""How the steps of a definition hang together: every step reached, every step with a way to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from desk.domain.service import Service, Step

Fault = tuple[str, str]
"""Place and Indonesian message."""


def check_ways(service: Service) -> Iterator[Fault]:
    """Faults of the exits, deliveries and dispositions, and of the graph that they make."""
    if not service.steps:
        yield "steps", "belum ada satu langkah pun"
        return
    by_no: dict[str, Step] = {}
    for step in service.steps:
        by_no.setdefault(step.no, step)
    for index, step in enumerate(service.steps):
        yield from _exits(f"steps[{index}]", step, by_no)
        yield from _disposition(f"steps[{index}]", step, by_no)
    yield from _delivery(service)
    yield from _graph(service, by_no)


def _exits(place: str, step: Step, by_no: Mapping[str, Step]) -> Iterator[Fault]:
    if not step.exits:
        yield f"{place}.exits", f"langkah {step.no!r} belum punya jalan keluar"
    for index, way in enumerate(step.exits):
        here = f"{place}.exits[{index}]"
        if way.to is None and way.ends_as is None:
            yield here, "isi to (langkah berikutnya) atau ends_as (cara perkara berakhir)"
        elif way.to is not None and way.to not in by_no:
            yield f"{here}.to", f"langkah {step.no!r} menuju langkah {way.to!r} yang tidak ada"
        if way.revision and way.to is None:
            yield f"{here}.revision", "revisi mengembalikan pekerjaan, jadi perlu to"
    revisions = [index for index, way in enumerate(step.exits) if way.revision]
    for index in revisions[1:]:
        yield f"{place}.exits[{index}].revision", "satu langkah hanya boleh punya satu jalan revisi"
    if revisions and len(revisions) == len(step.exits):
        yield f"{place}.exits", f"semua jalan keluar langkah {step.no!r} adalah revisi; tidak ada jalan maju"


def _disposition(place: str, step: Step, by_no: Mapping[str, Step]) -> Iterator[Fault]:
    if not step.disposition:
        return
    if step.is_external:
        yield f"{place}.disposition", "tidak berlaku untuk langkah di luar kantor"
        return
    first = step.exits[0] if step.exits else None
    target = by_no.get(first.to) if first is not None and first.to is not None else None
    leads_nowhere = first is not None and first.to is None
    if leads_nowhere or (first is not None and first.revision) or (target is not None and target.is_external):
        yield (
            f"{place}.exits[0]",
            "disposisi menyelesaikan langkah lewat jalan keluar pertama, "
            "jadi jalan itu harus maju ke langkah kantor",
        )


def _delivery(service: Service) -> Iterator[Fault]:
    delivering = [index for index, step in enumerate(service.steps) if step.delivers]
    if not delivering:
        yield "steps", "belum ada langkah yang menyerahkan layanan (delivers = true)"
    for index in delivering[1:]:
        yield f"steps[{index}].delivers", "hanya satu langkah yang menyerahkan layanan"
    for index in delivering:
        if service.steps[index].is_external:
            yield f"steps[{index}].delivers", "yang menyerahkan layanan harus langkah kantor"


def _graph(service: Service, by_no: Mapping[str, Step]) -> Iterator[Fault]:
    office = [index for index, step in enumerate(service.steps) if not step.is_external]
    if not office:
        yield "steps", "belum ada langkah yang dikerjakan kantor"
        return
    first = office[0]
    onward = {step.no: [way.to for way in step.exits if way.to in by_no] for step in by_no.values()}
    reached = _closure({service.steps[first].no}, onward)
    ending = _ending(by_no)
    for index, step in enumerate(service.steps):
        if by_no[step.no] is not step:
            continue
        # Steps before the first office step show as done when a case opens, so nothing leads to them.
        if index > first and step.no not in reached:
            yield f"steps[{index}]", f"langkah {step.no!r} tidak tercapai dari langkah mana pun"
        if step.no not in ending:
            yield f"steps[{index}]", f"dari langkah {step.no!r} tidak ada jalan sampai akhir"


def _ending(by_no: Mapping[str, Step]) -> set[str]:
    """Numbers of the steps from which a case can end.

    A step without exits, or with one to an unknown step, has that fault already and counts as an end.
    """
    ends = {
        no for no, step in by_no.items() if not step.exits or any(way.to not in by_no for way in step.exits)
    }
    backward: dict[str, list[str | None]] = {no: [] for no in by_no}
    for step in by_no.values():
        for way in step.exits:
            if way.to is not None and way.to in by_no:
                backward[way.to].append(step.no)
    return _closure(ends, backward)


def _closure(start: Iterable[str], onward: Mapping[str, Iterable[str | None]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        no = waiting.pop()
        if no not in reached:
            reached.add(no)
            waiting.extend(to for to in onward[no] if to is not None)
    return reached
