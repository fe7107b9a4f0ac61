/* sqlite.c - the plug-in mlrepl-sqlite.so: reads a table or the rows of a query
 * from an SQLite database (core/format/foreign_table.h).
 *
 * The database is opened read-only, and an authorizer admits nothing but reading
 * tables and calling functions: no ATTACH, no PRAGMA, no extensions.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <sqlite3.h>

#include "plugins/csv_text.h"

typedef struct Reading {
  ForeignTable *out;
  const ForeignRequest *request;
  sqlite3 *db;
  sqlite3_stmt *rows;
} Reading;

/* -- what SQL may do -------------------------------------------------------- */

static int authorize(void *unused, int action, const char *a, const char *b,
                     const char *c, const char *d) {
  (void)unused;
  (void)a;
  (void)c;
  (void)d;
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_RECURSIVE: return SQLITE_OK;
  case SQLITE_FUNCTION:
    return b && !strcasecmp(b, "load_extension") ? SQLITE_DENY : SQLITE_OK;
  default: return SQLITE_DENY;
  }
}

static int is_stopped(void *reading) {
  return stop_asked(((const Reading *)reading)->request->stop);
}

static Status fail_sql(const Reading *r, int code) {
  if (code == SQLITE_INTERRUPT || is_stopped((void *)(size_t)r))
    return status_error(STATUS_STOPPED, 0, 0, 0);
  if (code == SQLITE_NOMEM) return status_error(STATUS_MEMORY, 0, 0, 0);
  if (code == SQLITE_AUTH)
    return csv_text_fail(r->out, "the query may only read (SELECT)");
  return csv_text_fail(r->out, "%s", sqlite3_errmsg(r->db));
}

static Status open_database(Reading *r) {
  enum { STEPS = 10000 }; /* between polls of the stop flag */
  int code = sqlite3_open_v2(r->request->path, &r->db,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
  if (code) return fail_sql(r, code);
  sqlite3_db_config(r->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config(r->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(r->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_limit(r->db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(r->db, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_exec(r->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
  sqlite3_progress_handler(r->db, STEPS, is_stopped, r);
  sqlite3_set_authorizer(r->db, authorize, NULL);
  return status_ok();
}

/* -- which table ------------------------------------------------------------ */

static Status prepare(Reading *r, const char *sql) {
  const char *tail = "";
  const int code = sqlite3_prepare_v2(r->db, sql, -1, &r->rows, &tail);
  if (code) return fail_sql(r, code);
  while (*tail && strchr(" \t\r\n;", *tail)) tail++;
  if (!r->rows || *tail)
    return csv_text_fail(r->out, "query= must be one SELECT statement");
  return status_ok();
}

/* Finds the table: the one named, or the only one. */
static Status choose_table(Reading *r) {
  ForeignTable *t = r->out;
  const char *wanted = r->request->name;
  size_t count = 0;
  bool found = false;
  Status s = prepare(r, "SELECT name FROM sqlite_master WHERE type IN ('table',"
                        "'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                        "ORDER BY name");
  if (s.code) return s;
  int code;
  while ((code = sqlite3_step(r->rows)) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(r->rows, 0);
    count++;
    csv_text_other(t, name ? name : "");
    if (wanted ? name && !strcasecmp(name, wanted) : count == 1) {
      found = true;
      snprintf(t->name, sizeof t->name, "%s", name ? name : "");
    }
  }
  sqlite3_finalize(r->rows);
  r->rows = NULL;
  if (code != SQLITE_DONE) return fail_sql(r, code);
  if (!count) return csv_text_fail(t, "the database has no tables");
  if (!found)
    return csv_text_fail(t, "no table \"%s\"; the tables are %s", wanted,
                         t->others);
  if (!wanted && count > 1)
    return csv_text_fail(t,
                         "the database has several tables; choose one by "
                         "table=: %s",
                         t->others);
  return status_ok();
}

static Status prepare_table(Reading *r) {
  Status s = choose_table(r);
  if (s.code) return s;
  char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", r->out->name);
  if (!sql) return status_error(STATUS_MEMORY, 0, 0, 0);
  s = prepare(r, sql);
  sqlite3_free(sql);
  return s;
}

/* -- rows ------------------------------------------------------------------- */

static bool put(Reading *r, const char *bytes, size_t n) {
  return csv_text_add(r->out, r->request->most_bytes, bytes, n);
}

static bool put_text(Reading *r, int j) {
  const char *text = (const char *)sqlite3_column_text(r->rows, j);
  const size_t n = (size_t)sqlite3_column_bytes(r->rows, j);
  return text && csv_text_quoted(r->out, r->request->most_bytes, text, n);
}

static bool put_value(Reading *r, int j) {
  char text[40];
  switch (sqlite3_column_type(r->rows, j)) {
  case SQLITE_NULL: return true;
  case SQLITE_INTEGER:
    snprintf(text, sizeof text, "%lld",
             (long long)sqlite3_column_int64(r->rows, j));
    return put(r, text, strlen(text));
  case SQLITE_FLOAT:
    return csv_text_number(r->out, r->request->most_bytes,
                           sqlite3_column_double(r->rows, j));
  case SQLITE_BLOB:
    r->out->is_text[j] = 1;
    snprintf(text, sizeof text, "%d bytes", sqlite3_column_bytes(r->rows, j));
    return csv_text_quoted(r->out, r->request->most_bytes, text, strlen(text));
  default: r->out->is_text[j] = 1; return put_text(r, j);
  }
}

static bool put_names(Reading *r, int columns) {
  for (int j = 0; j < columns; j++) {
    const char *name = sqlite3_column_name(r->rows, j);
    if (!name || (j && !put(r, ",", 1))) return false;
    if (!csv_text_quoted(r->out, r->request->most_bytes, name, strlen(name)))
      return false;
  }
  return put(r, "\n", 1);
}

/* A blank line would not be a row. */
static bool put_row(Reading *r, int columns) {
  if (columns == 1 && sqlite3_column_type(r->rows, 0) == SQLITE_NULL)
    return put(r, "\"\"\n", 3);
  for (int j = 0; j < columns; j++) {
    if (j && !put(r, ",", 1)) return false;
    if (!put_value(r, j)) return false;
  }
  return put(r, "\n", 1);
}

static Status read_rows(Reading *r) {
  const Status full = status_error(STATUS_MEMORY, 0, 0, 0);
  const int columns = sqlite3_column_count(r->rows);
  if (columns < 1)
    return csv_text_fail(r->out, "query= must be a SELECT statement");
  if (columns > FOREIGN_COLUMNS) return full;
  if (!put_names(r, columns)) return full;
  int code = SQLITE_DONE;
  for (size_t i = 0; i < r->request->most_rows; i++) {
    code = sqlite3_step(r->rows);
    if (code != SQLITE_ROW) break;
    if (!put_row(r, columns)) return full;
  }
  return code == SQLITE_ROW || code == SQLITE_DONE ? status_ok()
                                                   : fail_sql(r, code);
}

/* The entry of the plug-in. */
ForeignReader mlrepl_sqlite_read;

Status mlrepl_sqlite_read(ForeignTable *out, const ForeignRequest *request) {
  Reading r = {.out = out, .request = request};
  Status s = open_database(&r);
  if (!s.code)
    s = request->query ? prepare(&r, request->query) : prepare_table(&r);
  if (!s.code) s = read_rows(&r);
  sqlite3_finalize(r.rows);
  sqlite3_close(r.db);
  return s;
}
