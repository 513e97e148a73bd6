ALTER TABLE "authors" DROP COLUMN "bio";
ALTER TABLE "authors" RENAME COLUMN "name" TO "full_name";
