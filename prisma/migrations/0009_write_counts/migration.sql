-- CreateTable
CREATE TABLE "write_counts" (
    "workspace_id" INTEGER NOT NULL,
    "topic" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "writes" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "write_counts_pkey" PRIMARY KEY ("workspace_id","topic","id")
);

-- What Prisma's schema language can't say.
-- A row for each statement that writes, and not one that is counted up: two who write at the same time need not wait for
-- each other. Once in 256 the rows that nobody holds are summed up; what they add up to stays the same.
CREATE FUNCTION note_writes(workspace INTEGER, topics TEXT[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    due BOOLEAN;
BEGIN
    WITH noted AS (INSERT INTO write_counts (workspace_id, topic) SELECT workspace, unnest(topics) RETURNING id)
    SELECT bool_or(id % 256 = 0) INTO due FROM noted;
    IF due THEN
        WITH gone AS (
            DELETE FROM write_counts WHERE workspace_id = workspace AND id = ANY(ARRAY(
                SELECT id FROM write_counts WHERE workspace_id = workspace FOR UPDATE SKIP LOCKED))
            RETURNING topic, writes)
        INSERT INTO write_counts (workspace_id, topic, writes) SELECT workspace, topic, sum(writes) FROM gone GROUP BY topic;
    END IF;
END $$;

-- The argument is the topic.
CREATE FUNCTION note_changed_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_writes(workspace_id, ARRAY[TG_ARGV[0]]) FROM (SELECT DISTINCT workspace_id FROM changed) AS touched;
    RETURN NULL;
END $$;

-- Above twenty tags in one statement their rows would be more work than counting anew.
CREATE FUNCTION note_changed_tags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_writes(workspace_id, CASE WHEN count(*) > 20 THEN ARRAY['tags'] ELSE array_agg('tag:' || tag_id) END)
    FROM (SELECT DISTINCT workspace_id, tag_id FROM changed) AS touched GROUP BY workspace_id;
    RETURN NULL;
END $$;

CREATE TRIGGER note_insert AFTER INSERT ON "contacts"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('contacts');
CREATE TRIGGER note_update AFTER UPDATE ON "contacts"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('contacts');
CREATE TRIGGER note_delete AFTER DELETE ON "contacts"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('contacts');
CREATE TRIGGER note_insert AFTER INSERT ON "contact_tags"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tags();
CREATE TRIGGER note_delete AFTER DELETE ON "contact_tags"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_tags();
-- One tag in place of another.
CREATE TRIGGER note_update AFTER UPDATE ON "contact_tags"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('tags');
CREATE TRIGGER note_insert AFTER INSERT ON "events"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
CREATE TRIGGER note_update AFTER UPDATE ON "events"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
CREATE TRIGGER note_delete AFTER DELETE ON "events"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
-- Rows of new contacts say nothing yet.
CREATE TRIGGER note_update AFTER UPDATE ON "contact_rollups"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
CREATE TRIGGER note_delete AFTER DELETE ON "contact_rollups"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
-- The type of an attribute, or of a property, decides what a rule makes of a value.
CREATE TRIGGER note_update AFTER UPDATE ON "attributes"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('contacts');
CREATE TRIGGER note_insert AFTER INSERT ON "event_kinds"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
CREATE TRIGGER note_update AFTER UPDATE ON "event_kinds"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('events');
