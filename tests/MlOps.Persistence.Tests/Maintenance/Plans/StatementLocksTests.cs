using MlOps.Persistence.Maintenance.Review;
using MlOps.Postgres.Locks;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Plans;

/// <summary>What is known of a statement by its text is what PostgreSQL does.</summary>
public sealed class StatementLocksTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Schema =
        """
        CREATE SCHEMA locks;
        SET search_path = locks;
        CREATE TABLE "Other" (id int PRIMARY KEY);
        CREATE TABLE t (id int PRIMARY KEY, a int, b text CHECK (b <> ''), o int);
        CREATE INDEX ix_t ON t (b);
        CREATE TABLE p (id int PRIMARY KEY, a int) PARTITION BY RANGE (id);
        CREATE TABLE p1 (id int NOT NULL, a int);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER old_trigger BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
        ALTER TABLE t ADD CONSTRAINT later CHECK (a > 0) NOT VALID;
        INSERT INTO t SELECT n, n, 'x', NULL FROM generate_series(1, 1000) AS n
        """;

    // The locks of the session on a table, and whether the statement made its file anew or read it from end to end.
    private const string Seen =
        """
        SELECT concat(
            (SELECT string_agg(mode, ' ') FROM pg_locks WHERE pid = pg_backend_pid() AND relation = @table::regclass), '|',
            pg_relation_filenode(@table::regclass), '|',
            pg_stat_get_xact_numscans(@table::regclass))
        """;

    private static readonly TableLock[] Strongest = [.. Enum.GetValues<TableLock>().OrderDescending()];

    public static TheoryData<string, string> Statements() => new()
    {
        { "t", "ALTER TABLE t ADD c int" },
        { "t", "ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 0" },
        { "t", "ALTER TABLE t ADD c uuid DEFAULT gen_random_uuid()" },
        { "t", "ALTER TABLE t ADD c int GENERATED ALWAYS AS (a + 1) STORED" },
        { "t", "ALTER TABLE ONLY t ALTER COLUMN a TYPE bigint" },
        { "t", "ALTER TABLE t ALTER a SET NOT NULL" },
        { "t", "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1" },
        { "t", "ALTER TABLE t DROP COLUMN a" },
        { "t", "ALTER TABLE t RENAME COLUMN a TO aa" },
        { "t", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)" },
        { "t", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID" },
        { "t", "ALTER TABLE t VALIDATE CONSTRAINT later" },
        { "t", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)" },
        { "t", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (o) REFERENCES \"Other\" (id)" },
        { "\"Other\"", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (o) REFERENCES \"Other\" (id) NOT VALID" },
        { "\"Other\"", "CREATE TABLE n (id int PRIMARY KEY, o int REFERENCES \"Other\" (id))" },
        { "t", "ALTER TABLE t SET UNLOGGED" },
        { "t", "ALTER TABLE t SET (fillfactor = 70)" },
        { "t", "CREATE INDEX ON t (a)" },
        { "t", "CREATE UNIQUE INDEX i ON t (a)" },
        { "p", "CREATE INDEX i ON ONLY p (a)" },
        { "t", "DROP TRIGGER old_trigger ON t" },
        { "t", "CREATE OR REPLACE TRIGGER new_trigger BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()" },
        { "t", "CREATE POLICY y ON t USING (true)" },
        { "t", "UPDATE t SET a = 1" },
        { "t", "DELETE FROM t WHERE a > 5" },
        { "t", "INSERT INTO t VALUES (0, 1, 'x', NULL)" },
        { "t", "ALTER TABLE t ADD c int, ADD CONSTRAINT cc CHECK (a > 0)" },
        { "t", "ALTER TABLE t ADD CONSTRAINT cc CHECK (a IN (1, 2)) NOT VALID, ALTER b TYPE varchar(9)" },
        { "t", "ALTER TABLE t VALIDATE CONSTRAINT later, ALTER COLUMN b SET STATISTICS 5" },
        { "t", "MERGE INTO t USING (SELECT 1 AS n) AS s ON t.id = s.n WHEN MATCHED THEN UPDATE SET a = 2" },
        { "t", "CREATE MATERIALIZED VIEW m AS SELECT * FROM t" },
        { "p", "CREATE TABLE p2 PARTITION OF p DEFAULT" },
        { "p", "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (1) TO (2)" },
        { "t", "DO $$ BEGIN\n    -- Don't wait.\n    ALTER TABLE t ADD c int; /* ; */\nEND $$" },
        { "t", "DO $$ BEGIN EXECUTE format('ALTER TABLE %s ADD CONSTRAINT c CHECK (a > 0) NOT VALID', 't'::regclass); END $$" },
    };

    [Theory, MemberData(nameof(Statements))]
    public async Task The_lock_of_a_statement_is_that_which_PostgreSQL_takes(string table, string sql)
    {
        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        if (await database.ColumnAsync("SELECT 'there' WHERE to_regclass('locks.t') IS NOT NULL") is [])
            await ExecuteAsync(connection, Schema);

        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "SET LOCAL search_path = locks");
        var before = await SeeAsync(connection, table);
        await ExecuteAsync(connection, sql);
        var after = await SeeAsync(connection, table);

        var found = StatementLocks.Find(sql, HarmlessChanges.MayBeVolatile);
        Assert.Equal(Strongest.First(mode => after[0].Split(' ').Contains($"{mode}Lock")), found.Mode);
        Assert.Contains(table, found.Relations);
        if (table == "t" && found.Mode > TableLock.RowExclusive)
            Assert.Equal(before[1] != after[1] || before[2] != after[2], found.IsLong);
    }

    [Theory]
    [InlineData("DROP INDEX ix_t", "ix_t", TableLock.AccessExclusive, false)]
    [InlineData("DROP TABLE a, b.\"C\" CASCADE", "a b.\"C\"", TableLock.AccessExclusive, false)]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", "t", TableLock.ShareUpdateExclusive, true)]
    [InlineData("alter\n table  s.t\n validate constraint c", "s.t", TableLock.ShareUpdateExclusive, true)]
    [InlineData("ALTER TABLE t ADD a int, ALTER b TYPE bigint", "t", TableLock.AccessExclusive, true)]
    [InlineData("ALTER TABLE t ALTER a SET NOT NULL, ALTER b TYPE bigint", "t", TableLock.AccessExclusive, true)]
    [InlineData("INSERT INTO t SELECT a, b FROM s JOIN \"U\" USING (id)", "t s \"U\"", TableLock.RowExclusive, true)]
    [InlineData("INSERT INTO t VALUES (1)", "t", TableLock.RowExclusive, false)]
    [InlineData("UPDATE t SET a = s.a FROM s WHERE s.id = t.id", "t s", TableLock.RowExclusive, true)]
    [InlineData("WITH w AS (SELECT id FROM s) UPDATE t SET a = 1 FROM w WHERE w.id = t.id", "s t w", TableLock.RowExclusive, true)]
    [InlineData("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE", "t s", TableLock.RowExclusive, true)]
    [InlineData("ALTER TABLE t ADD CONSTRAINT x UNIQUE USING INDEX i", "t", TableLock.AccessExclusive, false)]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ UPDATE t SET a = 1 $$", "", TableLock.None, false)]
    [InlineData("COMMENT ON TABLE t IS 'ALTER TABLE t'", "", TableLock.None, false)]
    [InlineData("DO $x$ BEGIN CREATE ROLE r; END $x$", "", TableLock.None, false)]
    public void A_statement_is_read_in_whatever_form_it_is(string sql, string relations, object mode, bool isLong)
    {
        var found = StatementLocks.Find(sql, HarmlessChanges.MayBeVolatile);
        Assert.Equal((relations, mode, isLong), (string.Join(' ', found.Relations), (object)found.Mode, found.IsLong));
    }

    [Fact]
    public void Texts_and_comments_end_no_statement() => Assert.Equal(
        ["SELECT ';', \";\"", "DO $a$ BEGIN; END $a$", "SELECT 2"],
        SqlStatements.Split("SELECT ';', \";\"; -- none; here\n DO $a$ BEGIN; END $a$; /* ; */ SELECT 2;;\n"));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string[]> SeeAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand(Seen, connection) { Parameters = { new("table", table) } };
        return ((string)(await command.ExecuteScalarAsync())!).Split('|');
    }
}
