"""What can be pressed on the calendar, the most useful first: a narrow footer leaves out the last ones."""

from __future__ import annotations

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("escape", "close", "Kembali", tooltip="Kembali ke layar semula.", id="calendar.close"),
    Binding("t", "add", "Tambah", tooltip="Tambah hari libur, piket atau jam khusus.", id="calendar.add"),
    Binding("u", "change", "Ubah", tooltip="Ubah hari atau periode yang dipilih.", id="calendar.change"),
    Binding(
        "k",
        "confirm",
        "Konfirmasi",
        tooltip="Perkiraan telah ditetapkan: isi keputusannya.",
        id="calendar.confirm",
    ),
    Binding("x", "remove", "Hapus", tooltip="Hapus hari atau periode yang dipilih.", id="calendar.remove"),
    Binding("j", "hours", "Jam", tooltip="Ubah jam kerja sepekan.", id="calendar.hours"),
    Binding("r", "period", "Ramadan", tooltip="Periode dengan jam kerja sendiri.", id="calendar.period"),
    Binding("i", "fill", "Isi tahun", tooltip="Tambah hari libur satu tahun lagi.", id="calendar.fill"),
    Binding(
        "g", "pick", "Ganti", tooltip="Kalender lain: kantor, hotline, atau yang baru.", id="calendar.pick"
    ),
    Binding(
        "h",
        "recompute",
        "Hitung ulang",
        tooltip="Pindahkan berkas berjalan ke kalender yang sekarang.",
        id="calendar.recompute",
    ),
    Binding(
        "tab", "pane", "Daftar", tooltip="Pindah antara bulan dan daftar.", id="calendar.pane", show=False
    ),
]

CHANGES = frozenset({"add", "change", "confirm", "remove", "hours", "period", "fill"})
"""Actions of an admin."""
