"""Guided walks: their log, the commands that were taken, the phones.

Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_big_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_walks",
        sa.Column("id", _big_id, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
        sa.Column("led_by", sa.BigInteger, nullable=False),
        sa.Column("desk_sha256", sa.String(64), nullable=False),
        sa.Column("languages", sa.String(200), nullable=False),
        sa.Column("opened_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_group_walks"),
        sa.UniqueConstraint("code", name="uq_group_walks_code"),
    )
    op.create_index("ix_group_walks_led_by", "group_walks", ["led_by"])
    op.create_index("ix_group_walks_expires_ms", "group_walks", ["expires_ms"])
    op.create_table(
        "group_events",
        _walk_id(),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "seq", name="pk_group_events"),
        _of_a_walk("group_events"),
    )
    op.create_table(
        "group_commands",
        _walk_id(),
        sa.Column("id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "id", name="pk_group_commands"),
        _of_a_walk("group_commands"),
        sqlite_with_rowid=False,
    )
    _create_phones()


def _create_phones() -> None:
    op.create_table(
        "group_phones",
        sa.Column("id", _big_id, nullable=False),
        _walk_id(),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("output", sa.String(16), nullable=False),
        sa.Column("seen_ms", sa.BigInteger, nullable=False),
        sa.Column("following", sa.Boolean, nullable=False),
        sa.Column("in_step", sa.Boolean, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        sa.Column("saved", sa.Boolean, nullable=False),
        sa.Column("stop", sa.String(64)),
        sa.Column("beat", sa.Integer),
        sa.Column("second", sa.Float),
        sa.Column("lag_ms", sa.Float),
        sa.Column("clock_error_ms", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_group_phones"),
        sa.UniqueConstraint("secret_sha256", name="uq_group_phones_secret_sha256"),
        _of_a_walk("group_phones"),
    )
    op.create_index("ix_group_phones_group_id", "group_phones", ["group_id"])


def downgrade() -> None:
    op.drop_table("group_phones")
    op.drop_table("group_commands")
    op.drop_table("group_events")
    op.drop_table("group_walks")


def _walk_id() -> sa.Column[int]:
    return sa.Column("group_id", _big_id, nullable=False)


def _of_a_walk(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_group_id_group_walks"
    return sa.ForeignKeyConstraint(["group_id"], ["group_walks.id"], name=name, ondelete="CASCADE")
