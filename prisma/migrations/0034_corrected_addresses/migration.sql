-- When a contact got another address. Links that were mailed before may be in a stranger's mailbox, and a hard bounce from before
-- is about the address that was wrong.
ALTER TABLE "contacts" ADD COLUMN "email_changed_at" TIMESTAMPTZ(3);

-- What Prisma's schema language can't say.
ALTER TABLE "consent_log" DROP CONSTRAINT "consent_log_what_check",
    ADD CONSTRAINT "consent_log_what_check" CHECK ("what" IN ('status', 'topic', 'pause', 'suppression', 'address'));
