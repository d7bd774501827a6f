-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "mailed_lately_days" INTEGER,
ADD COLUMN     "second_person_above" INTEGER NOT NULL DEFAULT 500;

-- CreateTable
CREATE TABLE "campaign_mails" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "subject" TEXT NOT NULL DEFAULT '',
    "preheader" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL DEFAULT '',
    "body_kind" TEXT NOT NULL DEFAULT 'markdown',
    "sender_id" INTEGER,
    "audience" JSONB,
    "wall_time" TEXT,
    "time_zone" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "content_version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "content_by" TEXT NOT NULL,
    "audience_by" TEXT NOT NULL,
    "sender_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT,
    "asked_at" TIMESTAMPTZ(3),
    "approved_by" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "bound" JSONB,
    "trouble" JSONB,
    "prepared" INTEGER,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_mails_pkey" PRIMARY KEY ("workspace_id","campaign_id")
);

-- CreateTable
CREATE TABLE "campaign_recipients" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "runner" TEXT,
    "leased_until" TIMESTAMPTZ(3),
    "tries" SMALLINT NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,
    "key_month" SMALLINT NOT NULL,
    "reply" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "marked_at" TIMESTAMPTZ(3),
    "handed_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_recipients_pkey" PRIMARY KEY ("workspace_id","campaign_id","contact_id")
);

-- CreateTable
CREATE TABLE "campaign_forgotten" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "campaign_forgotten_pkey" PRIMARY KEY ("workspace_id","campaign_id","state","reason")
);

-- CreateTable
CREATE TABLE "campaign_heartbeats" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_heartbeats_pkey" PRIMARY KEY ("workspace_id","campaign_id")
);

-- CreateTable
CREATE TABLE "senders" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "from_name" TEXT NOT NULL,
    "from_address" TEXT NOT NULL,
    "reply_to" TEXT,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "security" TEXT NOT NULL,
    "user_name" TEXT,
    "password" TEXT,
    "provider" TEXT,
    "per_second" DOUBLE PRECISION NOT NULL DEFAULT 10,
    "per_day" INTEGER,
    "checked_at" TIMESTAMPTZ(3),
    "findings" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "senders_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "sender_buckets" (
    "workspace_id" INTEGER NOT NULL,
    "sender_id" INTEGER NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "filled_at" TIMESTAMPTZ(3) NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "slowed_at" TIMESTAMPTZ(3),
    "day" DATE NOT NULL,
    "spent" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "sender_buckets_pkey" PRIMARY KEY ("workspace_id","sender_id")
);

-- CreateIndex
CREATE INDEX "campaign_mails_sending_idx" ON "campaign_mails"("workspace_id", "campaign_id") WHERE (state = 'sending'::text);

-- CreateIndex
CREATE INDEX "campaign_recipients_workspace_id_contact_id_campaign_id_idx" ON "campaign_recipients"("workspace_id", "contact_id", "campaign_id");

-- CreateIndex
CREATE INDEX "campaign_recipients_waiting_idx" ON "campaign_recipients"("workspace_id", "campaign_id", "next_try_at", "contact_id") WHERE (state = 'waiting'::text);

-- CreateIndex
CREATE INDEX "campaign_recipients_leased_idx" ON "campaign_recipients"("workspace_id", "campaign_id", "leased_until") WHERE (state = ANY (ARRAY['claimed'::text, 'handing over'::text]));

-- CreateIndex
CREATE INDEX "campaign_recipients_odd_idx" ON "campaign_recipients"("workspace_id", "campaign_id", "state", "contact_id") WHERE (state = ANY (ARRAY['bounced'::text, 'complained'::text, 'failed'::text, 'uncertain'::text]));

-- CreateIndex
CREATE UNIQUE INDEX "senders_workspace_id_name_key_key" ON "senders"("workspace_id", "name_key");

-- CreateIndex
CREATE INDEX "consent_log_suppressions_idx" ON "consent_log"("workspace_id", "contact_id", "id") WHERE (what = 'suppression'::text);

-- AddForeignKey
ALTER TABLE "campaign_mails" ADD CONSTRAINT "campaign_mails_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaigns"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_mails" ADD CONSTRAINT "campaign_mails_workspace_id_sender_id_fkey" FOREIGN KEY ("workspace_id", "sender_id") REFERENCES "senders"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_forgotten" ADD CONSTRAINT "campaign_forgotten_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaign_mails"("workspace_id", "campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_heartbeats" ADD CONSTRAINT "campaign_heartbeats_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaign_mails"("workspace_id", "campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "senders" ADD CONSTRAINT "senders_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "sender_buckets" ADD CONSTRAINT "sender_buckets_workspace_id_sender_id_fkey" FOREIGN KEY ("workspace_id", "sender_id") REFERENCES "senders"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema language can't say.
ALTER TABLE "campaign_mails"
    ADD CONSTRAINT "campaign_mails_state_check" CHECK ("state" IN
        ('draft', 'needs approval', 'scheduled', 'preparing', 'sending', 'paused', 'held', 'sent', 'stopped')),
    ADD CONSTRAINT "campaign_mails_body_kind_check" CHECK ("body_kind" IN ('markdown', 'html'));
ALTER TABLE "campaign_recipients" ADD CONSTRAINT "campaign_recipients_state_check" CHECK ("state" IN
    ('waiting', 'claimed', 'handing over', 'handed over', 'delivered', 'bounced', 'complained', 'failed', 'uncertain', 'left out'));
ALTER TABLE "senders"
    ADD CONSTRAINT "senders_security_check" CHECK ("security" IN ('tls', 'starttls', 'none')),
    ADD CONSTRAINT "senders_per_second_check" CHECK ("per_second" > 0),
    ADD CONSTRAINT "senders_per_day_check" CHECK ("per_day" > 0);
ALTER TABLE "workspaces"
    ADD CONSTRAINT "workspaces_mailed_lately_days_check" CHECK ("mailed_lately_days" BETWEEN 1 AND 365),
    ADD CONSTRAINT "workspaces_second_person_above_check" CHECK ("second_person_above" >= 0);

-- Recipients go with their contact, and stay in their campaign's sums: whoever was still waiting gets nothing, and nobody
-- learns any more what came of a mail that was being handed over.
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
    WITH gone AS (
        DELETE FROM campaign_recipients r USING changed g WHERE r.workspace_id = g.workspace_id AND r.contact_id = g.id
        RETURNING r.workspace_id, r.campaign_id,
            CASE WHEN r.state IN ('waiting', 'claimed') THEN 'left out' WHEN r.state = 'handing over' THEN 'uncertain'
                ELSE r.state END AS state,
            CASE WHEN r.state IN ('waiting', 'claimed') THEN 'erased' ELSE coalesce(r.reason, '') END AS reason)
    INSERT INTO campaign_forgotten AS f (workspace_id, campaign_id, state, reason, people)
    SELECT d.workspace_id, d.campaign_id, d.state, d.reason, count(*) FROM gone d
    JOIN campaign_mails m ON m.workspace_id = d.workspace_id AND m.campaign_id = d.campaign_id
    GROUP BY d.workspace_id, d.campaign_id, d.state, d.reason
    ON CONFLICT (workspace_id, campaign_id, state, reason) DO UPDATE SET people = f.people + excluded.people;
    RETURN NULL;
END $$;

CREATE FUNCTION recipients_of_campaigns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM campaign_recipients r USING changed g
    WHERE r.workspace_id = g.workspace_id AND r.campaign_id = g.campaign_id;
    RETURN NULL;
END $$;
CREATE TRIGGER what_goes_along AFTER DELETE ON "campaign_mails"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION recipients_of_campaigns();
