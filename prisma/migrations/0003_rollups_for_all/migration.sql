-- CreateIndex
CREATE INDEX "contact_rollups_never_received_idx" ON "contact_rollups"("workspace_id", "contact_id") WHERE (received_first IS NULL);

-- CreateIndex
CREATE INDEX "contact_rollups_never_opened_idx" ON "contact_rollups"("workspace_id", "contact_id") WHERE (opened_first IS NULL);

-- CreateIndex
CREATE INDEX "contact_rollups_never_clicked_idx" ON "contact_rollups"("workspace_id", "contact_id") WHERE (clicked_first IS NULL);

-- Every contact has a row: "never opened" is then a list to read, not what is left of all contacts
INSERT INTO "contact_rollups" ("workspace_id", "contact_id")
SELECT "workspace_id", "id" FROM "contacts" ON CONFLICT DO NOTHING;

CREATE FUNCTION contact_rollups_of_new_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO contact_rollups (workspace_id, contact_id) SELECT workspace_id, id FROM made;
    RETURN NULL;
END $$;

CREATE TRIGGER contact_rollups_of_new_contacts AFTER INSERT ON "contacts"
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION contact_rollups_of_new_contacts();
