using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class ModelsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Digits = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly string[] Register =
        ["register", "churn", "1", "--type", "classification", "--framework", "onnx", "--f1", "0.8", "--brier", "0.1"];

    private readonly TestDirectory _directory = new();

    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_pipeline_registers_a_version_with_its_model_and_the_same_again_changes_nothing()
    {
        var file = _directory.Child("params.json");
        await File.WriteAllTextAsync(file, """{"trees": 200}""");
        string[] all =
        [
            .. Register, "--owner", "ann", "--run-id", "4711", "--hyperparameters", $"@{file}", "--metric", "auc=0.9", "--metric",
            "gini=0.8", "--artifact", "s3://churn/1", "--size", "4194304", "--sha256", Digits, "--stage", "staging",
        ];
        var registered = Manual.ParseJson("models register", (await RunAsync([.. all, "--json"])).Output).Single();
        Assert.Equal("registered", registered.GetProperty("outcome").GetString());
        var again = Manual.ParseJson("models register", (await RunAsync([.. all, "--json"])).Output).Single();
        Assert.Equal("unchanged", again.GetProperty("outcome").GetString());
        Assert.Contains("already, with the same content", (await RunAsync("register", "churn", "1")).Output, StringComparison.Ordinal);

        var shown = Manual.ParseJson("models show", (await RunAsync("show", "churn", "1", "--json")).Output).Single();
        var version = shown.GetProperty("versions")[0];
        Assert.Equal(("ann", "onnx"), (shown.GetProperty("owner").GetString(), shown.GetProperty("framework").GetString()));
        Assert.Equal(("staging", 0.8, "4711", $"sha256:{Digits}"), (
            version.GetProperty("stage").GetString(), version.GetProperty("f1").GetDouble(), version.GetProperty("run").GetString(),
            version.GetProperty("artifactChecksum").GetString()));
        Assert.Equal(0.9, version.GetProperty("metrics").GetProperty("auc").GetDouble());
        Assert.Contains("200", version.GetProperty("hyperparameters").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["1"], await database.ColumnAsync("SELECT count(*)::text FROM model_versions"));
    }

    [Theory]
    [InlineData("f1 0.8", "register", "churn", "1", "--f1", "0.9")]
    [InlineData("brier 0.1", "register", "churn", "1", "--brier", "0.2")]
    [InlineData("run id ''", "register", "churn", "1", "--run-id", "1")]
    [InlineData("hyperparameters none", "register", "churn", "1", "--hyperparameters", "{}")]
    [InlineData("metrics ", "register", "churn", "1", "--metric", "auc=1")]
    [InlineData("artifact ''", "register", "churn", "1", "--artifact", "x", "--size", "1", "--sha256", Digits)]
    [InlineData("type 'classification', framework 'onnx'", "register", "churn", "--type", "ranking", "--framework", "x")]
    [InlineData("owner ''", "register", "churn", "--owner", "bob", "--description", "new")]
    public async Task Other_content_than_is_registered_is_refused_and_named(string difference, params string[] arguments)
    {
        await RunAsync(Register);
        var result = await RunAsync(arguments);
        Assert.Equal(ExitCode.Of(MlOpsError.RegisteredOtherwise), result.ExitCode);
        Assert.Contains($"is registered already, and with {difference}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dag_promotes_rolls_back_and_branches_on_the_exit_code()
    {
        await RunAsync(Register);
        await RunAsync("register", "churn", "2", "--f1", "0.9");
        Assert.Equal(0, (await RunAsync("promote", "churn", "1", "--reason", "first")).ExitCode);
        var promoted = Manual.ParseJson(
            "models promote", (await RunAsync("promote", "churn", "2", "--reason", "better", "--expect", "1", "--json")).Output).Single();
        Assert.Equal(("2", "1", "promoted"), (
            promoted.GetProperty("version").GetString(), promoted.GetProperty("replaced").GetString(),
            promoted.GetProperty("outcome").GetString()));

        // The gate of yesterday is told who won, and the step that was killed and runs again has what it wants.
        var late = await RunAsync("promote", "churn", "1", "--reason", "late", "--expect", "1");
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), late.ExitCode);
        Assert.Contains($"Version '2' serves now: {Environment.UserName} promoted it", late.Error, StringComparison.Ordinal);
        var again = Manual.ParseJson(
            "models promote", (await RunAsync("promote", "churn", "2", "--reason", "better", "--expect", "1", "--json")).Output).Single();
        Assert.Equal("unchanged", again.GetProperty("outcome").GetString());

        var back = Manual.ParseJson(
            "models rollback", (await RunAsync("rollback", "churn", "--reason", "bad", "--by", "ann", "--expect", "2", "--json")).Output);
        Assert.Equal("1", back.Single().GetProperty("version").GetString());
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), (await RunAsync("rollback", "churn", "--reason", "x", "--expect", "2")).ExitCode);
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), (await RunAsync("rollback", "churn", "--reason", "x")).ExitCode);

        var history = Manual.ParseJson("models history", (await RunAsync("history", "churn", "--json")).Output).Single();
        Assert.Equal(
            ["1", "2", "1"], history.GetProperty("served").EnumerateArray().Select(period => period.GetProperty("version").GetString()));
        Assert.Equal(5, history.GetProperty("moves").GetArrayLength());
        Assert.Equal("ann", history.GetProperty("moves")[4].GetProperty("by").GetString());
    }

    [Fact]
    public async Task Models_and_versions_are_listed_by_stage_and_shown_to_people()
    {
        await RunAsync(Register);
        await RunAsync("register", "fraud", "--type", "classification", "--framework", "onnx");
        await RunAsync("promote", "churn", "1", "--reason", "first", "--by", "ann");
        var listed = Manual.ParseJson("models list", (await RunAsync("list", "--json")).Output);
        Assert.Equal(
            ["churn 1", "fraud "],
            listed.Select(row => $"{row.GetProperty("model").GetString()} {row.GetProperty("version").GetString()}"));
        Assert.Single(Manual.ParseJson("models list", (await RunAsync("list", "--stage", "production", "--json")).Output));
        Assert.Contains("There are none", (await RunAsync("list", "--stage", "staging")).Error, StringComparison.Ordinal);

        var shown = (await RunAsync("show", "churn")).Output;
        Assert.Contains("Model 'churn': classification, onnx, Active.\nVersion 1 serves since ", shown, StringComparison.Ordinal);
        var history = (await RunAsync("history", "churn")).Output;
        Assert.Contains("Times in production\nVersion\tFrom\tTo", history, StringComparison.Ordinal);
        Assert.Contains("\tann\tfirst\n", history, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MlOpsError.NotFound, "There is no model 'x'", "show", "x")]
    [InlineData(MlOpsError.NotFound, "There is no model 'x'", "history", "x")]
    [InlineData(MlOpsError.NotFound, "Model 'x' has no version '1'", "promote", "x", "1", "--reason", "y")]
    [InlineData(MlOpsError.NotFound, "No version of model 'x' serves", "rollback", "x", "--reason", "y")]
    [InlineData(MlOpsError.NotFound, "Give --type and --framework", "register", "x", "1", "--type", "y")]
    public async Task What_is_not_there_is_named(MlOpsError error, string message, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(ExitCode.Of(error), result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--f1 is about a version", "register", "x", "--f1", "1")]
    [InlineData("--f1 is about a trained version", "register", "x", "1", "--in-training", "--f1", "1")]
    [InlineData("belong together", "register", "x", "1", "--artifact", "y")]
    [InlineData("64 hexadecimal digits", "register", "x", "1", "--artifact", "y", "--size", "1", "--sha256", "z")]
    [InlineData("--metric must be NAME=NUMBER", "register", "x", "1", "--metric", "auc")]
    [InlineData("--metric 'auc=NaN' cannot be", "register", "x", "1", "--metric", "auc=NaN")]
    [InlineData("--hyperparameters '{' cannot be read", "register", "x", "1", "--hyperparameters", "{")]
    [InlineData("cannot be read", "register", "x", "1", "--hyperparameters", "@/nowhere/params.json")]
    [InlineData("--reason", "promote", "x", "1")]
    [InlineData("--reason", "rollback", "x")]
    public async Task What_cannot_be_is_refused_before_a_server_is_asked(string message, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(["models", .. arguments, "--connection", "Host=nowhere.invalid"]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["models", .. arguments, "--connection", database.OwnerConnectionString]);
}
