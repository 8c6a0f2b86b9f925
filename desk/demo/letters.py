"""How letters go through the demo office, service by service. Minutes are open minutes since the act before."""

from __future__ import annotations

from desk.demo import texts
from desk.demo.course import Course
from desk.domain.disposition import DispositionOrder
from desk.domain.letter import LetterDraft

REQUIRED = {
    "wa-center": ("surat_pengantar", "materi"),
    "keprotokolan": (
        "surat_pengantar", "susunan_acara", "narasumber", "waktu_kegiatan", "tempat_kegiatan", "daftar_tamu",
    ),
    "konten-medsos": ("surat_permohonan", "tanda_tangan", "cap"),
    "surat-umum": (),
}  # fmt: skip
"""Requirements as receptionists tick them; what comes late is the last one."""

EVENT_HOURS = 2
TARGET_DELAY = 16 * 3600
"""Open seconds by which work waits where a target was agreed: past the standard of one working day."""


def wa_center(course: Course) -> None:
    _arrive(course, late_item=12, waits=(20, 400))
    if _ends_early(course):
        return
    course.finish("rini", 1, 4)
    lead = course.pick("humas", "yoga")
    other = "yoga" if lead == "humas" else "humas"
    course.dispose(
        "kabag", 2, 7, _order(course, lead, also=(other,), cc=("manajer",)), matters=course.chance(30)
    )
    if course.twist == "assign":
        course.assign("kabag", 1, 2, other, "petugas semula mendampingi acara di luar kantor")
        lead = other
    course.take(lead, 1, 5)
    if course.twist == "slip":
        course.pause(lead, 1, 2, "applicant", "menunggu materi dari pemohon")
        course.withdraw(lead, 1, 2, "salah berkas, yang dijeda seharusnya surat lain")
    _maybe_pause(course, lead, 2)
    course.finish(lead, 3, 9, output="Informasi tersampaikan ke grup camat dan kepala OPD", matters=True)
    if course.chance(6):
        course.note("kabag", 5, 60, course.rng.choice(texts.NOTES))


def keprotokolan(course: Course) -> None:
    _arrive(course, late_item=40, waits=(60, 700))
    if _ends_early(course):
        return
    course.finish("rini", 4, 40)
    lead = course.pick("protokol", "lia")
    other = "lia" if lead == "protokol" else "protokol"
    course.dispose("kabag", 20, 120, _order(course, lead, "attend_and_report", also=(other,), cc=("sekdis",)))
    course.take(lead, 10, 200)
    if course.event_start is not None:
        course.wait_until(course.event_start + EVENT_HOURS * 3600)
    course.finish(lead, 20, 90, output="Acara terlayani, laporan singkat terlampir")


def konten_medsos(course: Course) -> None:
    _arrive(course, late_item=15, waits=(60, 600))
    if _ends_early(course):
        return
    head = course.pick("kabid", "jafung")
    other = "jafung" if head == "kabid" else "kabid"
    signer = course.pick("sekdis", "kadis")
    course.dispose(signer, 15, 70, _order(course, head, "process_further", also=(other,), cc=("kabag",)))
    staff = course.pick("staf", "ayu")
    course.dispose(head, 10, 50, _order(course, staff, "prepare_material"))
    course.take(staff, 5, 30)
    if course.twist == "target":
        course.agree_target("kabid", 10, 40, 3, "narasumber baru dapat direkam lusa")
        course.wait_until(course.stage.office.add(course.at, TARGET_DELAY))
    _maybe_pause(course, staff, 8)
    course.finish(staff, 45, 150, output="Rancangan konten siap", matters=True)
    course.finish(staff, 1, 6, output="Konten dikirim untuk ditinjau")
    if course.twist == "revise" or course.chance(25):
        course.send_back(head, 10, 30, course.rng.choice(texts.REVISIONS))
        course.finish(staff, 15, 50, output="Konten diperbaiki")
        course.finish(staff, 1, 4, output="Konten dikirim ulang")
    course.finish(head, 8, 35, "deliver", "Konten diserahkan kepada pemohon")
    if course.twist == "reopen":
        course.reopen(
            "kabid",
            200,
            500,
            "4",
            "pemohon menemukan kesalahan nama tempat pada konten yang sudah diserahkan",
        )
        course.finish(staff, 20, 60, output="Nama tempat dibetulkan")
        course.finish(staff, 1, 4, output="Konten dikirim ulang")
        course.finish(head, 5, 20, "deliver", "Konten pengganti diserahkan")


def surat_umum(course: Course) -> None:
    late = "listrik padam, dicatat dari buku agenda sementara" if course.twist == "late_entry" else None
    _arrive(course, late_item=0, waits=(0, 0), late_reason=late)
    if _ends_early(course):
        return
    course.finish("rini", 2, 25)
    if course.twist == "no_action":
        course.finish("kabag", 20, 150, "no_action", "Untuk diketahui saja")
    else:
        lead = course.pick("humas", "yoga", "protokol", "kasubag", "kabid", "sekdis")
        also = tuple(name for name in ("lia", "staf") if course.chance(15))
        keys = course.rng.choice(
            (("follow_up",), ("attend",), ("reply",), ("represent",), ("for_information", "file"))
        )
        course.dispose("kabag", 20, 200, _order(course, lead, *keys, also=also, cc=("manajer",)))
        course.take(lead, 15, 300)
        if course.chance(15):
            course.note(lead, 2, 30, course.rng.choice(texts.NOTES))
        course.finish(lead, 30, 700, output="Surat ditindaklanjuti")
    course.finish("rini", 5, 200, output="Map surat masuk")


def _arrive(
    course: Course, *, late_item: int, waits: tuple[int, int], late_reason: str | None = None
) -> None:
    """Log the letter, perhaps without its last requirement, which then comes `waits` minutes later."""
    required = REQUIRED[course.service]
    lacks = bool(required) and (course.twist in ("incomplete", "completed") or course.chance(late_item))
    have = required[:-1] if lacks else required
    lines = texts.letter_lines(course.rng, course.service, course.stage.office.local_date(course.arrived))
    if course.twist == "urgent":
        lines["urgency"] = "very_urgent"
    start = course.event_start
    end = None if start is None else start + EVENT_HOURS * 3600
    draft = LetterDraft(course.service, have=frozenset(have), event_start=start, event_end=end, **lines)  # type: ignore[arg-type]
    course.log("rini", draft, late_reason)
    if lacks and course.twist != "incomplete":
        course.complete("rini", *waits, frozenset(required[-1:]))


def _ends_early(course: Course) -> bool:
    """Whether the case gets no further than the counter."""
    if course.twist == "void":
        course.void("kabag", 5, 30, "salah ketik, surat yang sama sudah dicatat")
    elif course.twist == "cancel":
        course.cancel("manajer", 6, 15, "pemohon menarik permohonannya")
    return course.twist in ("void", "cancel", "incomplete")


def _maybe_pause(course: Course, by: str, percent: int) -> None:
    if course.twist == "pause" or course.chance(percent):
        course.pause(by, 1, 4, "applicant", course.rng.choice(texts.PAUSE_REASONS["applicant"]))
        course.resume(by, 20, 240)


def _order(
    course: Course, lead: str, *instructions: str, also: tuple[str, ...] = (), cc: tuple[str, ...] = ()
) -> DispositionOrder:
    """A disposition to the lead, sometimes to more people, sometimes with copies."""
    rng = course.rng
    return DispositionOrder(
        to=(lead, *(also if rng.random() < 0.3 else ())),
        instructions=instructions or ("follow_up",),
        cc=cc if rng.random() < 0.25 else (),
        note=rng.choice(texts.DISPOSITION_NOTES),
    )
