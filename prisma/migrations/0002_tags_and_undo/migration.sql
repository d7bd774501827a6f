-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "tag_style" TEXT NOT NULL DEFAULT 'free';

-- CreateTable
CREATE TABLE "undos" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "undos_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "undo_links" (
    "workspace_id" INTEGER NOT NULL,
    "undo_id" INTEGER NOT NULL,
    "tag_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "undo_links_pkey" PRIMARY KEY ("workspace_id","undo_id","tag_id","contact_id")
);

-- CreateIndex
CREATE INDEX "undos_workspace_id_expires_at_idx" ON "undos"("workspace_id", "expires_at");

-- CreateIndex
CREATE INDEX "undo_links_workspace_id_contact_id_idx" ON "undo_links"("workspace_id", "contact_id");

-- AddForeignKey
ALTER TABLE "undos" ADD CONSTRAINT "undos_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undo_links" ADD CONSTRAINT "undo_links_workspace_id_undo_id_fkey" FOREIGN KEY ("workspace_id", "undo_id") REFERENCES "undos"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "undo_links" ADD CONSTRAINT "undo_links_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language can't say.
ALTER TABLE "workspaces"
    ADD CONSTRAINT "workspaces_tag_style_check" CHECK ("tag_style" IN ('free', 'lower-case', 'kebab-case'));
