CREATE TABLE IF NOT EXISTS "hosts" (
    "id" INTEGER CONSTRAINT "pk_hosts" PRIMARY KEY AUTOINCREMENT,
    "address" VARCHAR(45) NOT NULL DEFAULT '0.0.0.0',
    "gateway" VARCHAR(45),
    "login" TEXT NOT NULL,
    "nickname" VARCHAR(30),
    "position" TEXT,
    "flags" TEXT NOT NULL DEFAULT '00000000',
    CONSTRAINT "uq_hosts_address" UNIQUE ("address"),
    CONSTRAINT "ck_hosts_address_type" CHECK (typeof("address") = 'text' AND length("address") <= 45),
    CONSTRAINT "ck_hosts_gateway_type" CHECK (typeof("gateway") IN ('text', 'null') AND length("gateway") <= 45),
    CONSTRAINT "ck_hosts_login_type" CHECK (typeof("login") = 'text'),
    CONSTRAINT "ck_hosts_nickname_type" CHECK (typeof("nickname") IN ('text', 'null') AND length("nickname") <= 30),
    CONSTRAINT "ck_hosts_position_type" CHECK (typeof("position") IN ('text', 'null')),
    CONSTRAINT "ck_hosts_flags_type" CHECK (typeof("flags") = 'text')
);
