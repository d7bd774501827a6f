-- Most contacts that are deleted have nothing in most of these tables. One look at the span of their ids tells that, instead of one
-- look for each contact: undoing an import deletes thousands with ids in a row. Only if the span holds something are the contacts
-- looked up one by one.
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
                RETURNING r.workspace_id, r.campaign_id,
                    CASE WHEN r.state IN ('waiting', 'claimed') THEN 'left out' WHEN r.state = 'handing over' THEN 'uncertain'
                        ELSE r.state END AS state,
                    CASE WHEN r.state IN ('waiting', 'claimed') THEN 'erased' ELSE coalesce(r.reason, '') END AS reason)
            INSERT INTO campaign_forgotten AS f (workspace_id, campaign_id, state, reason, people)
            SELECT d.workspace_id, d.campaign_id, d.state, d.reason, count(*) FROM gone d
            JOIN campaign_mails m ON m.workspace_id = d.workspace_id AND m.campaign_id = d.campaign_id
            GROUP BY d.workspace_id, d.campaign_id, d.state, d.reason
            ON CONFLICT (workspace_id, campaign_id, state, reason) DO UPDATE SET people = f.people + excluded.people;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
