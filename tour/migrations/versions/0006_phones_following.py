"""Whether a phone follows is kept no longer: one that goes on alone has left.

The version before this one still writes and reads `group_phones.following`, and may be running
meanwhile; so the column stays, filled by the database, until a later version drops it.

Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _fill_by(sa.true())


def downgrade() -> None:
    _fill_by(None)


def _fill_by(default: sa.True_ | None) -> None:
    with op.batch_alter_table("group_phones") as table:  # SQLite makes the table anew
        table.alter_column("following", existing_type=sa.Boolean(), server_default=default)
