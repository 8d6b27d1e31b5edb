using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

/// <summary>A script in any language records a training by the command alone.</summary>
public sealed class TrainingTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid OtherTenant = Guid.CreateVersion7();
    private static readonly string Digits = new('A', 64);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await StoreAsync();
        // The same names, which are not to be found.
        await StoreAsync(OtherTenant, "8");
    }

    [Fact]
    public async Task A_training_is_recorded_from_its_start_to_its_artifact()
    {
        var start = await RunAsync("start", "churn", "7", "--dataset", "loans", "--epochs", "3", "--hyperparameters", "{\"depth\": 6}");
        // Nothing but the id is on standard output.
        var id = Guid.Parse(start.Output.TrimEnd('\n'));
        Assert.Contains("Version 7 of model 'churn' is in training.", start.Error, StringComparison.Ordinal);
        await ReadAsync("progress", $"{id}", "--loss", "0.5");
        await ReadAsync("progress", $"{id}", "--epoch", "2", "--loss", "0.25", "--validation-loss", "0.3");
        var step = Manual.ParseJson("training progress", await ReadAsync("progress", $"{id}", "--json")).Single();
        Assert.Equal(
            (id, "running", 2, 3, 0.25),
            (step.GetProperty("job").GetGuid(), step.GetProperty("status").GetString(), step.GetProperty("completedEpochs").GetInt32(),
                step.GetProperty("totalEpochs").GetInt32(), step.GetProperty("loss").GetDouble()));
        Assert.Equal(
            $"Training job {id} has succeeded. Version 7 of model 'churn' can be staged and promoted.\n",
            await ReadAsync(
                "finish", $"{id}", "--f1", "0.8", "--brier", "0.1", "--metric", "auc=0.9", "--metric", "a=b=-1e-3", "--artifact",
                "s3://m/7", "--size", "12", "--sha256", Digits));

        await using var context = Database.CreateContext();
        var job = await context.TrainingJobs.Include(row => row.ModelVersion).Include(row => row.Dataset).SingleAsync();
        Assert.Equal(
            (TrainingStatus.Succeeded, "2", Environment.MachineName, "{\"depth\": 6}"),
            (job.Status, job.Dataset!.Version, job.Worker, job.Hyperparameters!.ToString()));
        Assert.Equal([new LossPoint(1, 0.5), new LossPoint(2, 0.25, 0.3)], job.LossCurve);
        var version = job.ModelVersion!;
        Assert.Equal((VersionStatus.Active, 0.8, 0.1), (version.Status, version.F1Score, version.BrierScore));
        Assert.Equal(new MetricSet([new("auc", 0.9), new("a=b", -0.001)]), version.Metrics);
        Assert.Equal(new Artifact("s3://m/7", 12, $"sha256:{Digits.ToLowerInvariant()}"), version.Artifact);
    }

    [Fact]
    public async Task A_step_that_is_repeated_changes_nothing_and_one_that_contradicts_is_a_conflict()
    {
        var id = await StartAsync();
        string[] epoch = ["progress", id, "--epoch", "1", "--loss", "0.5"], finish = ["finish", id, "--f1", "0.8"];
        foreach (var step in (string[][])[epoch, finish])
        {
            Assert.False(IsRepeated(await ReadAsync([.. step, "--json"])));
            Assert.True(IsRepeated(await ReadAsync([.. step, "--json"])));
        }

        await AssertRefusedAsync(MlOpsError.Conflict, "another loss than 0.6", "progress", id, "--epoch", "1", "--loss", "0.6");
        await AssertRefusedAsync(MlOpsError.Conflict, "other results", "finish", id, "--f1", "0.9");
        await AssertRefusedAsync(MlOpsError.Conflict, "is Succeeded and cannot fail", "finish", id, "--failed", "x");
        await using var context = Database.CreateContext();
        Assert.Equal(0.8, (await context.ModelVersions.SingleAsync()).F1Score);

        static bool IsRepeated(string output)
        {
            using var json = JsonDocument.Parse(output);
            return json.RootElement.GetProperty("isRepeated").GetBoolean();
        }
    }

    [Fact]
    public async Task A_version_whose_training_failed_can_be_trained_by_another_job()
    {
        var id = await StartAsync();
        Assert.Contains("stays in training", await ReadAsync("finish", id, "--failed", "The loss is NaN."), StringComparison.Ordinal);
        Assert.Contains(
            "recorded before", await ReadAsync("finish", id, "--failed", "The loss is NaN."), StringComparison.Ordinal);
        var next = await StartAsync();
        await ReadAsync("finish", next);
        await using var context = Database.CreateContext();
        Assert.Equal(
            [("The loss is NaN.", TrainingStatus.Failed), (null, TrainingStatus.Succeeded)],
            (await context.TrainingJobs.OrderBy(job => job.CreatedAt).ToListAsync()).Select(job => (job.Error, job.Status)));
        await AssertRefusedAsync(MlOpsError.Conflict, "cannot be trained again", "start", "churn", "7");
    }

    [Theory]
    [InlineData("There is no model 'none'. Register it with 'PROGRAM models register'.", "start", "none", "7")]
    [InlineData("Model 'churn' has no version '8'. Register it with 'PROGRAM models register'.", "start", "churn", "8")]
    [InlineData("There is no dataset 'none'.", "start", "churn", "7", "--dataset", "none")]
    [InlineData("no dataset 'loans' with version '3'.", "start", "churn", "7", "--dataset", "loans", "--dataset-version", "3")]
    [InlineData("There is no training job", "progress", "0195a000-0000-7000-8000-00000000000c")]
    [InlineData("'PROGRAM training start' prints the id", "finish", "0195a000-0000-7000-8000-00000000000c")]
    public Task What_is_missing_is_named_with_what_to_type(string expected, params string[] arguments) => AssertRefusedAsync(
        MlOpsError.NotFound, expected.Replace("PROGRAM", Invocation.Program, StringComparison.Ordinal), arguments);

    [Theory]
    [InlineData("is not the id of a training job", "progress", "x")]
    [InlineData("--epoch must be a whole number from 1", "progress", "ID", "--epoch", "0")]
    [InlineData("--loss must be a number", "progress", "ID", "--loss", "NaN")]
    [InlineData("--validation-loss needs --loss", "progress", "ID", "--validation-loss", "1")]
    [InlineData("--metric must be NAME=NUMBER", "finish", "ID", "--metric", "auc")]
    [InlineData("--metric names 'auc' twice", "finish", "ID", "--metric", "auc=1", "--metric", "auc=2")]
    [InlineData("--artifact, --size and --sha256 together", "finish", "ID", "--artifact", "x")]
    [InlineData("64 hexadecimal digits", "finish", "ID", "--artifact", "x", "--size", "1", "--sha256", "abc")]
    [InlineData("has failed has no results", "finish", "ID", "--failed", "x", "--f1", "1")]
    [InlineData("F1Score must be from 0 to 1", "finish", "ID", "--f1", "1.5")]
    [InlineData("--dataset-version needs --dataset", "start", "churn", "7", "--dataset-version", "1")]
    [InlineData("JSON", "start", "churn", "7", "--hyperparameters", "{")]
    public async Task Arguments_that_cannot_be_are_refused_and_nothing_is_recorded(string expected, params string[] arguments)
    {
        var id = await StartAsync();
        var result = await RunAsync([.. arguments.Select(argument => argument == "ID" ? id : argument)]);
        Assert.True(result.ExitCode == ExitCode.Usage, result.ToString());
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        await using var context = Database.CreateContext();
        var job = await context.TrainingJobs.SingleAsync();
        Assert.Equal((TrainingStatus.Running, 0), (job.Status, job.CompletedEpochs));
    }

    [Fact]
    public async Task An_epoch_that_leaves_out_another_one_is_refused()
    {
        var id = await StartAsync("--epochs", "5");
        await AssertRefusedAsync(
            MlOpsError.Conflict, "the next loss is that of epoch 1, and not of 2", "progress", id, "--epoch", "2", "--loss", "1");
        Assert.Contains("4 of 5", await ReadAsync("progress", id, "--epoch", "4"), StringComparison.Ordinal);
        Assert.Contains("4 of 5", await ReadAsync("progress", id, "--epoch", "2"), StringComparison.Ordinal);
    }

    private async Task StoreAsync(Guid? tenantId = null, string version = "7")
    {
        var model = Build.Model("churn");
        await using var context = Database.CreateContext(tenantId);
        context.AddRange(
            model, Build.ModelVersion(model, version, isTrained: false), Dataset("1", Build.Noon), Dataset("2", Build.Noon.AddDays(1)));
        await context.SaveChangesAsync();
    }

    private static TrainingDataset Dataset(string version, DateTimeOffset at) =>
        TrainingDataset.Register("loans", version, "s3://data", Json.Parse("{}"), 1, at);

    private async Task<string> StartAsync(params string[] more)
    {
        var result = await RunAsync(["start", "churn", "7", .. more]);
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        return result.Output.TrimEnd('\n');
    }

    private async Task AssertRefusedAsync(MlOpsError error, string expected, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == ExitCode.Of(error), result.ToString());
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["training", .. arguments, "--connection", Database.OwnerConnectionString]);

    private Task<string> ReadAsync(params string[] arguments) =>
        CommandInProcess.ReadAsync(["training", .. arguments, "--connection", Database.OwnerConnectionString]);
}
