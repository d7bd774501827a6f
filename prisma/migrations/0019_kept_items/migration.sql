-- AlterTable
ALTER TABLE "webhooks" ADD COLUMN     "ignored" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "remembered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "submission" TEXT;

-- CreateTable
CREATE TABLE "kept_items" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "webhook_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "kept_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_items_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "kept_items_workspace_id_webhook_id_fingerprint_key" ON "kept_items"("workspace_id", "webhook_id", "fingerprint");

-- CreateIndex
CREATE UNIQUE INDEX "webhooks_workspace_id_submission_key" ON "webhooks"("workspace_id", "submission");

-- AddForeignKey
ALTER TABLE "kept_items" ADD CONSTRAINT "kept_items_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language can't say.
ALTER TABLE "kept_items"
    ADD CONSTRAINT "kept_items_provider_check" CHECK ("provider" IN ('resend', 'sendgrid', 'postmark', 'mailgun', 'ses'));
