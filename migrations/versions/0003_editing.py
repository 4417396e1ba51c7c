"""What editors write, its history, and reports"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('catalogue_drafts',
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('id', sa.String(length=80), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('based_on', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'id', name=op.f('pk_catalogue_drafts'))
    )
    op.create_table('catalogue_history',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('document_id', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(length=12), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_history')),
    sa.UniqueConstraint('kind', 'document_id', 'number', name=op.f('uq_catalogue_history_kind'))
    )
    op.create_table('catalogue_reports',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('document_id', sa.String(length=80), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=32), nullable=True),
    sa.Column('outcome', sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_reports'))
    )
    with op.batch_alter_table('catalogue_reports', schema=None) as batch_op:
        batch_op.create_index('ix_catalogue_reports_document', ['kind', 'document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_reports_closed_at'), ['closed_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('catalogue_reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_catalogue_reports_closed_at'))
        batch_op.drop_index('ix_catalogue_reports_document')

    op.drop_table('catalogue_reports')
    op.drop_table('catalogue_history')
    op.drop_table('catalogue_drafts')
