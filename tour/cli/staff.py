"""``flask staff``: who may sign in."""

import sys
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from tour.cli.plain import told_plainly

if TYPE_CHECKING:
    from tour.staff import Accounts

_ROLES = click.Choice(["guide", "editor", "admin"])
_BY_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from a pipe.")
_BY_US = click.option("--passphrase", is_flag=True, help="Make a passphrase and show it once.")


@click.group("staff")
def group() -> None:
    """Accounts of guides, editors and admins."""


@group.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, required=True, help="What the account is for.")
@_BY_STDIN
@_BY_US
@with_appcontext
def add(name: str, role: str, *, password_stdin: bool, passphrase: bool) -> None:
    """Add an account. The password is asked for twice unless an option says otherwise."""
    from tour.staff import Role
    from tour.staff.rules import clean_name, name_fault

    if fault := name_fault(clean_name(name)):
        raise click.ClickException(fault)  # before anybody types a password
    password = _password(clean_name(name), by_pipe=password_stdin, make=passphrase)
    with told_plainly():
        account = _accounts().add(name, Role(role), password)
    click.echo(f"{account.name} may sign in now, as {account.role}.")
    _show(password, made=passphrase)


@group.command("password")
@click.argument("name")
@_BY_STDIN
@_BY_US
@with_appcontext
def password(name: str, *, password_stdin: bool, passphrase: bool) -> None:
    """Give an account another password; whoever is signed in with it has to do so again."""
    new = _password(name, by_pipe=password_stdin, make=passphrase)
    with told_plainly():
        _accounts().set_password(name, new)
    click.echo("The password is changed; all sessions of the account have ended.")
    _show(new, made=passphrase)


@group.command("list")
@with_appcontext
def listed() -> None:
    """Every account: role, last time signed in, open sessions."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    with told_plainly():
        found = _accounts().listed()
    if not found:
        click.echo("There is no account yet: flask staff add NAME --role guide")
        return
    table = Table("name", "role", "added", "last signed in", "sessions", box=None)
    for each in found:
        last = each.signed_in_at
        table.add_row(
            escape(each.account.name),
            each.account.role,
            f"{each.created_at:%Y-%m-%d}",
            "never" if last is None else f"{last:%Y-%m-%d %H:%M} UTC",
            str(each.sessions),
        )
    Console().print(table)


@group.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@with_appcontext
def role(name: str, role: str) -> None:
    """Give an account another role, from its next step on."""
    from tour.staff import Role

    with told_plainly():
        _accounts().set_role(name, Role(role))
    click.echo(f"Changed: {role}.")


@group.command("revoke")
@click.argument("name")
@with_appcontext
def revoke(name: str) -> None:
    """End every session of an account. Its password stays."""
    with told_plainly():
        count = _accounts().revoke(name)
    click.echo("1 session was ended." if count == 1 else f"{count} sessions were ended.")


@group.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def remove(name: str, *, yes: bool) -> None:
    """Delete an account for good."""
    if not yes:
        click.confirm(f"Delete the account {name}?", abort=True)
    with told_plainly():
        _accounts().remove(name)
    click.echo("Deleted.")


def _accounts() -> "Accounts":
    from tour.web.services import services

    _require_tables()
    return services().staff


def _require_tables() -> None:
    from tour.storage import pending_migrations
    from tour.web.services import services

    if pending_migrations(services().database):
        from tour.storage import prepare_database

        prepare_database(current_app)


def _password(name: str, *, by_pipe: bool, make: bool) -> str:
    from tour.staff.passwords import make_passphrase
    from tour.staff.rules import clean_password, password_fault

    if by_pipe and make:
        raise click.UsageError("Either --password-stdin or --passphrase, not both.")
    if make:
        return make_passphrase()
    if by_pipe:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt(
            "Password (it is not shown)", hide_input=True, confirmation_prompt="Once more"
        )
    if fault := password_fault(clean_password(password), name):
        raise click.ClickException(fault)
    return password


def _show(password: str, *, made: bool) -> None:
    if made:
        click.echo(f"\n  {password}\n\nWrite it down now: it is kept nowhere and not shown again.")
