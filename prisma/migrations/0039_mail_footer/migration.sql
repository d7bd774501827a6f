-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "footer_links" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "postal_address" TEXT NOT NULL DEFAULT '';
