using System.Text.Json;
using MlOps.Domain.Features;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public sealed class ImportTests(TestServer server, TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Predictions =
        "CREATE TABLE ml_predictions (id uuid PRIMARY KEY, service_name text, predicted_value float8, created_at timestamptz);";

    private string _source = "";

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        _source = await server.CreateEmptyDatabaseAsync();
    }

    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(_source);

    [Fact]
    public async Task Good_rows_are_imported_and_the_numbers_are_shown()
    {
        await HaveAsync(Predictions +
            "INSERT INTO ml_predictions SELECT gen_random_uuid(), 'quiz', 0.5, '2026-01-01' FROM generate_series(1, 1234)");
        var dry = await RunAsync("import", "--from", _source, "--dry-run");
        Assert.True(dry.ExitCode == 0, dry.ToString());
        Assert.Contains("Nothing was written", dry.Output, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());

        var result = await RunAsync("import", "--from", _source);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith(
            "Source\tTarget\tRead\tImported\tAlready there\tRefused\nml_predictions\tml_predictions\t1234\t1234\t0\t0\n",
            result.Output,
            StringComparison.Ordinal);
        Assert.Contains("changed 1234: the row gets a new id", result.Output, StringComparison.Ordinal);
        Assert.Contains("1234 rows were imported", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(_source).Password!, result.ToString(), StringComparison.Ordinal);
        Assert.Equal(1234, await CountAsync());
    }

    [Fact]
    public async Task Refused_rows_are_in_the_file_and_in_the_exit_code()
    {
        await HaveAsync(Predictions + "INSERT INTO ml_predictions SELECT gen_random_uuid(), 'quiz', CASE i WHEN 7 THEN 'NaN' ELSE 0.5 " +
            "END, '2026-01-01' FROM generate_series(1, 10) i");
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var result = await RunAsync("import", "--from", _source, "--report", file);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

            Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), result.ExitCode);
            Assert.Contains("1 of 10 rows", result.Error, StringComparison.Ordinal);
            Assert.Contains("refused 1: PredictedValue must be a finite number (ids ", result.Output, StringComparison.Ordinal);
            using var row = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(file)));
            Assert.Equal(
                ("ml_predictions", "predicted_value", "NaN", "PredictedValue must be a finite number; it was NaN."),
                (Text("table"), Text("column"), Text("value"), Text("reason")));
            Assert.Equal(9, await CountAsync());

            string? Text(string name) => row.RootElement.GetProperty(name).GetString();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_report_that_exists_already_is_not_overwritten_and_nothing_is_imported()
    {
        await HaveAsync(Predictions + "INSERT INTO ml_predictions SELECT gen_random_uuid(), 'quiz', 0.5, '2026-01-01'");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "of yesterday");
            var result = await RunAsync("import", "--from", _source, "--report", file);
            Assert.Equal(ExitCode.Of(MlOpsError.Configuration), result.ExitCode);
            Assert.Contains(
                $"The file {file} of --report exists already, and is not overwritten. Move it away, or name another file.",
                result.Error, StringComparison.Ordinal);
            Assert.Equal("of yesterday", await File.ReadAllTextAsync(file));
            Assert.Equal(0, await CountAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_a_refused_row_there_is_no_report()
    {
        await HaveAsync(Predictions + "INSERT INTO ml_predictions SELECT gen_random_uuid(), 'quiz', 0.5, '2026-01-01'");
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var result = await RunAsync("import", "--from", _source, "--report", file);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Features_are_imported_by_the_schema_of_each_service()
    {
        await using (var context = server.CreateContext(database.OwnerDataSource))
        {
            context.Add(FeatureSchema.Define("a:b=c", 2, DateTimeOffset.UnixEpoch, FeatureDefinition.Number("age")));
            context.Add(FeatureSchema.Define("inputs", 1, DateTimeOffset.UnixEpoch, FeatureDefinition.Category("plan")));
            await context.SaveChangesAsync();
        }

        await HaveAsync(
            Predictions + """
            ALTER TABLE ml_predictions ADD COLUMN context jsonb;
            INSERT INTO ml_predictions SELECT gen_random_uuid(), service, 0.5, '2026-01-01', '{"age": 41, "plan": "gold"}'
                FROM unnest(ARRAY['quiz', 'score', 'other']) service
            """);

        var result = await RunAsync("import", "--from", _source, "--features", "quiz=inputs", "--features", "score=a:b=c:2");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(
            "changed 1: features of the document become arrays of schema 'inputs' version 1", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["other", "quiz {} {gold}", "score {41} {}"],
            await database.ColumnAsync("SELECT concat_ws(' ', service_name, features, categories) FROM ml_predictions ORDER BY 1"));
    }

    [Theory]
    [InlineData("oracle")]
    [InlineData("oracle=")]
    [InlineData("=inputs")]
    [InlineData("oracle=:1")]
    [InlineData("oracle=inputs:0")]
    [InlineData("oracle=inputs:newest")]
    public async Task A_malformed_schema_is_named_with_what_is_expected(string features)
    {
        var result = await RunAsync("import", "--from", _source, "--features", features);
        Assert.True(result.ExitCode == ExitCode.Usage, result.ToString());
        Assert.StartsWith(
            "mlops: --features must be SERVICE=SCHEMA[:VERSION], such as oracle=oracle-inputs or oracle=oracle-inputs:2, and is "
                + $"'{features}'.",
            result.Error,
            StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_schema_that_does_not_exist_ends_the_import()
    {
        await HaveAsync(Predictions + "INSERT INTO ml_predictions SELECT gen_random_uuid(), 'quiz', 0.5, '2026-01-01'");
        var result = await RunAsync("import", "--from", _source, "--features", "quiz=input");
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), result.ExitCode);
        Assert.Contains(
            "No tenant of the import has schema 'input', by which the features of service 'quiz' would be read.", result.Error,
            StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(3, "--from", "nonsense; Password=hunter2")]
    [InlineData(4, "--from", "Host=127.0.0.1;Port=1;Username=x;Password=hunter2")]
    [InlineData(2, "--schema", "public")]
    [InlineData(2, "--from", "Host=127.0.0.1;Port=1", "--tenant", "00000000-0000-0000-0000-000000000000")]
    [InlineData(3, "--from", "Host=127.0.0.1;Port=1", "--report", "/no/such/folder/file")]
    public async Task Wrong_input_is_one_line_without_a_password(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(["import", .. arguments]);
        Assert.True(exitCode == result.ExitCode, result.ToString());
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("hunter2", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_known_tables_and_the_target_itself_are_refused()
    {
        var empty = await RunAsync("import", "--from", _source);
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), empty.ExitCode);
        Assert.Contains("--schema", empty.Error, StringComparison.Ordinal);
        var itself = await RunAsync("import", "--from", database.OwnerConnectionString);
        Assert.Equal(ExitCode.Of(MlOpsError.Configuration), itself.ExitCode);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", database.OwnerConnectionString]);

    private async Task HaveAsync(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(_source);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync()
    {
        await using var command = database.OwnerDataSource.CreateCommand("SELECT count(*) FROM ml_predictions");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
