"""Visits and their events.

Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_big_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("id", _big_id, nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("updated_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("public_id", name="uq_visits_public_id"),
    )
    op.create_index("ix_visits_expires_ms", "visits", ["expires_ms"])
    op.create_table(
        "visit_events",
        sa.Column("visit_id", _big_id, nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("stop", sa.String(64)),
        sa.Column("position_s", sa.Float),
        sa.Column("lang", sa.String(16)),
        sa.PrimaryKeyConstraint("visit_id", "id", name="pk_visit_events"),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name="fk_visit_events_visit_id_visits",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("visit_events")
    op.drop_index("ix_visits_expires_ms", "visits")
    op.drop_table("visits")
