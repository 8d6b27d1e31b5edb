using System.Text.Json;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>A slice goes into files, out of the database, and back.</summary>
public sealed class ArchiveFilesTests(TestDatabase database) : ArchivedMonth(database)
{
    [Fact]
    public async Task A_slice_is_exported_purged_and_restored_and_no_value_changes()
    {
        var rows = await HashesAsync("archive");
        Assert.Equal("due", await OutcomeAsync("export", "--dry-run"));
        Assert.False(Directory.Exists(Files));
        Assert.Equal("exported", await OutcomeAsync("export"));
        Assert.Equal("unchanged", await OutcomeAsync("export"));
        Assert.Contains("10 tables, 8 rows", await ExportAsync(), StringComparison.Ordinal);

        Assert.Equal("due", await OutcomeAsync("purge", "--dry-run"));
        Assert.Equal(rows, await HashesAsync("archive"));
        Assert.Equal("purged", await OutcomeAsync("purge"));
        Assert.Equal("unchanged", await OutcomeAsync("purge"));
        Assert.Empty(await TablesAsync());
        await RunAsync("partitions", "ensure");
        Assert.Empty(await TablesAsync());

        Assert.Equal("due", await OutcomeAsync("restore", "--dry-run"));
        Assert.Equal("restored", await OutcomeAsync("restore"));
        Assert.Equal("unchanged", await OutcomeAsync("restore"));
        Assert.Equal(rows, await HashesAsync("public"));
        var verified = await CommandInProcess.RunAsync("verify", "--connection", Database.OwnerConnectionString);
        Assert.Equal(0, verified.ExitCode);
        await RunAsync("archive", "move", Root, Slice);
        Assert.Equal("unchanged", await OutcomeAsync("export"));
    }

    [Fact]
    public async Task Of_two_that_purge_or_restore_at_once_one_does_and_the_other_has_nothing_to_do()
    {
        await ExportAsync();
        foreach (var (verb, outcome) in new[] { ("export", "unchanged"), ("purge", "purged"), ("restore", "restored") })
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => OutcomeAsync(verb))));
            Assert.Equal(new[] { outcome, "unchanged", "unchanged" }.Order(), outcomes.Order());
        }
    }

    [Fact]
    public async Task DuckDB_reads_the_files_and_computes_each_sum_of_the_manifest_by_its_expression()
    {
        await ExportAsync();
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(ManifestPath));
        foreach (var table in manifest.RootElement.GetProperty("tables").EnumerateArray().Where(table => Number(table, "rows") > 0))
        {
            var file = Path.Combine(Files, Text(table, "file"));
            var columns = table.GetProperty("columns").EnumerateArray().ToList();
            Assert.Equal(
                [$"{Number(table, "rows")}", Text(table, "rowSum"), .. columns.Select(column => Text(column, "sum"))],
                DuckDb.Select(["count(*)", Text(table, "duckDbRowSum"), .. columns.Select(column => Text(column, "duckDb"))], file));
            var sums = columns.Select(column => Text(column, "postgres")).Prepend(Text(table, "postgresRowSum"));
            Assert.Equal(
                string.Join(' ', columns.Select(column => Text(column, "sum")).Prepend(Text(table, "rowSum"))),
                await Database.ScalarAsync<string>(
                    $"SELECT concat_ws(' ', {string.Join(", ", sums)}) FROM archive.{Text(table, "name")}_{Slice}"));
        }

        Assert.Equal(["2", Slice], DuckDb.Query(
            $"SELECT count(*), min(slice) FROM read_parquet('{Files}/{Root}/**/*.parquet', hive_partitioning = true)"));

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
        static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task What_changed_after_the_export_is_not_purged()
    {
        await ExportAsync();
        await Database.ExecuteAsync($"UPDATE archive.ml_feedback_{Slice} SET rating = 5 WHERE tenant_id = '{OtherTenant}'");
        foreach (var dryRun in (string[][])[["--dry-run"], []])
            Assert.Contains(
                "stays in the archive, since ml_feedback and its file do not have the same: other values in the column rating. Export",
                await RefuseAsync(11, ["archive", "purge", Root, Slice, "--from", Files, .. dryRun]),
                StringComparison.Ordinal);

        string[] export = ["archive", "export", Root, Slice, "--to", Files];
        Assert.Contains(
            $"has the slice {Slice} of ml_predictions with other rows or columns: 8 rows, exported at", await RefuseAsync(11, export),
            StringComparison.Ordinal);
        Assert.Contains("was read back", await RunAsync([.. export, "--replace"]), StringComparison.Ordinal);
        await PurgeAsync();
        await RestoreAsync();
        Assert.Equal(1, await Database.CountAsync($"ml_feedback_{Slice} WHERE rating = 5"));
    }

    [Fact]
    public async Task What_a_legal_hold_of_any_tenant_keeps_is_not_purged_until_it_is_released()
    {
        await ExportAsync();
        string[] tenant = ["--tenant", $"{OtherTenant}", "--reason"];
        using var placed = JsonDocument.Parse(await RunAsync(["hold", "add", "--json", .. tenant, "Case 4711"]));
        var hold = placed.RootElement.GetProperty("hold").GetString()!;
        foreach (var dryRun in (string[][])[["--dry-run"], []])
            Assert.Contains(
                $"Legal hold {hold} of tenant {OtherTenant} keeps it: Case 4711",
                await RefuseAsync(18, ["archive", "purge", Root, Slice, "--from", Files, .. dryRun]),
                StringComparison.Ordinal);

        await RunAsync(["hold", "release", hold, .. tenant, "The case is closed."]);
        await PurgeAsync();
        Assert.Empty(await TablesAsync());
    }

    [Fact]
    public async Task What_waits_for_a_slice_moves_into_it_when_it_comes_back()
    {
        await ExportAsync();
        await Database.ExecuteAsync("DELETE FROM ml_slices");
        await PurgeAsync();
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.OraclePrediction(3, Month));
            await context.SaveChangesAsync();
        }

        await CommandInProcess.RunAsync("partitions", "drain", "--connection", Database.OwnerConnectionString);
        Assert.Equal(1, await Database.CountAsync("ml_predictions_default"));
        await RestoreAsync();
        Assert.Equal((0L, 3L), (await Database.CountAsync("ml_predictions_default"), await Database.CountAsync($"ml_predictions_{Slice}")));
        Assert.Contains(
            "is live, and has other rows than the files", await RefuseAsync(11, "archive", "restore", Root, Slice, "--from", Files),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detached_table_with_the_name_of_a_partition_is_no_live_slice()
    {
        await ExportAsync();
        await PurgeAsync();
        await Database.ExecuteAsync($"CREATE TABLE ml_feedback_{Slice} (LIKE ml_feedback)");
        Assert.Contains(
            $"it has the table ml_feedback_{Slice}, which is no partition of ml_feedback",
            await RefuseAsync(11, "archive", "restore", Root, Slice, "--from", Files),
            StringComparison.Ordinal);
        await Database.ExecuteAsync($"DROP TABLE ml_feedback_{Slice}");
        await RestoreAsync();
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_so()
    {
        Assert.Contains(
            $"There is no directory {Files}",
            await RefuseAsync(12, "archive", "purge", Root, Slice, "--from", Files),
            StringComparison.Ordinal);
        Directory.CreateDirectory(Files);
        foreach (var verb in (string[])["purge", "restore"])
            Assert.Contains(
                $"There is no complete export of the slice {Slice} of ml_predictions in {Files}",
                await RefuseAsync(12, "archive", verb, Root, Slice, "--from", Files),
                StringComparison.Ordinal);

        Assert.Contains(
            "The slice 1990_01 of ml_predictions is not in the archive. 'mlops archive move ml_predictions 1990_01' moves it there",
            await RefuseAsync(12, "archive", "export", Root, "1990_01", "--to", Files),
            StringComparison.Ordinal);
    }

    private async Task<string?> OutcomeAsync(string verb, params string[] more)
    {
        string[] arguments = ["archive", verb, Root, Slice, verb == "export" ? "--to" : "--from", Files, "--json", .. more];
        // Standard error says what it waits for.
        var result = await CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return Manual.ParseJson($"archive {verb}", result.Output).Single().GetProperty("outcome").GetString();
    }
}
