#!/usr/bin/env bash
# Bring the database to where it should be, then run Odoo. Anything else than "odoo"
# (with options, if any) is run as it stands: "odoo shell", "bash", "psql".
set -euo pipefail

home=${TTHC_DIR:-/opt/tthc}
marker=dialogue_tthc.image_version

# secret NAME: take it from the file that NAME_FILE names, if that is set.
secret() {
    local file=$1_FILE
    if [[ -n ${!file:-} ]]; then
        export "$1=$(<"${!file}")"
    fi
    if [[ -z ${!1:-} ]]; then
        echo "Thiếu $1 (hoặc $1_FILE), xem docker/.env.example / $1 is not set" >&2
        exit 64
    fi
}

# sql STATEMENT: run it on the database of the PG* variables, print the rows.
sql() {
    psql -XqAt -v ON_ERROR_STOP=1 -c "$1"
}

wait_for_database() {
    local second
    for second in {1..60}; do
        if pg_isready -q; then
            return
        fi
        if ((second % 10 == 0)); then
            echo "Đợi PostgreSQL ở $PGHOST … ($second s)" >&2
        fi
        sleep 1
    done
    echo "PostgreSQL ở $PGHOST không trả lời / PostgreSQL does not answer" >&2
    exit 69
}

# The state of the addons that the database has, or nothing.
database_version() {
    if [[ -n $(sql "SELECT to_regclass('ir_config_parameter')") ]]; then
        sql "SELECT value FROM ir_config_parameter WHERE key = '$marker'"
    fi
}

# An update that is interrupted leaves the old version there and is done again.
prepare_database() {
    local addons wanted found demo=()
    addons=$(cd "$home/addons" && printf '%s,' */)
    addons=${addons//\//}
    addons=${addons%,}
    wanted=$(<"$home/version")
    found=$(database_version)
    if [[ $found == "$wanted" ]]; then
        return
    fi
    if [[ -n $found ]]; then
        echo "Cập nhật cơ sở dữ liệu: $addons" >&2
        odoo -u "$addons" --i18n-overwrite --stop-after-init --no-http
    else
        echo "Tạo cơ sở dữ liệu: $addons" >&2
        secret ADMIN_PASSWORD
        sql "CREATE EXTENSION IF NOT EXISTS pg_trgm" || true
        sql "CREATE EXTENSION IF NOT EXISTS unaccent" || true
        sql "ALTER FUNCTION unaccent(text) IMMUTABLE" || true
        if [[ ${WITH_DEMO:-} == yes ]]; then
            demo=(--with-demo)
        fi
        odoo -i "$addons" --load-language=vi_VN "${demo[@]}" --stop-after-init --no-http
        TTHC_LANGUAGE=vi_VN TTHC_TIMEZONE=Asia/Ho_Chi_Minh \
            TTHC_ADMIN_PASSWORD=$ADMIN_PASSWORD \
            odoo shell --no-http <"$home/localise.py"
    fi
    sql "INSERT INTO ir_config_parameter (key, value) VALUES ('$marker', '$wanted')
         ON CONFLICT (key) DO UPDATE SET value = excluded.value"
}

secret PGPASSWORD
: "${PGHOST:=db}" "${PGPORT:=5432}" "${PGUSER:=odoo}" "${PGDATABASE:=tthc}"
export PGHOST PGPORT PGUSER PGDATABASE

# Odoo's own file is made here, because it holds a password that nobody needs to know:
# the database manager, which it would open, is shut (list_db).
ODOO_RC=$(mktemp)
export ODOO_RC
cat "$home/odoo.conf" - >"$ODOO_RC" <<END
db_name = $PGDATABASE
dbfilter = ^${PGDATABASE}\$
admin_passwd = $(head -c 24 /dev/urandom | base64)
workers = ${ODOO_WORKERS:-0}
proxy_mode = ${PROXY_MODE:-False}
END

if [[ ${1:-odoo} == odoo && ${2:--} == -* ]]; then
    shift || true
    wait_for_database
    prepare_database
    unset ADMIN_PASSWORD ADMIN_PASSWORD_FILE
    exec odoo "$@"
fi
exec "$@"
