-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "workspaces" (
    "id" SERIAL NOT NULL,
    "team_id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "week_start" TEXT NOT NULL DEFAULT 'monday',
    "date_order" TEXT,
    "fiscal_year_start" INTEGER,
    "settings_from" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "name" TEXT,
    "country" TEXT,
    "language" TEXT,
    "phone" TEXT,
    "company" TEXT,
    "status" TEXT NOT NULL DEFAULT 'non-subscribed',
    "status_source" TEXT NOT NULL,
    "status_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "email_validation" TEXT NOT NULL DEFAULT 'unknown',
    "source" TEXT NOT NULL,
    "signed_up_at" TIMESTAMPTZ(3),
    "signed_up_on" DATE,
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "import_id" INTEGER,
    "import_line" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "tags" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tags_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "contact_tags" (
    "workspace_id" INTEGER NOT NULL,
    "tag_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_tags_pkey" PRIMARY KEY ("workspace_id","tag_id","contact_id")
);

-- CreateTable
CREATE TABLE "attributes" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "yearly" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attributes_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "campaigns" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaigns_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "event_kinds" (
    "workspace_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "properties" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "event_kinds_pkey" PRIMARY KEY ("workspace_id","name")
);

-- CreateTable
CREATE TABLE "events" (
    "workspace_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "campaign_id" INTEGER,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "machine" BOOLEAN NOT NULL DEFAULT false,
    "properties" JSONB,
    "external_id" TEXT,

    CONSTRAINT "events_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "contact_rollups" (
    "workspace_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "received_first" TIMESTAMPTZ(3),
    "received_last" TIMESTAMPTZ(3),
    "received_total" INTEGER NOT NULL DEFAULT 0,
    "received_recent" TIMESTAMPTZ(3)[],
    "opened_first" TIMESTAMPTZ(3),
    "opened_last" TIMESTAMPTZ(3),
    "opened_total" INTEGER NOT NULL DEFAULT 0,
    "opened_recent" TIMESTAMPTZ(3)[],
    "clicked_first" TIMESTAMPTZ(3),
    "clicked_last" TIMESTAMPTZ(3),
    "clicked_total" INTEGER NOT NULL DEFAULT 0,
    "clicked_recent" TIMESTAMPTZ(3)[],

    CONSTRAINT "contact_rollups_pkey" PRIMARY KEY ("workspace_id","contact_id")
);

-- CreateTable
CREATE TABLE "segments" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "segments_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "uploads" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "file_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "imports" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "upload_id" INTEGER,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "mapping" JSONB NOT NULL,
    "new_status" TEXT,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_total" INTEGER NOT NULL,
    "added" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "created_by" TEXT NOT NULL,
    "report" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "import_rejections" (
    "workspace_id" INTEGER NOT NULL,
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "cells" JSONB NOT NULL,

    CONSTRAINT "import_rejections_pkey" PRIMARY KEY ("workspace_id","import_id","line")
);

-- CreateTable
CREATE TABLE "jobs" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "runner" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "workspace_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "workspaces_team_id_key" ON "workspaces"("team_id");

-- CreateIndex
CREATE INDEX "contacts_workspace_id_signed_up_at_id_idx" ON "contacts"("workspace_id", "signed_up_at", "id");

-- CreateIndex
CREATE INDEX "contacts_workspace_id_country_idx" ON "contacts"("workspace_id", "country");

-- CreateIndex
CREATE INDEX "contacts_workspace_id_id_status_email_validation_idx" ON "contacts"("workspace_id", "id", "status", "email_validation");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_workspace_id_email_key_key" ON "contacts"("workspace_id", "email_key");

-- CreateIndex
CREATE UNIQUE INDEX "tags_workspace_id_name_key" ON "tags"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "contact_tags_workspace_id_contact_id_idx" ON "contact_tags"("workspace_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "attributes_workspace_id_name_key_key" ON "attributes"("workspace_id", "name_key");

-- CreateIndex
CREATE UNIQUE INDEX "campaigns_workspace_id_name_key_key" ON "campaigns"("workspace_id", "name_key");

-- CreateIndex
CREATE INDEX "events_workspace_id_contact_id_kind_occurred_at_idx" ON "events"("workspace_id", "contact_id", "kind", "occurred_at");

-- CreateIndex
CREATE INDEX "events_occurred_at_campaign_id_idx" ON "events" USING BRIN ("occurred_at", "campaign_id");

-- CreateIndex
CREATE INDEX "events_workspace_id_kind_contact_id_occurred_at_idx" ON "events"("workspace_id", "kind", "contact_id", "occurred_at") WHERE (NOT machine AND kind NOT IN ('received', 'opened', 'clicked'));

-- CreateIndex
CREATE UNIQUE INDEX "events_workspace_id_external_id_key" ON "events"("workspace_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "segments_workspace_id_name_key_key" ON "segments"("workspace_id", "name_key");

-- CreateIndex
CREATE INDEX "jobs_state_leased_until_idx" ON "jobs"("state", "leased_until");

-- CreateIndex
CREATE INDEX "audit_entries_workspace_id_at_idx" ON "audit_entries"("workspace_id", "at");

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tags" ADD CONSTRAINT "tags_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_workspace_id_tag_id_fkey" FOREIGN KEY ("workspace_id", "tag_id") REFERENCES "tags"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attributes" ADD CONSTRAINT "attributes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event_kinds" ADD CONSTRAINT "event_kinds_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaigns"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_rollups" ADD CONSTRAINT "contact_rollups_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "segments" ADD CONSTRAINT "segments_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_workspace_id_upload_id_fkey" FOREIGN KEY ("workspace_id", "upload_id") REFERENCES "uploads"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_rejections" ADD CONSTRAINT "import_rejections_workspace_id_import_id_fkey" FOREIGN KEY ("workspace_id", "import_id") REFERENCES "imports"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on: what Prisma's schema can't say, and a diff leaves alone.

-- The words that a column may hold
ALTER TABLE "workspaces"
    ADD CONSTRAINT "workspaces_week_start_check" CHECK ("week_start" IN ('monday', 'sunday', 'saturday')),
    ADD CONSTRAINT "workspaces_date_order_check" CHECK ("date_order" IN ('dmy', 'mdy', 'ymd')),
    ADD CONSTRAINT "workspaces_fiscal_year_start_check" CHECK ("fiscal_year_start" BETWEEN 1 AND 12);

ALTER TABLE "contacts"
    ADD CONSTRAINT "contacts_status_check" CHECK ("status" IN ('subscribed', 'unsubscribed', 'non-subscribed', 'bounced')),
    ADD CONSTRAINT "contacts_email_validation_check" CHECK ("email_validation" IN ('valid', 'invalid', 'risky', 'unknown'));

ALTER TABLE "attributes"
    ADD CONSTRAINT "attributes_type_check" CHECK ("type" IN ('text', 'number', 'boolean', 'date'));

ALTER TABLE "imports"
    ADD CONSTRAINT "imports_state_check" CHECK ("state" IN ('proposed', 'running', 'done', 'failed', 'discarded')),
    ADD CONSTRAINT "imports_new_status_check" CHECK ("new_status" IN ('subscribed', 'non-subscribed'));

ALTER TABLE "jobs"
    ADD CONSTRAINT "jobs_state_check" CHECK ("state" IN ('waiting', 'running', 'done', 'failed'));

-- Without vacuum's visibility map, index-only scans read the table after all; events are only ever added
ALTER TABLE "events" SET (autovacuum_vacuum_insert_scale_factor = 0.01);
ALTER TABLE "contacts" SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE "contact_tags" SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_scale_factor = 0.05);

-- A rollup is written again with every event of its contact: with room on its page, no index has to be
ALTER TABLE "contact_rollups" SET (fillfactor = 80);

-- "At least n since" compares the nth most recent time: without these, the planner takes it to hold for every third contact
DO $$
DECLARE kind text;
BEGIN
    FOREACH kind IN ARRAY '{received,opened,clicked}'::text[] LOOP
        FOR n IN 2..10 LOOP
            EXECUTE format('CREATE STATISTICS contact_rollups_%1$s_recent_%2$s ON (%1$s_recent[%2$s]) FROM contact_rollups', kind, n);
        END LOOP;
    END LOOP;
END $$;
