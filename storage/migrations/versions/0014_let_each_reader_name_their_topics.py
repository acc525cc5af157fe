"""Let each reader name their topics: a topic's label was what its first reader had typed, shown to all."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_topics = sa.table("topics", sa.column("id", sa.Integer), sa.column("query", sa.Text), sa.column("label", sa.Text))
_follows, _muted = (
    sa.table(name, sa.column("topic_id", sa.Integer), sa.column("label", sa.Text), sa.column("subscriber_id"))
    for name in ("follows", "muted_topics")
)
_AT_ONCE = 1000


def upgrade() -> None:
    for table in ("follows", "muted_topics"):
        op.add_column(table, sa.Column("label", sa.Text(), nullable=True))
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_topics_asked_by_subscribers"), "subscribers", ["asked_by"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_topics_asked_by"), ["asked_by"], unique=False)
    _keep_labels_of_lone_readers()
    _call_topics_what_they_are()


def _keep_labels_of_lone_readers() -> None:
    """Where a topic has one reader, its label is theirs."""
    readers = sa.union_all(
        sa.select(_follows.c.topic_id, _follows.c.subscriber_id), sa.select(_muted.c.topic_id, _muted.c.subscriber_id)
    ).subquery()
    lone = (
        sa.select(readers.c.topic_id)
        .group_by(readers.c.topic_id)
        .having(sa.func.count(readers.c.subscriber_id.distinct()) == 1)
    )
    for table in (_follows, _muted):
        label = sa.select(_topics.c.label).where(_topics.c.id == table.c.topic_id).scalar_subquery()
        op.execute(sa.update(table).where(table.c.topic_id.in_(lone)).values(label=label))


def _call_topics_what_they_are() -> None:
    """Give every topic its canonical text, with a capital, which is no reader's words."""
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(
        sa.select(_topics.c.id, _topics.c.query).where(_topics.c.id > last).order_by(_topics.c.id).limit(_AT_ONCE)
    ).all():
        last = rows[-1].id
        connection.execute(
            sa.update(_topics).where(_topics.c.id == sa.bindparam("topic")).values(label=sa.bindparam("called")),
            [{"topic": row.id, "called": row.query[:1].upper() + row.query[1:]} for row in rows],
        )


def downgrade() -> None:
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topics_asked_by"))
        batch_op.drop_constraint(batch_op.f("fk_topics_asked_by_subscribers"), type_="foreignkey")
        batch_op.drop_column("asked_by")
    for table in ("follows", "muted_topics"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("label")
