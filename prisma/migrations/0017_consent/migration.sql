-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "bounced_at" TIMESTAMPTZ(3),
ADD COLUMN     "consented_at" TIMESTAMPTZ(3),
ADD COLUMN     "opted_out_at" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "status_facts" (
    "workspace_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "import_id" INTEGER,

    CONSTRAINT "status_facts_pkey" PRIMARY KEY ("workspace_id","contact_id","id")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "workspace_id" INTEGER NOT NULL,
    "email_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "source" TEXT NOT NULL,

    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("workspace_id","email_hash","reason")
);

-- CreateIndex
CREATE INDEX "status_facts_workspace_id_import_id_contact_id_idx" ON "status_facts"("workspace_id", "import_id", "contact_id") WHERE (import_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language can't say.
ALTER TABLE "status_facts"
    ADD CONSTRAINT "status_facts_kind_check" CHECK ("kind" IN ('consent', 'opt-out', 'bounce', 'withdrawal', 'undated', 'none'));
ALTER TABLE "suppressions"
    ADD CONSTRAINT "suppressions_reason_check" CHECK ("reason" IN ('erased', 'unsubscribed', 'complained', 'bounced'));

-- The status that follows from the latest fact of each kind. Whoever said no at the same moment as yes said no.
-- src/lib/consent.ts says the same in TypeScript.
CREATE FUNCTION contact_status(consented TIMESTAMPTZ, opted_out TIMESTAMPTZ, bounced TIMESTAMPTZ, withdrawn TIMESTAMPTZ)
    RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN opted_out >= coalesce(consented, TIMESTAMPTZ '-infinity') THEN 'unsubscribed'
        WHEN bounced >= coalesce(consented, TIMESTAMPTZ '-infinity') THEN 'bounced'
        WHEN consented > coalesce(withdrawn, TIMESTAMPTZ '-infinity') THEN 'subscribed'
        ELSE 'non-subscribed' END
$$;

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_status_of_facts_check" CHECK (
    "consented_at" IS NULL AND "opted_out_at" IS NULL AND "bounced_at" IS NULL AND "withdrawn_at" IS NULL
    OR "status" = contact_status("consented_at", "opted_out_at", "bounced_at", "withdrawn_at"));

CREATE OR REPLACE FUNCTION what_goes_with_contacts() RETURNS trigger LANGUAGE plpgsql
    SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
BEGIN
    DELETE FROM events e USING changed g WHERE e.workspace_id = g.workspace_id AND e.contact_id = g.id;
    DELETE FROM contact_rollups r USING changed g WHERE r.workspace_id = g.workspace_id AND r.contact_id = g.id;
    DELETE FROM status_facts f USING changed g WHERE f.workspace_id = g.workspace_id AND f.contact_id = g.id;
    RETURN NULL;
END $$;

-- What is known already becomes facts: every opt-out, complaint and hard bounce among the events; statuses that imports and
-- edits which can still be undone had replaced; and the present status.
CREATE TEMPORARY TABLE said ON COMMIT DROP AS
SELECT e.workspace_id, e.contact_id, CASE e.kind WHEN 'bounced' THEN 'bounce' ELSE 'opt-out' END AS kind, e.occurred_at AS at,
    CASE WHEN c.status_source IN ('api', 'webhook') THEN c.status_source ELSE 'webhook' END AS source
FROM events e JOIN contacts c ON c.workspace_id = e.workspace_id AND c.id = e.contact_id
WHERE e.kind IN ('complained', 'unsubscribed') OR e.kind = 'bounced' AND e.properties ->> 'bounce' = 'hard'
UNION
SELECT b.workspace_id, b.contact_id, CASE b.status WHEN 'unsubscribed' THEN 'opt-out' WHEN 'bounced' THEN 'bounce'
    WHEN 'subscribed' THEN CASE WHEN b.source = 'api' OR b.at <> c.created_at THEN 'consent' ELSE 'undated' END
    ELSE CASE WHEN b.at <> c.created_at THEN 'withdrawal' ELSE 'none' END END, b.at, b.source
FROM (
    SELECT workspace_id, contact_id, status, status_at AS at, status_source AS source
    FROM import_changes WHERE what = 'written'
    UNION
    SELECT workspace_id, (before ->> 'id')::int, before ->> 'status', (before ->> 'statusAt')::timestamptz(3), before ->> 'statusSource'
    FROM undos WHERE kind = 'contact.edited' AND undone_at IS NULL) AS b
JOIN contacts c ON c.workspace_id = b.workspace_id AND c.id = b.contact_id
WHERE b.status IS NOT NULL AND b.at IS NOT NULL AND (b.status, b.at) IS DISTINCT FROM (c.status, c.status_at);

INSERT INTO said
SELECT c.workspace_id, c.id, CASE c.status WHEN 'unsubscribed' THEN 'opt-out' WHEN 'bounced' THEN 'bounce'
    WHEN 'subscribed' THEN CASE WHEN c.status_source = 'api' OR c.status_at <> c.created_at THEN 'consent' ELSE 'undated' END
    ELSE CASE WHEN c.status_at <> c.created_at THEN 'withdrawal' ELSE 'none' END END, c.status_at, c.status_source
FROM contacts c
WHERE (c.status = 'non-subscribed' AND c.status_at <> c.created_at
    OR (c.workspace_id, c.id) IN (SELECT workspace_id, contact_id FROM said))
  AND NOT EXISTS (
    SELECT FROM said s WHERE s.workspace_id = c.workspace_id AND s.contact_id = c.id AND s.at = c.status_at
      AND s.kind = CASE c.status WHEN 'unsubscribed' THEN 'opt-out' WHEN 'bounced' THEN 'bounce' END);

INSERT INTO status_facts (workspace_id, contact_id, kind, at, source, recorded_at, import_id)
SELECT s.workspace_id, s.contact_id, s.kind, s.at, s.source, now(), (
    SELECT min(ch.import_id) FROM import_changes ch
    WHERE ch.workspace_id = s.workspace_id AND ch.contact_id = s.contact_id AND ch.at = s.at AND ch.what = 'written' AND s.source = 'import')
FROM said s ORDER BY s.workspace_id, s.contact_id, s.at;

UPDATE contacts c SET consented_at = f.consented, opted_out_at = f.opted_out, bounced_at = f.bounced, withdrawn_at = f.withdrawn,
    status = f.status, status_at = f.at, status_source = f.source
FROM (
    SELECT l.*, CASE status WHEN 'unsubscribed' THEN opted_out WHEN 'bounced' THEN bounced WHEN 'subscribed' THEN consented ELSE withdrawn END AS at,
        CASE status WHEN 'unsubscribed' THEN sources[1] WHEN 'bounced' THEN sources[2] WHEN 'subscribed' THEN sources[3] ELSE sources[4] END AS source
    FROM (
        SELECT m.*, contact_status(consented, opted_out, bounced, withdrawn) AS status
        FROM (
            SELECT workspace_id, contact_id, max(at) FILTER (WHERE kind = 'consent') AS consented,
                max(at) FILTER (WHERE kind = 'opt-out') AS opted_out, max(at) FILTER (WHERE kind = 'bounce') AS bounced,
                max(at) FILTER (WHERE kind = 'withdrawal') AS withdrawn, ARRAY[
                    (array_agg(source ORDER BY at DESC) FILTER (WHERE kind = 'opt-out'))[1],
                    (array_agg(source ORDER BY at DESC) FILTER (WHERE kind = 'bounce'))[1],
                    (array_agg(source ORDER BY at DESC) FILTER (WHERE kind = 'consent'))[1],
                    (array_agg(source ORDER BY at DESC) FILTER (WHERE kind = 'withdrawal'))[1]] AS sources
            FROM said GROUP BY workspace_id, contact_id) AS m
        WHERE coalesce(consented, opted_out, bounced, withdrawn) IS NOT NULL) AS l) AS f
WHERE c.workspace_id = f.workspace_id AND c.id = f.contact_id;

-- Whoever is subscribed and was never anything else agreed when their status says, if that is not merely when they came.
UPDATE contacts SET consented_at = status_at
WHERE status = 'subscribed' AND consented_at IS NULL AND (status_source = 'api' OR status_at <> created_at);

INSERT INTO suppressions (workspace_id, email_hash, reason, at, source)
SELECT workspace_id, email_hash, 'erased', at, 'request' FROM forgotten;

-- DropTable
DROP TABLE "forgotten";

-- The status of before is worked out from the facts that are left.
ALTER TABLE "import_changes" DROP COLUMN "status",
DROP COLUMN "status_at",
DROP COLUMN "status_source";
