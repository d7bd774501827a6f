-- CreateTable
CREATE TABLE "watches" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "segment_id" INTEGER,
    "rule" JSONB,
    "name" TEXT NOT NULL,
    "condition" JSONB NOT NULL,
    "owner" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'on',
    "snoozed_until" TIMESTAMPTZ(3),
    "failing" TEXT,
    "broken" TEXT,
    "armed" BOOLEAN,
    "look" INTEGER NOT NULL DEFAULT 0,
    "looked_at" TIMESTAMPTZ(3),
    "look_state" TEXT NOT NULL DEFAULT '',
    "rule_hash" TEXT NOT NULL DEFAULT '',
    "topics" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "members" INTEGER,
    "reachable" INTEGER,
    "tracks" BOOLEAN NOT NULL DEFAULT true,
    "contacts" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "joined" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "watches_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "watch_changes" (
    "workspace_id" INTEGER NOT NULL,
    "watch_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "before" INTEGER NOT NULL,
    "after" INTEGER NOT NULL,
    "causes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "watch_changes_pkey" PRIMARY KEY ("workspace_id","watch_id","id")
);

-- CreateTable
CREATE TABLE "member_writes" (
    "workspace_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "tag_id" INTEGER,
    "writer" TEXT,

    CONSTRAINT "member_writes_pkey" PRIMARY KEY ("workspace_id","contact_id","id")
);

-- CreateTable
CREATE TABLE "digests" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "time" TEXT NOT NULL,
    "skips_quiet" BOOLEAN NOT NULL DEFAULT true,
    "last_day" TEXT,
    "failing" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "digests_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "posts" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "watch_id" INTEGER,
    "digest_id" INTEGER,
    "channel" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "joined" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "posted_in" TEXT,
    "ts" TEXT,
    "problem" TEXT,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "digests_workspace_id_channel_key" ON "digests"("workspace_id", "channel");

-- AddForeignKey
ALTER TABLE "watches" ADD CONSTRAINT "watches_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "watch_changes" ADD CONSTRAINT "watch_changes_workspace_id_watch_id_fkey" FOREIGN KEY ("workspace_id", "watch_id") REFERENCES "watches"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "digests" ADD CONSTRAINT "digests_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema language can't say.
-- Once per statement: a look at the watches of the workspace, and rows only if it has one. The argument is what
-- was done; `rollcall.writer` is set by the transaction that did it (src/storage/watches/writer.ts).
CREATE FUNCTION note_contact_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_writes (workspace_id, contact_id, at, what, writer)
    SELECT c.workspace_id, c.id, rollcall_now(), TG_ARGV[0], nullif(current_setting('rollcall.writer', true), '')
    FROM (SELECT DISTINCT workspace_id FROM changed) AS touched
    JOIN changed AS c ON c.workspace_id = touched.workspace_id
    WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = touched.workspace_id AND w.state = 'on');
    RETURN NULL;
END $$;

CREATE FUNCTION note_tag_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_writes (workspace_id, contact_id, at, what, tag_id, writer)
    SELECT c.workspace_id, c.contact_id, rollcall_now(), TG_ARGV[0], c.tag_id, nullif(current_setting('rollcall.writer', true), '')
    FROM (SELECT DISTINCT workspace_id, tag_id FROM changed) AS touched
    JOIN changed AS c ON c.workspace_id = touched.workspace_id AND c.tag_id = touched.tag_id
    WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = touched.workspace_id AND w.state = 'on'
        AND w.topics && ARRAY['tags', 'tag:' || touched.tag_id]);
    RETURN NULL;
END $$;

CREATE FUNCTION note_event_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_writes (workspace_id, contact_id, at, what, writer)
    SELECT c.workspace_id, c.contact_id, rollcall_now(), 'event', nullif(current_setting('rollcall.writer', true), '')
    FROM (SELECT DISTINCT workspace_id FROM changed) AS touched
    JOIN changed AS c ON c.workspace_id = touched.workspace_id
    WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = touched.workspace_id AND w.state = 'on'
        AND 'events' = ANY(w.topics));
    RETURN NULL;
END $$;

CREATE TRIGGER note_writers_insert AFTER INSERT ON "contacts"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_contact_writers('added');
CREATE TRIGGER note_writers_update AFTER UPDATE ON "contacts"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_contact_writers('changed');
CREATE TRIGGER note_writers_delete AFTER DELETE ON "contacts"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_contact_writers('deleted');
CREATE TRIGGER note_writers_insert AFTER INSERT ON "contact_tags"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tag_writers('tagged');
CREATE TRIGGER note_writers_delete AFTER DELETE ON "contact_tags"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tag_writers('untagged');
CREATE TRIGGER note_writers_insert AFTER INSERT ON "events"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_event_writers();
