-- CreateTable
CREATE TABLE "forgotten" (
    "workspace_id" INTEGER NOT NULL,
    "email_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "forgotten_pkey" PRIMARY KEY ("workspace_id","email_hash")
);

-- CreateTable
CREATE TABLE "role_overrides" (
    "workspace_id" INTEGER NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "given_by" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "role_overrides_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- AddForeignKey
ALTER TABLE "forgotten" ADD CONSTRAINT "forgotten_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_overrides" ADD CONSTRAINT "role_overrides_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language can't say.
ALTER TABLE "role_overrides"
    ADD CONSTRAINT "role_overrides_role_check" CHECK ("role" IN ('viewer', 'editor', 'admin'));
