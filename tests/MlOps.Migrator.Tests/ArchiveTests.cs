using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class ArchiveTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Old = new(2020, 5, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_slice_moves_to_the_archive_and_back_and_each_verb_says_so()
    {
        await MakeSliceAsync();
        Assert.Equal("The archive is empty.\n", (await RunAsync("archive", "list")).Error);
        Assert.Contains(
            "\nml_predictions\t2020_05\t", (await RunAsync("archive", "move", "ml_predictions", "2020_05", "--dry-run")).Output,
            StringComparison.Ordinal);
        Assert.Equal("The archive is empty.\n", (await RunAsync("archive", "list")).Error);

        Assert.Equal("archived", await OutcomeAsync("move"));
        Assert.Equal("unchanged", await OutcomeAsync("move"));
        await RunAsync("verify");
        var slice = Manual.ParseJson("archive list", (await RunAsync("archive", "list", "--json")).Output).Single();
        Assert.Equal(("ml_predictions", "2020_05", 10), (
            slice.GetProperty("table").GetString(), slice.GetProperty("slice").GetString(), slice.GetProperty("partitions").GetInt32()));
        Assert.DoesNotContain("\nml_predictions\t2020_05\t", (await RunAsync("partitions", "list")).Output, StringComparison.Ordinal);

        Assert.Equal("restored", await OutcomeAsync("restore"));
        Assert.Equal(
            "Slice 2020_05 of ml_predictions is not in the archive, but live.\n",
            (await RunAsync("archive", "restore", "ml_predictions", "2020_05")).Output);
        var live = Manual.ParseJson("partitions list", (await RunAsync("partitions", "list", "--json")).Output);
        Assert.Contains(live, one => one.GetProperty("slice").GetString() == "2020_05");
    }

    [Theory]
    [InlineData("ml_models", "2020_05", "'ml_models' is not the first table of slices. Those are ")]
    [InlineData("ml_predictions", "May", "'May' does not name a slice of ml_predictions. Its slices have names such as 2026_11.")]
    [InlineData("ml_predictions", "1990_01", "There is no slice 1990_01 of ml_predictions, neither live nor in the archive.")]
    public async Task What_is_not_there_is_said_to_be_so(string table, string slice, string expected)
    {
        foreach (var arguments in (string[][])[["move"], ["move", "--dry-run"], ["restore"], ["restore", "--dry-run"]])
        {
            var result = await CommandInProcess.RunAsync(
                ["archive", .. arguments, table, slice, "--connection", Database.OwnerConnectionString]);
            Assert.Equal(12, result.ExitCode);
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Partitions_are_made_once_and_waiting_rows_move_into_theirs()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.OraclePrediction(1, Old.AddYears(-1)));
            await context.SaveChangesAsync();
        }

        var waiting = Manual.ParseJson("partitions drain", (await RunAsync("partitions", "drain", "--dry-run", "--json")).Output);
        Assert.Contains(waiting, rows => rows.GetProperty("slice").GetString() == "2019_05" && rows.GetProperty("rows").GetInt64() == 1
            && !rows.GetProperty("moved").GetBoolean());
        Assert.Equal(1, await Database.CountAsync("ml_predictions_default"));
        await RunAsync("partitions", "drain");
        Assert.Equal(0, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(1, await Database.CountAsync("oracle_ml_predictions_2019_05"));
        Assert.Equal("No row waits for a slice.\n", (await RunAsync("partitions", "drain")).Error);

        var missing = Manual.ParseJson(
            "partitions ensure", (await RunAsync("partitions", "ensure", "--ahead", "40", "--dry-run", "--json")).Output);
        var made = Manual.ParseJson("partitions ensure", (await RunAsync("partitions", "ensure", "--ahead", "40", "--json")).Output);
        Assert.Equal(Names(missing), Names(made));
        Assert.NotEmpty(made);
        Assert.Equal("No slice is missing.\n", (await RunAsync("partitions", "ensure", "--ahead", "40")).Error);

        static IEnumerable<string?> Names(IEnumerable<System.Text.Json.JsonElement> slices) =>
            slices.Select(slice => slice.GetProperty("partition").GetString()).Order(StringComparer.Ordinal);
    }

    private async Task MakeSliceAsync()
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Old, Old);
    }

    private async Task<string?> OutcomeAsync(string verb)
    {
        var result = await RunAsync("archive", verb, "ml_predictions", "2020_05", "--json");
        return Manual.ParseJson($"archive {verb}", result.Output).Single().GetProperty("outcome").GetString();
    }

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }
}
