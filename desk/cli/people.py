"""`desk login`, `logout`, `passwd`, and `desk user ...`."""

from __future__ import annotations

from desk.cli.context import NEW_PASSWORD, Context, ask
from desk.cli.output import pairs, table
from desk.cli.parser import UsageError
from desk.cli.registry import Answer, Command, Options
from desk.cli.shapes import iso
from desk.domain.calendar import Instant
from desk.domain.moments import clock_text
from desk.domain.people import Person
from desk.office import people, sign_in_tries, timekeeping, tokens
from desk.office.office import Office

PASSWORD = "DESK_PASSWORD"


def person_json(person: Person) -> dict[str, object]:
    return {
        "user": person.username,
        "name": person.name,
        "positions": sorted(person.positions),
        "active": person.active,
    }


def _user_option(options: Options) -> None:
    options.add_argument("user", metavar="PENGGUNA", help="nama pengguna")


def _login(context: Context) -> Answer:
    office = context.office
    session = people.sign_in(office, context.args.user, ask("Kata sandi", PASSWORD))
    tokens.keep_token(session, context.config.session_file)
    before = people.before_this(session)
    must_change = people.must_change_password(session)
    if must_change:
        context.warn("kata sandi ini pemberian admin; gantilah dengan: desk passwd")
    if doubt := timekeeping.check_clock(office).doubt(office.calendar()):
        context.warn(doubt)
    titles = _titles(office, session.person)
    return Answer(
        person_json(session.person)
        | {
            "must_change_password": must_change,
            "last_sign_in": iso(office, before.at),
            "wrong_passwords_since": before.wrong,
        },
        [f"Masuk sebagai {session.person.name} ({titles}).", *before.told(office)],
    )


def _logout_options(options: Options) -> None:
    options.add_argument("--all", action="store_true", help="akhiri juga sesi saya di tempat lain")


def _logout(context: Context) -> Answer:
    session = context.signed_in
    people.sign_out(session, everywhere=context.args.all)
    tokens.forget_token(context.config.session_file)
    return Answer({"user": session.person.username}, [f"{session.person.name} sudah keluar."])


def _passwd(context: Context) -> Answer:
    session = context.signed_in
    old = ask("Kata sandi sekarang", PASSWORD)
    new = context.chosen_password()
    if new is None:
        raise UsageError(f"isi {NEW_PASSWORD}, atau jalankan di terminal", "new_password")
    people.change_password(session, old, new)
    tokens.keep_token(session, context.config.session_file)
    return Answer({"user": session.person.username}, ["Kata sandi diganti. Sesi di tempat lain berakhir."])


def _add_options(options: Options) -> None:
    _user_option(options)
    options.add_argument("--name", metavar="TEKS", required=True, help="nama lengkap")
    options.add_argument(
        "--position",
        metavar="KUNCI",
        nargs="+",
        action="extend",
        required=True,
        help="satu jabatan atau lebih",
    )


def _add(context: Context) -> Answer:
    args, session = context.args, context.session
    made = people.add_user(session, args.user, args.name, args.position, _given_password())
    person = context.office.people[people.check_username(args.user)]
    return Answer(
        person_json(person) | {"password": made},
        [
            f"Pengguna {person.username} ditambahkan: {person.name}, {_titles(context.office, person)}.",
            *_shown(made),
        ],
    )


def _list(context: Context) -> Answer:
    persons, office = people.list_users(context.session), context.office
    locked = sign_in_tries.locked_out(office)
    rows = [
        (person.username, person.name, _titles(office, person), _standing(office, person, locked))
        for person in persons
    ]
    return Answer(
        [
            person_json(person) | {"locked_until": iso(office, locked.get(person.username))}
            for person in persons
        ],
        table(("Pengguna", "Nama", "Jabatan", ""), rows, {1: 32, 2: 60}),
    )


def _standing(office: Office, person: Person, locked: dict[str, Instant]) -> str:
    words = [] if person.active else ["nonaktif"]
    if until := locked.get(person.username):
        words.append(f"terkunci sampai {clock_text(office.calendar(), until)}")
    return ", ".join(words)


def _unlock(context: Context) -> Answer:
    username = context.args.user
    sign_in_tries.unlock(context.session, username)
    return Answer({"user": username}, [f"Akun {username} dapat dicoba lagi sekarang."])


def _enable(context: Context) -> Answer:
    return _set_active(context, active=True)


def _disable(context: Context) -> Answer:
    return _set_active(context, active=False)


def _set_active(context: Context, *, active: bool) -> Answer:
    session = context.session
    people.set_active(session, context.args.user, active=active)
    person = context.office.people[context.args.user]
    word = "diaktifkan lagi" if active else "dinonaktifkan"
    return Answer(person_json(person), [f"Akun {person.username} {word}."])


def _reset(context: Context) -> Answer:
    made = people.reset_password(context.session, context.args.user, _given_password())
    return Answer(
        {"user": context.args.user, "password": made},
        [f"Kata sandi {context.args.user} diganti.", *_shown(made)],
    )


def _given_password() -> str | None:
    import os

    return os.environ.get(NEW_PASSWORD)


def _shown(made: str | None) -> list[str]:
    return [] if made is None else pairs(("Kata sandi pertama", f"{made}  (hanya ditampilkan sekali ini)"))


def _titles(office: Office, person: Person) -> str:
    titles = office.position_keys
    return ", ".join(titles.get(key, key) for key in sorted(person.positions))


COMMANDS = (
    Command("login", "masuk untuk perintah-perintah berikutnya", _login, _user_option),
    Command("logout", "keluar", _logout, _logout_options),
    Command("passwd", "mengganti kata sandi sendiri", _passwd),
    Command("user add", "menambahkan pengguna", _add, _add_options),
    Command("user list", "daftar pengguna", _list),
    Command("user disable", "menonaktifkan pengguna", _disable, _user_option),
    Command("user enable", "mengaktifkan lagi pengguna", _enable, _user_option),
    Command("user unlock", "membuka akun yang menunggu karena kata sandi salah", _unlock, _user_option),
    Command("user reset", "memberi kata sandi pertama yang baru", _reset, _user_option),
)
