-- AlterTable
ALTER TABLE "event_kinds" ADD COLUMN     "tallies" JSONB NOT NULL DEFAULT '{}';
