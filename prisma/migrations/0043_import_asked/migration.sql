-- Where and when people asked for mail whom an import subscribes again, as the teammate who confirmed it says.
ALTER TABLE "imports" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "asked_where" TEXT;
