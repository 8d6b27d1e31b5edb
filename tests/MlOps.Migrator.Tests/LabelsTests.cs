using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class LabelsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly TestDirectory _directory = new();

    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Labels_of_a_file_are_stored_and_a_second_run_changes_nothing()
    {
        var file = await WriteAsync("labels.csv", $"id,label\n{await StoreAsync()},1\n");
        var result = await RunAsync("import", file);
        Assert.Equal(
            (0, "1 lines were read: 1 labels are new, 0 were there already, 0 lines were refused."),
            (result.ExitCode, result.Output.Trim()));
        var again = Manual.ParseJson("labels import", (await RunAsync("import", file, "--json")).Output).Single();
        Assert.Equal((0, 1), (again.GetProperty("recorded").GetInt32(), again.GetProperty("unchanged").GetInt32()));
        Assert.False(File.Exists($"{file}.refused.jsonl"));
    }

    [Fact]
    public async Task Refused_lines_are_in_a_file_beside_it_and_in_the_exit_code()
    {
        var file = await WriteAsync("labels.jsonl", $"{{\"id\":\"{await StoreAsync()}\",\"label\":1}}\nnonsense\n");
        for (var run = 0; run < 2; run++)
        {
            var result = await RunAsync("import", file);
            Assert.Equal(ExitCode.Of(MlOpsError.ImportIncomplete), result.ExitCode);
            Assert.Contains("1 of 2 lines were refused", result.Error, StringComparison.Ordinal);
            Assert.Contains("line 2: The line is no JSON", result.Output, StringComparison.Ordinal);
            using var line = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync($"{file}.refused.jsonl")));
            Assert.Equal(
                (2, "nonsense"), (line.RootElement.GetProperty("line").GetInt32(), line.RootElement.GetProperty("value").GetString()));
        }

        // A file that the user names may be anything.
        var other = Path.Combine(_directory.Path, "precious");
        await File.WriteAllTextAsync(other, "precious");
        Assert.Contains("exists already", (await RunAsync("import", file, "--refused", other)).Error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(other));
    }

    [Fact]
    public async Task A_dry_run_stores_nothing()
    {
        var file = await WriteAsync("labels.csv", $"id,label\n{await StoreAsync()},1\n");
        Assert.Contains("Nothing was written", (await RunAsync("import", file, "--dry-run")).Output, StringComparison.Ordinal);
        await using var context = database.CreateContext();
        Assert.Null((await context.Predictions.SingleAsync()).ActualValue);
    }

    [Theory]
    [InlineData("labels.txt", "", "does not say the format")]
    [InlineData("labels.csv", "1,2\n", "The first line must name the columns, and '1' is none of id or prediction_id, request_id")]
    public async Task A_file_that_is_no_file_of_labels_is_refused_in_one_line(string name, string text, string reason)
    {
        var result = await RunAsync("import", await WriteAsync(name, text));
        Assert.Equal(ExitCode.Of(MlOpsError.Configuration), result.ExitCode);
        Assert.Contains(reason, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var result = await RunAsync("import", Path.Combine(_directory.Path, "nothing.csv"));
        Assert.Equal(ExitCode.Of(MlOpsError.Configuration), result.ExitCode);
        Assert.Contains("nothing.csv' cannot be read", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_are_set_listed_and_removed()
    {
        var set = await RunAsync("policy", "set", "search", "--agreement", "2", "--source", "reviewer", "--correct", "Reviewed.", "--json");
        var policy = Manual.ParseJson("labels policy set", set.Output).Single();
        Assert.Equal(("search", 2, "Reviewed."), (
            policy.GetProperty("service").GetString(), policy.GetProperty("minAgreement").GetInt32(),
            policy.GetProperty("correctionReason").GetString()));
        Assert.Equal(0, (await RunAsync("policy", "set", "all")).ExitCode);
        var listed = Manual.ParseJson("labels policy list", (await RunAsync("policy", "list", "--json")).Output);
        Assert.Equal(["search", "all"], listed.Select(row => row.GetProperty("service").GetString()));

        Manual.ParseJson("labels policy remove", (await RunAsync("policy", "remove", "all", "--json")).Output);
        var missing = await RunAsync("policy", "remove", "all");
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), missing.ExitCode);
        Assert.Contains("There is no label policy of 'all'", missing.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync("policy", "set", "all", "--agreement", "0")).ExitCode);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["labels", .. arguments, "--connection", database.OwnerConnectionString]);

    private async Task<Guid> StoreAsync()
    {
        var prediction = Build.Prediction();
        await using var context = database.CreateContext();
        context.Add(prediction);
        await context.SaveChangesAsync();
        return prediction.Id;
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_directory.Path, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
