"""Accounts of the tests' servers, and signing in on a phone."""

from phone import Phone
from running import Server

from tour.errors import InvalidInput
from tour.settings import Settings
from tour.staff import Role
from tour.staff.passwords import Argon2Passwords
from tour.wiring import build_services

PASSWORD = "snow steppe iron stone"


def hire(server: Server, name: str, role: Role) -> None:
    """Add an account; nothing happens when it is there."""
    settings = Settings.from_env(server.place.environ)
    services = build_services(settings, passwords=Argon2Passwords(passes=1, memory_kib=64))
    try:
        services.staff.add(name, role, PASSWORD)
    except InvalidInput as known:
        assert "already" in known.message  # noqa: PT017 - anything else is a fault
    services.database.engine.dispose()


def sign_in(phone: Phone, name: str, *, to: str) -> None:
    """Open a staff page, be asked who one is, and come to it."""
    phone.open(to)
    assert "/staff/sign-in?next=" in phone.path, phone.path
    phone.find("#name").fill(name)
    phone.find("#password").fill(PASSWORD)
    phone.find("main button[type=submit]").click()
    phone.page.wait_for_url(phone.url + to)
