CREATE TABLE experiments (
	experiment_id INTEGER NOT NULL,
	name VARCHAR(256) NOT NULL,
	artifact_location VARCHAR(256),
	lifecycle_stage VARCHAR(32),
	created DATETIME DEFAULT CURRENT_TIMESTAMP,
	price DECIMAL(10, 2),
	ratio FLOAT,
	CONSTRAINT experiment_pk PRIMARY KEY (experiment_id),
	CONSTRAINT experiments_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')),
	UNIQUE (name)
);
CREATE TABLE "runs" (
	run_uuid VARCHAR(32) NOT NULL,
	source_type VARCHAR(20),
	user_id VARCHAR(256) COLLATE nocase,
	status VARCHAR(9) DEFAULT 'RUNNING',
	experiment_id INTEGER,
	deleted BOOLEAN DEFAULT 0 CHECK (deleted IN (0, 1)),
	anything,
	CONSTRAINT run_pk PRIMARY KEY (run_uuid),
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id)
) STRICT;
CREATE TABLE tags (key VARCHAR(250) NOT NULL, value TEXT, run_uuid VARCHAR(32) NOT NULL REFERENCES runs ON DELETE CASCADE, PRIMARY KEY (key, run_uuid)) WITHOUT ROWID;
CREATE INDEX index_tags_run_uuid ON tags (run_uuid);
CREATE TABLE log (message TEXT);
CREATE VIEW active AS SELECT * FROM runs WHERE NOT deleted;
CREATE TRIGGER keep AFTER DELETE ON runs BEGIN INSERT INTO log VALUES (old.run_uuid); END;
CREATE TABLE metrics (
	id INTEGER PRIMARY KEY,
	run_uuid VARCHAR(32) NOT NULL REFERENCES runs ON DELETE SET NULL ON UPDATE SET DEFAULT,
	other VARCHAR(32) REFERENCES runs ON DELETE SET NULL ON UPDATE SET DEFAULT,
	usual VARCHAR(32) DEFAULT 'a' REFERENCES runs ON DELETE SET DEFAULT
);
