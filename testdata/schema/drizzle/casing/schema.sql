CREATE SCHEMA "audit";

CREATE TABLE "audit"."log_entries" (
	"entry_no" serial PRIMARY KEY NOT NULL,
	"actor_id" uuid,
	"what_happened" text NOT NULL
);

CREATE TABLE "friendships" (
	"person_id" uuid NOT NULL,
	"friend_id" uuid NOT NULL,
	CONSTRAINT "friendships_person_id_friend_id_pk" PRIMARY KEY("person_id","friend_id")
);

CREATE TABLE "people" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"given_name" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"last_seen_at" timestamp with time zone,
	"home_url" text,
	"OldName" text,
	CONSTRAINT "people_givenName_unique" UNIQUE("given_name"),
	CONSTRAINT "people_givenName_homeURL_unique" UNIQUE("given_name","home_url")
);

ALTER TABLE "audit"."log_entries" ADD CONSTRAINT "log_entries_actor_id_people_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "friendships" ADD CONSTRAINT "friendships_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "friendships" ADD CONSTRAINT "friendships_friend_id_people_id_fk" FOREIGN KEY ("friend_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;
CREATE INDEX "people_last_seen_at_index" ON "people" USING btree ("last_seen_at");