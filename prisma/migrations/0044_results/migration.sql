-- AlterTable
ALTER TABLE "campaign_mails" ADD COLUMN     "adds_utm" BOOLEAN,
ADD COLUMN     "conversion_after" TEXT NOT NULL DEFAULT 'click',
ADD COLUMN     "conversion_days" SMALLINT NOT NULL DEFAULT 5,
ADD COLUMN     "conversion_kind" TEXT,
ADD COLUMN     "track_clicks" TEXT,
ADD COLUMN     "track_opens" TEXT;

-- AlterTable
ALTER TABLE "campaign_posts" ADD COLUMN     "results_at" TIMESTAMPTZ(3),
ADD COLUMN     "results_step" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "results_ts" TEXT;

-- AlterTable
ALTER TABLE "campaign_recipients" ADD COLUMN     "clicked_at" TIMESTAMPTZ(3),
ADD COLUMN     "left_at" TIMESTAMPTZ(3),
ADD COLUMN     "machine_clicked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "machine_opened" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "opened_at" TIMESTAMPTZ(3),
ADD COLUMN     "targets" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN     "frozen" JSONB;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "adds_utm" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "home_page" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "posts_results" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "track_clicks" TEXT,
ADD COLUMN     "track_opens" TEXT;

-- CreateTable
CREATE TABLE "campaign_counts" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "targets" INTEGER NOT NULL,
    "opened" BOOLEAN NOT NULL,
    "clicked" BOOLEAN NOT NULL,
    "left" BOOLEAN NOT NULL,
    "machine_opened" BOOLEAN NOT NULL,
    "machine_clicked" BOOLEAN NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "campaign_counts_pkey" PRIMARY KEY ("workspace_id","campaign_id","id")
);

-- CreateTable
CREATE TABLE "campaign_targets" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "position" SMALLINT NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "campaign_targets_pkey" PRIMARY KEY ("workspace_id","campaign_id","position")
);

-- CreateTable
CREATE TABLE "campaign_links" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "id" SMALLINT NOT NULL,
    "url" TEXT NOT NULL,

    CONSTRAINT "campaign_links_pkey" PRIMARY KEY ("workspace_id","campaign_id","id")
);

-- CreateTable
CREATE TABLE "campaign_hits" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "link_id" SMALLINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "machine" BOOLEAN NOT NULL,
    "hits" INTEGER NOT NULL,

    CONSTRAINT "campaign_hits_pkey" PRIMARY KEY ("workspace_id","campaign_id","kind","link_id","hour","machine")
);

-- CreateTable
CREATE TABLE "campaign_clickers" (
    "workspace_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "link_id" SMALLINT NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "clicked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_clickers_pkey" PRIMARY KEY ("workspace_id","campaign_id","link_id","contact_id")
);

-- CreateTable
CREATE TABLE "tracked_hits" (
    "workspace_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "link_id" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "machine" BOOLEAN NOT NULL,

    CONSTRAINT "tracked_hits_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "campaign_links_workspace_id_campaign_id_url_key" ON "campaign_links"("workspace_id", "campaign_id", "url");

-- CreateIndex
CREATE INDEX "campaign_clickers_workspace_id_contact_id_idx" ON "campaign_clickers"("workspace_id", "contact_id");

-- CreateIndex
CREATE INDEX "tracked_hits_at_idx" ON "tracked_hits"("at");

-- AddForeignKey
ALTER TABLE "campaign_counts" ADD CONSTRAINT "campaign_counts_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaign_mails"("workspace_id", "campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_targets" ADD CONSTRAINT "campaign_targets_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaign_mails"("workspace_id", "campaign_id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_links" ADD CONSTRAINT "campaign_links_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaigns"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "campaign_hits" ADD CONSTRAINT "campaign_hits_workspace_id_campaign_id_fkey" FOREIGN KEY ("workspace_id", "campaign_id") REFERENCES "campaigns"("workspace_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "tracked_hits" ADD CONSTRAINT "tracked_hits_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- What Prisma's schema language can't say.
ALTER TABLE "workspaces"
    ADD CONSTRAINT "workspaces_track_opens_check" CHECK ("track_opens" IN ('off', 'total', 'person')),
    ADD CONSTRAINT "workspaces_track_clicks_check" CHECK ("track_clicks" IN ('off', 'total', 'person'));
ALTER TABLE "campaign_mails"
    ADD CONSTRAINT "campaign_mails_track_opens_check" CHECK ("track_opens" IN ('off', 'total', 'person')),
    ADD CONSTRAINT "campaign_mails_track_clicks_check" CHECK ("track_clicks" IN ('off', 'total', 'person')),
    ADD CONSTRAINT "campaign_mails_conversion_days_check" CHECK ("conversion_days" BETWEEN 1 AND 90),
    ADD CONSTRAINT "campaign_mails_conversion_after_check" CHECK ("conversion_after" IN ('click', 'delivery'));
ALTER TABLE "campaign_hits" ADD CONSTRAINT "campaign_hits_kind_check" CHECK ("kind" IN ('opened', 'clicked'));
ALTER TABLE "tracked_hits" ADD CONSTRAINT "tracked_hits_kind_check" CHECK ("kind" IN ('opened', 'clicked'));
