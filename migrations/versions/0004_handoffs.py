"""Handoffs, their events, what must leave the house, and live chats"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('handoff_facts',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('gemeente', sa.String(length=80), nullable=False),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.Column('week', sa.String(length=8), nullable=False),
    sa.Column('topic', sa.String(length=80), nullable=True),
    sa.Column('urgency', sa.String(length=10), nullable=False),
    sa.Column('outcome', sa.String(length=40), nullable=False),
    sa.Column('hours_to_contact', sa.Integer(), nullable=True),
    sa.Column('within_norm', sa.Boolean(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handoff_facts'))
    )
    with op.batch_alter_table('handoff_facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handoff_facts_gemeente'), ['gemeente'], unique=False)

    op.create_table('handoffs',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('reference', sa.String(length=16), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=True),
    sa.Column('form_hash', sa.String(length=64), nullable=True),
    sa.Column('gemeente', sa.String(length=80), nullable=False),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.Column('wijk', sa.String(length=200), nullable=True),
    sa.Column('topics', sa.JSON(), nullable=False),
    sa.Column('ages', sa.JSON(), nullable=False),
    sa.Column('weight', sa.String(length=40), nullable=True),
    sa.Column('tried', sa.JSON(), nullable=False),
    sa.Column('urgency', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('assignee', sa.String(length=32), nullable=True),
    sa.Column('contact', sa.Text(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('transcript', sa.Text(), nullable=True),
    sa.Column('preferred_time', sa.String(length=40), nullable=True),
    sa.Column('consent_version', sa.String(length=40), nullable=False),
    sa.Column('consent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('consent_scope', sa.String(length=20), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tried_to_reach_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('delete_after', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handoffs')),
    sa.UniqueConstraint('conversation_id', 'form_hash', name=op.f('uq_handoffs_conversation_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_handoffs_reference'))
    )
    with op.batch_alter_table('handoffs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handoffs_assignee'), ['assignee'], unique=False)
        batch_op.create_index(batch_op.f('ix_handoffs_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_handoffs_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_handoffs_delete_after'), ['delete_after'], unique=False)
        batch_op.create_index('ix_handoffs_desk', ['gemeente', 'team', 'status'], unique=False)

    op.create_table('live_presence',
    sa.Column('staff_id', sa.String(length=32), nullable=False),
    sa.Column('gemeente', sa.String(length=80), nullable=False),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.Column('at_most', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('staff_id', 'gemeente', 'team', name=op.f('pk_live_presence'))
    )
    op.create_table('handoff_team_members',
    sa.Column('staff_id', sa.String(length=32), nullable=False),
    sa.Column('gemeente', sa.String(length=80), nullable=False),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_handoff_team_members_staff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('staff_id', 'gemeente', 'team', name=op.f('pk_handoff_team_members'))
    )
    op.create_table('handoff_events',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('handoff_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('staff_id', sa.String(length=32), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['handoff_id'], ['handoffs.id'], name=op.f('fk_handoff_events_handoff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handoff_events'))
    )
    with op.batch_alter_table('handoff_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handoff_events_handoff_id'), ['handoff_id'], unique=False)

    op.create_table('handoff_meldcode',
    sa.Column('handoff_id', sa.String(length=32), nullable=False),
    sa.Column('step', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('staff_id', sa.String(length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['handoff_id'], ['handoffs.id'], name=op.f('fk_handoff_meldcode_handoff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('handoff_id', 'step', name=op.f('pk_handoff_meldcode'))
    )
    op.create_table('handoff_outbox',
    sa.Column('id', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('handoff_id', sa.String(length=32), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('occasion', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('busy_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=200), nullable=True),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['handoff_id'], ['handoffs.id'], name=op.f('fk_handoff_outbox_handoff_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handoff_outbox')),
    sa.UniqueConstraint('handoff_id', 'channel', 'occasion', name=op.f('uq_handoff_outbox_handoff_id'))
    )
    with op.batch_alter_table('handoff_outbox', schema=None) as batch_op:
        batch_op.create_index('ix_handoff_outbox_due', ['state', 'next_at'], unique=False)

    op.create_table('live_chats',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('gemeente', sa.String(length=80), nullable=False),
    sa.Column('team', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('give_up_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shared_from', sa.Integer(), nullable=False),
    sa.Column('consent_version', sa.String(length=40), nullable=False),
    sa.Column('staff_id', sa.String(length=32), nullable=True),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('danger', sa.String(length=10), nullable=True),
    sa.Column('danger_at', sa.Integer(), nullable=True),
    sa.Column('read_to', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_live_chats_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_chats'))
    )
    with op.batch_alter_table('live_chats', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_live_chats_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_live_chats_desk', ['gemeente', 'team', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_live_chats_staff_id'), ['staff_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('live_chats', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_live_chats_staff_id'))
        batch_op.drop_index('ix_live_chats_desk')
        batch_op.drop_index(batch_op.f('ix_live_chats_conversation_id'))

    op.drop_table('live_chats')
    with op.batch_alter_table('handoff_outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_handoff_outbox_due')

    op.drop_table('handoff_outbox')
    op.drop_table('handoff_meldcode')
    with op.batch_alter_table('handoff_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handoff_events_handoff_id'))

    op.drop_table('handoff_events')
    op.drop_table('handoff_team_members')
    op.drop_table('live_presence')
    with op.batch_alter_table('handoffs', schema=None) as batch_op:
        batch_op.drop_index('ix_handoffs_desk')
        batch_op.drop_index(batch_op.f('ix_handoffs_delete_after'))
        batch_op.drop_index(batch_op.f('ix_handoffs_created_at'))
        batch_op.drop_index(batch_op.f('ix_handoffs_conversation_id'))
        batch_op.drop_index(batch_op.f('ix_handoffs_assignee'))

    op.drop_table('handoffs')
    with op.batch_alter_table('handoff_facts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handoff_facts_gemeente'))

    op.drop_table('handoff_facts')
