-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "complained_at" TIMESTAMPTZ(3),
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "topics" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "is_on" BOOLEAN NOT NULL,
    "is_shown" BOOLEAN NOT NULL DEFAULT true,
    "confirms" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "topic_choices" (
    "workspace_id" INTEGER NOT NULL,
    "topic_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "how" TEXT NOT NULL,
    "log_id" BIGINT NOT NULL,

    CONSTRAINT "topic_choices_pkey" PRIMARY KEY ("workspace_id","topic_id","contact_id")
);

-- CreateTable
CREATE TABLE "pauses" (
    "workspace_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "how" TEXT NOT NULL,
    "log_id" BIGINT NOT NULL,

    CONSTRAINT "pauses_pkey" PRIMARY KEY ("workspace_id","contact_id")
);

-- CreateTable
CREATE TABLE "consent_log" (
    "workspace_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "contact_id" INTEGER,
    "email_hash" TEXT,
    "what" TEXT NOT NULL,
    "said" TEXT NOT NULL,
    "topic_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "how" TEXT NOT NULL,
    "by" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "import_id" INTEGER,
    "undoes" BIGINT,

    CONSTRAINT "consent_log_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "topics_workspace_id_name_key_key" ON "topics"("workspace_id", "name_key");

-- CreateIndex
CREATE INDEX "topic_choices_workspace_id_contact_id_topic_id_idx" ON "topic_choices"("workspace_id", "contact_id", "topic_id");

-- CreateIndex
CREATE INDEX "consent_log_workspace_id_contact_id_topic_id_id_idx" ON "consent_log"("workspace_id", "contact_id", "topic_id", "id");

-- CreateIndex
CREATE INDEX "consent_log_workspace_id_email_hash_idx" ON "consent_log"("workspace_id", "email_hash") WHERE (email_hash IS NOT NULL);

-- CreateIndex
CREATE INDEX "consent_log_workspace_id_import_id_contact_id_idx" ON "consent_log"("workspace_id", "import_id", "contact_id") WHERE (import_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "topics" ADD CONSTRAINT "topics_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_choices" ADD CONSTRAINT "topic_choices_workspace_id_topic_id_fkey" FOREIGN KEY ("workspace_id", "topic_id") REFERENCES "topics"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "topic_choices" ADD CONSTRAINT "topic_choices_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "pauses" ADD CONSTRAINT "pauses_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "consent_log" ADD CONSTRAINT "consent_log_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema language can't say.
ALTER TABLE "consent_log"
    ADD CONSTRAINT "consent_log_what_check" CHECK ("what" IN ('status', 'topic', 'pause', 'suppression')),
    ADD CONSTRAINT "consent_log_about_check" CHECK ("contact_id" IS NOT NULL OR "email_hash" IS NOT NULL);
ALTER TABLE "suppressions" DROP CONSTRAINT "suppressions_reason_check",
    ADD CONSTRAINT "suppressions_reason_check" CHECK ("reason" IN ('erased', 'unsubscribed', 'complained', 'bounced', 'by-hand'));
ALTER TABLE "status_facts" DROP CONSTRAINT "status_facts_kind_check",
    ADD CONSTRAINT "status_facts_kind_check" CHECK ("kind" IN
        ('consent', 'confirmation', 'opt-out', 'complaint', 'bounce', 'withdrawal', 'undated', 'none'));

-- A complaint is an opt-out that consent told by others doesn't lift: only the person's own click, or a sign-up that they
-- confirmed (both are in `confirmed`, and in `consented` too). src/lib/consent.ts says the same in TypeScript.
ALTER TABLE "contacts" DROP CONSTRAINT "contacts_status_of_facts_check";
DROP FUNCTION contact_status(TIMESTAMPTZ, TIMESTAMPTZ, TIMESTAMPTZ, TIMESTAMPTZ);
CREATE FUNCTION contact_status(consented TIMESTAMPTZ, opted_out TIMESTAMPTZ, bounced TIMESTAMPTZ, withdrawn TIMESTAMPTZ,
    complained TIMESTAMPTZ, confirmed TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN opted_out >= coalesce(consented, TIMESTAMPTZ '-infinity') THEN 'unsubscribed'
        WHEN complained >= coalesce(confirmed, TIMESTAMPTZ '-infinity') THEN 'unsubscribed'
        WHEN bounced >= coalesce(consented, TIMESTAMPTZ '-infinity') THEN 'bounced'
        WHEN consented > coalesce(withdrawn, TIMESTAMPTZ '-infinity') THEN 'subscribed'
        ELSE 'non-subscribed' END
$$;

-- Complaints so far were told as events. Who is subscribed by consent that others told after one is unsubscribed from now on.
CREATE TEMPORARY TABLE complaints ON COMMIT DROP AS
SELECT e.workspace_id, e.contact_id, max(e.occurred_at) AS at FROM events e WHERE e.kind = 'complained' GROUP BY 1, 2;
UPDATE status_facts f SET kind = 'complaint' FROM events e
WHERE e.kind = 'complained' AND e.workspace_id = f.workspace_id AND e.contact_id = f.contact_id
    AND f.kind = 'opt-out' AND f.at = e.occurred_at AND f.import_id IS NULL;
INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at)
SELECT c.workspace_id, c.contact_id, 'complaint', c.at, 'webhook', now() FROM complaints c
JOIN contacts p ON p.workspace_id = c.workspace_id AND p.id = c.contact_id
WHERE p.opted_out_at IS NOT NULL AND NOT EXISTS (SELECT FROM status_facts f
    WHERE f.workspace_id = c.workspace_id AND f.contact_id = c.contact_id AND f.kind = 'complaint' AND f.at = c.at);
UPDATE contacts p SET complained_at = c.at, opted_out_at = greatest(p.opted_out_at, c.at),
    status = contact_status(p.consented_at, greatest(p.opted_out_at, c.at), p.bounced_at, p.withdrawn_at, c.at, NULL),
    status_at = CASE WHEN p.status = 'unsubscribed' THEN p.status_at ELSE c.at END,
    status_source = CASE WHEN p.status = 'unsubscribed' THEN p.status_source ELSE 'webhook' END
FROM complaints c
WHERE p.workspace_id = c.workspace_id AND p.id = c.contact_id AND p.opted_out_at IS NOT NULL;

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_status_of_facts_check" CHECK (
    "consented_at" IS NULL AND "opted_out_at" IS NULL AND "bounced_at" IS NULL AND "withdrawn_at" IS NULL
    OR "status" = contact_status("consented_at", "opted_out_at", "bounced_at", "withdrawn_at", "complained_at", "confirmed_at"));

-- What was said of statuses before there was a log.
INSERT INTO consent_log (workspace_id, contact_id, what, said, at, recorded_at, how, import_id)
SELECT f.workspace_id, f.contact_id, 'status', f.kind, f.at, f.recorded_at, f.source, f.import_id FROM status_facts f
JOIN contacts c ON c.workspace_id = f.workspace_id AND c.id = f.contact_id
WHERE f.kind NOT IN ('undated', 'none') AND (f.recorded_at > c.created_at OR f.at <> c.created_at)
ORDER BY f.workspace_id, f.contact_id, f.id;

CREATE OR REPLACE FUNCTION what_goes_with_contacts() RETURNS trigger LANGUAGE plpgsql
    SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM events e USING changed g WHERE e.workspace_id = g.workspace_id AND e.contact_id = g.id;
    DELETE FROM contact_rollups r USING changed g WHERE r.workspace_id = g.workspace_id AND r.contact_id = g.id;
    DELETE FROM status_facts f USING changed g WHERE f.workspace_id = g.workspace_id AND f.contact_id = g.id;
    DELETE FROM consent_log l USING changed g WHERE l.workspace_id = g.workspace_id AND l.contact_id = g.id;
    RETURN NULL;
END $$;

CREATE TRIGGER note_insert AFTER INSERT ON "topic_choices"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('topics');
CREATE TRIGGER note_update AFTER UPDATE ON "topic_choices"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('topics');
CREATE TRIGGER note_delete AFTER DELETE ON "topic_choices"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('topics');
CREATE TRIGGER note_update AFTER UPDATE ON "topics"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('topics');
CREATE TRIGGER note_insert AFTER INSERT ON "pauses"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('pauses');
CREATE TRIGGER note_update AFTER UPDATE ON "pauses"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('pauses');
CREATE TRIGGER note_delete AFTER DELETE ON "pauses"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('pauses');
CREATE TRIGGER note_insert AFTER INSERT ON "consent_log"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_changed_rows('consent');
