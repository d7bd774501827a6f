-- DropForeignKey
ALTER TABLE "import_changes" DROP CONSTRAINT "import_changes_workspace_id_contact_id_fkey";

-- DropForeignKey
ALTER TABLE "pauses" DROP CONSTRAINT "pauses_workspace_id_contact_id_fkey";

-- DropForeignKey
ALTER TABLE "topic_choices" DROP CONSTRAINT "topic_choices_workspace_id_contact_id_fkey";

-- What Prisma's schema language can't say.
-- A foreign key runs a statement of its own for each contact that is deleted, and for each row that names one. Rows of these
-- tables are only written for a contact that the same transaction has locked, so that nobody deletes it meanwhile.
CREATE OR REPLACE FUNCTION what_goes_with_contacts() RETURNS trigger LANGUAGE plpgsql
    SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM events e USING changed g WHERE e.workspace_id = g.workspace_id AND e.contact_id = g.id;
    DELETE FROM contact_rollups r USING changed g WHERE r.workspace_id = g.workspace_id AND r.contact_id = g.id;
    DELETE FROM status_facts f USING changed g WHERE f.workspace_id = g.workspace_id AND f.contact_id = g.id;
    DELETE FROM consent_log l USING changed g WHERE l.workspace_id = g.workspace_id AND l.contact_id = g.id;
    DELETE FROM topic_choices k USING changed g WHERE k.workspace_id = g.workspace_id AND k.contact_id = g.id;
    DELETE FROM pauses p USING changed g WHERE p.workspace_id = g.workspace_id AND p.contact_id = g.id;
    DELETE FROM import_changes x USING changed g WHERE x.workspace_id = g.workspace_id AND x.contact_id = g.id;
    RETURN NULL;
END $$;
