-- What Prisma's schema language can't say.
-- The moment and the writer are the same for a whole statement. `rollcall_now()` reads a table and can't be inlined:
-- for each row, it took longer than storing the row. Most workspaces have no watch: then only their numbers are read.
CREATE OR REPLACE FUNCTION note_contact_writers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    watched INTEGER[] := ARRAY(
        SELECT t.workspace_id FROM (SELECT DISTINCT workspace_id FROM changed) AS t
        WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = t.workspace_id AND w.state = 'on'));
    moment TIMESTAMPTZ;
    author TEXT;
BEGIN
    IF cardinality(watched) = 0 THEN RETURN NULL; END IF;
    moment := rollcall_now();
    author := nullif(current_setting('rollcall.writer', true), '');
    INSERT INTO member_writes (workspace_id, contact_id, at, what, writer)
    SELECT c.workspace_id, c.id, moment, TG_ARGV[0], author FROM changed c WHERE c.workspace_id = ANY(watched);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_tag_writers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Numbers of tags are never used twice, in no workspace.
    watched INTEGER[] := ARRAY(
        SELECT t.tag_id FROM (SELECT DISTINCT workspace_id, tag_id FROM changed) AS t
        WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = t.workspace_id AND w.state = 'on'
            AND w.topics && ARRAY['tags', 'tag:' || t.tag_id]));
    moment TIMESTAMPTZ;
    author TEXT;
BEGIN
    IF cardinality(watched) = 0 THEN RETURN NULL; END IF;
    moment := rollcall_now();
    author := nullif(current_setting('rollcall.writer', true), '');
    INSERT INTO member_writes (workspace_id, contact_id, at, what, tag_id, writer)
    SELECT c.workspace_id, c.contact_id, moment, TG_ARGV[0], c.tag_id, author FROM changed c WHERE c.tag_id = ANY(watched);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION note_event_writers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    watched INTEGER[] := ARRAY(
        SELECT t.workspace_id FROM (SELECT DISTINCT workspace_id FROM changed) AS t
        WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = t.workspace_id AND w.state = 'on'
            AND w.topics && ARRAY['events', 'recipients']));
    moment TIMESTAMPTZ;
    author TEXT;
BEGIN
    IF cardinality(watched) = 0 THEN RETURN NULL; END IF;
    moment := rollcall_now();
    author := nullif(current_setting('rollcall.writer', true), '');
    INSERT INTO member_writes (workspace_id, contact_id, at, what, writer)
    SELECT c.workspace_id, c.contact_id, moment, 'event', author FROM changed c WHERE c.workspace_id = ANY(watched);
    RETURN NULL;
END $$;
