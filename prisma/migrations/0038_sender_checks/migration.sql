-- AlterTable
ALTER TABLE "senders" ADD COLUMN     "code_hash" TEXT,
ADD COLUMN     "code_tries" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "code_until" TIMESTAMPTZ(3),
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "dkim_key" TEXT,
ADD COLUMN     "dkim_selector" TEXT,
ADD COLUMN     "problem" TEXT,
ADD COLUMN     "way" TEXT NOT NULL DEFAULT 'smtp';

-- What Prisma's schema language can't say.
ALTER TABLE "senders" ADD CONSTRAINT "senders_way_check" CHECK ("way" IN ('smtp', 'resend', 'mailbox'));
