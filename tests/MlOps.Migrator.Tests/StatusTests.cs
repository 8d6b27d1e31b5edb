using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public sealed class StatusTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Hostile = "a\e[2J\u202e";

    private readonly Guid _other = Guid.CreateVersion7();

    [Fact]
    public async Task It_has_the_migrations_slices_writers_jobs_alerts_and_sizes_of_the_database()
    {
        var now = DateTimeOffset.UtcNow;
        await StoreAsync(null, Writer("host-1", Hostile, now), Build.Job("nightly"), Build.Prediction());
        await StoreAsync(null, Fire("errors", now));
        await StoreAsync(_other, Writer("host-2", "Another tenant's.", now), Build.Job("foreign"));
        await StoreAsync(_other, Fire("foreign", now));

        var status = Manual.ParseJson("status", await ReadAsync("--json")).Single();
        Assert.EndsWith("_Initial", status.GetProperty("migration").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (Count(status, "pendingMigrations"), Count(status, "unknownMigrations")));
        Assert.Empty(status.GetProperty("missing").EnumerateObject());
        var writer = Assert.Single(status.GetProperty("writers").EnumerateArray());
        Assert.Equal(
            ("host-1", 7, 90.0, Hostile),
            (writer.GetProperty("host").GetString(), writer.GetProperty("queue").GetInt64(),
                writer.GetProperty("oldestSeconds").GetDouble(), writer.GetProperty("lastError").GetString()));
        Assert.Equal(["nightly"], status.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("job").GetString()));
        Assert.Equal(["errors"], status.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("rule").GetString()));
        var predictions = status.GetProperty("slices").EnumerateArray()
            .Single(slice => slice.GetProperty("table").GetString()!.EndsWith("ml_predictions", StringComparison.Ordinal));
        Assert.True(predictions.GetProperty("firstGap").GetDateTimeOffset() > now.AddMonths(-1));
        var tables = status.GetProperty("tables").EnumerateArray()
            .ToDictionary(table => table.GetProperty("table").GetString()!, table => table.GetProperty("bytes").GetInt64());
        Assert.InRange(tables["ml_predictions"], 8192, status.GetProperty("databaseBytes").GetInt64());
        Assert.Equal(tables.Values.OrderDescending(), tables.Values);
    }

    [Fact]
    public async Task Rows_without_a_slice_are_counted()
    {
        await StoreAsync(null, Build.Prediction(at: Testing.Sample.Noon.AddYears(-20)));
        var slices = Manual.ParseJson("status", await ReadAsync("--json")).Single().GetProperty("slices").EnumerateArray();
        Assert.Equal(
            1,
            slices.Single(slice => slice.GetProperty("table").GetString()!.EndsWith("ml_predictions", StringComparison.Ordinal))
                .GetProperty("defaultRows").GetInt64());
    }

    [Fact]
    public async Task It_is_a_screen_of_short_sections()
    {
        var empty = await ReadAsync();
        Assert.Contains("No migration is pending.\n", empty, StringComparison.Ordinal);
        Assert.Contains(
            "\nNo prediction writer has reported in the last day.\nThere are no jobs.\nNo alert is open.\nLargest tables (all tenants)\n" +
            "Table\tSize\n",
            empty,
            StringComparison.Ordinal);

        await StoreAsync(null, Writer("host-1", Hostile, DateTimeOffset.UtcNow), Build.Job("nightly"));
        var text = await ReadAsync();
        Assert.Contains("\nJobs\nJob\tEnabled\tNext due\t", text, StringComparison.Ordinal);
        Assert.Contains("\nnightly\tyes\t2026-03-01 12:00:00Z\t", text, StringComparison.Ordinal);
        Assert.Contains("\ta\\u001b[2J\\u202e\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
        Assert.InRange(text.Split('\n').Length, 20, 60);
    }

    [Fact]
    public async Task A_reader_sees_all_but_what_is_not_for_readers()
    {
        await StoreAsync(null, Build.Job("nightly"));
        var output = await CommandInProcess.ReadAsync(
            "status", "--json", "--connection", Database.ConnectionStringAs(MlOpsRoles.Reader));
        var status = Manual.ParseJson("status", output).Single();
        Assert.EndsWith("_Initial", status.GetProperty("migration").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, true), (Count(status, "jobs"), Count(status, "tables") > 20));
        var missing = Assert.Single(status.GetProperty("missing").EnumerateObject());
        Assert.Equal("slices", missing.Name);
        Assert.StartsWith("Not visible to this login: ", missing.Value.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_version_is_shown_as_such()
    {
        await Database.ExecuteAsync("UPDATE mlops_migrations_history SET \"MigrationId\" = '30000101000000_Later'");
        try
        {
            var status = Manual.ParseJson("status", await ReadAsync("--json")).Single();
            Assert.Equal((1, 1), (Count(status, "pendingMigrations"), Count(status, "unknownMigrations")));
            var pending = status.GetProperty("pendingMigrations")[0].GetString();
            Assert.Contains($"\nPending: {pending}. Type '", await ReadAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await using var context = Database.CreateOwnerContext();
            var known = context.Database.GetMigrations().Single();
            await Database.ExecuteAsync($"UPDATE mlops_migrations_history SET \"MigrationId\" = '{known}'");
        }
    }

    [Fact]
    public async Task An_empty_database_has_its_parts_missing_and_a_server_that_does_not_answer_is_an_error()
    {
        await Database.ExecuteAsync("DROP DATABASE IF EXISTS status_of_nothing");
        await Database.ExecuteAsync("CREATE DATABASE status_of_nothing");
        var nothing = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString) { Database = "status_of_nothing" };
        var text = await CommandInProcess.ReadAsync("status", "--connection", nothing.ConnectionString);
        Assert.Contains($"Type '{Invocation.Program} migrate' if the database is new.", text, StringComparison.Ordinal);
        Assert.Contains("\nJobs: The schema of the database is another one: ", text, StringComparison.Ordinal);

        var away = await CommandInProcess.RunAsync("status", "--connection", "Host=localhost;Port=1;Username=nobody;Database=x");
        Assert.Equal((ExitCode.Of(MlOpsError.ServerUnreachable), ""), (away.ExitCode, away.Output));
        Assert.Single(away.Error.TrimEnd('\n').Split('\n'));
    }

    private static int Count(JsonElement status, string property) => status.GetProperty(property).GetArrayLength();

    private static WriterReport Writer(string host, string error, DateTimeOffset at)
    {
        var writer = Build.WriterReport(host, at: at);
        writer.Renew(
            new WriterActivity { QueueLength = 7, OldestAge = TimeSpan.FromSeconds(90), LastError = error, LastErrorAt = at }, at);
        return writer;
    }

    private static object[] Fire(string name, DateTimeOffset at)
    {
        var rule = Build.AlertRule(name);
        return [rule, Build.Alert(rule, at: at)];
    }

    private async Task StoreAsync(Guid? tenant, params object[] entities)
    {
        await using var context = Database.CreateContext(tenant);
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }

    private Task<string> ReadAsync(params string[] arguments) =>
        CommandInProcess.ReadAsync(["status", .. arguments, "--connection", Database.OwnerConnectionString]);
}
