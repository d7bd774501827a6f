-- AlterTable
ALTER TABLE "senders" ADD COLUMN     "key_selector" TEXT;
