using System.Text.Json;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public class JsonTests(TestServer server)
{
    [Fact]
    public void Every_verb_has_json_and_the_manual_lists_what_is_in_it()
    {
        // A script for a shell is all that this one prints.
        var verbs = VerbList.All.Where(verb => verb.Path != "completion").ToList();
        Assert.All(verbs, verb => Assert.Contains(verb.Verb.Options, option => option.Name == "--json"));
        Assert.Equal(
            verbs.Select(verb => verb.Path).Concat(["migrate --review", "migrate --dry-run", "alerts list --rules"]).Order(),
            Manual.Json.Keys.Order());
    }

    [Fact]
    public async Task A_migration_is_an_object_for_each_step_and_nothing_if_there_is_none()
    {
        var connection = await server.CreateDatabaseAsync();
        var steps = Manual.ParseJson("migrate", await CommandInProcess.ReadAsync("migrate", "--connection", connection, "--json"));
        Assert.All(steps, step => Assert.Equal("slice", step.GetProperty("kind").GetString()));
        Assert.Empty(await CommandInProcess.ReadAsync("migrate", "--connection", connection, "--json"));
    }

    [Fact]
    public async Task A_review_is_one_object()
    {
        var review = Manual.ParseJson("migrate --review", await CommandInProcess.ReadAsync("migrate", "--review", "--json")).Single();
        Assert.EndsWith("_Initial", review.GetProperty("migration").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, JsonValueKind.Null),
            (review.GetProperty("risks").GetArrayLength(), review.GetProperty("adoption").ValueKind));
    }

    [Fact]
    public async Task Generated_data_are_an_object_for_each_kind()
    {
        string[] generate =
            ["generate", "--days", "1", "--scale", "0.0001", "--connection", await server.CreateDatabaseAsync(), "--json"];
        var stored = Manual.ParseJson("generate", await CommandInProcess.ReadAsync(generate));
        Assert.All(stored, kind => Assert.NotEqual(0, kind.GetProperty("rows").GetInt64()));
        var again = Manual.ParseJson("generate", await CommandInProcess.ReadAsync(generate));
        Assert.Equal(
            [("Catalogue", 0, 0), .. stored.Skip(1).Select(kind => (kind.GetProperty("kind").GetString(), 0L, 1))],
            again.Select(kind => (
                kind.GetProperty("kind").GetString(), kind.GetProperty("rows").GetInt64(), kind.GetProperty("daysThere").GetInt32())));
    }

    [Theory, InlineData(), InlineData("--dry-run")]
    public async Task An_import_is_one_object_and_a_name_of_the_source_cannot_change_the_terminal(params string[] more)
    {
        var source = await server.CreateEmptyDatabaseAsync();
        await using (var dataSource = NpgsqlDataSource.Create(source))
        await using (var command = dataSource.CreateCommand(
            """
            CREATE TABLE ml_feedback (id bigint, prediction_id uuid, rating int, created_at timestamptz, "a\x1b[31m" int);
            CREATE TABLE "b\x1b[2J" (id int)
            """.Replace("\\x1b", "\e", StringComparison.Ordinal)))
        {
            await command.ExecuteNonQueryAsync();
        }

        string[] import = ["import", "--from", source, "--connection", await server.CreateDatabaseAsync(), .. more];
        var report = Manual.ParseJson("import", await CommandInProcess.ReadAsync([.. import, "--json"])).Single();
        Assert.Equal((more.Length == 1, true, "b\e[2J"), (
            report.GetProperty("isDryRun").GetBoolean(),
            report.GetProperty("isComplete").GetBoolean(),
            report.GetProperty("otherTables")[0].GetString()));
        Assert.Equal("a\e[31m", report.GetProperty("tables")[0].GetProperty("ignoredColumns")[0].GetString());

        var text = await CommandInProcess.ReadAsync(import);
        Assert.Contains("\n  columns not imported: a\\u001b[31m\n", text, StringComparison.Ordinal);
        Assert.Contains("\nUnknown tables, not imported: b\\u001b[2J\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
    }
}
