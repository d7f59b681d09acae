"""Takes of the survey.

Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_takes",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("stop", sa.String(64), nullable=False),
        sa.Column("shape", sa.String(16), nullable=False),
        sa.Column("points", sa.Text, nullable=False),
        sa.Column("uncertainty_m", sa.Float(53), nullable=False),
        sa.Column("spread_m", sa.Float(53), nullable=False),
        sa.Column("recorded_ms", sa.BigInteger, nullable=False),
        sa.Column("duration_s", sa.Float(53), nullable=False),
        sa.Column("fixes", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("surveyor", sa.String(64), nullable=False),
        sa.Column("received_ms", sa.BigInteger, nullable=False),
        sa.Column("dropped_ms", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_survey_takes"),
    )
    op.create_index("ix_survey_takes_stop", "survey_takes", ["stop"])


def downgrade() -> None:
    op.drop_table("survey_takes")
