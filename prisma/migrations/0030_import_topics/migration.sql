-- AlterTable
ALTER TABLE "imports" ADD COLUMN     "topics" INTEGER NOT NULL DEFAULT 0;
