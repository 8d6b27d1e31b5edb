using System.Text.Json;
using MlOps.Domain.Governance;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class RetrainingTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Request = ["retraining", "request", "churn", "--reason", "The prices have changed.", "--by", "ann"];

    [Fact]
    public async Task A_person_requests_a_version_and_a_second_request_names_the_first()
    {
        await StoreAsync();
        var first = await RunAsync([.. Request, "--json"]);
        var id = Manual.ParseJson("retraining request", first.Output).Single().GetProperty("request").GetString();

        var second = await RunAsync(Request);
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), second.ExitCode);
        Assert.Contains($"{id} already, which ann opened", second.Error, StringComparison.Ordinal);
        var listed = Manual.ParseJson("retraining list", (await RunAsync("retraining", "list", "--json")).Output).Single();
        Assert.Equal(
            (id, "open", "manual", "ann", "The prices have changed."),
            (Text(listed, "request"), Text(listed, "state"), Text(listed, "trigger"), Text(listed, "by"), Text(listed, "why")));
        Assert.Equal(1, await Database.CountAsync("ml_retraining_requests"));
    }

    [Fact]
    public async Task Without_a_policy_the_person_is_told_that_nothing_else_requests()
    {
        await StoreAsync();
        var told = await RunAsync(Request);
        Assert.Contains("'churn' has no retraining policy", told.Error + told.Output, StringComparison.Ordinal);
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.RetrainingPolicy());
            await context.SaveChangesAsync();
        }

        await Database.ExecuteAsync("DELETE FROM ml_retraining_requests");
        var request = await RunAsync(Request);
        Assert.DoesNotContain("no retraining policy", request.Error + request.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_withdrawn_once()
    {
        await StoreAsync();
        var id = await RequestAsync();
        string[] withdraw = ["retraining", "withdraw", id, "--reason", "The data was wrong."];
        var withdrawn = Manual.ParseJson("retraining withdraw", (await RunAsync([.. withdraw, "--json"])).Output).Single();
        Assert.Equal("withdrawn", Text(withdrawn, "outcome"));
        Assert.Equal(ExitCode.Usage, (await RunAsync(withdraw)).ExitCode);

        Assert.Empty((await RunAsync("retraining", "list", "--json")).Output);
        var all = await RunAsync("retraining", "list", "churn", "--all", "--json");
        var listed = Manual.ParseJson("retraining list", all.Output).Single();
        Assert.Equal(("withdrawn", "The data was wrong."), (Text(listed, "state"), Text(listed, "reason")));
        Assert.Empty((await RunAsync("retraining", "list", "other", "--all", "--json")).Output);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), (await RunAsync(Request)).ExitCode);
        var unknown = await RunAsync("retraining", "withdraw", $"{Guid.CreateVersion7()}", "--reason", "x");
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), unknown.ExitCode);
    }

    [Fact]
    public async Task A_version_that_is_registered_answers_the_request_once()
    {
        await StoreAsync();
        var id = await RequestAsync();
        string[] register = ["models", "register", "churn", "2"];
        var registered = await RunAsync(register);
        Assert.Contains($"It answers retraining request {id}.", registered.Output, StringComparison.Ordinal);
        var again = Manual.ParseJson("models register", (await RunAsync([.. register, "--json"])).Output).Single();
        Assert.Equal(("unchanged", null), (Text(again, "outcome"), Text(again, "answers")));
        var listed = Manual.ParseJson("retraining list", (await RunAsync("retraining", "list", "--json")).Output).Single();
        Assert.Equal(("answered", "2"), (Text(listed, "state"), Text(listed, "version")));
    }

    [Fact]
    public async Task A_program_gets_the_request()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is one of Unix.");
        await StoreAsync();
        var id = await RequestAsync();
        using var directory = new TestDirectory();
        var got = directory.Child("got");

        var result = await RunAsync("run", "--once", "--retraining-command", "tee", "--retraining-argument", got);

        Assert.True(result.ExitCode == 0, result.ToString());
        var conf = JsonDocument.Parse(await File.ReadAllTextAsync(got)).RootElement.GetProperty("conf");
        Assert.Equal(("retraining_request", id), (Text(conf, "kind"), Text(conf, "id")));
        Assert.Contains("Model 'churn' is to be trained again: The prices have changed.", result.Error, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement found, string property) => found.GetProperty(property).GetString();

    private async Task<string> RequestAsync() =>
        Text(Manual.ParseJson("retraining request", (await RunAsync([.. Request, "--json"])).Output).Single(), "request")!;

    private async Task StoreAsync()
    {
        await using var context = Database.CreateContext();
        context.AddRange(Model.Register("churn", "classification", "onnx", Noon), DefaultJobs.RequestRetraining(Noon));
        await context.SaveChangesAsync();
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", Database.OwnerConnectionString]);
}
