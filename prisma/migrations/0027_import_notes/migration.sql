-- What an import notes of itself was hidden in the JSON of its mapping; each value gets a column of its own.

-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "lowered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "made_attributes" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "noted" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "repeated" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unmade" JSONB;

UPDATE "imports" SET
  "lowered" = coalesce(("mapping" #>> '{notes,lowered}')::int, 0),
  "noted" = coalesce(("mapping" #>> '{notes,noted}')::int, 0),
  "repeated" = coalesce(("mapping" #>> '{notes,repeated}')::int, 0),
  "unmade" = "mapping" #> '{notes,unmade}',
  "made_attributes" = ARRAY(
    SELECT id::int FROM jsonb_array_elements_text(
      CASE jsonb_typeof("mapping" #> '{notes,madeAttributes}') WHEN 'array' THEN "mapping" #> '{notes,madeAttributes}' END
    ) AS made (id)),
  "mapping" = "mapping" - 'notes'
WHERE jsonb_exists("mapping", 'notes');
