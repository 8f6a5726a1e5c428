#!/bin/bash
# Run once by the database's image, when its volume is empty: a role for the control plane that owns its database and nothing else.
set -euo pipefail

# psql quotes the password itself: it may hold any character.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -v password="$(head -n 1 /run/secrets/database-password)" <<'SQL'
CREATE ROLE controlplane LOGIN PASSWORD :'password';
CREATE DATABASE controlplane OWNER controlplane;
REVOKE CONNECT ON DATABASE controlplane FROM PUBLIC;
SQL
