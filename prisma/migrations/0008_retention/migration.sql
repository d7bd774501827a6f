-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "keep_events_days" INTEGER,
ADD COLUMN     "keep_rejected_days" INTEGER DEFAULT 30,
ADD COLUMN     "swept_at" TIMESTAMPTZ(3);

-- A limit of no days would take what came this minute.
ALTER TABLE "workspaces"
    ADD CONSTRAINT "workspaces_keep_events_days_check" CHECK ("keep_events_days" > 0),
    ADD CONSTRAINT "workspaces_keep_rejected_days_check" CHECK ("keep_rejected_days" > 0);
