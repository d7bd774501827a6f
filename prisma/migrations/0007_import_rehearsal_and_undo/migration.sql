-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "blocked" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "cancelled_by" TEXT,
ADD COLUMN     "existing" TEXT NOT NULL DEFAULT 'update',
ADD COLUMN     "kept" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "made_tags" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "removed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "restored" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resubscribe" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resubscribed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tag_names" TEXT NOT NULL DEFAULT 'existing',
ADD COLUMN     "undo_after" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "import_changes" (
    "workspace_id" INTEGER NOT NULL,
    "import_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "tag_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "reason" TEXT,
    "name" TEXT,
    "country" TEXT,
    "language" TEXT,
    "phone" TEXT,
    "company" TEXT,
    "status" TEXT,
    "status_source" TEXT,
    "status_at" TIMESTAMPTZ(3),
    "signed_up_at" TIMESTAMPTZ(3),
    "signed_up_on" DATE,
    "attributes" JSONB,
    "prior_import_id" INTEGER,
    "prior_line" INTEGER,
    "prior_updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_changes_pkey" PRIMARY KEY ("workspace_id","import_id","contact_id")
);

-- CreateIndex
CREATE INDEX "import_changes_workspace_id_contact_id_idx" ON "import_changes"("workspace_id", "contact_id");

-- AddForeignKey
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_workspace_id_import_id_fkey" FOREIGN KEY ("workspace_id", "import_id") REFERENCES "imports"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language can't say.
ALTER TABLE "imports"
    DROP CONSTRAINT "imports_state_check",
    ADD CONSTRAINT "imports_state_check" CHECK ("state" IN ('proposed', 'running', 'done', 'failed', 'cancelled', 'discarded', 'undoing', 'undone')),
    ADD CONSTRAINT "imports_existing_check" CHECK ("existing" IN ('update', 'keep')),
    ADD CONSTRAINT "imports_tag_names_check" CHECK ("tag_names" IN ('existing', 'as-written'));

ALTER TABLE "import_changes"
    ADD CONSTRAINT "import_changes_what_check" CHECK ("what" IN ('found', 'tagged', 'written', 'kept')),
    ADD CONSTRAINT "import_changes_reason_check" CHECK ("reason" IN ('changed', 'tagged', 'event', 'imported'));
