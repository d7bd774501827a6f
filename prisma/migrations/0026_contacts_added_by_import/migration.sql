-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "added_by_import" INTEGER;

-- Contacts that an import added before there was the column: the one that ran at the moment at which they came. If several ran,
-- the one that wrote the contact last, provided that no import found it here; else nothing tells, and it stays empty.
UPDATE "contacts" c SET "added_by_import" = f."import_id"
FROM (
  SELECT c."workspace_id", c."id", CASE
    WHEN count(*) = 1 THEN min(i."id")
    WHEN bool_or(i."id" = c."import_id") AND NOT EXISTS (
      SELECT FROM "import_changes" x WHERE x."workspace_id" = c."workspace_id" AND x."contact_id" = c."id") THEN c."import_id"
    END AS "import_id"
  FROM "contacts" c
  JOIN "imports" i ON i."workspace_id" = c."workspace_id" AND i."started_at" <= c."created_at"
    AND (i."finished_at" IS NULL OR i."finished_at" >= c."created_at")
  WHERE c."source" = 'import'
  GROUP BY c."workspace_id", c."id", c."import_id"
) f
WHERE f."import_id" IS NOT NULL AND c."workspace_id" = f."workspace_id" AND c."id" = f."id";
