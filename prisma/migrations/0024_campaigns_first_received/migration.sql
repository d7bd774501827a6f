-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN     "first_received_at" TIMESTAMPTZ(3);

-- Of the events that are still there, in one pass.
UPDATE "campaigns" c SET "first_received_at" = r.at
FROM (
  SELECT "workspace_id", "campaign_id", min("occurred_at") AS at
  FROM "events" WHERE "kind" = 'received' AND "campaign_id" IS NOT NULL GROUP BY 1, 2
) r
WHERE c."workspace_id" = r."workspace_id" AND c."id" = r."campaign_id";
