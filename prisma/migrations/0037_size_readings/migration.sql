-- CreateTable
CREATE TABLE "size_readings" (
    "workspace_id" INTEGER NOT NULL,
    "segment_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "members" INTEGER NOT NULL,
    "reachable" INTEGER,
    "estimated" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT '',
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "size_readings_pkey" PRIMARY KEY ("workspace_id","segment_id","day")
);

-- AddForeignKey
ALTER TABLE "size_readings" ADD CONSTRAINT "size_readings_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
