"""Staying true: the work list, links that are checked, providers who are asked, and counted demand"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('catalogue_reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gemeente', sa.String(length=80), nullable=True))
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('counted', sa.JSON(), server_default='[]', nullable=False))

    op.create_table('catalogue_outcomes',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('sort', sa.String(length=12), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('document_id', sa.String(length=80), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('again_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_outcomes'))
    )
    with op.batch_alter_table('catalogue_outcomes', schema=None) as batch_op:
        batch_op.create_index('ix_catalogue_outcomes_task', ['sort', 'kind', 'document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_outcomes_at'), ['at'], unique=False)

    op.create_table('catalogue_links',
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('document_id', sa.String(length=80), nullable=False),
    sa.Column('path', sa.String(length=80), nullable=False),
    sa.Column('url', sa.String(length=2083), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('told', sa.String(length=200), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'document_id', 'path', name=op.f('pk_catalogue_links'))
    )
    with op.batch_alter_table('catalogue_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_links_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_links_checked_at'), ['checked_at'], unique=False)

    op.create_table('catalogue_provider_links',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('offer_id', sa.String(length=80), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_provider_links'))
    )
    with op.batch_alter_table('catalogue_provider_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_provider_links_offer_id'), ['offer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_provider_links_expires_at'), ['expires_at'], unique=False)

    op.create_table('catalogue_proposals',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('link_id', sa.String(length=32), nullable=False),
    sa.Column('offer_id', sa.String(length=80), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('proposed', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=32), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_proposals'))
    )
    with op.batch_alter_table('catalogue_proposals', schema=None) as batch_op:
        for name in ('link_id', 'offer_id', 'closed_at'):
            batch_op.create_index(batch_op.f(f'ix_catalogue_proposals_{name}'), [name], unique=False)

    op.create_table('catalogue_mails',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('sort', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('mark', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_mails')),
    sa.UniqueConstraint('sort', 'subject', 'mark', name=op.f('uq_catalogue_mails_sort'))
    )
    with op.batch_alter_table('catalogue_mails', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_mails_next_at'), ['next_at'], unique=False)

    op.create_table('insights_demand',
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('gemeente', sa.String(length=80), nullable=False),
    sa.Column('topic', sa.String(length=80), nullable=False),
    sa.Column('age_band', sa.String(length=8), nullable=False),
    sa.Column('wijk', sa.String(length=80), nullable=False),
    sa.Column('rung', sa.Integer(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('unmet', sa.Integer(), nullable=False),
    sa.Column('distant', sa.Integer(), nullable=False),
    sa.Column('helped', sa.Integer(), nullable=False),
    sa.Column('not_helped', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('week', 'gemeente', 'topic', 'age_band', 'wijk', 'rung', name=op.f('pk_insights_demand'))
    )


def downgrade() -> None:
    for table in ('insights_demand', 'catalogue_mails', 'catalogue_proposals', 'catalogue_provider_links', 'catalogue_links', 'catalogue_outcomes'):
        op.drop_table(table)
    # not in batch mode: that makes the table anew, and what hangs on a conversation would go with the old one
    op.drop_column('conversations', 'counted')
    op.drop_column('catalogue_reports', 'gemeente')
