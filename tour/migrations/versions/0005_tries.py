"""Tries of walks' codes, phones that never reported, devices from which staff signed in.

Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_big_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_tries",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("wrong", sa.Float, nullable=False),
        sa.Column("joins", sa.Float, nullable=False),
        sa.Column("last_code", sa.String(64)),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_group_tries"),
    )
    op.create_index("ix_group_tries_at_ms", "group_tries", ["at_ms"])
    # Those that are there have reported, as far as anybody knows; so do a former version's.
    reported = sa.Column("reported", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("group_phones", reported)
    op.create_table(
        "staff_devices",
        sa.Column("id", _big_id, nullable=False),
        sa.Column("account_id", _big_id, nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("used_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_devices"),
        sa.UniqueConstraint("token_sha256", name="uq_staff_devices_token_sha256"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_accounts.id"],
            name="fk_staff_devices_account_id_staff_accounts",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_staff_devices_account_id", "staff_devices", ["account_id"])


def downgrade() -> None:
    op.drop_table("staff_devices")
    op.drop_column("group_phones", "reported")
    op.drop_table("group_tries")
