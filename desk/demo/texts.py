"""What is written on the letters and in the messages of the demo office. Everything here is invented."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

OFFICES = (
    "Dinas Kesehatan Kabupaten Contoh",
    "Dinas Pendidikan Kabupaten Contoh",
    "Dinas Sosial Kabupaten Contoh",
    "Dinas Pertanian Kabupaten Contoh",
    "Dinas Perhubungan Kabupaten Contoh",
    "Dinas Lingkungan Hidup Kabupaten Contoh",
    "Dinas Pariwisata Kabupaten Contoh",
    "Dinas Koperasi dan UMKM Kabupaten Contoh",
    "Badan Perencanaan Daerah Kabupaten Contoh",
    "Badan Penanggulangan Bencana Kabupaten Contoh",
    "Satuan Polisi Pamong Praja Kabupaten Contoh",
    "Kecamatan Tirtaloka",
    "Kecamatan Karangmulya",
    "Kecamatan Wanasari Lor",
    "RSUD Contoh Waras",
    "Perumda Air Minum Tirta Contoh",
)
"""Who may ask the office for its services."""

PUBLIC = (
    "Karang Taruna Tunas Contoh",
    "Paguyuban Pedagang Pasar Contoh Baru",
    "Yayasan Bina Insan Contoh",
    "SMP Negeri 4 Karangmulya",
    "Pemerintah Desa Sidomakmur Wetan",
    "Pemerintah Desa Tirtaloka",
    "Universitas Contoh Raya",
    "CV Cetak Contoh Mandiri",
    "Himpunan Perajin Batik Contoh",
)
"""Who else writes to it."""

SUBJECTS: dict[str, tuple[str, ...]] = {
    "wa-center": (
        "Permohonan penyampaian informasi jadwal vaksinasi anak sekolah",
        "Permohonan siaran informasi pemadaman air di tiga kelurahan",
        "Permohonan penyebaran informasi pendaftaran bantuan benih padi",
        "Penyampaian informasi rekayasa lalu lintas pawai budaya",
        "Permohonan informasi layanan pembayaran pajak di mobil keliling",
        "Penyampaian informasi kesiapsiagaan musim hujan",
        "Permohonan siaran jadwal pasar murah kecamatan",
        "Permohonan informasi donor darah di alun-alun",
    ),
    "keprotokolan": (
        "Permohonan keprotokolan peresmian puskesmas pembantu",
        "Permohonan protokoler pembukaan pekan olahraga pelajar",
        "Permohonan petugas protokol pelantikan kepala desa",
        "Permohonan keprotokolan upacara hari jadi kabupaten",
        "Permohonan protokoler penyerahan bantuan alat pertanian",
        "Permohonan keprotokolan rapat koordinasi camat",
    ),
    "konten-medsos": (
        "Permohonan konten kampanye cuci tangan pakai sabun",
        "Permohonan desain infografis cegah tengkes",
        "Permohonan video pendek layanan angkutan sekolah",
        "Permohonan konten publikasi festival desa wisata",
        "Permohonan konten imbauan pilah sampah rumah tangga",
        "Permohonan poster digital pendaftaran pelatihan kerja",
        "Permohonan konten peringatan hari guru",
    ),
    "surat-umum": (
        "Undangan rapat koordinasi persiapan lomba desa",
        "Permohonan data jumlah tenaga kehumasan",
        "Pemberitahuan jadwal pemeliharaan jaringan internet",
        "Permohonan izin penelitian mahasiswa",
        "Undangan sosialisasi keterbukaan informasi publik",
        "Penawaran kerja sama cetak kalender",
        "Permohonan magang siswa sekolah kejuruan",
        "Laporan kegiatan bakti sosial",
        "Permintaan narasumber pelatihan jurnalistik warga",
    ),
}
"""Hal of the letters, by service."""

COMPLAINTS: dict[str, tuple[str, ...]] = {
    "hotline-bkpsdm": (
        "Mohon penjelasan, usulan kenaikan pangkat saya sejak bulan lalu belum ada kabar.",
        "Kartu pegawai saya salah cetak tanggal lahir, harus mengurus ke mana?",
        "SK pensiun orang tua saya belum terbit padahal sudah waktunya.",
        "Absensi daring di kecamatan kami tidak terbaca selama tiga hari.",
        "Kapan hasil uji kompetensi jabatan diumumkan?",
        "Tunjangan istri belum masuk daftar gaji meskipun berkas sudah lengkap.",
    ),
    "hotline-other": (
        "Lampu penerangan jalan di depan balai desa mati sudah seminggu.",
        "Antrean di loket kependudukan panjang sekali, mohon ditambah petugas.",
        "Selokan di pasar mampet dan berbau, siapa yang menangani?",
    ),
    "pengaduan-elektronik": (
        "CONTOH # Jam buka loket pelayanan hari Jumat sampai pukul berapa?",
        "CONTOH # Saran: ruang tunggu diberi nomor antrean yang terdengar.",
        "CONTOH # Formulir di situs tidak bisa diunduh dari telepon genggam.",
        "CONTOH # Petugas belum membalas pesan saya dari kemarin lusa.",
        "CONTOH # Mohon informasi syarat permohonan konten untuk kelompok tani.",
        "CONTOH # Nomor telepon yang tercantum di papan nama tidak aktif.",
    ),
    "pengaduan-ethics": (
        "CONTOH # Ada petugas meminta uang rokok agar berkas didahulukan.",
        "CONTOH # Petugas loket berbicara kasar kepada orang tua saya.",
    ),
    "pengaduan-prokopim": (
        "Pesan berantai dari nomor WhatsApp Center dikirim larut malam, mohon diatur waktunya.",
        "Informasi jadwal acara di siaran berbeda dengan undangan yang kami terima.",
        "Tamu undangan penyandang disabilitas tidak disediakan tempat duduk pada peresmian.",
        "Permintaan informasi kami tidak dijawab sampai acara selesai.",
        "Nama sekolah kami salah ditulis pada siaran informasi lomba.",
    ),
    "pengaduan-dinkominfo": (
        "Konten yang diserahkan memakai foto kegiatan dinas lain.",
        "Sinyal wifi publik di taman kota hilang setiap sore.",
        "Video layanan belum diberi teks sehingga sulit diikuti teman tuli.",
        "Permohonan konten kami dikembalikan tanpa penjelasan tertulis.",
        "Tautan pengumuman di media sosial dinas tidak dapat dibuka.",
    ),
}

CITIZENS = (
    "Warsini Pujihartati", "Tarmuji Slametharjo", "Gendhis Paramawati", "Darsono Kertomulyo", "Ningsih Wartiyani",
    "Ponimin Sastrowiyono", "Laksita Ardhaningrum", "Sukirah Wongsodipo", "Jatmikanto Purwaka", "Mudrikah Salsadipura",
    "Wagiman Prawiroteja", "Ratih Sekarwangsa",
)  # fmt: skip

PAUSE_REASONS = {
    "applicant": ("menunggu materi pengganti dari pemohon", "menunggu konfirmasi jadwal dari pemohon"),
    "other_agency": ("menunggu data dukung dari dinas terkait", "menunggu keterangan tertulis dari OPD lain"),
}
REVISIONS = (
    "logo kabupaten belum sesuai pedoman",
    "tanggal kegiatan pada gambar keliru",
    "pemohon meminta warna dan foto diganti",
)
DISPOSITION_NOTES = (
    "",
    "",
    "Selesaikan hari ini.",
    "Koordinasikan dengan pengirim bila materinya kurang jelas.",
    "Laporkan hasilnya kepada saya.",
    "Perhatikan ejaan dan logo.",
)
NOTES = (
    "Pengirim sudah dihubungi, materi benar.",
    "Salinan dititipkan di meja arsip.",
    "Diminta mendahulukan karena waktunya dekat.",
    "Narahubung: bagian umum pengirim.",
)


def letter_lines(rng: Random, service: str, day: date) -> dict[str, object]:
    """Sender, subject, number and date of a letter that arrives on that day, as `LetterDraft` wants them."""
    public = service == "surat-umum" and rng.random() < 0.6
    written = day - timedelta(days=rng.randint(0, 5))
    code = rng.choice(("005", "045", "100", "400.7", "500", "800"))
    number = f"{code}/{rng.randint(11, 989)}/{rng.randint(101, 431)}/{written.year}"
    return {
        "sender": rng.choice(PUBLIC if public else OFFICES),
        "subject": rng.choice(SUBJECTS[service]),
        "letter_no": None if public and rng.random() < 0.2 else number,
        "letter_date": written,
        "urgency": rng.choices(("normal", "urgent", "very_urgent"), (88, 9, 3))[0],
        "security": "restricted" if rng.random() < 0.03 else "ordinary",
    }


def complaint_lines(rng: Random, kind: str) -> dict[str, object]:
    """Sender, telephone and text of a complaint, as `ComplaintDraft` wants them. The numbers are in no use."""
    nameless = rng.random() < 0.15
    return {
        "text": rng.choice(COMPLAINTS[kind]),
        "sender": "" if nameless else rng.choice(CITIZENS),
        "phone": f"0812-0000-{rng.randint(1000, 9999)}",
        "is_anonymous": not nameless and rng.random() < 0.06,
        "is_confidential": rng.random() < 0.04,
    }
