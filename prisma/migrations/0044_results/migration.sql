-- AlterTable
ALTER TABLE "campaign_mails" ADD COLUMN     "adds_utm" BOOLEAN,
ADD COLUMN     "conversion_after" TEXT NOT NULL DEFAULT 'click',
ADD COLUMN     "conversion_days" SMALLINT NOT NULL DEFAULT 5,
ADD COLUMN     "conversion_kind" TEXT,
ADD COLUMN     "track_clicks" TEXT,
ADD COLUMN     "track_opens" TEXT;

-- AlterTable
ALTER TABLE "campaign_posts" ADD COLUMN     "results_at" TIMESTAMPTZ(3),
ADD COLUMN     "results_step" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "results_ts" TEXT;

-- AlterTable
ALTER TABLE "campaign_recipients" ADD COLUMN     "clicked_at" TIMESTAMPTZ(3),
ADD COLUMN     "left_at" TIMESTAMPTZ(3),
ADD COLUMN     "machine_clicked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "machine_opened" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "opened_at" TIMESTAMPTZ(3),
ADD COLUMN     "targets" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN     "frozen" JSONB;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "adds_utm" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "home_page" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "posts_results" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "track_clicks" TEXT,
ADD COLUMN     "track_opens" TEXT;

-- CreateTable
CREATE TABLE "campaign_counts" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "targets" INTEGER NOT NULL,
    "opened" BOOLEAN NOT NULL,
    "clicked" BOOLEAN NOT NULL,
    "left" BOOLEAN NOT NULL,
    "machine_opened" BOOLEAN NOT NULL,
    "machine_clicked" BOOLEAN NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "campaign_counts_pkey" PRIMARY KEY ("workspace_id","campaign_id","id")
);

-- CreateTable
CREATE TABLE "campaign_targets" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "position" SMALLINT NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "campaign_targets_pkey" PRIMARY KEY ("workspace_id","campaign_id","position")
);

-- CreateTable
CREATE TABLE "campaign_links" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "id" SMALLINT NOT NULL,
    "url" TEXT NOT NULL,
    "forgotten" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_links_pkey" PRIMARY KEY ("workspace_id","campaign_id","id")
);

-- CreateTable
CREATE TABLE "campaign_hits" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "link_id" SMALLINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "machine" BOOLEAN NOT NULL,
    "hits" INTEGER NOT NULL,

    CONSTRAINT "campaign_hits_pkey" PRIMARY KEY ("workspace_id","campaign_id","kind","link_id","hour","machine")
);

-- CreateTable
CREATE TABLE "campaign_clickers" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "link_id" SMALLINT NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "clicked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_clickers_pkey" PRIMARY KEY ("workspace_id","campaign_id","link_id","contact_id")
);

-- CreateTable
CREATE TABLE "tracked_hits" (
    "workspace_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "link_id" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "machine" BOOLEAN NOT NULL,

    CONSTRAINT "tracked_hits_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "campaign_recipients_clicked_idx" ON "campaign_recipients"("workspace_id", "campaign_id", "contact_id") WHERE (clicked_at IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "campaign_links_workspace_id_campaign_id_url_key" ON "campaign_links"("workspace_id", "campaign_id", "url");

-- CreateIndex
CREATE INDEX "campaign_clickers_workspace_id_contact_id_idx" ON "campaign_clickers"("workspace_id", "contact_id");

-- CreateIndex
CREATE INDEX "tracked_hits_at_idx" ON "tracked_hits"("at");

-- AddForeignKey
ALTER TABLE "campaign_targets" ADD CONSTRAINT "campaign_targets_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaign_mails"("workspace_id", "campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_links" ADD CONSTRAINT "campaign_links_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaigns"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_hits" ADD CONSTRAINT "campaign_hits_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaigns"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "tracked_hits" ADD CONSTRAINT "tracked_hits_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema language can't say.
ALTER TABLE "workspaces"
    ADD CONSTRAINT "workspaces_track_opens_check" CHECK ("track_opens" IN ('off', 'total', 'person')),
    ADD CONSTRAINT "workspaces_track_clicks_check" CHECK ("track_clicks" IN ('off', 'total', 'person'));
ALTER TABLE "campaign_mails"
    ADD CONSTRAINT "campaign_mails_track_opens_check" CHECK ("track_opens" IN ('off', 'total', 'person')),
    ADD CONSTRAINT "campaign_mails_track_clicks_check" CHECK ("track_clicks" IN ('off', 'total', 'person')),
    ADD CONSTRAINT "campaign_mails_conversion_days_check" CHECK ("conversion_days" BETWEEN 1 AND 90),
    ADD CONSTRAINT "campaign_mails_conversion_after_check" CHECK ("conversion_after" IN ('click', 'delivery'));
ALTER TABLE "campaign_hits" ADD CONSTRAINT "campaign_hits_kind_check" CHECK ("kind" IN ('opened', 'clicked'));
ALTER TABLE "tracked_hits" ADD CONSTRAINT "tracked_hits_kind_check" CHECK ("kind" IN ('opened', 'clicked'));

-- The people of campaigns that began before: what they did, and their counts with everyone who was deleted since.
UPDATE campaign_recipients r SET opened_at = e.opened, clicked_at = e.clicked, left_at = e.gone,
    machine_opened = e.machine_opened, machine_clicked = e.machine_clicked
FROM (SELECT workspace_id, campaign_id, contact_id, min(occurred_at) FILTER (WHERE kind = 'opened' AND NOT machine) AS opened,
        min(occurred_at) FILTER (WHERE kind = 'clicked' AND NOT machine) AS clicked, min(occurred_at) FILTER (WHERE kind = 'unsubscribed') AS gone,
        bool_or(kind = 'opened' AND machine) AS machine_opened, bool_or(kind = 'clicked' AND machine) AS machine_clicked
    FROM events WHERE campaign_id IS NOT NULL AND kind IN ('opened', 'clicked', 'unsubscribed')
    GROUP BY workspace_id, campaign_id, contact_id) e
WHERE r.workspace_id = e.workspace_id AND r.campaign_id = e.campaign_id AND r.contact_id = e.contact_id;
INSERT INTO campaign_counts (workspace_id, campaign_id, state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked, people)
SELECT workspace_id, campaign_id, CASE WHEN state IN ('claimed', 'handing over') THEN 'waiting' ELSE state END, coalesce(reason, ''), targets,
    opened_at IS NOT NULL, clicked_at IS NOT NULL, left_at IS NOT NULL, machine_opened, machine_clicked, count(*)
FROM campaign_recipients GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
INSERT INTO campaign_counts (workspace_id, campaign_id, state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked, people)
SELECT workspace_id, campaign_id, state, reason, 0, false, false, false, false, false, people FROM campaign_forgotten;
DROP TABLE campaign_forgotten;

-- Opens and clicks of all campaigns, and the links that were clicked, by the events that are still stored.
INSERT INTO campaign_links (workspace_id, campaign_id, id, url)
SELECT workspace_id, campaign_id, place, url FROM (
    SELECT workspace_id, campaign_id, url, row_number() OVER (PARTITION BY workspace_id, campaign_id ORDER BY clicks DESC, url) AS place
    FROM (SELECT workspace_id, campaign_id, properties ->> 'url' AS url, count(*) AS clicks FROM events
        WHERE campaign_id IS NOT NULL AND kind = 'clicked' AND properties ->> 'url' ~ '^https?://' AND octet_length(properties ->> 'url') <= 2000
            AND properties ->> 'url' !~ '/(p|l|view|confirm)/[A-Za-z0-9_-]{20,}([/?#]|$)' AND properties ->> 'url' !~* '[^/](@|%40)[a-z0-9-]+[.][a-z]'
        GROUP BY 1, 2, 3) c) l
WHERE place <= 1000;
INSERT INTO campaign_hits (workspace_id, campaign_id, kind, link_id, hour, machine, hits)
SELECT e.workspace_id, e.campaign_id, e.kind, coalesce(l.id, 0), date_trunc('hour', e.occurred_at, 'UTC'), e.machine, count(*)
FROM events e LEFT JOIN campaign_links l
    ON e.kind = 'clicked' AND l.workspace_id = e.workspace_id AND l.campaign_id = e.campaign_id AND l.url = e.properties ->> 'url'
WHERE e.campaign_id IS NOT NULL AND e.kind IN ('opened', 'clicked') GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO campaign_clickers (workspace_id, campaign_id, link_id, contact_id, clicked_at)
SELECT e.workspace_id, e.campaign_id, l.id, e.contact_id, min(e.occurred_at)
FROM events e JOIN campaign_links l ON l.workspace_id = e.workspace_id AND l.campaign_id = e.campaign_id AND l.url = e.properties ->> 'url'
WHERE e.kind = 'clicked' AND NOT e.machine GROUP BY 1, 2, 3, 4;

-- Adds what changed to campaign_counts. A claim and a mark change nothing there: that is seen first, because every mail
-- that goes out comes by here.
CREATE FUNCTION count_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM after WHERE state NOT IN ('waiting', 'claimed', 'handing over')
            OR opened_at IS NOT NULL OR clicked_at IS NOT NULL OR left_at IS NOT NULL OR machine_opened OR machine_clicked)
        AND NOT EXISTS (SELECT FROM before WHERE state NOT IN ('waiting', 'claimed', 'handing over')) THEN
        RETURN NULL;
    END IF;
    INSERT INTO campaign_counts (workspace_id, campaign_id, state, reason, targets, opened, clicked, "left", machine_opened, machine_clicked, people)
    SELECT workspace_id, campaign_id, CASE WHEN state IN ('claimed', 'handing over') THEN 'waiting' ELSE state END, coalesce(reason, ''), targets,
        opened_at IS NOT NULL, clicked_at IS NOT NULL, left_at IS NOT NULL, machine_opened, machine_clicked, sum(people)
    FROM (SELECT workspace_id, campaign_id, state, reason, targets, opened_at, clicked_at, left_at, machine_opened, machine_clicked, 1 AS people FROM after
        UNION ALL
        SELECT workspace_id, campaign_id, state, reason, targets, opened_at, clicked_at, left_at, machine_opened, machine_clicked, -1 FROM before) d
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(people) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER counted AFTER UPDATE ON "campaign_recipients"
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_recipients();

CREATE OR REPLACE FUNCTION recipients_of_campaigns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM campaign_recipients r USING changed g
    WHERE r.workspace_id = g.workspace_id AND r.campaign_id = g.campaign_id;
    DELETE FROM campaign_counts n USING changed g
    WHERE n.workspace_id = g.workspace_id AND n.campaign_id = g.campaign_id;
    RETURN NULL;
END $$;

-- A recipient who is deleted stays in the sums. Nothing is sent to one who still waited, and nobody learns any more what
-- came of a mail that was being handed over.
CREATE OR REPLACE FUNCTION what_goes_with_contacts() RETURNS trigger LANGUAGE plpgsql
    SET enable_nestloop = on SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
    span RECORD;
BEGIN
    DELETE FROM contact_rollups r USING changed g WHERE r.workspace_id = g.workspace_id AND r.contact_id = g.id;
    FOR span IN SELECT workspace_id AS workspace, min(id) AS low, max(id) AS high FROM changed GROUP BY workspace_id LOOP
        IF EXISTS (SELECT FROM events e WHERE e.workspace_id = span.workspace AND e.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM events e USING changed g
            WHERE e.workspace_id = span.workspace AND g.workspace_id = span.workspace AND e.contact_id = g.id;
        END IF;
        IF EXISTS (SELECT FROM status_facts f WHERE f.workspace_id = span.workspace AND f.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM status_facts f USING changed g
            WHERE f.workspace_id = span.workspace AND g.workspace_id = span.workspace AND f.contact_id = g.id;
        END IF;
        IF EXISTS (SELECT FROM consent_log l WHERE l.workspace_id = span.workspace AND l.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM consent_log l USING changed g
            WHERE l.workspace_id = span.workspace AND g.workspace_id = span.workspace AND l.contact_id = g.id;
        END IF;
        IF EXISTS (SELECT FROM topic_choices k WHERE k.workspace_id = span.workspace AND k.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM topic_choices k USING changed g
            WHERE k.workspace_id = span.workspace AND g.workspace_id = span.workspace AND k.contact_id = g.id;
        END IF;
        IF EXISTS (SELECT FROM pauses p WHERE p.workspace_id = span.workspace AND p.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM pauses p USING changed g
            WHERE p.workspace_id = span.workspace AND g.workspace_id = span.workspace AND p.contact_id = g.id;
        END IF;
        IF EXISTS (SELECT FROM import_changes x WHERE x.workspace_id = span.workspace AND x.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM import_changes x USING changed g
            WHERE x.workspace_id = span.workspace AND g.workspace_id = span.workspace AND x.contact_id = g.id;
        END IF;
        IF EXISTS (SELECT FROM campaign_recipients r
            WHERE r.workspace_id = span.workspace AND r.contact_id BETWEEN span.low AND span.high) THEN
            WITH gone AS (
                DELETE FROM campaign_recipients r USING changed g
                WHERE r.workspace_id = span.workspace AND g.workspace_id = span.workspace AND r.contact_id = g.id
                RETURNING r.*),
            waited AS (
                SELECT d.campaign_id, d.state, d.targets, d.opened_at IS NOT NULL AS opened, d.clicked_at IS NOT NULL AS clicked,
                    d.left_at IS NOT NULL AS "left", d.machine_opened, d.machine_clicked, count(*) AS people FROM gone d
                JOIN campaign_mails m ON m.workspace_id = span.workspace AND m.campaign_id = d.campaign_id
                WHERE d.state IN ('waiting', 'claimed', 'handing over') GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)
            INSERT INTO campaign_counts (workspace_id, campaign_id, state, reason, targets, opened, clicked, "left", machine_opened,
                machine_clicked, people)
            SELECT span.workspace, w.campaign_id, s.state, s.reason, w.targets, w.opened, w.clicked, w."left", w.machine_opened,
                w.machine_clicked, s.sign * w.people
            FROM waited w CROSS JOIN LATERAL (VALUES ('waiting', '', -1),
                (CASE WHEN w.state = 'handing over' THEN 'uncertain' ELSE 'left out' END,
                CASE WHEN w.state = 'handing over' THEN '' ELSE 'erased' END, 1)) s (state, reason, sign);
        END IF;
        IF EXISTS (SELECT FROM campaign_clickers k
            WHERE k.workspace_id = span.workspace AND k.contact_id BETWEEN span.low AND span.high) THEN
            WITH gone AS (
                DELETE FROM campaign_clickers k USING changed g
                WHERE k.workspace_id = span.workspace AND g.workspace_id = span.workspace AND k.contact_id = g.id
                RETURNING k.campaign_id, k.link_id),
            sums AS (SELECT campaign_id, link_id, count(*) AS people FROM gone GROUP BY campaign_id, link_id),
            held AS MATERIALIZED (
                SELECT l.campaign_id, l.id, n.people FROM sums n
                JOIN campaign_links l ON l.workspace_id = span.workspace AND l.campaign_id = n.campaign_id AND l.id = n.link_id
                ORDER BY l.campaign_id, l.id FOR NO KEY UPDATE OF l)
            UPDATE campaign_links l SET forgotten = l.forgotten + h.people FROM held h
            WHERE l.workspace_id = span.workspace AND l.campaign_id = h.campaign_id AND l.id = h.id;
        END IF;
        IF EXISTS (SELECT FROM tracked_hits t WHERE t.workspace_id = span.workspace AND t.contact_id BETWEEN span.low AND span.high) THEN
            DELETE FROM tracked_hits t USING changed g
            WHERE t.workspace_id = span.workspace AND g.workspace_id = span.workspace AND t.contact_id = g.id;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
