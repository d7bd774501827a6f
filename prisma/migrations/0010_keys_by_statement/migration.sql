-- DropForeignKey
ALTER TABLE "contact_rollups" DROP CONSTRAINT "contact_rollups_workspace_id_contact_id_fkey";

-- DropForeignKey
ALTER TABLE "events" DROP CONSTRAINT "events_workspace_id_campaign_id_fkey";

-- DropForeignKey
ALTER TABLE "events" DROP CONSTRAINT "events_workspace_id_contact_id_fkey";

-- What Prisma's schema language can't say.
-- What those keys did, for all rows of a statement at once. A plan made while a table was small must not read all of it when
-- it has grown: by its index for each row, always.
CREATE FUNCTION events_of_those_who_exist() RETURNS trigger LANGUAGE plpgsql
    SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
    missing TEXT;
BEGIN
    -- Held until the transaction ends: nobody deletes them meanwhile.
    WITH named AS MATERIALIZED (SELECT DISTINCT workspace_id, contact_id FROM changed),
    held AS MATERIALIZED (
        SELECT c.workspace_id, c.id FROM named n
        JOIN contacts c ON c.workspace_id = n.workspace_id AND c.id = n.contact_id FOR KEY SHARE OF c)
    SELECT 'contact ' || min(contact_id) INTO missing FROM (SELECT * FROM named EXCEPT SELECT * FROM held) AS lost;
    IF missing IS NULL THEN
        WITH named AS MATERIALIZED (SELECT DISTINCT workspace_id, campaign_id FROM changed WHERE campaign_id IS NOT NULL),
        held AS MATERIALIZED (
            SELECT p.workspace_id, p.id FROM named n
            JOIN campaigns p ON p.workspace_id = n.workspace_id AND p.id = n.campaign_id FOR KEY SHARE OF p)
        SELECT 'campaign ' || min(campaign_id) INTO missing FROM (SELECT * FROM named EXCEPT SELECT * FROM held) AS lost;
    END IF;
    IF missing IS NOT NULL THEN
        RAISE foreign_key_violation USING MESSAGE = format('events name %s, which does not exist in their workspace', missing);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER keys_of_new AFTER INSERT ON "events"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION events_of_those_who_exist();
CREATE TRIGGER keys_of_changed AFTER UPDATE ON "events"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION events_of_those_who_exist();

CREATE FUNCTION what_goes_with_contacts() RETURNS trigger LANGUAGE plpgsql
    SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM events e USING changed g WHERE e.workspace_id = g.workspace_id AND e.contact_id = g.id;
    DELETE FROM contact_rollups r USING changed g WHERE r.workspace_id = g.workspace_id AND r.contact_id = g.id;
    RETURN NULL;
END $$;

CREATE TRIGGER what_goes_along AFTER DELETE ON "contacts"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION what_goes_with_contacts();

CREATE FUNCTION campaigns_without_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM events e JOIN changed g ON e.workspace_id = g.workspace_id AND e.campaign_id = g.id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'events name a campaign that was to be deleted';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER kept_with_events AFTER DELETE ON "campaigns"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION campaigns_without_events();
