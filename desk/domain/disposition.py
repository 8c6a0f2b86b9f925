"""Vocabulary of the disposition sheet (lembar disposisi)."""

from __future__ import annotations

INSTRUCTIONS: dict[str, str] = {
    "follow_up": "Tindak lanjuti",
    "process_further": "Proses lebih lanjut",
    "prepare_material": "Siapkan bahan",
    "coordinate": "Koordinasikan / konfirmasikan",
    "for_information": "Untuk diketahui",
    "review_and_advise": "Teliti & beri pendapat",
    "respond_and_suggest": "Tanggapan dan saran",
    "attend": "Hadiri",
    "attend_and_report": "Hadiri dan laporkan",
    "represent": "Wakili",
    "reply": "Balas surat",
    "schedule": "Jadwalkan",
    "circulate": "Edarkan",
    "file": "Arsipkan",
}
"""Instruction key to the words on the sheet, the commonest first."""

WAITING_FOR: dict[str, str] = {
    "applicant": "pemohon / pengadu",
    "other_agency": "OPD lain",
}
"""Whom a pause may wait for; nothing else pauses (sla.md, "Pause")."""
