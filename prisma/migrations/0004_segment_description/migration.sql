-- AlterTable
ALTER TABLE "segments" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '';
