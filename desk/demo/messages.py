"""How complaints go through the demo office, service by service. Minutes are open minutes since the act before."""

from __future__ import annotations

from desk.demo import texts
from desk.demo.course import Course
from desk.domain.complaint import ComplaintDraft
from desk.domain.disposition import DispositionOrder


def hotline(course: Course) -> None:
    elsewhere = course.twist == "transfer" or course.chance(18)
    _arrive(course, "hotline", "whatsapp", kind="hotline-other" if elsewhere else course.service)
    course.finish("hotline", 1, 3, output="Pesan sudah kami terima, mohon ditunggu.")
    course.finish("hotline", 1, 6)
    course.take("tim", 1, 4)
    if elsewhere:
        course.finish("tim", 2, 8, "other_agency", "Formulir penyaluran dikirim")
        course.finish("tim", 20, 120, output="Tanda terima dari OPD penerima")
    else:
        course.finish("tim", 2, 8, "in_jurisdiction")
        course.take("bkpsdm", 2, 10)
        course.finish("bkpsdm", 8, 40, output="Berkas ditelusuri, penyelesaian dicatat", matters=True)
    course.finish("tim", 4, 20, output="Rancangan jawaban")
    course.finish("hotline", 1, 3, output="Jawaban terkirim lewat WhatsApp", matters=True)
    course.finish("hotline", 15, 250, output="Pemohon mengucapkan terima kasih")


def elektronik(course: Course) -> None:
    twist = course.twist
    if not twist and course.times is None:
        twist = course.rng.choices(("", "stored", "ethics"), (66, 28, 6))[0]
    kind = "pengaduan-ethics" if twist == "ethics" else course.service
    _arrive(course, "aduan", course.pick("whatsapp", "sms"), kind=kind)
    course.take("aduan", 1, 4)
    if twist == "ethics":
        course.finish("aduan", 2, 7, "ethics", "Diserahkan kepada pengawas internal")
        return
    if twist == "stored":
        course.finish("aduan", 2, 7, "stored_answer", "Jawaban baku")
    else:
        course.finish("aduan", 2, 7, "analyse")
        _analyse(course, revised=twist == "revise" or course.chance(12))
    course.finish("aduan", 15, 150, output="Balasan terkirim", matters=True)
    course.finish("aduan", 10, 200, output="Pemohon menerima balasan")


def prokopim(course: Course) -> None:
    _complaint(course)


def dinkominfo(course: Course) -> None:
    _complaint(course)


def _analyse(course: Course, *, revised: bool) -> None:
    member = course.pick("anggota", "jafung")
    course.finish(member, 4, 12, output="Rekomendasi solusi")
    course.take(member, 1, 5)
    if revised:
        course.send_back("ketua", 4, 15, "dasar peraturan belum disebut")
        course.finish(member, 3, 11, output="Rekomendasi dilengkapi")
        course.take(member, 1, 4)
    course.finish("ketua", 4, 18, "approve", "Catatan solusi disetujui", matters=True)


def _complaint(course: Course) -> None:
    """The eight usual steps, from the officer to the agency head, the official in charge and back."""
    rng = course.rng
    is_class = rng.choices(("minor", "normative", "non_oversight"), (5, 4, 1))[0]
    channel = rng.choices(("counter", "whatsapp", "phone", "web", "social_media"), (3, 4, 2, 2, 2))[0]
    classes = {"unclassed": None, "oversight": "oversight", "minor": "minor"}
    _arrive(course, "rini" if channel == "counter" else "aduan", channel, classes.get(course.twist, is_class))
    course.finish("aduan", 10, 60)
    course.finish("aduan", 5, 40, output="Lembar pengaduan")
    if course.twist == "reclass":
        course.reclass("kadis", 5, 20, "oversight", "perlu pemeriksaan lapangan")
    course.dispose("kadis", 30, 240, _sheet(course))
    course.take("kasubag", 20, 200)
    if course.twist == "pause" or course.chance(15):
        course.pause("kasubag", 20, 90, "other_agency", rng.choice(texts.PAUSE_REASONS["other_agency"]))
        course.resume("kasubag", 200, 900)
    course.finish("kasubag", 120, 700, output="Tanggapan disusun", matters=True)
    course.finish("kasubag", 5, 60)
    course.finish("aduan", 5, 60, output="Jawaban disampaikan")
    course.finish("aduan", 60, 500, output="Pengadu menerima jawaban")


def _arrive(
    course: Course, by: str, channel: str, class_key: str | None = None, kind: str | None = None
) -> None:
    lines = texts.complaint_lines(course.rng, kind or course.service)
    draft = ComplaintDraft(course.service, channel, class_key=class_key, **lines)  # type: ignore[arg-type]
    course.log(by, draft)


def _sheet(course: Course) -> DispositionOrder:
    copies = ("sekdis", "manajer") if course.rng.random() < 0.5 else ("sekdis",)
    return DispositionOrder(
        to=("kasubag",),
        instructions=("follow_up", "respond_and_suggest"),
        cc=copies if course.rng.random() < 0.6 else (),
        note=course.rng.choice(texts.DISPOSITION_NOTES),
    )
