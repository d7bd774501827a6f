-- AlterTable
ALTER TABLE "campaign_recipients" ADD COLUMN     "cause" TEXT;

-- What Prisma's schema language can't say.
ALTER TABLE "campaign_recipients" ADD CONSTRAINT "campaign_recipients_cause_check"
    CHECK ("cause" IN ('no mailbox', 'closed', 'full', 'blocked', 'no server', 'too large', 'unavailable', 'bounced before', 'other'));
