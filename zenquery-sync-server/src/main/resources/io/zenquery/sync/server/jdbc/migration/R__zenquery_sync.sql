-- The logs of zenquery-sync's channels. Safe to run again.

-- One row per channel: its lock, its counter, and its documents as they were at number base.
CREATE TABLE IF NOT EXISTS zenquery_sync_channel (
  channel     VARCHAR(64)  PRIMARY KEY,
  epoch       VARCHAR(64)  NOT NULL,
  incarnation VARCHAR(100) NOT NULL,
  base        BIGINT       NOT NULL,
  head        BIGINT       NOT NULL,
  stamp       VARCHAR(64)  NOT NULL,
  documents   TEXT         NOT NULL
);

-- What was accepted, from base + 1 to head.
CREATE TABLE IF NOT EXISTS zenquery_sync_delta (
  channel    VARCHAR(64) NOT NULL,
  server_seq BIGINT      NOT NULL,
  delta      TEXT        NOT NULL,
  PRIMARY KEY (channel, server_seq)
);

-- How each mutation was decided; forgotten later than the deltas.
CREATE TABLE IF NOT EXISTS zenquery_sync_decision (
  channel      VARCHAR(64)  NOT NULL,
  client_id    VARCHAR(200) NOT NULL,
  client_epoch VARCHAR(200) NOT NULL,
  client_seq   BIGINT       NOT NULL,
  hash         VARCHAR(64)  NOT NULL,
  verdict      TEXT         NOT NULL,
  decided_on   BIGINT       NOT NULL,
  PRIMARY KEY (channel, client_id, client_epoch, client_seq)
);
CREATE INDEX IF NOT EXISTS zenquery_sync_decision_decided_on ON zenquery_sync_decision (channel, decided_on);

-- Who has written, how far, and the fence of its last connection.
CREATE TABLE IF NOT EXISTS zenquery_sync_client (
  channel      VARCHAR(64)  NOT NULL,
  client_id    VARCHAR(200) NOT NULL,
  client_epoch VARCHAR(200) NOT NULL,
  last_decided BIGINT       NOT NULL,
  fence        VARCHAR(64),
  PRIMARY KEY (channel, client_id, client_epoch)
);
CREATE UNIQUE INDEX IF NOT EXISTS zenquery_sync_client_fence ON zenquery_sync_client (channel, fence);

-- Whose a client id is: that of the principal that used it first.
CREATE TABLE IF NOT EXISTS zenquery_sync_owner (
  channel   VARCHAR(64)   NOT NULL,
  client_id VARCHAR(200)  NOT NULL,
  principal VARCHAR(4000) NOT NULL,
  PRIMARY KEY (channel, client_id)
);
