-- The topic that a campaign belongs to: what one-click from its mails turns off.
ALTER TABLE "campaigns" ADD COLUMN "topic_id" INTEGER;

-- AddForeignKey
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_workspace_id_topic_id_fkey" FOREIGN KEY ("workspace_id", "topic_id") REFERENCES "topics"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
