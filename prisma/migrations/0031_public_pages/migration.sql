-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "brand_accent" TEXT,
ADD COLUMN     "brand_logo" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "brand_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "takes_sign_ups" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "sign_ups" (
    "workspace_id" INTEGER NOT NULL,
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "topic_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "shown" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_ups_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE INDEX "sign_ups_workspace_id_email_key_idx" ON "sign_ups"("workspace_id", "email_key");

-- AddForeignKey
ALTER TABLE "sign_ups" ADD CONSTRAINT "sign_ups_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
