-- CreateTable
CREATE TABLE "campaign_domains" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "handed" INTEGER NOT NULL,
    "bounced" INTEGER NOT NULL,
    "complained" INTEGER NOT NULL,

    CONSTRAINT "campaign_domains_pkey" PRIMARY KEY ("workspace_id","campaign_id","id")
);

-- What Prisma's schema language can't say.
INSERT INTO campaign_domains (workspace_id, campaign_id, domain, day, handed, bounced, complained)
SELECT r.workspace_id, r.campaign_id, split_part(c.email_key, '@', 2), (coalesce(r.handed_at, r.settled_at, r.next_try_at) AT TIME ZONE 'UTC')::date,
    count(*), count(*) FILTER (WHERE r.state = 'bounced' AND r.reason = 'hard'), count(*) FILTER (WHERE r.state = 'complained')
FROM campaign_recipients r JOIN contacts c ON c.workspace_id = r.workspace_id AND c.id = r.contact_id
WHERE r.state IN ('handed over', 'delivered', 'complained', 'bounced') GROUP BY 1, 2, 3, 4;

-- Adds what changed to campaign_counts and campaign_domains. A claim and a mark change nothing there: that is seen first,
-- because every mail that goes out comes by here.
CREATE OR REPLACE FUNCTION count_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
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
    -- Mails that were handed over now: each is one more, so there is no difference to take.
    IF NOT EXISTS (SELECT FROM before WHERE state IN ('handed over', 'delivered', 'complained', 'bounced')) THEN
        INSERT INTO campaign_domains (workspace_id, campaign_id, domain, day, handed, bounced, complained)
        SELECT workspace_id, campaign_id, domain, day, count(*), count(*) FILTER (WHERE hard), count(*) FILTER (WHERE spam)
        FROM (SELECT r.workspace_id, r.campaign_id, (coalesce(r.handed_at, r.settled_at, r.next_try_at) AT TIME ZONE 'UTC')::date AS day,
                r.state = 'bounced' AND r.reason = 'hard' AS hard, r.state = 'complained' AS spam,
                -- Looked up one by one: a plan for a join could read all contacts.
                (SELECT split_part(c.email_key, '@', 2) FROM contacts c WHERE c.workspace_id = r.workspace_id AND c.id = r.contact_id) AS domain
            FROM after r WHERE r.state IN ('handed over', 'delivered', 'complained', 'bounced')) n
        WHERE domain IS NOT NULL GROUP BY 1, 2, 3, 4;
        RETURN NULL;
    END IF;
    -- What changes how many mails of a domain were handed over, bounced for good or were reported as spam. A report of a
    -- delivery changes none of it.
    INSERT INTO campaign_domains (workspace_id, campaign_id, domain, day, handed, bounced, complained)
    SELECT workspace_id, campaign_id, domain, day, sum(handed), sum(bounced), sum(complained)
    FROM (SELECT d.workspace_id, d.campaign_id, d.day, d.handed, d.bounced, d.complained,
            (SELECT split_part(c.email_key, '@', 2) FROM contacts c WHERE c.workspace_id = d.workspace_id AND c.id = d.contact_id) AS domain
        FROM (SELECT workspace_id, campaign_id, contact_id, (coalesce(handed_at, settled_at, next_try_at) AT TIME ZONE 'UTC')::date AS day,
                sum(sign) AS handed, sum(CASE WHEN state = 'bounced' AND reason = 'hard' THEN sign ELSE 0 END) AS bounced,
                sum(CASE WHEN state = 'complained' THEN sign ELSE 0 END) AS complained
            FROM (SELECT workspace_id, campaign_id, contact_id, handed_at, settled_at, next_try_at, state, reason, 1 AS sign FROM after
                UNION ALL
                SELECT workspace_id, campaign_id, contact_id, handed_at, settled_at, next_try_at, state, reason, -1 FROM before) r
            WHERE state IN ('handed over', 'delivered', 'complained', 'bounced')
            GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0 OR sum(CASE WHEN state = 'bounced' AND reason = 'hard' THEN sign ELSE 0 END) <> 0
                OR sum(CASE WHEN state = 'complained' THEN sign ELSE 0 END) <> 0) d) n
    WHERE domain IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION recipients_of_campaigns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM campaign_recipients r USING changed g
    WHERE r.workspace_id = g.workspace_id AND r.campaign_id = g.campaign_id;
    DELETE FROM campaign_counts n USING changed g
    WHERE n.workspace_id = g.workspace_id AND n.campaign_id = g.campaign_id;
    DELETE FROM campaign_domains d USING changed g
    WHERE d.workspace_id = g.workspace_id AND d.campaign_id = g.campaign_id;
    RETURN NULL;
END $$;
