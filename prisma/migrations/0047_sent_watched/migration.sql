-- What Prisma's schema language can't say.
-- Sending writes an event for each mail: a watched rule about who was sent a campaign has its cause in them, too.
CREATE OR REPLACE FUNCTION note_event_writers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_writes (workspace_id, contact_id, at, what, writer)
    SELECT c.workspace_id, c.contact_id, rollcall_now(), 'event', nullif(current_setting('rollcall.writer', true), '')
    FROM (SELECT DISTINCT workspace_id FROM changed) AS touched
    JOIN changed AS c ON c.workspace_id = touched.workspace_id
    WHERE EXISTS (SELECT 1 FROM watches w WHERE w.workspace_id = touched.workspace_id AND w.state = 'on'
        AND w.topics && ARRAY['events', 'recipients']);
    RETURN NULL;
END $$;
