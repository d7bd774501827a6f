-- DropIndex
DROP INDEX "contact_tags_workspace_id_contact_id_idx";

-- CreateIndex
CREATE INDEX "contact_tags_workspace_id_contact_id_tag_id_idx" ON "contact_tags"("workspace_id", "contact_id", "tag_id");
