-- Whether someone who shares a CSV file in a channel is asked if it should be imported.
ALTER TABLE "workspaces" ADD COLUMN "offers_imports" BOOLEAN NOT NULL DEFAULT true;
