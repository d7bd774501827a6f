-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "key" TEXT;

-- Among jobs of one kind that are not over the oldest was first, and stays so.
UPDATE "jobs" SET "due_at" = "created_at";

-- DropIndex
DROP INDEX "jobs_state_leased_until_idx";

-- CreateIndex
CREATE INDEX "jobs_kind_due_at_idx" ON "jobs"("kind", "due_at") WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

-- CreateIndex
CREATE UNIQUE INDEX "jobs_workspace_id_kind_key_key" ON "jobs"("workspace_id", "kind", "key") WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));

-- CreateTable
CREATE TABLE "clock" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "ahead_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "clock" ADD CONSTRAINT "clock_one_row_check" CHECK ("id" = 1);
-- Only forward: what was noted under a moved clock would lie in the future otherwise.
ALTER TABLE "clock" ADD CONSTRAINT "clock_ahead_ms_check" CHECK ("ahead_ms" >= 0);

-- The product's time: the server's clock, and what the playground or a test has moved it by. Leases read now() itself.
CREATE FUNCTION rollcall_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT now() + coalesce((SELECT ahead_ms FROM clock), 0) * interval '1 ms'
$$;
