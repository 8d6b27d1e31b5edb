using System.Text.Json;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class ReviewTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_week_stands_beside_the_week_before_without_another_tenant()
    {
        await StoreAsync(Predictions("fast", 10, _now.AddDays(-1), 20).Concat(Predictions("fast", 40, _now.AddDays(-9), 10)));
        await StoreAsync(Predictions("silent", 40, _now.AddDays(-3), null).Concat(Predictions("silent", 1, _now.AddDays(-10), null)));
        await StoreAsync(Predictions("quick", 40, _now.AddDays(-1), 2).Concat(Predictions("quick", 40, _now.AddDays(-9), 1)));
        await StoreAsync(Predictions("fast", 500, _now.AddDays(-1), 20), Guid.CreateVersion7());
        await StoreAsync(
            [Build.DeadLetter(at: _now.AddDays(-1)), Failed("nightly", _now.AddDays(-2)), Failed("nightly", _now.AddDays(-9))]);

        var lines = await ReviewAsync("weekly");
        var volume = Find(lines, "prediction volume", "fast");
        Assert.Equal((10, 40), Numbers(volume));
        Assert.StartsWith("It made far fewer.", ToDo(volume), StringComparison.Ordinal);
        Assert.StartsWith("It made far more.", ToDo(Find(lines, "prediction volume", "silent")), StringComparison.Ordinal);
        Assert.Equal((20, 10), Numbers(Find(lines, "inference time", "fast")));
        Assert.StartsWith("It became slower.", ToDo(Find(lines, "inference time", "fast")), StringComparison.Ordinal);
        Assert.Null(ToDo(Find(lines, "inference time", "quick")));
        Assert.Equal((1, 0), Numbers(Find(lines, "errors", "dead letters")));
        Assert.Equal((1, 1), Numbers(Find(lines, "errors", "job 'nightly'")));
        Assert.Equal(3, Numbers(Find(lines, "services that write", "silent")).Current!.Value, 0.1);
        Assert.DoesNotContain(lines, line => line.GetProperty("item").GetString() == "services that write" && Subject(line) == "fast");
    }

    [Fact]
    public async Task A_month_has_quality_size_indexes_and_errors()
    {
        var labelled = Predictions("wrong", 40, _now.AddDays(-2), null).ToList();
        foreach (var (index, prediction) in labelled.Index())
            prediction.RecordLabel(index < 10 ? 0 : 1, _now);

        await StoreAsync(labelled);
        await StoreAsync([Sample(3e9, _now.AddDays(-1)), Sample(9e9, _now.AddDays(-5)), Sample(1e9, _now.AddDays(-31))]);
        var run = await CommandInProcess.RunAsync("quality", "run", "--json", "--connection", Database.OwnerConnectionString);
        Assert.True(run is { ExitCode: 0, Error: "" }, run.ToString());

        var lines = await ReviewAsync("monthly");
        Assert.Equal((25, null), Numbers(Find(lines, "error rates", "wrong")));
        Assert.StartsWith("It is too often wrong.", ToDo(Find(lines, "error rates", "wrong")), StringComparison.Ordinal);
        Assert.Equal((3, 1), Numbers(Find(lines, "database size", "")));
        Assert.StartsWith("It has more than doubled.", ToDo(Find(lines, "database size", "")), StringComparison.Ordinal);
        Assert.Equal((0, null), Numbers(Find(lines, "index performance", "duplicate indexes")));
        var checks = Manual.ParseJson("quality run", run.Output).Select(check => check.GetProperty("check").GetString());
        Assert.Equal(checks, lines.Where(line => line.GetProperty("item").GetString() == "data quality").Select(Subject));
    }

    [Fact]
    public async Task A_quarter_has_old_data_policies_and_models_and_a_reader_may_read_it()
    {
        await CommandInProcess.RunAsync("migrate", "--connection", Database.OwnerConnectionString);
        var lines = await ReviewAsync("quarterly");
        Assert.Equal((90, null), Numbers(Find(lines, "retention policies", "ml_predictions")));
        Assert.Equal(0, Numbers(Find(lines, "old data", "due")).Current);
        Assert.StartsWith("No model has a version in production", ToDo(Find(lines, "models", "")), StringComparison.Ordinal);

        var reader = await CommandInProcess.RunAsync(
            "review", "quarterly", "--json", "--connection", Database.ConnectionStringAs(MlOpsRoles.Reader));
        Assert.True(reader is { ExitCode: 0, Error: "" }, reader.ToString());
        var seen = Manual.ParseJson("review quarterly", reader.Output);
        Assert.Equal((90, null), Numbers(Find(seen, "retention policies", "ml_predictions")));
    }

    [Theory, InlineData("review.html"), InlineData("review.txt")]
    public async Task A_review_is_a_file_for_a_mail(string name)
    {
        await StoreAsync(Predictions("<script>", 1, _now.AddDays(-1), null));
        var directory = Directory.CreateTempSubdirectory("mlops-review-");
        var file = Path.Combine(directory.FullName, name);
        var result = await RunAsync("weekly", "--output", file);
        Assert.True(result.ExitCode == 0, result.ToString());
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("Weekly review of the database ", text, StringComparison.Ordinal);
        Assert.Contains(name == "review.html" ? "&lt;script&gt;" : "<script>", text, StringComparison.Ordinal);
        Assert.Equal(name == "review.html", text.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal));

        var refused = await RunAsync("weekly", "--output", Path.Combine(directory.FullName, "missing", name));
        Assert.Contains("cannot be written", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, refused.ExitCode);
        directory.Delete(recursive: true);
    }

    private static IEnumerable<Prediction> Predictions(string service, int count, DateTimeOffset at, int? milliseconds) =>
        Enumerable.Range(0, count).Select(i => Prediction.ForService(
            service, "score", 1, at.AddSeconds(i), new PredictionDetails { InferenceTimeMs = milliseconds }));

    private static ResourceSample Sample(double bytes, DateTimeOffset at) =>
        Build.ResourceSample(ResourceKind.Database, "mlops", bytes, null, at);

    private static JobRun Failed(string job, DateTimeOffset at)
    {
        var run = Build.JobRun(job, at);
        run.Fail("the disk is full", at);
        return run;
    }

    private static JsonElement Find(List<JsonElement> lines, string item, string subject) =>
        Assert.Single(lines, line => line.GetProperty("item").GetString() == item && Subject(line) == subject);

    private static string? Subject(JsonElement line) => line.GetProperty("subject").GetString();

    private static string? ToDo(JsonElement line) => line.GetProperty("toDo").GetString();

    private static (double? Current, double? Before) Numbers(JsonElement line) =>
        (Number(line.GetProperty("thisPeriod")), Number(line.GetProperty("periodBefore")));

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private async Task<List<JsonElement>> ReviewAsync(string period)
    {
        var result = await RunAsync(period, "--json");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        return Manual.ParseJson($"review {period}", result.Output);
    }

    private async Task StoreAsync(IEnumerable<object> entities, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["review", .. arguments, "--connection", Database.OwnerConnectionString]);
}
