-- What Prisma's schema language can't say.
-- Rules ask what became of people in a campaign: answers that were kept end with each change. Not with the steps before a
-- mail goes out, of which no rule knows: they come with every batch. Preparing notes it once, with the change to `sending`.
CREATE FUNCTION note_changed_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_writes(workspace_id, ARRAY['recipients'])
    FROM (SELECT DISTINCT workspace_id FROM changed WHERE state NOT IN ('claimed', 'handing over')) AS touched;
    RETURN NULL;
END $$;
CREATE TRIGGER note_update AFTER UPDATE ON "campaign_recipients"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_recipients();
