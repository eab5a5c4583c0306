-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "article_status" AS ENUM ('draft', 'PUBLISHED', 'REMOVED');

-- CreateTable
CREATE TABLE "Article" (
    "slug" VARCHAR(120) NOT NULL,
    "title" TEXT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY['a', 'b']::TEXT[],
    "parentSlug" TEXT,
    "published" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT (now() + interval '1 day'),
    "uniq1" INTEGER NOT NULL,
    "uniq2" INTEGER NOT NULL,
    "legacy" TEXT,

    CONSTRAINT "Article_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "authors" (
    "id" BIGSERIAL NOT NULL,
    "full_name" TEXT NOT NULL,
    "status" "article_status" NOT NULL DEFAULT 'draft',

    CONSTRAINT "authors_key" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuthorBio" (
    "author_id" BIGINT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "AuthorBio_pkey" PRIMARY KEY ("author_id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_ArticleToAuthor" (
    "A" VARCHAR(120) NOT NULL,
    "B" BIGINT NOT NULL,

    CONSTRAINT "_ArticleToAuthor_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_reviews" (
    "A" VARCHAR(120) NOT NULL,
    "B" BIGINT NOT NULL,

    CONSTRAINT "_reviews_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_members" (
    "A" BIGINT NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_members_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_leads" (
    "A" BIGINT NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_leads_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "Article_parentSlug_key" ON "Article"("parentSlug");

-- CreateIndex
CREATE INDEX "by_title" ON "Article"("title" text_pattern_ops, "published" DESC);

-- CreateIndex
CREATE INDEX "Article_tags_idx" ON "Article" USING GIN ("tags");

-- CreateIndex
CREATE UNIQUE INDEX "articles_pair" ON "Article"("uniq1", "uniq2");

-- CreateIndex
CREATE INDEX "_ArticleToAuthor_B_index" ON "_ArticleToAuthor"("B");

-- CreateIndex
CREATE INDEX "_reviews_B_index" ON "_reviews"("B");

-- CreateIndex
CREATE INDEX "_members_B_index" ON "_members"("B");

-- CreateIndex
CREATE INDEX "_leads_B_index" ON "_leads"("B");

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_parentSlug_fkey" FOREIGN KEY ("parentSlug") REFERENCES "Article"("slug") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthorBio" ADD CONSTRAINT "AuthorBio_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "authors"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "_ArticleToAuthor" ADD CONSTRAINT "_ArticleToAuthor_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_ArticleToAuthor" ADD CONSTRAINT "_ArticleToAuthor_B_fkey" FOREIGN KEY ("B") REFERENCES "authors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_reviews" ADD CONSTRAINT "_reviews_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_reviews" ADD CONSTRAINT "_reviews_B_fkey" FOREIGN KEY ("B") REFERENCES "authors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_members" ADD CONSTRAINT "_members_A_fkey" FOREIGN KEY ("A") REFERENCES "authors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_members" ADD CONSTRAINT "_members_B_fkey" FOREIGN KEY ("B") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_leads" ADD CONSTRAINT "_leads_A_fkey" FOREIGN KEY ("A") REFERENCES "authors"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_leads" ADD CONSTRAINT "_leads_B_fkey" FOREIGN KEY ("B") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

