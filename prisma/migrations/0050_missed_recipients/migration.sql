-- CreateIndex
CREATE INDEX "campaign_recipients_missed_idx" ON "campaign_recipients"("workspace_id", "campaign_id", "contact_id") WHERE (((state = 'failed'::text) OR ((state = 'left out'::text) AND (reason = ANY (ARRAY['mailed lately'::text, 'stopped'::text])))));
