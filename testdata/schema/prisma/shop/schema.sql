-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "billing";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "pgcrypto";

-- CreateExtension
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('USER', 'admin');

-- CreateEnum
CREATE TYPE "billing"."kinds" AS ENUM ('A', 'B');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" VARCHAR(80),
    "role" "Role" NOT NULL DEFAULT 'USER',
    "roles" "Role"[],
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "tz" TIMESTAMPTZ,
    "tz6" TIMESTAMPTZ(6),
    "ts" TIMESTAMP,
    "day" DATE,
    "time" TIME(3),
    "timetz" TIMETZ(6),
    "big" BIGINT NOT NULL DEFAULT 0,
    "small" SMALLINT,
    "oid" OID,
    "f" DOUBLE PRECISION,
    "r" REAL,
    "d" DECIMAL(65,30),
    "d2" DECIMAL(10,2),
    "d3" DECIMAL,
    "m" MONEY,
    "j" JSONB NOT NULL DEFAULT '{}',
    "j2" JSON,
    "b" BYTEA,
    "c" CHAR,
    "c5" CHAR(5),
    "vc" VARCHAR,
    "bit" BIT,
    "bit4" BIT(4),
    "vbit" VARBIT,
    "xml" XML,
    "inet" INET,
    "citext" CITEXT,
    "geo" point,
    "gen" UUID DEFAULT gen_random_uuid(),
    "ok" BOOLEAN NOT NULL DEFAULT true,
    "lit" INTEGER NOT NULL DEFAULT 3,
    "nano" TEXT NOT NULL,
    "cuid" TEXT NOT NULL,
    "managerId" UUID,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "big" BIGSERIAL NOT NULL,
    "author_id" UUID NOT NULL,
    "draftId" UUID,
    "secret" TEXT NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "categories" (
    "slug" VARCHAR(40) NOT NULL,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "billing"."Invoice" (
    "orgId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "userId" UUID,
    "kind" "billing"."kinds" NOT NULL DEFAULT 'A',

    CONSTRAINT "Invoice_pkey" PRIMARY KEY ("orgId","number")
);

-- CreateTable
CREATE TABLE "billing"."invoice_lines" (
    "id" INTEGER NOT NULL,
    "orgId" INTEGER NOT NULL,
    "number" INTEGER,
    "other" INTEGER,
    "averylongcolumnnamethatgoesonandon" INTEGER NOT NULL,
    "anotherverylongcolumnnamethatgoeson" INTEGER NOT NULL,

    CONSTRAINT "invoice_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Keyless" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "_Friends" (
    "A" UUID NOT NULL,
    "B" UUID NOT NULL,

    CONSTRAINT "_Friends_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateTable
CREATE TABLE "_CategoryToPost" (
    "A" VARCHAR(40) NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_CategoryToPost_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_created_at_name_idx" ON "users"("created_at" DESC, "name");

-- CreateIndex
CREATE INDEX "users_tags_idx" ON "users" USING GIN ("tags");

-- CreateIndex
CREATE UNIQUE INDEX "users_name_role_key" ON "users"("name", "role");

-- CreateIndex
CREATE INDEX "my_idx" ON "Post"("author_id");

-- CreateIndex
CREATE INDEX "Post_draftId_idx" ON "Post" USING HASH ("draftId");

-- CreateIndex
CREATE UNIQUE INDEX "uq_other" ON "billing"."invoice_lines"("other");

-- CreateIndex
CREATE INDEX "invoice_lines_averylongcolumnnamethatgoesonandon_anotherver_idx" ON "billing"."invoice_lines"("averylongcolumnnamethatgoesonandon", "anotherverylongcolumnnamethatgoeson", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_lines_averylongcolumnnamethatgoesonandon_anotherver_key" ON "billing"."invoice_lines"("averylongcolumnnamethatgoesonandon", "anotherverylongcolumnnamethatgoeson");

-- CreateIndex
CREATE UNIQUE INDEX "Keyless_a_b_key" ON "Keyless"("a", "b");

-- CreateIndex
CREATE INDEX "_Friends_B_index" ON "_Friends"("B");

-- CreateIndex
CREATE INDEX "_CategoryToPost_B_index" ON "_CategoryToPost"("B");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_managerId_fkey" FOREIGN KEY ("managerId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "draft_fk" FOREIGN KEY ("draftId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "billing"."Invoice" ADD CONSTRAINT "Invoice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing"."invoice_lines" ADD CONSTRAINT "invoice_lines_orgId_number_fkey" FOREIGN KEY ("orgId", "number") REFERENCES "billing"."Invoice"("orgId", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_Friends" ADD CONSTRAINT "_Friends_A_fkey" FOREIGN KEY ("A") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_Friends" ADD CONSTRAINT "_Friends_B_fkey" FOREIGN KEY ("B") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_CategoryToPost" ADD CONSTRAINT "_CategoryToPost_A_fkey" FOREIGN KEY ("A") REFERENCES "categories"("slug") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_CategoryToPost" ADD CONSTRAINT "_CategoryToPost_B_fkey" FOREIGN KEY ("B") REFERENCES "Post"("id") ON DELETE CASCADE ON UPDATE CASCADE;

