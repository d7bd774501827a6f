-- What Prisma's schema language can't say.
-- A rollup begins small and grows to four times its size. With room for that on its page it stays where it was put, in the
-- order of contacts, in which questions read it. Those that are here are put in that order once, on pages as full as the
-- others' will be.
DO $$
BEGIN
    IF EXISTS (SELECT FROM "contact_rollups") THEN
        ALTER TABLE "contact_rollups" SET (fillfactor = 75);
        CLUSTER "contact_rollups" USING "contact_rollups_pkey";
        ALTER TABLE "contact_rollups" SET WITHOUT CLUSTER;
    END IF;
END $$;
ALTER TABLE "contact_rollups" SET (fillfactor = 20);
