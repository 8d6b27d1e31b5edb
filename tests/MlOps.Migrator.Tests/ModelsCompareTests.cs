using System.Globalization;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class ModelsCompareTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Week = "2026-03-01..2026-03-08";

    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_versions_are_compared_by_labels_and_by_shadow_scores_and_by_segment()
    {
        await StoreAsync();
        string[] compare =
        [
            "churn", "1", "2", "--window", Week, "--segment", "context:country", "--metric", "f1", "--metric", "brier",
            "--threshold", "0.5",
        ];
        var lines = (await RunAsync(0, compare)).Split('\n');

        Assert.Equal(
            "Segment\tSource\tMetric\tVersion 1\tVersion 2\tDifference\tLower\tUpper\tLabels 1\tLabels 2\tBetter", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("all\tlabels\tf1\t", StringComparison.Ordinal)
            && line.EndsWith("\t600\t400\t2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("all\t2 as shadow\tbrier\t", StringComparison.Ordinal)
            && line.EndsWith("\t200\t200\t2", StringComparison.Ordinal));
        Assert.Contains("context:country = DE\\u001b[31m\tlabels\t\t\t\t\t\t\t5\t0\ttoo few labels", lines);
        Assert.Contains(lines, line => line.StartsWith("context:country missing\tlabels\tf1\t", StringComparison.Ordinal));

        var json = Manual.ParseJson("models compare", await RunAsync(0, [.. compare, "--json"])).Single();
        Assert.Equal((600, 400), (json.GetProperty("versionLabelled").GetInt32(), json.GetProperty("otherLabelled").GetInt32()));
        var parts = json.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(
            ["labels ", "shadow 2", "labels ", "labels ", "shadow 2", "shadow 2"],
            parts.Select(part => $"{part.GetProperty("source").GetString()} {part.GetProperty("shadow").GetString()}"));
        var brier = parts[0].GetProperty("metrics")[1];
        Assert.Equal(("brier", "2"), (brier.GetProperty("metric").GetString(), brier.GetProperty("better").GetString()));
        Assert.InRange(
            brier.GetProperty("difference").GetDouble(), brier.GetProperty("lower").GetDouble(), brier.GetProperty("upper").GetDouble());
    }

    [Fact]
    public async Task The_metrics_fit_the_model_and_few_labels_are_enough_if_the_user_says_so()
    {
        await StoreAsync();
        string[] few = ["churn", "1", "2", "--window", "2026-03-02..2026-03-02T00:20Z", "--json"];
        var parts = Manual.ParseJson("models compare", await RunAsync(0, few)).Single().GetProperty("parts");
        Assert.All(parts.EnumerateArray(), part => Assert.Equal(0, part.GetProperty("metrics").GetArrayLength()));

        var more = Manual.ParseJson("models compare", await RunAsync(0, [.. few, "--min-labelled", "5"])).Single().GetProperty("parts");
        Assert.Equal(
            ["f1", "accuracy", "precision", "recall", "auc", "brier", "log_loss"],
            more[0].GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("metric").GetString()));
    }

    [Fact]
    public async Task Without_anything_to_compare_it_says_what_is_missing()
    {
        await StoreAsync();
        var said = await RunAsync(0, "churn", "1", "2", "--window", "2026-02-01..2026-02-08");
        Assert.Equal(
            "Version 1 made no prediction in the window. Version 2 made no prediction in the window.", said.Trim());
        var json = Manual.ParseJson(
            "models compare", await RunAsync(0, "churn", "1", "2", "--window", "2026-02-01..2026-02-08", "--json")).Single();
        Assert.Equal(
            (2, JsonValueKind.Array), (json.GetProperty("missing").GetArrayLength(), json.GetProperty("parts").ValueKind));
    }

    [Theory]
    [InlineData(12, "There is no model 'x'", "x", "1", "2")]
    [InlineData(12, "has no version '9'", "churn", "1", "9")]
    [InlineData(2, "must be another version", "churn", "1", "1")]
    [InlineData(2, "No row has the category 'country'", "churn", "1", "2", "--segment", "country")]
    [InlineData(2, "Confidence must be from 0.5", "churn", "1", "2", "--confidence", "95")]
    [InlineData(2, "DecisionThreshold must be from 0", "churn", "1", "2", "--threshold", "50")]
    [InlineData(2, "--positive must be a number", "churn", "1", "2", "--positive", "yes")]
    [InlineData(2, "'f2'", "churn", "1", "2", "--metric", "f2")]
    public async Task What_cannot_be_compared_is_named(int code, string message, params string[] arguments)
    {
        await StoreAsync();
        Assert.Contains(message, await RunAsync(code, [.. arguments, "--window", Week]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_must_be_given() =>
        Assert.Contains("--window", await RunAsync(2, "churn", "1", "2"), StringComparison.Ordinal);

    // Version 1 is wrong in 120 of 600 cases, and version 2 in 20 of 400. It answered 200 of those of version 1 too, all of them right.
    private async Task StoreAsync()
    {
        await using var context = database.CreateContext();
        var model = Model.Register("churn", "classification", "onnx", Monday.AddDays(-9));
        var first = Build.ModelVersion(model, "1", at: Monday.AddDays(-9));
        var second = Build.ModelVersion(model, "2", at: Monday.AddDays(-9));
        context.AddRange(model, first, second);
        await context.SaveChangesAsync();
        static double Answer(int number, bool isRight) => (number % 2 == 0) == isRight ? 0.1 : 0.9;
        Prediction Predict(ModelVersion version, int number, bool isRight)
        {
            var details = new PredictionDetails
            {
                ModelVersion = version.Version,
                ModelVersionId = version.Id,
                Context = version == first && number < 5 ? Json.From(new { country = "DE\e[31m" }) : null,
            };
            var prediction = Build.Prediction("search", Answer(number, isRight), Monday.AddMinutes(number), details);
            prediction.RecordLabel(number % 2, Monday.AddDays(20));
            return prediction;
        }

        Prediction[] ofFirst = [.. Enumerable.Range(0, 600).Select(number => Predict(first, number, isRight: number % 5 != 4))];
        await context.BulkInsertAsync(ofFirst);
        Prediction[] ofSecond = [.. Enumerable.Range(0, 400).Select(number => Predict(second, number, isRight: number % 20 != 19))];
        await context.BulkInsertAsync(ofSecond);
        await context.BulkInsertAsync(
            ofFirst.Take(200).Select((prediction, number) => Build.ShadowScore(prediction, second, Answer(number, isRight: true))));
    }

    private async Task<string> RunAsync(int code, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(["models", "compare", .. arguments, "--connection", database.OwnerConnectionString]);
        Assert.True(
            result.ExitCode == code, string.Create(CultureInfo.InvariantCulture, $"{result.ExitCode}: {result.Output}{result.Error}"));
        return result.Output + result.Error;
    }
}
