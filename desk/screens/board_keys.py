"""What can be pressed on the board, the most useful first: a narrow footer leaves out the last ones.

Escape and `g` stand twice; `check_action` of the screen offers the one that does something at the moment.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from desk.screens.why import KEY as WHY_KEY

KEYS: list[BindingType] = [
    Binding("escape", "back", "Kembali", tooltip="Kembali ke daftar langkah.", id="board.back"),
    Binding("escape", "lift", "Semua", tooltip="Lepas saringan dan tampilkan semuanya.", id="board.lift"),
    Binding("g", "back", "Daftar", tooltip="Kembali ke daftar langkah.", id="board.list"),
    Binding("l", "pick_service", "Layanan", tooltip="Saring menurut layanan.", id="board.service"),
    Binding("p", "pick_holder", "Pemegang", tooltip="Saring menurut pemegang.", id="board.holder"),
    Binding("b", "pick_band", "Keadaan", tooltip="Saring: terlambat, mendesak, aman …", id="board.band"),
    WHY_KEY,
    Binding("g", "group", "Kelompok", tooltip="Jumlah per pemegang dan layanan.", id="board.group"),
    Binding("w", "alone", "Layar dinding", tooltip="Papan saja, memenuhi layar.", id="board.alone"),
]
