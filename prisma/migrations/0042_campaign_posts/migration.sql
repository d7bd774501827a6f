-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "test_addresses" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "campaign_posts" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "ts" TEXT NOT NULL,
    "shown_at" TIMESTAMPTZ(3) NOT NULL,
    "told_of" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_posts_pkey" PRIMARY KEY ("workspace_id","campaign_id")
);

-- AddForeignKey
ALTER TABLE "campaign_posts" ADD CONSTRAINT "campaign_posts_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaign_mails"("workspace_id", "campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION;
