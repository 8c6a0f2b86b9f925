"""The admin's dialog of complaint-class tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from desk.domain.complaint import CLASSES
from desk.office import class_tables
from desk.screens.saving import SavingScreen
from desk.widgets.commands import commands_of
from tests.screens.seats import Seats
from tests.screens.test_storage_trouble import writing_elsewhere

if TYPE_CHECKING:
    from tests.conftest import Desk


async def test_the_tables_are_shown_with_basis_and_date_and_one_is_set_by_keys_alone(desk: Desk) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+g")
        assert "Sejak 1 Mei 2025 (sekarang)" in admin.picture
        assert "perlu konfirmasi" in admin.picture
        await admin.type("1/1/2027")
        await admin.press("enter")
        await admin.type("Perbup 12/2026")
        await admin.press("ctrl+s")
        assert admin.dialog is None, admin.picture
        assert "Tabel golongan tersimpan" in admin.told
    first, second = class_tables.office_tables()
    assert second.basis.effective_from == date(2027, 1, 1)
    assert second.limits == first.limits


async def test_a_past_date_is_warned_about_before_it_is_saved(desk: Desk) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+g")
        await admin.type("20/11/2026")
        assert "Tanggal berlakunya sudah lewat" in admin.picture


@pytest.mark.parametrize(
    ("typed", "fault"), [("0", "isi 1 sampai 366"), ("lima", "Tulis bilangan hari kerja")]
)
async def test_a_faulty_limit_is_told_at_its_field_and_nothing_typed_is_lost(
    desk: Desk, typed: str, fault: str
) -> None:
    async with Seats(desk) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+g")
        await admin.type("1/1/2027")
        await admin.press("enter")
        await admin.type("Perbup 12/2026")
        await admin.press("enter", "backspace")
        await admin.type(typed)
        await admin.press("ctrl+s")
        assert fault in admin.picture
        assert admin.field.key == "minor"
        assert "Perbup 12/2026" in admin.picture
    assert len(class_tables.office_tables()) == 1


@pytest.mark.parametrize(("who", "offered"), [("admin", True), ("manager", False)])
async def test_only_the_admin_is_offered_it(desk: Desk, who: str, offered: bool) -> None:
    async with Seats(desk) as seats:
        seat = await seats.at(who)
        enabled = {command.id for command in commands_of(seat.app.screen) if command.enabled}
        assert ("classes.edit" in enabled) is offered
        await seat.press("alt+g")
        assert (seat.dialog is not None) is offered


async def test_a_table_set_elsewhere_is_not_replaced_unseen_also_where_saving_had_to_wait(desk: Desk) -> None:
    async with Seats(desk, (100, 30)) as seats:
        admin = await seats.at("admin")
        await admin.press("alt+g")
        await admin.type("1/1/2027")
        await admin.press("enter")
        await admin.type("SK KEDUA")
        limits = dict.fromkeys(CLASSES, 7)
        class_tables.set_class_table(desk.person("admin"), date(2027, 1, 1), "SK PERTAMA", limits)
        with writing_elsewhere(desk.config):
            await admin.press("ctrl+s")
            assert isinstance(admin.app.screen, SavingScreen), admin.picture
        while isinstance(admin.app.screen, SavingScreen):
            await admin.settle()
        assert "baru diubah di meja lain" in " ".join(admin.picture.split()), admin.picture
        assert class_tables.office_tables()[-1].basis.legal_basis == "SK PERTAMA"
        await admin.press("ctrl+s")
        assert admin.dialog is None, admin.picture
    assert class_tables.office_tables()[-1].basis.legal_basis == "SK KEDUA"
