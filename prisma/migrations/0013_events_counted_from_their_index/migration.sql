-- DropIndex
DROP INDEX "events_workspace_id_contact_id_kind_occurred_at_idx";

-- CreateIndex
CREATE INDEX "events_workspace_id_contact_id_kind_machine_occurred_at_idx" ON "events"("workspace_id", "contact_id", "kind", "machine", "occurred_at");
