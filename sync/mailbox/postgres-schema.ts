/** Grows with every change of the tables below; a later program migrates what an earlier one made. */
export const SCHEMA_VERSION = 1;

/**
 * What a mailbox consists of in Postgres, shown before it is run. Only the database user who wrote a row can see
 * it; a user who may make roles gets one that people can be put into (`GRANT daymark_sync_user TO ada`).
 */
export const SCHEMA = `
CREATE SCHEMA daymark_sync;
CREATE TABLE daymark_sync.mailbox (version int4 NOT NULL);
INSERT INTO daymark_sync.mailbox VALUES (${SCHEMA_VERSION});

CREATE TABLE daymark_sync.keys (
  owner name NOT NULL DEFAULT current_user,
  id uuid NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (owner, id)
);
CREATE TABLE daymark_sync.batches (
  owner name NOT NULL DEFAULT current_user,
  device uuid NOT NULL,
  number int8 NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  bytes bytea NOT NULL,
  PRIMARY KEY (owner, device, number)
);
CREATE TABLE daymark_sync.snapshots (
  owner name NOT NULL DEFAULT current_user,
  device uuid NOT NULL,
  number int8 NOT NULL,
  part int4 NOT NULL,
  is_last bool NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (owner, device, number, part)
);
CREATE TABLE daymark_sync.devices (
  owner name NOT NULL DEFAULT current_user,
  device uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  bytes bytea NOT NULL,
  PRIMARY KEY (owner, device)
);

ALTER TABLE daymark_sync.batches ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE daymark_sync.snapshots ALTER COLUMN bytes SET STORAGE EXTERNAL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['keys', 'batches', 'snapshots', 'devices'] LOOP
    EXECUTE format('ALTER TABLE daymark_sync.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE daymark_sync.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own ON daymark_sync.%I USING (owner = current_user) WITH CHECK (owner = current_user)', name);
  END LOOP;
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'daymark_sync_user') THEN
      CREATE ROLE daymark_sync_user NOLOGIN;
    END IF;
    GRANT USAGE ON SCHEMA daymark_sync TO daymark_sync_user;
    GRANT SELECT ON daymark_sync.mailbox TO daymark_sync_user;
    GRANT SELECT, INSERT, UPDATE, DELETE ON daymark_sync.keys, daymark_sync.batches, daymark_sync.snapshots,
      daymark_sync.devices TO daymark_sync_user;
  EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'no role for others was made; this mailbox is for one user';
  END;
END $$;
`;
