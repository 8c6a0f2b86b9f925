"""What can be pressed everywhere, once somebody has signed in; `check_action` of the app says what is offered when."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from desk.widgets.commands import HELP_ID

KEYS: list[BindingType] = [
    Binding("f1,question_mark", "help", "Bantuan", tooltip="Semua tombol di layar ini.", id=HELP_ID),
    Binding("ctrl+p", "palette", "Perintah", tooltip="Cari perintah dengan mengetik.", id="app.palette"),
    Binding(
        "1,f5,alt+1",
        "mode('intake')",
        "Masuk",
        tooltip="Catat surat atau pengaduan.",
        id="app.intake",
        show=False,
    ),
    Binding(
        "2,f6,alt+2",
        "mode('queue')",
        "Antrean",
        tooltip="Langkah yang menjadi tugas saya.",
        id="app.queue",
        show=False,
    ),
    Binding(
        "3,f7,alt+3",
        "mode('board')",
        "Papan SLA",
        tooltip="Semua langkah berjalan dan sisa waktunya.",
        id="app.board",
        show=False,
    ),
    Binding(
        "4,f8,alt+4",
        "mode('archive')",
        "Arsip",
        tooltip="Cari surat atau pengaduan.",
        id="app.archive",
        show=False,
    ),
    Binding(
        "alt+a",
        "alerts",
        "Peringatan",
        tooltip="Peringatan waktu dalam antrean saya, hari ini.",
        id="app.alerts",
        show=False,
    ),
    Binding("f9,ctrl+o", "sop", "SOP", tooltip="Tabel resmi SOP layanan ini.", id="app.sop", show=False),
    Binding(
        "alt+k",
        "calendar",
        "Kalender",
        tooltip="Jam kerja, hari libur dan Ramadan.",
        id="app.calendar",
        show=False,
    ),
    Binding(
        "f10,ctrl+t",
        "theme",
        "Tema",
        tooltip="Ganti tampilan gelap atau terang.",
        id="app.theme",
        show=False,
    ),
    Binding(
        "alt+u",
        "add_user",
        "Tambah pengguna",
        tooltip="Tambah orang dan jabatannya.",
        id="users.add",
    ),
    Binding(
        "alt+j",
        "clock",
        "Jam komputer",
        tooltip="Periksa jam komputer, dan tegaskan bila benar.",
        id="app.clock",
        show=False,
    ),
    Binding(
        "alt+g",
        "class_tables",
        "Tabel golongan",
        tooltip="Batas waktu golongan pengaduan dan dasar hukumnya.",
        id="classes.edit",
        show=False,
    ),
    Binding(
        "alt+c",
        "backup",
        "Cadangkan sekarang",
        tooltip="Simpan seluruh kantor ke satu berkas.",
        id="office.backup",
        show=False,
    ),
    Binding(
        "ctrl+l",
        "sign_out",
        "Ganti pengguna",
        tooltip="Keluar dari akun ini.",
        id="app.sign_out",
        show=False,
    ),
    Binding(
        "ctrl+q",
        "leave",
        "Tutup desk",
        tooltip="Tutup; isian yang belum disimpan tetap aman.",
        id="app.quit",
        show=False,
        priority=True,
    ),
]
