-- DropForeignKey
ALTER TABLE "contacts" DROP CONSTRAINT "contacts_workspace_id_fkey";

-- DropIndex
DROP INDEX "contacts_workspace_id_signed_up_at_id_idx";

-- CreateIndex
CREATE INDEX "contacts_workspace_id_signed_up_at_id_status_email_validati_idx" ON "contacts"("workspace_id", "signed_up_at", "id", "status", "email_validation");

-- What Prisma's schema language can't say.
-- What the key did, for all rows of a statement at once, as migration 0010 does it for events.
CREATE FUNCTION contacts_of_a_workspace() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    missing INTEGER;
BEGIN
    -- Held until the transaction ends: nobody deletes it meanwhile.
    WITH named AS MATERIALIZED (SELECT DISTINCT workspace_id AS id FROM made),
    held AS MATERIALIZED (SELECT w.id FROM workspaces w WHERE w.id IN (SELECT id FROM named) FOR KEY SHARE)
    SELECT min(id) INTO missing FROM (SELECT id FROM named EXCEPT SELECT id FROM held) AS lost;
    IF missing IS NOT NULL THEN
        RAISE foreign_key_violation USING MESSAGE = format('contacts name workspace %s, which does not exist', missing);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER key_of_new AFTER INSERT ON "contacts"
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION contacts_of_a_workspace();

CREATE FUNCTION contacts_stay_in_their_workspace() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE foreign_key_violation USING MESSAGE = format('contact %s can''t move to another workspace', OLD.id);
END $$;

-- Costs nothing where a statement does not name the column.
CREATE TRIGGER key_of_changed BEFORE UPDATE OF workspace_id ON "contacts"
    FOR EACH ROW WHEN (OLD.workspace_id <> NEW.workspace_id) EXECUTE FUNCTION contacts_stay_in_their_workspace();

CREATE FUNCTION what_goes_with_workspaces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM contacts WHERE workspace_id IN (SELECT id FROM changed);
    DELETE FROM write_counts WHERE workspace_id IN (SELECT id FROM changed);
    RETURN NULL;
END $$;

CREATE TRIGGER what_goes_along AFTER DELETE ON "workspaces"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION what_goes_with_workspaces();
