CREATE TABLE IF NOT EXISTS "order" (
    "id" INTEGER CONSTRAINT "pk_order" PRIMARY KEY AUTOINCREMENT,
    "select" BOOLEAN NOT NULL,
    "group" TEXT NOT NULL DEFAULT 'it''s',
    "double "" quote" INTEGER NOT NULL,
    "single ' quote" INTEGER NOT NULL,
    "back ` tick" INTEGER NOT NULL,
    "back \ slash" BOOLEAN NOT NULL,
    "semi; -- colon /*" INTEGER NOT NULL,
    "[bracket]" INTEGER NOT NULL,
    "$tablewright$ $1 ?1 :a %s {}" INTEGER NOT NULL,
    "two
lines" INTEGER NOT NULL,
    "☃ naïve" BOOLEAN NOT NULL,
    CONSTRAINT "uq_order_double "" quote_single ' quote" UNIQUE ("double "" quote", "single ' quote"),
    CONSTRAINT "ck_order_select_type" CHECK ("select" IN (0, 1)),
    CONSTRAINT "ck_order_group_type" CHECK ("group" = 'it''s' OR "group" = 'a"b' OR "group" = 'a`b' OR "group" = 'back\slash' OR "group" = 'semi;colon -- dash' OR "group" = '☃ naïve'),
    CONSTRAINT "ck_order_double "" quote_type" CHECK (typeof("double "" quote") = 'integer' AND "double "" quote" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_single ' quote_type" CHECK (typeof("single ' quote") = 'integer' AND "single ' quote" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_back ` tick_type" CHECK (typeof("back ` tick") = 'integer' AND "back ` tick" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_back \ slash_type" CHECK ("back \ slash" IN (0, 1)),
    CONSTRAINT "ck_order_semi; -- colon /*_type" CHECK (typeof("semi; -- colon /*") = 'integer' AND "semi; -- colon /*" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_[bracket]_type" CHECK (typeof("[bracket]") = 'integer' AND "[bracket]" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_$tablewright$ $1 ?1 :a %s {}_type" CHECK (typeof("$tablewright$ $1 ?1 :a %s {}") = 'integer' AND "$tablewright$ $1 ?1 :a %s {}" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_two
lines_type" CHECK (typeof("two
lines") = 'integer' AND "two
lines" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_order_☃ naïve_type" CHECK ("☃ naïve" IN (0, 1))
);

CREATE INDEX IF NOT EXISTS "ix_order_back ` tick_back \ slash" ON "order" ("back ` tick", "back \ slash");

CREATE INDEX IF NOT EXISTS "ix_order_semi; -- colon /*" ON "order" ("semi; -- colon /*");

CREATE INDEX IF NOT EXISTS "ix_order_☃ naïve" ON "order" ("☃ naïve");

CREATE TABLE IF NOT EXISTS "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" (
    "id" INTEGER CONSTRAINT "pk_an_extraordinarily_long_name_of_a_table_that_takes__60f3ccff" PRIMARY KEY AUTOINCREMENT,
    "a_column_with_a_name_that_is_nearly_as_long_as_its_table" BOOLEAN NOT NULL,
    "user_id" BIGINT,
    "peer_id" BIGINT,
    CONSTRAINT "ck_an_extraordinarily_long_name_of_a_table_that_takes__cf4b2819" CHECK ("a_column_with_a_name_that_is_nearly_as_long_as_its_table" IN (0, 1)),
    CONSTRAINT "ck_an_extraordinarily_long_name_of_a_table_that_takes__6d2c7c27" CHECK (typeof("user_id") IN ('integer', 'null')),
    CONSTRAINT "ck_an_extraordinarily_long_name_of_a_table_that_takes__38638748" CHECK (typeof("peer_id") IN ('integer', 'null')),
    CONSTRAINT "fk_an_extraordinarily_long_name_of_a_table_that_takes__0de8d2cf" FOREIGN KEY ("user_id") REFERENCES "$tablewright$ 'users'; ""--" ("id"),
    CONSTRAINT "fk_an_extraordinarily_long_name_of_a_table_that_takes__9d99df6e" FOREIGN KEY ("peer_id") REFERENCES "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__c78ea15f" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("a_column_with_a_name_that_is_nearly_as_long_as_its_table", "user_id");

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__218d3fa1" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("user_id");

CREATE INDEX IF NOT EXISTS "ix_an_extraordinarily_long_name_of_a_table_that_takes__804572f4" ON "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("peer_id");

CREATE TABLE IF NOT EXISTS "$tablewright$ 'users'; ""--" (
    "id" INTEGER CONSTRAINT "pk_$tablewright$ 'users'; ""--" PRIMARY KEY AUTOINCREMENT,
    "order_id" BIGINT,
    "friend_id" BIGINT,
    CONSTRAINT "ck_$tablewright$ 'users'; ""--_order_id_type" CHECK (typeof("order_id") IN ('integer', 'null')),
    CONSTRAINT "ck_$tablewright$ 'users'; ""--_friend_id_type" CHECK (typeof("friend_id") IN ('integer', 'null')),
    CONSTRAINT "fk_$tablewright$ 'users'; ""--_order_id" FOREIGN KEY ("order_id") REFERENCES "order" ("id"),
    CONSTRAINT "fk_$tablewright$ 'users'; ""--_friend_id" FOREIGN KEY ("friend_id") REFERENCES "an_extraordinarily_long_name_of_a_table_that_takes_all_there_is" ("id")
);

CREATE INDEX IF NOT EXISTS "ix_$tablewright$ 'users'; ""--_order_id" ON "$tablewright$ 'users'; ""--" ("order_id");

CREATE INDEX IF NOT EXISTS "ix_$tablewright$ 'users'; ""--_friend_id" ON "$tablewright$ 'users'; ""--" ("friend_id");
