-- What Prisma's schema language can't say.
-- In the order in which whoever writes takes them.
LOCK TABLE "contacts", "contact_tags", "undo_links", "import_changes" IN ACCESS EXCLUSIVE MODE;

-- One index for what were two in the same order: the key, and all that a size reads of a contact.
ALTER TABLE "contact_tags" DROP CONSTRAINT "contact_tags_workspace_id_contact_id_fkey";
ALTER TABLE "undo_links" DROP CONSTRAINT "undo_links_workspace_id_contact_id_fkey";
ALTER TABLE "import_changes" DROP CONSTRAINT "import_changes_workspace_id_contact_id_fkey";
ALTER TABLE "contacts" DROP CONSTRAINT "contacts_pkey";

ALTER TABLE "contacts" ADD CONSTRAINT "contacts_pkey" PRIMARY KEY ("workspace_id", "id") INCLUDE ("status", "email_validation");

ALTER TABLE "contact_tags" ADD CONSTRAINT "contact_tags_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "undo_links" ADD CONSTRAINT "undo_links_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_workspace_id_contact_id_fkey" FOREIGN KEY ("workspace_id", "contact_id") REFERENCES "contacts"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- DropIndex
DROP INDEX "contacts_workspace_id_id_status_email_validation_idx";

-- Addresses are looked up and never listed in order: bytes compare faster than any language's letters.
ALTER TABLE "contacts" ALTER COLUMN "email_key" TYPE TEXT COLLATE "C";
