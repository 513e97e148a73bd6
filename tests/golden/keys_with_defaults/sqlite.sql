CREATE TABLE IF NOT EXISTS "sessions" (
    "note" VARCHAR(20) DEFAULT 'none',
    "id" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB)),
    CONSTRAINT "pk_sessions" PRIMARY KEY ("id"),
    CONSTRAINT "ck_sessions_note_type" CHECK (typeof("note") IN ('text', 'null') AND length("note") <= 20),
    CONSTRAINT "ck_sessions_id_type" CHECK (typeof("id") = 'blob' AND length("id") = 16)
);

CREATE TABLE IF NOT EXISTS "messages" (
    "body" TEXT NOT NULL,
    "channel" TEXT NOT NULL DEFAULT 'it''s',
    "sent" TIMESTAMP NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now') || '000Z'),
    "number" INTEGER NOT NULL,
    "shout" TEXT NOT NULL GENERATED ALWAYS AS (upper(body)) STORED,
    "price" DECIMAL(6, 2) NOT NULL DEFAULT 50,
    "weight" REAL NOT NULL DEFAULT 0.10000000149011612,
    "batch" INTEGER NOT NULL DEFAULT (2 * 21),
    CONSTRAINT "pk_messages" PRIMARY KEY ("number", "sent", "channel", "price", "weight", "batch"),
    CONSTRAINT "ck_messages_body_type" CHECK (typeof("body") = 'text'),
    CONSTRAINT "ck_messages_channel_type" CHECK ("channel" = 'mail' OR "channel" = 'sms' OR "channel" = 'it''s'),
    CONSTRAINT "ck_messages_sent_type" CHECK (substr("sent", 1, 19) IS datetime(substr("sent", 1, 19)) AND substr("sent", 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND "sent" >= '0001-01-01'),
    CONSTRAINT "ck_messages_number_type" CHECK (typeof("number") = 'integer' AND "number" BETWEEN -2147483648 AND 2147483647),
    CONSTRAINT "ck_messages_shout_type" CHECK (typeof("shout") = 'text'),
    CONSTRAINT "ck_messages_price_type" CHECK (typeof("price") = 'integer' AND "price" BETWEEN -999999 AND 999999),
    CONSTRAINT "ck_messages_weight_type" CHECK ("weight" BETWEEN -3.4028235e38 AND 3.4028235e38),
    CONSTRAINT "ck_messages_batch_type" CHECK (typeof("batch") = 'integer' AND "batch" BETWEEN -2147483648 AND 2147483647)
);

CREATE TABLE IF NOT EXISTS "counters" (
    "name" VARCHAR(20),
    "number" INTEGER CONSTRAINT "pk_counters" PRIMARY KEY AUTOINCREMENT,
    CONSTRAINT "ck_counters_name_type" CHECK (typeof("name") IN ('text', 'null') AND length("name") <= 20),
    CONSTRAINT "ck_counters_number_type" CHECK (typeof("number") = 'integer' AND "number" BETWEEN -32768 AND 32767)
);
