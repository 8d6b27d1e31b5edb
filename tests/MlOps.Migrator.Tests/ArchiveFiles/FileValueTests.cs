using MlOps.Parquet.Columns;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>Values of all types pass through a file, and PostgreSQL, DuckDB and this program compute the same of them.</summary>
public sealed class FileValueTests(TestServer server) : IAsyncLifetime
{
    private const string Values =
        """
        CREATE TABLE source (
            id uuid, yes boolean, small smallint, whole integer, large bigint, single real, number double precision, at timestamptz,
            name text, short varchar(20), doc jsonb, exact numeric, span interval, day date, bytes bytea, numbers double precision[],
            names text[], words varchar(20)[], integers integer[], "an ""odd"" name" text,
            positive double precision GENERATED ALWAYS AS (abs(number)) STORED);
        INSERT INTO source (id, number, single) VALUES (NULL, NULL, NULL);
        INSERT INTO source (number, single)
        SELECT x, x::real FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity', '-0', '0', '1e-37', '-3.5']::float8[]) AS x;
        INSERT INTO source (number) SELECT unnest(ARRAY[
            5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1, 1e16, 123456789012345680]::float8[]);
        INSERT INTO source (single) VALUES (1e-45), (3.4028235e38), (16777217);
        INSERT INTO source (id, yes, small, whole, large, at, day) VALUES
            ('00000000-0000-0000-0000-000000000000', true, -32768, -2147483648, -9223372036854775808, '0001-01-01Z', '4713-01-01 BC'),
            ('ffffffff-ffff-ffff-ffff-ffffffffffff', false, 32767, 2147483647, 9223372036854775807, '9999-12-31 23:59:59.999999Z',
                'infinity'),
            ('80000000-0000-0000-0000-000000000000', NULL, 0, 0, 0, '1969-12-31 23:59:59.999999Z', '2026-08-01');
        INSERT INTO source (name, "an ""odd"" name") VALUES
            (E'a\tb\nc\rd\\e\\N', E'\\.'), ('', '\N'), (U&'\+01F926\+01F3FC\200D\2642\FE0F é ﷺ', U&'\FFFF'),
            (U&'\+010000', U&'\+010000'), (U&'\E000', 'ß'), (repeat('é', 100), repeat('z', 3000)), ('null', 'NULL');
        INSERT INTO source (doc, exact, span, bytes, short) VALUES
            ('{"b": [1, 2.50, null], "a": "\u00e9\n", "": {}}', 'NaN', '1 mon -2 days 03:00:00.000001', '\xdeadbeef', 'short'),
            ('null', 1e30, NULL, '', ''), ('"\\N"', -0.00100, '00:00:00', '\x00', NULL);
        INSERT INTO source (numbers, names, words, integers) VALUES
            ('{}', '{}', '{}', '{}'), ('{NULL}', '{NULL}', NULL, '{NULL}'),
            (ARRAY[1, NULL, 'NaN', '-0', 'Infinity', 5e-324]::float8[], ARRAY['a,1:b', NULL, '', 'null', E'"\\{},\n'], '{a,b}', '{1,2}'),
            ('{0.1}', ARRAY[U&'\+01F926é', 'NULL'], '{NULL}', '{{1},{2}}');
        INSERT INTO source (id, number, single, at, name, numbers)
        SELECT gen_random_uuid(), exp(random() * 600 - 300) * CASE WHEN random() < 0.5 THEN -1 ELSE 1 END, (random() - 0.5)::real,
            to_timestamp(0) + random() * interval '100 years', md5(i::text), ARRAY[random(), NULL, random() * 1e300]
        FROM generate_series(1, 2000) AS i;
        CREATE TABLE target (LIKE source INCLUDING GENERATED);
        """;

    private readonly TestDirectory _directory = new();
    private NpgsqlDataSource? _database;

    public async ValueTask InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(await server.CreateEmptyDatabaseAsync());
        await using var command = _database.CreateCommand(Values);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database!.DisposeAsync();
        await server.DropDatabaseAsync(_database.ConnectionString);
        _directory.Dispose();
    }

    [Fact]
    public async Task All_values_come_back_and_three_programs_have_the_same_sums()
    {
        await using var connection = await _database!.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var columns = await TableColumns.ReadAsync(connection, "source", default);
        var stored = await ServerProfile.ReadAsync(connection, "source", columns, default);
        var path = await WriteAsync(connection, "source", columns);

        var read = await FileProfile.ReadAsync(path, columns, default);
        Assert.Equal((stored.Rows, stored.RowSum), (read.Rows, read.RowSum));
        Assert.Equal(stored.Columns, read.Columns);
        Assert.Equal(Enum.GetValues<ColumnKind>().Order(), columns.Select(column => column.Kind).Distinct().Order());

        var described = TableDescription.Of("source", columns, stored);
        Assert.Equal(
            [stored.RowSum, .. stored.Columns.Select(column => column.Sum)],
            DuckDb.Select([described.DuckDbRowSum, .. described.Columns.Select(column => column.DuckDb)], path));

        await FileLoad.RunAsync(connection, "target", [.. columns.Where(column => !column.IsGenerated)], path, _ => { }, default);
        Assert.Null(stored.FindDifference(await ServerProfile.ReadAsync(connection, "target", columns, default), ["?"]));
        await using var different = new NpgsqlCommand(
            "SELECT count(*) FROM (SELECT t::text FROM source AS t EXCEPT ALL SELECT t::text FROM target AS t) AS d",
            connection,
            transaction);
        Assert.Equal(0L, await different.ExecuteScalarAsync());
    }

    [Fact]
    public async Task The_smallest_and_largest_values_are_those_that_DuckDB_finds()
    {
        await using var connection = await _database!.OpenConnectionAsync();
        var columns = (await TableColumns.ReadAsync(connection, "source", default))
            .Where(column => column.Kind is
                ColumnKind.Uuid or ColumnKind.Integer or ColumnKind.Long or ColumnKind.Text or ColumnKind.Boolean).ToList();
        var stored = await ServerProfile.ReadAsync(connection, "source", columns, default);
        var path = await WriteAsync(connection, "source", columns);
        foreach (var (aggregate, values) in (IEnumerable<(string, IEnumerable<string?>)>)[
            ("min", stored.Columns.Select(column => column.Min)), ("max", stored.Columns.Select(column => column.Max))])
            Assert.Equal(values, DuckDb.Select(columns.Select(column => $"left({aggregate}({column.Quoted})::VARCHAR, 64)"), path));
    }

    [Theory]
    [InlineData("at", "'infinity'", "1 values of the column at of source cannot be exported: a time must be finite")]
    [InlineData("at", "'4713-01-01 00:00:00+00 BC'", "a time must be finite, and between the years 1 and 9999")]
    [InlineData("numbers", "'{{1},{2}}'", "an array must have one dimension that begins at 1")]
    [InlineData("names", "'[0:0]={a}'", "an array must have one dimension that begins at 1")]
    public async Task What_a_file_cannot_have_is_refused(string column, string value, string expected)
    {
        await using var connection = await _database!.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand($"INSERT INTO source ({column}) VALUES ({value})", connection, transaction))
            await insert.ExecuteNonQueryAsync();

        var columns = await TableColumns.ReadAsync(connection, "source", default);
        var error = await Assert.ThrowsAsync<Persistence.MlOpsException>(
            () => ServerProfile.ReadAsync(connection, "source", columns, default));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_change_places_are_noticed_although_each_column_has_the_same()
    {
        await using var connection = await _database!.OpenConnectionAsync();
        await using var make = new NpgsqlCommand(
            """
            CREATE TEMP TABLE one AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v (n, t);
            CREATE TEMP TABLE other AS SELECT * FROM (VALUES (1, 'b'), (2, 'a')) AS v (n, t)
            """,
            connection);
        await make.ExecuteNonQueryAsync();
        var columns = await TableColumns.ReadAsync(connection, "one", default);
        var one = await ServerProfile.ReadAsync(connection, "one", columns, default);
        var other = await ServerProfile.ReadAsync(connection, "other", columns, default);
        Assert.Equal(one.Columns, other.Columns);
        Assert.Equal("the same values in other rows", one.FindDifference(other, ["n", "t"]));
    }

    [Fact]
    public void A_smallest_value_that_is_not_that_of_the_manifest_is_noticed_unless_the_type_is_another_one()
    {
        var stored = Profile("integer", "1");
        Assert.Null(stored.FindDifference(Profile("integer", "1"), ["n"]));
        Assert.Equal("another smallest or largest value in the column n", stored.FindDifference(Profile("integer", "0"), ["n"]));
        Assert.Null(stored.FindDifference(Profile("bigint", "0"), ["n"]));

        static TableProfile Profile(string type, string min) => new(1, "7", [new ColumnProfile(type, 1, min, "9", "5")]);
    }

    private async Task<string> WriteAsync(NpgsqlConnection connection, string table, IReadOnlyList<FileColumn> columns)
    {
        var path = _directory.Child("values.parquet");
        await using var file = File.Create(path);
        var selected = string.Join(", ", columns.Select(column => column.Selected));
        await FileWriter.WriteAsync(connection, $"SELECT {selected} FROM {table}", columns, file, _ => { }, default);
        return path;
    }
}
